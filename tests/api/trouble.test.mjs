// trouble - the server as a whole in bad company: uploads without end, floods of tiny requests, clients that take their
// time, a disk that is full. It answers clearly or cuts cleanly, keeps nothing half-written, and goes on afterwards.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import net from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'

import { onPostgres, run } from './server.mjs'
import { pause, soon } from './wait.mjs'
import { refused, startWorld } from './world.mjs'

// Freed memory is kept back by AddressSanitizer to find its late uses; that would hide what the server itself keeps.
const env = { ASAN_OPTIONS: [process.env.ASAN_OPTIONS, 'quarantine_size_mb=4'].filter(Boolean).join(':') }

let w

before(async () => {
  w = await startWorld({ env, args: ['--head-deadline', '2', '--body-deadline', '3', '--max-upload', '8'] })
})
after(() => w?.stop())

// raw - a socket of one's own: what comes is gathered; `ended` says how it ended and when.
function raw(port) {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const one = { socket, text: '', since: Date.now(), failed: null }
  socket.on('data', (piece) => (one.text += piece.toString('latin1')))
  socket.on('error', (error) => (one.failed = error.code))
  one.ended = new Promise((done) => {
    const end = () => done({ text: one.text, failed: one.failed, ms: Date.now() - one.since })
    socket.on('end', () => (end(), socket.destroy()))
    socket.on('close', end)
  })
  return one
}

const cookies = (client) => [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
const uploadHead = (client, length) =>
  `POST /api/imports?module=${w.module('autosales').id}&name=big.csv HTTP/1.1\r\nHost: x\r\nX-Cardinal: 1\r\n` +
  `Cookie: ${cookies(client)}\r\nContent-Type: text/csv\r\n${length}\r\n\r\n`
const leftovers = async () =>
  (await Promise.all(['tmp', 'imports'].map((name) => readdir(join(w.server.data, name)).catch(() => [])))).flat()
const nothingLeft = () => soon(async () => !(await leftovers()).length, 'that nothing is left')
const problem = (text) => JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))

describe('an upload', () => {
  test('announced as 2 GB is refused at once, and leaves nothing', async () => {
    const one = raw(w.server.port)
    one.socket.write(uploadHead(w.admin, `Content-Length: ${2 ** 31}`) + 'Name\r\n')
    const { text, failed } = await one.ended // 408 at the deadline of the body, were it waited for
    assert.match(text, /^HTTP\/1.1 413 /)
    assert.match(text, /\r\nConnection: close\r\n/i)
    assert.equal(problem(text).code, 'too_large')
    assert.equal(failed, null) // the refusal was read, then the end: no reset
    await nothingLeft()
  })

  test('announced as 2 GB is not waited for by a client that asks first', async () => {
    const one = raw(w.server.port)
    one.socket.write(uploadHead(w.admin, `Content-Length: ${2 ** 31}\r\nExpect: 100-continue`))
    const { text } = await one.ended
    assert.match(text, /^HTTP\/1.1 413 /)
  })

  test('streamed beyond the limit is cut, and leaves nothing', async () => {
    const one = raw(w.server.port)
    const piece = Buffer.alloc(64 << 10, 'Név;Cím\n')
    const chunk = Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
    one.socket.write(uploadHead(w.admin, 'Transfer-Encoding: chunked'))
    let sent = 0
    while (!one.text && !one.socket.destroyed && sent < 64 << 20) {
      if (!one.socket.write(chunk)) await Promise.race([new Promise((done) => one.socket.once('drain', done)), one.ended])
      sent += piece.length
      await new Promise(setImmediate)
    }
    const { text } = await one.ended
    assert.match(text, /^HTTP\/1.1 413 /)
    assert.equal(problem(text).code, 'too_large')
    assert.ok(sent < 32 << 20, `${sent} bytes were taken`)
    await nothingLeft()
  })

  test('whose client goes away half-way leaves nothing', async () => {
    const one = raw(w.server.port)
    one.socket.write(uploadHead(w.admin, `Content-Length: ${4 << 20}`))
    one.socket.write(Buffer.alloc(2 << 20, 'a,b\n'))
    assert.equal((await soon(async () => (await leftovers()).length && leftovers(), 'its file')).length, 1)
    one.socket.destroy()
    await nothingLeft()
  })

  test('of a stranger is not even read', async () => {
    const one = raw(w.server.port)
    one.socket.write(uploadHead(w.anonymous, `Content-Length: ${4 << 20}`))
    const { text } = await one.ended
    assert.match(text, /^HTTP\/1.1 401 /)
  })
})

describe('a client that sends a byte a second', () => {
  const drip = async (start, bytes) => {
    const one = raw(w.server.port)
    one.socket.write(start)
    const timer = setInterval(() => one.socket.writable && one.socket.write(bytes), 1000)
    const late = setTimeout(() => one.socket.destroy(), 90_000)
    const end = await one.ended
    clearTimeout(late)
    clearInterval(timer)
    one.socket.destroy()
    return end
  }

  test('is cut at the deadlines of head and body, and others are served meanwhile', async () => {
    const head = drip('GET /api/boot HTTP/1.1\r\nHost: x\r\nX-', 'a')
    const json = drip(`POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{`, ' ')
    const file = drip(uploadHead(w.admin, 'Content-Length: 100000'), 'x')
    const idle = drip('', '')
    const since = Date.now()
    while (Date.now() - since < 3000) {
      await w.anonymous.ok('GET', '/healthz')
      await pause(50)
    }
    for (const [what, client, status] of [['head', head, ''], ['json', json, ' 408 '], ['file', file, ' 408 '], ['idle', idle, '']]) {
      const end = await client
      assert.ok(end.ms < 60_000, `${what}: ${end.ms} ms`) // a byte a second would go on for longer
      assert.ok(end.text.includes(status), `${what}: ${end.text}`)
      if (status) {
        assert.match(end.text, /^HTTP\/1\.1 408 [^]*\r\ncontent-type: application\/problem\+json\r\n/i)
        const problem = JSON.parse(end.text.split('\r\n\r\n')[1])
        assert.deepEqual([problem.status, problem.code], [408, 'timeout'])
        assert.ok(problem.detail && problem.request_id)
      }
    }
    await nothingLeft()
  })
})

describe('a flood', () => {
  const LIMIT_MS = 15_000
  const resident = async () => Number(/VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${w.server.child.pid}/status`, 'utf8'))[1]) / 1024

  // flood - over one connection, `deep` requests on the way at a time; gives how many were answered.
  const flood = (requests, n, deep, until) =>
    new Promise((done) => {
      const socket = net.connect(w.server.port, '127.0.0.1')
      let sent = 0
      let answered = 0
      let tail = ''
      const send = (count) => {
        let text = ''
        for (; count > 0 && sent < n && Date.now() < until; count--) text += requests[sent++ % requests.length]
        if (text) socket.write(text)
        else if (answered >= sent) socket.destroy()
      }
      socket.on('connect', () => send(deep))
      socket.on('data', (piece) => {
        const text = tail + piece.toString('latin1')
        const here = text.split('HTTP/1.1 ').length - 1
        tail = text.slice(Math.max(text.lastIndexOf('HTTP/1.1 ') + 9, text.length - 8))
        answered += here
        send(here)
      })
      socket.on('error', () => {})
      socket.on('close', () => done(answered))
      setTimeout(() => socket.destroy(), until - Date.now() + 2000).unref()
    })

  test('of 200,000 tiny requests over 64 connections is answered, and nothing of it stays', async () => {
    const get = (path, headers = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`
    const requests = [
      get('/healthz'),
      get('/api/boot'),
      get('/api/me'), // 401
      get('/api/nothing'), // 404
      get('/api/boot?nonsense=1'), // 422
      get('/api/me', `Cookie: ${cookies(w.bela)}\r\n`),
      'POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{', // 400
    ]
    const wave = async (n, until) => {
      const all = await Promise.all(Array.from({ length: 64 }, (_, i) => flood(requests, n / 64, i % 2 ? 32 : 1, until)))
      return all.reduce((sum, one) => sum + one, 0)
    }
    await wave(12_800, Date.now() + LIMIT_MS) // the pools and caches are as large as they get
    const before = await resident()
    assert.equal(await wave(19_200, Date.now() + 120_000), 19_200) // however slow the machine is
    const since = Date.now()
    const answered = await wave(180_800, since + LIMIT_MS)
    const grown = (await resident()) - before
    console.log(`${answered} answers in ${Date.now() - since} ms, resident memory ${before.toFixed(0)} MiB and ${grown.toFixed(1)} more`)
    assert.ok(answered === 180_800 || Date.now() - since >= LIMIT_MS, `${answered} answers`)
    assert.ok(grown < 32, `resident memory grew by ${grown} MiB`)
    await w.admin.ok('GET', '/api/meta')
    assert.equal(w.server.exit, undefined)
  })
})

describe('a full disk', { skip: onPostgres && "the database's disk is not the server's" }, () => {
  // No file may grow beyond this: what a full disk, a quota or a limit looks like to the server, without one.
  const limitFiles = (bytes) => promisify(execFile)('prlimit', ['--pid', String(w.server.child.pid), `--fsize=${bytes}:unlimited`])

  test('is a clear refusal; nothing is lost, nothing half-written, and with room again all goes on', async () => {
    const module = w.module('sales')
    const kept = new Map()
    const create = async (name) => {
      const reply = await w.admin.post(`/api/modules/${module.id}/cards`, { name, fields: {}, task: { text: `${name} task` } })
      if (reply.status === 201) kept.set(reply.body.card.id, name)
      return reply
    }
    for (let i = 0; i < 5; i++) await create(`Before ${i}`)
    await limitFiles(4096)
    for (let i = 0; i < 10; i++) await refused(create(`Never ${i}`), 507, { code: 'storage_full', detail: 'The disk is full; nothing was saved.' })
    const one = [...kept][0][0]
    await refused(w.admin.patch(`/api/cards/${one}`, { fields: { name: 'Never' } }), 507)
    await refused(w.admin.post('/api/members', { name: 'Never', email: 'never@example.com', role: 'user' }), 507)
    await refused(w.admin.post('/api/login', { email: 'anna@example.com', password: 'correct horse battery' }), 507)
    const file = await w.admin.request('POST', `/api/imports?module=${module.id}&name=a.csv`, 'Name\n' + 'x\n'.repeat(20_000), { headers: { 'content-type': 'text/csv' } })
    assert.equal(file.status, 507)
    assert.match(file.headers.get('content-type'), /problem\+json/)
    await nothingLeft()
    assert.equal((await w.admin.ok('GET', `/api/cards/${one}`)).name, 'Before 0') // reading goes on
    assert.equal((await w.admin.ok('GET', `/api/modules/${module.id}/count`)).n, kept.size)

    await limitFiles('unlimited')
    assert.equal((await create('After')).status, 201)
    await w.server.login('anna@example.com')
    w.server.ownsData = false // it starts again on the same folder
    await w.server.stop()
    w.server.ownsData = true
    const verified = await run(['account', 'verify', '--data', w.server.data])
    assert.equal(verified.code, 0, verified.stdout + verified.stderr)
    await w.server.start()
    w.admin.url = w.server.url
    const { rows } = await w.admin.ok('GET', `/api/modules/${module.id}/cards?limit=200`)
    assert.deepEqual(new Map(rows.map(({ id, name }) => [id, name])), new Map([...kept].sort(([a], [b]) => a - b)))
  })
})
