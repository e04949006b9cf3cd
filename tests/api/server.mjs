// server - starts the real server for a test in a folder of its own, and speaks to it as a browser or a program would.
// CARDINAL names the program (build/cardinal). With DATABASE=postgres each data folder has a database of its own on the
// server that CARDINAL_TEST_PG names (script/postgres run). Nothing else of the environment matters.
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
export const program = resolve(root, process.env.CARDINAL ?? 'build/cardinal')
export const password = 'correct horse battery'

export const onPostgres = process.env.DATABASE === 'postgres'

// sql - statements as the database's owner; the rows as text.
export const sql = (conninfo, text) =>
  new Promise((done, fail) =>
    execFile('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', conninfo, '-c', text], (error, stdout, stderr) =>
      error ? fail(new Error(stderr)) : done(stdout),
    ),
  )

const databases = new Map() // conninfo by data folder

// databaseOf - the conninfo of a data folder's database, made when it is asked for first; '' with SQLite.
export async function databaseOf(data) {
  if (!onPostgres) return ''
  if (!databases.has(data)) {
    const name = `test_${process.pid}_${databases.size}`
    const main = process.env.CARDINAL_TEST_PG
    databases.set(data, main.replace(/dbname=\S+/, `dbname=${name}`))
    await sql(main, `CREATE DATABASE ${name}`)
  }
  return databases.get(data)
}

async function dropDatabase(data) {
  const conninfo = databases.get(data)
  if (!conninfo) return
  databases.delete(data)
  await sql(process.env.CARDINAL_TEST_PG, `DROP DATABASE ${/dbname=(\S+)/.exec(conninfo)[1]} WITH (FORCE)`)
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms))

// run - one subcommand to its end: {code, stdout, stderr}.
export async function run(args, { input = '', env = {} } = {}) {
  const at = args.indexOf('--data')
  const CARDINAL_DATABASE = at < 0 ? '' : await databaseOf(args[at + 1])
  return new Promise((done, fail) => {
    const child = spawn(program, args, { env: { ...process.env, CARDINAL_DATABASE, ...env } })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (piece) => (stdout += piece))
    child.stderr.on('data', (piece) => (stderr += piece))
    child.on('error', fail)
    child.on('close', (code, signal) => done({ code: code ?? signal, stdout, stderr }))
    child.stdin.on('error', () => {}) // a command that fails early does not read its input
    child.stdin.end(input)
  })
}

// A client keeps cookies like one browser, or carries a key like one program.
export class Client {
  constructor(url, key = null) {
    this.url = url
    this.key = key
    this.cookies = new Map()
  }

  // request - {status, headers, body, text}; body is the parsed JSON, or null where there is none.
  async request(method, path, body, { headers = {}, signal } = {}) {
    const send = { accept: 'application/json', ...headers }
    if (this.key) send.authorization = `Bearer ${this.key}`
    else if (method !== 'GET' && method !== 'HEAD') send['x-cardinal'] ??= '1'
    if (this.cookies.size) send.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    let payload
    if (typeof body === 'string' || body instanceof Uint8Array) payload = body
    else if (body !== undefined) payload = JSON.stringify(body)
    if (payload !== undefined) send['content-type'] ??= 'application/json'
    const reply = await fetch(this.url + path, { method, headers: send, body: payload, redirect: 'manual', signal })
    for (const cookie of reply.headers.getSetCookie()) this.#keep(cookie)
    const text = await reply.text()
    const json = /\bjson\b/.test(reply.headers.get('content-type') ?? '')
    return { status: reply.status, headers: reply.headers, text, body: json ? JSON.parse(text) : null }
  }

  #keep(cookie) {
    const [pair, ...attributes] = cookie.split(';').map((part) => part.trim())
    const at = pair.indexOf('=')
    const gone = attributes.some((attribute) => /^max-age=0$/i.test(attribute))
    if (gone) this.cookies.delete(pair.slice(0, at))
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }

  get = (path, options) => this.request('GET', path, undefined, options)
  post = (path, body = {}, options) => this.request('POST', path, body, options)
  patch = (path, body = {}, options) => this.request('PATCH', path, body, options)
  put = (path, body = {}, options) => this.request('PUT', path, body, options)
  delete = (path, body, options) => this.request('DELETE', path, body, options)

  // ok - the body of a reply that must be a success; otherwise an error that shows what came.
  async ok(method, path, body, options) {
    const reply = await this.request(method, path, body, options)
    if (reply.status < 200 || reply.status > 299)
      throw new Error(`${method} ${path}: ${reply.status} ${reply.text.slice(0, 500)}`)
    return reply.body
  }
}

export class Server {
  constructor(data, args, env) {
    this.data = data
    this.args = args
    this.env = env
    this.ownsData = false
    this.log = ''
  }

  async start() {
    const portFile = join(this.data, `port.${process.pid}.${Date.now()}`)
    this.log = ''
    const args = ['serve', '--data', this.data, '--port', '0', '--port-file', portFile, ...this.args]
    const env = { ...process.env, CARDINAL_DATABASE: await databaseOf(this.data), ...this.env }
    this.child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env })
    this.ended = new Promise((done) =>
      this.child.on('close', (code, signal) => {
        this.exit = code ?? signal
        done(this.exit)
      }),
    )
    this.exit = undefined
    const child = this.child
    const leaveNothing = () => child.kill('SIGKILL') // a test that dies leaves no server running
    process.once('exit', leaveNothing)
    child.on('close', () => process.off('exit', leaveNothing))
    this.child.on('error', (error) => (this.log += `${program}: ${error.message}\n`))
    this.child.stderr.on('data', (piece) => (this.log += piece))
    const until = Date.now() + 30_000
    for (let port = ''; !port.endsWith('\n'); port = await readFile(portFile, 'utf8').catch(() => '')) {
      if (this.exit !== undefined || this.child.pid === undefined || Date.now() > until) {
        this.child.kill('SIGKILL')
        throw new Error(`the server did not start (${this.exit ?? 'no answer'}):\n${this.log.slice(-4000)}`)
      }
      await pause(5)
    }
    this.port = Number(await readFile(portFile, 'utf8'))
    this.url = `http://127.0.0.1:${this.port}`
    await rm(portFile, { force: true })
    return this
  }

  client(key = null) {
    return new Client(this.url, key)
  }

  // setUp - walk the first-run guide; gives the administrator's signed-in client.
  async setUp(wishes = {}) {
    const client = this.client()
    await client.ok('POST', '/api/setup', {
      language: 'en',
      company: 'Test Kft.',
      zone: 'Europe/Budapest',
      currency: 'HUF',
      country: 'HU',
      name: 'Anna Szűcs',
      email: 'anna@example.com',
      password,
      modules: ['autosales', 'sales', 'leads'],
      start: 'empty',
      ...wishes,
    })
    return client
  }

  async login(email, word = password) {
    const client = this.client()
    await client.ok('POST', '/api/login', { email, password: word })
    return client
  }

  // kill - the plug is pulled; the data folder stays.
  async kill() {
    this.child.kill('SIGKILL')
    await this.ended
  }

  // stop - a graceful end, which must succeed: a sanitizer's finding shows as an exit code.
  async stop() {
    if (this.exit === undefined) {
      this.child.kill('SIGTERM')
      const late = setTimeout(() => this.child.kill('SIGKILL'), 30_000)
      await this.ended
      clearTimeout(late)
    }
    if (this.ownsData) {
      await rm(this.data, { recursive: true, force: true })
      await dropDatabase(this.data)
    }
    if (this.exit !== 0) throw new Error(`the server ended with ${this.exit}:\n${this.log.slice(-6000)}`)
  }
}

// startServer - a running server on a free port. data: a folder to use (default: a fresh one, removed by stop).
export async function startServer({ data, args = [], env = {} } = {}) {
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'cardinal-test-')))
  const server = new Server(folder, args, env)
  server.ownsData = data === undefined
  return server.start()
}
