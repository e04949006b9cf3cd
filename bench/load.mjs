// load - what the figures share: wrk, the process's memory, a filled account on either database, and copies of it.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { password, root, run, startServer } from '../tests/api/server.mjs'

export const build = join(root, 'build')
const MEMBERS = 500
const TEAMS = 50
export const unlimited = ['--rate-session', '0', '--rate-public', '0', '--rate-login-address', '0', '--log-level', 'warn']
export const pause = (ms) => new Promise((done) => setTimeout(done, ms))
export const spread = (n, make) => Array.from({ length: n }, (_, i) => make(i))
export const random = (n) => 1 + Math.floor(Math.random() * n)
export const cookies = (client) => [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
export const statusOf = (acc, role = 'focus') => acc.module.statuses.find((status) => status.role === role).id
// The next-action list of a status.
export const listPath = (acc) => `/api/modules/${acc.module.id}/cards?status=${statusOf(acc)}&limit=50`

// A request of wrk.lua's file.
export const get = (path) => `GET\t${path}`
export const send = (method, path, body) => `${method}\t${path}\t${JSON.stringify(body)}`

export class Bench {
  constructor(folder, { seconds, keep }) {
    this.folder = folder
    this.seconds = seconds
    this.keep = keep
  }

  // wrk - 32 connections on lines of requests; {rate, p50_us, p95_us, p99_us, …}. Every reply must be a success.
  async wrk(url, requests, { cookie, connections = 32, time = this.seconds, inTurn = false } = {}) {
    const file = join(this.folder, `requests-${Math.random()}`)
    writeFileSync(file, requests.join('\n') + '\n')
    const args = ['-t1', `-c${connections}`, `-d${Math.max(1, Math.round(time))}s`, '--timeout', '30s', '--latency', '-s', join(root, 'bench/wrk.lua'), url, '--', file, inTurn ? 'inturn' : 'random']
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

  // account - n cards on 'sqlite' or 'postgres', served. The cards are made once, in a file; PostgreSQL gets them by a backup.
  async account(database, n) {
    const data = join(this.folder, `${database}-${n}`)
    const filled = this.keep ? join(this.keep, `cards-${n}`) : join(this.folder, `cards-${n}`)
    if (!existsSync(filled)) await fill(filled, n)
    let env = {}
    let place = null
    if (database === 'postgres') {
      mkdirSync(data, { recursive: true })
      place = await this.copyToPostgres(filled, n)
      env = { CARDINAL_DATABASE: place.conninfo }
    } else cpSync(filled, data, { recursive: true })
    const from = performance.now()
    const server = await startServer({ data, args: unlimited, env })
    const answered = await (await fetch(`${server.url}/api/boot`)).text()
    const start_ms = performance.now() - from
    if (!answered) throw new Error('no answer')
    await settled(server.child.pid)
    const idle_mib = memory(server.child.pid)
    const admin = await server.login('anna@example.com')
    const own = await server.login('own@example.com')
    const team = await server.login('team@example.com')
    const module = (await admin.ok('GET', '/api/meta')).modules.find(({ kind }) => kind === 'autosales')
    const file = database === 'sqlite' ? accountFile(data) : null
    console.error(`${n} cards ready on ${database}`)
    return { database, n, data, env, file, place, server, admin, own, team, module, start_ms, idle_mib }
  }

  async startPostgres() {
    const pg = join(this.folder, 'postgres')
    chmodSync(this.folder, 0o711) // its own user must get there
    const { stdout, stderr, status } = spawnSync(join(root, 'script/postgres'), ['start', pg], {
      encoding: 'utf8',
      env: { ...process.env, PG_FSYNC: 'on', PG_OPTIONS: '-c shared_buffers=2GB -c max_wal_size=8GB -c checkpoint_timeout=15min -c random_page_cost=1.1 -c wal_compression=lz4' },
    })
    if (status) throw new Error(`PostgreSQL did not start:\n${stderr}`)
    this.pg = { folder: pg, conninfo: stdout.trim() }
  }

  stopPostgres() {
    if (this.pg) spawnSync(join(root, 'script/postgres'), ['stop', this.pg.folder])
  }

  // copyToPostgres - {conninfo, schema} of a database of its own with the cards of a filled folder.
  async copyToPostgres(filled, n) {
    if (!this.pg) await this.startPostgres()
    const name = `cards_${n}`
    const psql = (db, text) => {
      const { stdout, stderr, status } = spawnSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', this.pg.conninfo.replace(/dbname=\S+/, `dbname=${db}`), '-c', text], { encoding: 'utf8' })
      if (status) throw new Error(stderr)
      return stdout.trim()
    }
    psql('postgres', `CREATE DATABASE ${name}`)
    const conninfo = this.pg.conninfo.replace(/dbname=\S+/, `dbname=${name}`)
    const backup = join(this.folder, `${name}.cardinal`)
    const must = async (args, env) => {
      const { code, stderr } = await run(args, { env })
      if (code) throw new Error(`cardinal ${args[0]}: ${stderr}`)
    }
    await must(['backup', '--data', filled, '--out', backup])
    const data = join(this.folder, `restore-${n}`)
    mkdirSync(data, { recursive: true })
    await must(['restore', backup, '--data', data], { CARDINAL_DATABASE: conninfo })
    rmSync(backup)
    psql(name, 'VACUUM ANALYZE')
    const schema = psql(name, "SELECT table_schema FROM information_schema.tables WHERE table_name = 'card'")
    return { conninfo, schema }
  }

  // snapshot - a copy of an account's file as it stands, with its log. What background work (the radar after an import) or a
  // checkpoint writes meanwhile would tear it: it is taken again then.
  async snapshot(acc, name) {
    const file = join(this.folder, name)
    const there = () => ['', '-wal'].filter((end) => existsSync(acc.file + end))
    const stamp = () => there().map((end) => `${statSync(acc.file + end).mtimeMs} ${statSync(acc.file + end).size}`).join()
    for (let before = ''; before !== stamp(); ) {
      await settled(acc.server.child.pid)
      before = stamp()
      for (const end of ['', '-wal']) rmSync(file + end, { force: true })
      for (const end of there()) cpSync(acc.file + end, file + end)
    }
    return file
  }

  // bareWrite - what bare SQLite needs to write the same rows into the same tables; cards/s.
  bareWrite(before, after, per_commit, durability) {
    const { stdout, status } = spawnSync(join(build, 'bench/bare_write'), [before, after, String(per_commit), durability], { stdio: ['ignore', 'pipe', 'inherit'] })
    if (status) throw new Error('bare_write failed')
    for (const end of ['', '-wal', '-shm']) rmSync(before + end, { force: true })
    const { cards, seconds } = JSON.parse(stdout)
    return cards / seconds
  }

  // bareList - the list without Cardinal, served; {url, stop}.
  async bareList(acc, status) {
    const where = acc.place ? [acc.place.conninfo] : [acc.file]
    const args = [...where, String(acc.module.id), String(status), ...(acc.place ? [acc.place.schema] : [])]
    const child = spawn(join(build, 'bench/bare_list'), args, { stdio: ['pipe', 'pipe', 'inherit'] })
    const port = await new Promise((done) => child.stdout.once('data', (line) => done(Number(line))))
    return { url: `http://127.0.0.1:${port}`, stop: () => child.stdin.end() }
  }
}

export function memory(pid, name = 'VmRSS') {
  const kib = Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${name}:\\s+(\\d+)`))[1])
  return kib / 1024
}

// settled - waits until the process has had nothing to do for a second: what it does at pauses (merging the search index, moving
// the log, first passes over contacts) is not part of a figure. Ten minutes at most.
export async function settled(pid) {
  const ticks = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((sum, n) => sum + Number(n), 0)
  const quiet = async () => {
    const before = ticks()
    await pause(1000)
    return ticks() - before <= 1
  }
  await pause(2500) // a pause begins two seconds after the last change
  for (let i = 0; i < 600 && !(await quiet()); i++);
}

export async function metric(acc, name) {
  const text = await (await fetch(`${acc.server.url}/metrics`)).text()
  return Number(text.match(new RegExp(`^cardinal_store_${name}{account="1"} (\\d+)`, 'm'))[1])
}

const accountFile = (data) => join(data, readdirSync(data).find((name) => name.endsWith('.db') && name !== 'directory.db'))

// hired - a member, signed in once if he shall have a password.
async function hired(server, admin, name, role, email) {
  const { member, invite_url } = await admin.ok('POST', '/api/members', { name, email, role, sees_all: false })
  if (!email.startsWith('m')) await server.client().ok('POST', `/api/invites/${invite_url.split('/').pop()}`, { name, password })
  return member.id
}

// A data folder with n cards, 500 members and 50 teams: set up by the server, filled while it stands still. The first twelve
// members have half of the cards (fill.c).
async function fill(data, n) {
  mkdirSync(data, { recursive: true })
  const server = await startServer({ data, args: unlimited })
  const admin = await server.setUp()
  const all = (see) => ({ see, edit: 'own', delete: 'own' })
  const { code } = await admin.ok('POST', '/api/roles', { label: { '*': 'Team' }, all: all('team') })
  const ids = [await hired(server, admin, 'Bench Own', 'user', 'own@example.com'), await hired(server, admin, 'Bench Team', code, 'team@example.com')]
  while (ids.length < MEMBERS - 1) ids.push(await hired(server, admin, `Member ${ids.length}`, 'user', `m${ids.length}@example.com`))
  for (let i = 0; i < TEAMS; i++) await admin.ok('POST', '/api/teams', { name: `Team ${i}`, member_ids: ids.filter((_, k) => k % TEAMS === i) })
  await server.stop()
  const filled = spawnSync(join(build, 'bench/bench_fill'), [accountFile(data), String(n)], { stdio: ['ignore', 'inherit', 'inherit'] })
  if (filled.status) throw new Error('bench_fill failed')
}
