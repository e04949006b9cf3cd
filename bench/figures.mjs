// figures - what is measured. Each figure takes a served account (load.mjs) and gives numbers; `bare` is the reference's in
// the same run. The load shares the machine with the server.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'

import { root } from '../tests/api/server.mjs'
import { cookies, get, listPath, median, memory, metric, pause, random, send, spread, statusOf } from './load.mjs'
import { computedField, download, indexedField, indexedFilter, plainFilter, upload, waitsUntil } from './shape.mjs'

// compared - three alternating rounds of a figure and its reference, since the machine's own pace changes; the medians count.
async function compared(ours, reference) {
  const rounds = []
  for (let i = 0; i < 3; i++) rounds.push({ bare: await reference(), ours: await ours() })
  const middle = (pick) => median(rounds.map(pick))
  return { rate: middle((r) => r.ours.rate), p95_us: middle((r) => r.ours.p95_us), p99_us: middle((r) => r.ours.p99_us), bare: middle((r) => r.bare.rate), bare_p99_us: middle((r) => r.bare.p99_us) }
}

// list - the first 50 rows of the next-action list of a status, with contact and next task.
async function list(bench, acc) {
  const reference = await bench.bareList(acc, statusOf(acc))
  const theirs = (await (await fetch(reference.url)).json()).rows
  const ours = (await acc.admin.ok('GET', listPath(acc))).rows
  const alike = (rows) => JSON.stringify(rows.map((row) => ({ ...row, review_due: 0, stalled: 0 })))
  if (alike(theirs) !== alike(ours)) throw new Error(`the bare list is another one:\n${JSON.stringify(theirs[0])}\n${JSON.stringify(ours[0])}`)
  const time = bench.seconds / 2
  const figures = await compared(
    () => bench.wrk(acc.server.url, [get(listPath(acc))], { cookie: cookies(acc.admin), time }),
    () => bench.wrk(reference.url, [get('/')], { time }),
  )
  reference.stop()
  return figures
}

// The list of a member who sees less, beside an administrator's.
const listOf = (bench, acc, client) => bench.wrk(acc.server.url, [get(listPath(acc))], { cookie: cookies(client), time: bench.seconds / 2 })
const narrowed = (who) => (bench, acc) => compared(() => listOf(bench, acc, acc[who]), () => listOf(bench, acc, acc.admin))

// open - a card with its open tasks and customer, then its first history page: two requests.
const cardRequests = (acc, n) => spread(n, () => random(acc.n)).flatMap((id) => [get(`/api/cards/${id}`), get(`/api/cards/${id}/events?limit=50`)])
const open = (bench, acc) => bench.wrk(acc.server.url, cardRequests(acc, 20000), { cookie: cookies(acc.admin) })

const panel = (bench, acc) => bench.wrk(acc.server.url, [get(`/api/modules/${acc.module.id}/pipeline`)], { cookie: cookies(acc.admin) })

const names = 'nagy kov szab tot horv varga kiss popes ionesc radu stef andr smith jones tayl anna maria elena istv lasz zolt mih alex bud buca cluj'.split(' ')
const searches = names.map((q) => get(`/api/search?q=${encodeURIComponent(q)}&limit=10`))
const search = (bench, acc) => bench.wrk(acc.server.url, searches, { cookie: cookies(acc.admin), connections: 4 })
const search32 = (bench, acc) => bench.wrk(acc.server.url, searches, { cookie: cookies(acc.admin) })

// beside - with a reference by bare SQLite: the rows that the figure's work has added, written again by nothing but SQLite.
async function beside(bench, acc, work, per_commit, durability) {
  if (acc.database !== 'sqlite') return work()
  const before = await bench.snapshot(acc, `before-${Math.random()}`)
  const figures = await work()
  const after = await bench.snapshot(acc, `after-${Math.random()}`)
  return { ...figures, bare: bench.bareWrite(before, after, per_commit(figures), durability) }
}

// create - with a new customer and a task: durable, with history, counters and search entries.
const create = (bench, acc) =>
  beside(bench, acc, async () => {
    const counts = async () => [await metric(acc, 'commit_requests_total'), await metric(acc, 'commits_total')]
    const [requests, commits] = await counts()
    const body = { name: 'Bench @', value_minor: 100000, fields: { qualification: 1, rating: 2 }, contact: { kind: 'person', first_name: 'Bench', last_name: 'Person @' }, task: { text: 'Call', due_date: '2030-01-02' } }
    const figures = await bench.wrk(acc.server.url, [send('POST', `/api/modules/${acc.module.id}/cards`, body)], { cookie: cookies(acc.admin) })
    const [requests_after, commits_after] = await counts()
    return { ...figures, per_commit: Math.round((requests_after - requests) / (commits_after - commits)) }
  }, ({ per_commit }) => per_commit, 'full')

// ratings - changes of a key field: the status is computed anew, history and counters follow. Open cards, each in its turn.
async function ratings(acc, n) {
  const ids = []
  for (const role of ['focus', 'prospect', 'no_chance', 'committed_vip'])
    for (let cursor = ''; ids.length < n; ) {
      const status = acc.module.statuses.find((one) => one.role === role)
      if (!status) break
      const page = await acc.admin.ok('GET', `/api/modules/${acc.module.id}/cards?status=${status.id}&limit=200${cursor}`)
      ids.push(...page.rows.map(({ id, rating }) => ({ id, rating })))
      if (!page.next || ids.length >= n / 2) break
      cursor = `&cursor=${encodeURIComponent(page.next)}`
    }
  return ids.map(({ id }) => send('PATCH', `/api/cards/${id}`, { fields: { rating: '#' } }).replace('"#"', '#'))
}
async function key(bench, acc) {
  const requests = await ratings(acc, 20000)
  return bench.wrk(acc.server.url, requests, { cookie: cookies(acc.admin), inTurn: true })
}

// mixed - eighty lists, fifteen opened cards and five changes of a key field in a hundred requests.
async function mixed(bench, acc) {
  const changes = (await ratings(acc, 2000)).slice(0, 1000)
  const cards = cardRequests(acc, 1500)
  const requests = [...spread(16000, () => get(listPath(acc))), ...cards, ...changes]
  return bench.wrk(acc.server.url, requests, { cookie: cookies(acc.admin) })
}

// The mapping of generate.mjs's file: with a person and often a company for each row, looked for by mail, phone and name; or
// as plain leads, looked for by their number.
function mapping(customers) {
  const { module: _, ...all } = JSON.parse(readFileSync(join(root, 'bench/mapping.json'), 'utf8'))
  if (customers) return all
  const number = { header: 'Number', to: 'new', new: { label: 'Lead number', code: 'lead_number', type: 'text' } }
  const rest = all.columns.filter(({ header, to }) => header !== 'Number' && !/^(contact|company)\./.test(to))
  return { ...all, match_contacts: false, key: 'Number', name: 'Lead {Number}', columns: [number, ...rest.map((c) => (c.new ? { ...c, new: { ...c.new, code: `lead_${c.new.code}`, label: `Lead: ${c.new.label}` } } : c))] }
}

// importing - through the API, as the browser uploads: analysed, mapped, run; while colleagues open a list fifty times a second.
async function importing(acc, n, customers) {
  const csv = spawnSync('node', [join(root, 'bench/generate.mjs'), String(n)], { maxBuffer: 2 ** 31 }).stdout
  const made = await acc.admin.ok('POST', `/api/imports?module=${acc.module.id}&name=leads.csv`, csv, { headers: { 'content-type': 'text/csv' } })
  await acc.admin.ok('PATCH', `/api/imports/${made.id}`, { mapping: mapping(customers) })
  const from = performance.now()
  const { job_id } = await acc.admin.ok('POST', `/api/imports/${made.id}/run`)
  let job
  const waits = await waitsUntil(acc, async () => {
    job = await acc.admin.ok('GET', `/api/jobs/${job_id}`)
    return job.state !== 'waiting' && job.state !== 'running'
  })
  const took = (performance.now() - from) / 1000
  if (job.state !== 'done' || job.result.refused) throw new Error(`import ${job.state}: ${JSON.stringify(job.result)}`)
  return { rate: n / took, ...waits }
}
const importLeads = (bench, acc) => beside(bench, acc, () => importing(acc, Math.min(200000, acc.n), false), () => 1000, 'normal')
const importPeople = (bench, acc) => beside(bench, acc, () => importing(acc, Math.min(200000, acc.n), true), () => 1000, 'normal')

// exporting - all cards with all fields, and what memory it takes.
async function exporting(bench, acc) {
  const before = memory(acc.server.child.pid)
  const from = performance.now()
  const reply = await fetch(`${acc.server.url}/api/modules/${acc.module.id}/export`, { headers: { cookie: cookies(acc.admin) } })
  if (reply.status !== 200) throw new Error(await reply.text())
  let bytes = 0
  let most = before
  let next = 0
  for await (const piece of reply.body) {
    bytes += piece.length
    if (bytes > next) {
      most = Math.max(most, memory(acc.server.child.pid))
      next = bytes + (32 << 20)
    }
  }
  const seconds = (performance.now() - from) / 1000
  return { rate: acc.n / seconds, bytes, more_mib: most - before }
}

async function streams(bench, acc, n = 2000) {
  const before = memory(acc.server.child.pid)
  const head = `GET /api/events HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nCookie: ${cookies(acc.admin)}\r\n\r\n`
  const sockets = []
  for (let i = 0; i < n; i++) {
    const socket = connect(acc.server.port, '127.0.0.1')
    await new Promise((done, fail) => {
      socket.once('data', (piece) => (String(piece).startsWith('HTTP/1.1 200') ? done() : fail(new Error(String(piece).slice(0, 200)))))
      socket.once('error', fail)
      socket.write(head)
    })
    sockets.push(socket)
  }
  await pause(1000)
  const mib = memory(acc.server.child.pid) - before
  for (const socket of sockets) socket.destroy()
  return { mib }
}

// In this order: what reads before what writes. `wanted` is what we set ourselves at a million cards.
export const figures = [
  { name: 'list', text: 'next-action list of a status, 50 rows', unit: 'requests/s', run: list, wanted: { sqlite: '0.6 of bare, p99 10 ms', postgres: '0.6 of bare' } },
  { name: 'own', text: 'the same for a user who sees only his own, beside an administrator', unit: 'requests/s', run: narrowed('own'), wanted: { sqlite: '85 %', postgres: '85 %' } },
  { name: 'team', text: 'the same for a user who sees his team of ten, beside an administrator', unit: 'requests/s', run: narrowed('team'), wanted: { sqlite: '85 %', postgres: '85 %' } },
  { name: 'open', text: 'open a card: tasks and customer, or first history page', unit: 'requests/s', run: open, wanted: { sqlite: '8,000', postgres: '3,000' } },
  { name: 'panel', text: 'pipeline panel', unit: 'requests/s', run: panel, wanted: { sqlite: 'no scan', postgres: 'no scan' } },
  { name: 'search', text: 'palette search, 4 connections', unit: 'requests/s', run: search, wanted: { sqlite: 'p95 5 ms', postgres: 'p95 5 ms' } },
  { name: 'search32', text: 'palette search, 32 connections', unit: 'requests/s', run: search32 },
  { name: 'mixed', text: 'mixed: 80 lists, 15 opened, 5 changed in a hundred', unit: 'requests/s', run: mixed, wanted: { sqlite: 'p99 20 ms', postgres: 'p99 40 ms' } },
  { name: 'export', text: 'export of all cards, all fields', unit: 'rows/s', run: exporting, wanted: { sqlite: '200,000', postgres: '100,000' } },
  { name: 'key', text: 'change a key field, durable', unit: 'requests/s', run: key, wanted: { sqlite: '4,000', postgres: '1,500' } },
  { name: 'create', text: 'create a card with customer and task, durable', unit: 'requests/s', run: create, wanted: { sqlite: '4,000', postgres: '1,500' } },
  { name: 'import', text: 'import of leads, looked for by number, with history', unit: 'rows/s', run: importLeads, wanted: { sqlite: '30,000', postgres: '20,000' } },
  { name: 'people', text: 'import with people and companies, looked for by mail, phone, name', unit: 'rows/s', run: importPeople },
  { name: 'upload', text: 'upload of a file of 100 MB', unit: 'MB/s', run: upload, wanted: { sqlite: 'constant memory', postgres: 'constant memory' } },
  { name: 'download', text: 'download of the same', unit: 'MB/s', run: download, wanted: { sqlite: 'constant memory', postgres: 'constant memory' } },
  { name: 'field', text: 'a filterable field more: until its index stands; lists meanwhile', unit: 's', run: indexedField, wanted: { sqlite: 'reply at once, 60 s', postgres: 'reply at once, 60 s' } },
  { name: 'computed', text: 'a computed field more: until it is filled; lists meanwhile', unit: 's', run: computedField, wanted: { sqlite: 'reply at once, 60 s', postgres: 'reply at once, 60 s' } },
  { name: 'plain', text: 'list under three filters, none filterable, in the order of an own field, 4 connections', unit: 'requests/s', run: plainFilter, wanted: { sqlite: 'p95 400 ms', postgres: 'p95 400 ms' } },
  { name: 'filter', text: 'the same, all filterable', unit: 'requests/s', run: indexedFilter, wanted: { sqlite: 'p95 20 ms', postgres: 'p95 20 ms' } },
  { name: 'streams', text: '2,000 idle event streams', unit: 'MiB', run: streams, wanted: { sqlite: '64 MiB', postgres: '64 MiB' } },
]
