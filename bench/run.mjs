// run - the figures of bench/README.md: node bench/run.mjs [--rows N] [--seconds S] [--only NAME,…] [--keep DIR].
// script/bench builds what it needs and calls it. Prints one line for each figure, as a table. With --keep the filled
// accounts stay in DIR and are taken from there next time.
//
// The load (wrk) and the server share the machine. Each figure that has a bare reference is measured beside it in the same
// run; every figure is measured for the whole account and for one of a hundredth of its size.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { root, run, startServer } from '../tests/api/server.mjs'

const { values: wish } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, seconds: { type: 'string', default: '10' }, only: { type: 'string' }, keep: { type: 'string' } },
})
const rows = Number(wish.rows)
const seconds = Number(wish.seconds)
const only = wish.only?.split(',')
const build = join(root, 'build')
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'cardinal-bench-'))
const unlimited = ['--rate-session', '0', '--rate-public', '0', '--rate-login-address', '0', '--log-level', 'warn']
const wanted = (name) => !only || only.includes(name)

const say = (what, figure, target = '', beside = '') => console.log(`| ${what} | ${figure} | ${target} | ${beside} |`)
const pause = (ms) => new Promise((done) => setTimeout(done, ms))
const ms = (us) => `${(us / 1000).toFixed(us < 10000 ? 2 : 1)} ms`
const count = (n) => Math.round(n).toLocaleString('en')

// wrk - 32 connections on random lines of `paths`; {rate, p50_us, p95_us, p99_us, …}.
async function wrk(url, paths, { cookie, body, connections = 32, time = seconds, threads = 1 } = {}) {
  const file = join(folder, `paths-${Math.random()}`)
  writeFileSync(file, paths.join('\n') + '\n')
  const args = [`-t${threads}`, `-c${connections}`, `-d${Math.max(1, Math.round(time))}s`, '--timeout', '30s', '-s', join(root, 'bench/wrk.lua'), url, '--', file]
  if (body) args.push(body)
  const child = spawn('wrk', args, { env: { ...process.env, COOKIE: cookie ?? '' } })
  let out = ''
  child.stdout.on('data', (piece) => (out += piece))
  child.stderr.on('data', (piece) => (out += piece))
  const code = await new Promise((done) => child.on('close', done))
  const line = out.split('\n').find((l) => l.startsWith('{'))
  if (code || !line) throw new Error(`wrk ended with ${code}:\n${out}`)
  const figures = JSON.parse(line)
  if (figures.refused || figures.broken) throw new Error(`wrk: ${figures.refused} refused, ${figures.broken} broken of ${figures.requests}`)
  return { ...figures, rate: figures.requests / figures.seconds }
}

const cookies = (client) => [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')

function memory(pid, name = 'VmRSS') {
  const kib = Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${name}:\\s+(\\d+)`))[1])
  return kib / 1024
}

const spread = (n, make) => Array.from({ length: n }, (_, i) => make(i))
const random = (n) => 1 + Math.floor(Math.random() * n)

const accountFile = (data) => join(data, readdirSync(data).find((name) => name.endsWith('.db') && name !== 'directory.db'))

// A data folder with n cards: set up by the server, filled while it stands still.
async function fill(data, n) {
  mkdirSync(data, { recursive: true })
  const server = await startServer({ data, args: unlimited })
  const admin = await server.setUp()
  for (let i = 1; i <= 9; i++)
    await admin.ok('POST', '/api/members', { name: `Member ${i}`, email: `m${i}@example.com`, role: 'user', sees_all: false })
  const invite = (await admin.ok('POST', '/api/members', { name: 'Own Cards', email: 'own@example.com', role: 'user', sees_all: false })).invite_url
  await server.client().ok('POST', `/api/invites/${invite.split('/').pop()}`, { name: 'Own Cards', password: 'correct horse battery' })
  await server.stop()
  const filled = spawnSync(join(build, 'bench/bench_fill'), [accountFile(data), String(n)], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (filled.status !== 0) throw new Error('bench_fill failed')
}

// An account of n cards, served.
async function account(n) {
  const data = join(folder, `data-${n}`)
  const kept = wish.keep && join(wish.keep, `cards-${n}`)
  if (!kept || !existsSync(kept)) await fill(kept ?? data, n)
  if (kept) cpSync(kept, data, { recursive: true })
  const file = accountFile(data)
  const from = performance.now()
  const server = await startServer({ data, args: unlimited })
  const answered = await (await fetch(`${server.url}/api/boot`)).text()
  const start_ms = performance.now() - from
  if (!answered) throw new Error('no answer')
  await pause(1000)
  const idle_mib = memory(server.child.pid)
  const admin = await server.login('anna@example.com')
  const own = await server.login('own@example.com')
  const module = (await admin.ok('GET', '/api/meta')).modules.find(({ kind }) => kind === 'autosales')
  console.error(`${count(n)} cards ready`)
  return { n, data, file, server, admin, own, module, start_ms, idle_mib }
}

const bare = {
  start(acc, status) {
    const child = spawn(join(build, 'bench/bare_list'), [acc.file, String(acc.module.id), String(status)], { stdio: ['pipe', 'pipe', 'inherit'] })
    return new Promise((done) => child.stdout.once('data', (line) => done({ child, url: `http://127.0.0.1:${Number(line)}` })))
  },
}

// A copy of an account's file as it stands, with its log; nobody writes meanwhile, and checkpoints have ended.
async function snapshot(acc, name) {
  await pause(2000)
  const file = join(folder, name)
  for (const end of ['', '-wal']) if (existsSync(acc.file + end)) cpSync(acc.file + end, file + end)
  return file
}

// What bare SQLite needs to write the same rows into the same tables; cards/s.
function bareWrite(before, after, per_commit, durability) {
  const { stdout, status } = spawnSync(join(build, 'bench/bare_write'), [before, after, String(per_commit), durability], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (status !== 0) throw new Error('bare_write failed')
  for (const end of ['', '-wal', '-shm']) rmSync(before + end, { force: true })
  const { cards, seconds } = JSON.parse(stdout)
  return cards / seconds
}

async function metric(acc, name) {
  const text = await (await fetch(`${acc.server.url}/metrics`)).text()
  return Number(text.match(new RegExp(`^cardinal_store_${name}{account="1"} (\\d+)`, 'm'))[1])
}

async function list(acc) {
  const status = acc.module.statuses.find(({ role }) => role === 'focus').id
  const path = `/api/modules/${acc.module.id}/cards?status=${status}&limit=50`
  const reference = await bare.start(acc, status)
  const theirs = (await (await fetch(reference.url)).json()).rows
  const ours = (await acc.admin.ok('GET', path)).rows
  const same = JSON.stringify(theirs.map((r) => ({ ...r, review_due: 0, stalled: 0 }))) === JSON.stringify(ours.map((r) => ({ ...r, review_due: 0, stalled: 0 })))
  if (!same) throw new Error(`the bare list is another one:\n${JSON.stringify(theirs[0])}\n${JSON.stringify(ours[0])}`)
  // Three alternating rounds; the medians count, since the machine's own pace changes.
  const rounds = []
  for (let i = 0; i < 3; i++)
    rounds.push({ bare: await wrk(reference.url, ['/'], { time: seconds / 2 }), ours: await wrk(acc.server.url, [path], { cookie: cookies(acc.admin), time: seconds / 2 }) })
  reference.child.stdin.end()
  const middle = (pick) => rounds.map(pick).sort((a, b) => a - b)[1]
  const own = await wrk(acc.server.url, [path], { cookie: cookies(acc.own) })
  return { bare: middle((r) => r.bare.rate), rate: middle((r) => r.ours.rate), p99_us: middle((r) => r.ours.p99_us), bare_p99_us: middle((r) => r.bare.p99_us), own }
}

const names = 'nagy kov szab tot horv varga kiss popes ionesc radu stef andr smith jones tayl anna maria elena istv lasz zolt mih alex bud buca cluj'.split(' ')

// The mapping of generate.mjs's file: with a person and often a company for each row, looked for by mail, phone and name; or
// as plain leads, looked for by their number.
function mapping(customers) {
  const { module: _, ...all } = JSON.parse(readFileSync(join(root, 'bench/mapping.json'), 'utf8'))
  if (customers) return all
  const number = { header: 'Number', to: 'new', new: { label: 'Lead number', code: 'lead_number', type: 'text' } }
  const rest = all.columns.filter(({ header, to }) => header !== 'Number' && !/^(contact|company)\./.test(to))
  return { ...all, match_contacts: false, key: 'Number', name: 'Lead {Number}', columns: [number, ...rest.map((c) => (c.new ? { ...c, new: { ...c.new, code: `lead_${c.new.code}`, label: `Lead: ${c.new.label}` } } : c))] }
}

// Through the API, as the browser uploads: analysed, mapped, run; while colleagues open a list fifty times a second.
async function importing(acc, n, customers) {
  const csv = spawnSync('node', [join(root, 'bench/generate.mjs'), String(n)], { maxBuffer: 2 ** 31 }).stdout
  const made = await acc.admin.ok('POST', `/api/imports?module=${acc.module.id}&name=leads.csv`, csv, { headers: { 'content-type': 'text/csv' } })
  await acc.admin.ok('PATCH', `/api/imports/${made.id}`, { mapping: mapping(customers) })
  const status = acc.module.statuses.find(({ role }) => role === 'focus').id
  const from = performance.now()
  const { job_id } = await acc.admin.ok('POST', `/api/imports/${made.id}/run`)
  const waits = []
  let job
  do {
    for (let i = 0; i < 10; i++) {
      const asked = performance.now()
      await acc.own.ok('GET', `/api/modules/${acc.module.id}/cards?status=${status}&limit=50`)
      waits.push(performance.now() - asked)
      await pause(Math.max(0, 20 - waits.at(-1)))
    }
    job = await acc.admin.ok('GET', `/api/jobs/${job_id}`)
  } while (job.state === 'waiting' || job.state === 'running')
  const took = (performance.now() - from) / 1000
  if (job.state !== 'done' || job.result.refused) throw new Error(`import ${job.state}: ${JSON.stringify(job.result)}`)
  waits.sort((a, b) => a - b)
  return { rate: n / took, p99_us: 1000 * waits[Math.floor(waits.length * 0.99)] }
}

async function streams(acc, n) {
  const before = memory(acc.server.child.pid)
  const head = `GET /api/events HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nCookie: ${cookies(acc.admin)}\r\n\r\n`
  const open = []
  for (let i = 0; i < n; i++) {
    const socket = connect(acc.server.port, '127.0.0.1')
    await new Promise((done, fail) => {
      socket.once('data', (piece) => (String(piece).startsWith('HTTP/1.1 200') ? done() : fail(new Error(String(piece).slice(0, 200)))))
      socket.once('error', fail)
      socket.write(head)
    })
    open.push(socket)
  }
  await pause(1000)
  const cost = memory(acc.server.child.pid) - before
  for (const socket of open) socket.destroy()
  return cost
}

async function measure(acc) {
  const cookie = cookies(acc.admin)
  const out = { start_ms: acc.start_ms, idle_mib: acc.idle_mib }
  const m = acc.module.id
  if (wanted('list')) out.list = await list(acc)
  if (wanted('card')) {
    const ids = spread(20000, () => random(acc.n))
    const some = await acc.admin.get(`/api/cards/${ids[0]}`)
    if (some.status !== 200) throw new Error(some.text)
    out.card = await wrk(acc.server.url, ids.flatMap((id) => [`/api/cards/${id}`, `/api/cards/${id}/events?limit=50`]), { cookie })
  }
  if (wanted('panel')) out.panel = await wrk(acc.server.url, [`/api/modules/${m}/pipeline`], { cookie })
  if (wanted('search')) {
    const paths = names.map((q) => `/api/search?q=${encodeURIComponent(q)}&limit=10`)
    out.search = await wrk(acc.server.url, paths, { cookie, connections: 4 })
    out.search32 = await wrk(acc.server.url, paths, { cookie })
  }
  let before = acc.big && (wanted('create') || wanted('import')) ? await snapshot(acc, 'before') : null
  const beside = async (figures, per_commit, durability) => {
    if (!before) return
    const after = await snapshot(acc, `after-${Math.random()}`)
    figures.bare = bareWrite(before, after, per_commit, durability)
    before = after
  }
  if (wanted('create')) {
    const counts = async () => [await metric(acc, 'commit_requests_total'), await metric(acc, 'commits_total')]
    const [requests, commits] = await counts()
    out.create = await wrk(acc.server.url, [`/api/modules/${m}/cards`], {
      cookie,
      body: JSON.stringify({ name: 'Bench @', value_minor: 100000, fields: { qualification: 1, rating: 2 }, contact: { kind: 'person', first_name: 'Bench', last_name: 'Person @' }, task: { text: 'Call', due_date: '2030-01-02' } }),
    })
    const [requests_after, commits_after] = await counts()
    out.create.per_commit = Math.round((requests_after - requests) / (commits_after - commits))
    await beside(out.create, out.create.per_commit, 'full')
  }
  if (wanted('import')) {
    out.leads = await importing(acc, Math.min(200000, acc.n), false)
    await beside(out.leads, 1000, 'normal')
    out.import = await importing(acc, Math.min(200000, acc.n), true)
    await beside(out.import, 1000, 'normal')
  }
  if (wanted('streams')) out.streams_mib = await streams(acc, 2000)
  out.peak_mib = memory(acc.server.child.pid, 'VmHWM')
  return out
}

try {
  console.log(`| ${count(rows)} cards, 32 connections, wrk on the same ${spawnSync('nproc').stdout.toString().trim()} cores | measured | wanted | beside |`)
  console.log('|---|---|---|---|')
  const small = await account(Math.max(1000, Math.round(rows / 100)))
  const s = await measure(small)
  await small.server.stop()
  const big = await account(rows)
  big.big = true
  const b = await measure(big)
  const verified = await big.server.stop().then(() => run(['account', 'verify', '--data', big.data]))
  const slower = (x, y) => `${(x / y).toFixed(2)} times the time at ${count(small.n)}`
  const beside = ({ rate, bare }) => `bare SQLite ${count(bare)}: ${((100 * rate) / bare).toFixed(0)} %`
  if (b.list) {
    say('list of a status, 50 rows: requests/s', count(b.list.rate), 'half of bare', `bare C ${count(b.list.bare)}: ${((100 * b.list.rate) / b.list.bare).toFixed(0)} %; ${slower(1 / b.list.rate, 1 / s.list.rate)}`)
    say('… p99', ms(b.list.p99_us), '15 ms', `bare C ${ms(b.list.bare_p99_us)}`)
    say('… for a user who sees only his own: requests/s', count(b.list.own.rate), '', `p99 ${ms(b.list.own.p99_us)}; ${slower(1 / b.list.own.rate, 1 / s.list.own.rate)}`)
  }
  if (b.card) say('open a card, with its first history page: requests/s', count(b.card.rate), '', `p99 ${ms(b.card.p99_us)}; ${slower(1 / b.card.rate, 1 / s.card.rate)}`)
  if (b.create) say('create a card with customer and task, durable: requests/s', count(b.create.rate), '2,000', `${beside(b.create)}, ${b.create.per_commit} to a commit; p99 ${ms(b.create.p99_us)}; ${slower(1 / b.create.rate, 1 / s.create.rate)}`)
  if (b.panel) say('pipeline panel: requests/s', count(b.panel.rate), 'no scan', `p99 ${ms(b.panel.p99_us)}; ${slower(1 / b.panel.rate, 1 / s.panel.rate)}`)
  if (b.search) {
    say('palette search, 4 connections: p95', ms(b.search.p95_us), '5 ms', `${count(b.search.rate)} requests/s; ${slower(1 / b.search.rate, 1 / s.search.rate)}`)
    say('… 32 connections: p95', ms(b.search32.p95_us), '', `${count(b.search32.rate)} requests/s`)
  }
  if (b.import) {
    say('import of leads, looked for by number, with history: rows/s', count(b.leads.rate), '20,000', `${beside(b.leads)}; ${slower(1 / b.leads.rate, 1 / s.leads.rate)}`)
    say('… lists meanwhile, p99', ms(b.leads.p99_us), '50 ms')
    say('import with people and companies, looked for by mail, phone, name: rows/s', count(b.import.rate), '20,000', `${beside(b.import)}; ${slower(1 / b.import.rate, 1 / s.import.rate)}`)
    say('… lists meanwhile, p99', ms(b.import.p99_us), '50 ms')
  }
  say('start to first answer', `${b.start_ms.toFixed(0)} ms`, '300 ms')
  say('memory when idle', `${b.idle_mib.toFixed(0)} MiB`, '64 MiB')
  say('memory at most under all of this', `${b.peak_mib.toFixed(0)} MiB`, '256 MiB')
  if (b.streams_mib !== undefined) say('2,000 idle event streams', `${b.streams_mib.toFixed(0)} MiB more`, '64 MiB')
  say('account verify afterwards', verified.code === 0 ? 'agrees' : 'DIFFERS', 'agrees')
  if (verified.code) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
