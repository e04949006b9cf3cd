// push - browsers that are told: a push service of our own on loopback, which opens what comes by an independent library and
// checks who signed it; what it answers; what may not be pushed; and what is no browser at all.
import assert from 'node:assert/strict'
import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'

import ece from 'http_ece'

import { app } from './totp.mjs'
import { soon } from './wait.mjs'
import { password, refused, startWorld } from './world.mjs'

// A push service: keeps what comes, answers as answer(path) says (201), perhaps later, or never (null).
class Service {
  constructor() {
    this.came = []
    this.answer = () => 201
    this.server = createServer((request, reply) => {
      const pieces = []
      request.on('data', (piece) => pieces.push(piece))
      request.on('end', async () => {
        this.came.push({ path: request.url, headers: request.headers, body: Buffer.concat(pieces), at: Date.now() })
        const say = await this.answer(request.url)
        if (say === null) return
        const { status, headers = {} } = typeof say === 'number' ? { status: say } : say
        reply.writeHead(status, headers).end()
      })
    })
  }

  async start() {
    await new Promise((done) => this.server.listen(0, '127.0.0.1', done))
    this.origin = `http://127.0.0.1:${this.server.address().port}`
    return this
  }

  stop() {
    this.server.closeAllConnections()
    return new Promise((done) => this.server.close(done))
  }

  of(browser) {
    return this.came.filter(({ path }) => path === browser.path)
  }
}

// A browser: its keys, and how it reads what came for it.
class Browser {
  constructor(service, path = `/send/${randomBytes(16).toString('hex')}`) {
    this.service = service
    this.path = path
    this.keys = createECDH('prime256v1')
    this.keys.generateKeys()
    this.auth = randomBytes(16)
  }

  get said() {
    return { endpoint: this.service.origin + this.path, p256dh: this.keys.getPublicKey('base64url'), auth: this.auth.toString('base64url') }
  }

  open({ body }) {
    return JSON.parse(ece.decrypt(body, { version: 'aes128gcm', privateKey: this.keys, authSecret: this.auth }).toString())
  }

  heard(n = 1) {
    return soon(() => this.service.of(this).length >= n && this.service.of(this).map((one) => this.open(one)), `${n} messages`)
  }
}

const told = ({ headers }, origin) => {
  const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization)
  const point = Buffer.from(key, 'base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }
  const [head, claims, signature] = token.split('.')
  assert.deepEqual(JSON.parse(Buffer.from(head, 'base64url')), { typ: 'JWT', alg: 'ES256' })
  const good = verify('sha256', Buffer.from(`${head}.${claims}`), { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
  assert.ok(good, 'the signature is not its key’s')
  const said = JSON.parse(Buffer.from(claims, 'base64url'))
  assert.equal(said.aud, origin)
  assert.ok(said.exp * 1000 > Date.now() && said.exp * 1000 <= Date.now() + 24 * 3600_000, 'good for a day at most')
  return { key, sub: said.sub }
}

const choose = (client, kind, push) => client.ok('PATCH', '/api/notifications/choices', { kind, push })
const browse = (client, browser) => client.ok('POST', '/api/push/browsers', browser.said)
const give = (world, name, to = world.belaMe) => world.card(world.admin, 'sales', { name, owner_id: to.id })

let world
let service
let silent
before(async () => {
  service = await new Service().start()
  silent = await new Service().start()
  silent.answer = () => null
  world = await startWorld({ args: ['--push-hosts', '127.0.0.1', '--push-inside', 'yes', '--public-url', 'https://crm.example.com'] })
})
after(async () => {
  await world?.stop()
  await service?.stop()
  await silent?.stop()
})

test('off until an administrator switches it on, quiet until a member does', async () => {
  const { admin, manager, bela } = world
  const browser = new Browser(service)
  assert.deepEqual(await bela.ok('GET', '/api/push'), { on: false, names: false, key: null, hosts: '127.0.0.1', browsers: [] })
  await refused(bela.request('POST', '/api/push/browsers', browser.said), 409, { rule: 'error.push_off' })
  await refused(manager.request('PATCH', '/api/push', { on: true }), 403)
  const { on, key } = await admin.ok('PATCH', '/api/push', { on: true })
  assert.deepEqual([on, Buffer.from(key, 'base64url').length], [true, 65])
  assert.equal((await admin.ok('PATCH', '/api/push', { on: true })).key, key)
  const { rows } = await admin.ok('GET', '/api/audit?limit=1')
  assert.equal(rows[0].kind, 'security_changed')

  const { browsers } = await browse(bela, browser)
  assert.deepEqual(browsers.map(({ current, sent_at }) => [current, sent_at]), [[true, null]])
  const { kinds } = await bela.ok('GET', '/api/notifications/choices')
  assert.ok(kinds.length > 5 && kinds.every(({ in_app, push }) => in_app && !push), 'quiet by default')
  await give(world, 'Unheard')
  const choices = await choose(bela, 'card_given', true)
  assert.deepEqual(choices.kinds.find(({ kind }) => kind === 'card_given'), { kind: 'card_given', in_app: true, push: true })

  const card = await give(world, 'Árvíztűrő ügyfél')
  assert.deepEqual(await browser.heard(), [{ title: 'You were given a card', body: '', path: `/m/${card.module_id}/card/${card.id}`, tag: 'card_given' }])
  const [message] = service.of(browser)
  const { headers } = message
  assert.deepEqual([headers['content-encoding'], headers.ttl, headers.urgency], ['aes128gcm', '43200', 'normal'])
  assert.deepEqual(told(message, service.origin), { key, sub: 'https://crm.example.com' })
  assert.ok(!message.body.includes('given'), 'it is sealed')
  await soon(async () => (await bela.ok('GET', '/api/push')).browsers[0].sent_at, 'it says when')
  assert.equal(service.of(browser).length, 1)

  // The name of the card only where the administrator says so; in the reader's language; several at once are one.
  await admin.ok('PATCH', '/api/push', { names: true })
  await bela.ok('PATCH', '/api/me', { language: 'hu', version: (await bela.ok('GET', '/api/me')).version })
  await give(world, 'Első')
  await soon(async () => (await browser.heard(2)).at(-1), 'the second')
  assert.deepEqual((await browser.heard(2))[1], { ...(await browser.heard(2))[1], title: 'Adatlapot kaptál', body: 'Első' })
  // What the bell does not tell is not pushed.
  await bela.ok('PATCH', '/api/notifications/choices', { kind: 'card_given', in_app: false })
  const off = await bela.ok('GET', '/api/notifications/choices')
  assert.deepEqual(off.kinds.find(({ kind }) => kind === 'card_given'), { kind: 'card_given', in_app: false, push: false })
  await bela.ok('PATCH', '/api/notifications/choices', { kind: 'card_given', in_app: true, push: true })
})

test('what push services answer: gone, later, no, nothing', async () => {
  const { admin, manager, managerMe } = world
  await admin.ok('PATCH', '/api/push', { on: true })
  await choose(manager, 'card_given', true)
  const list = async () => (await manager.ok('GET', '/api/push')).browsers

  const gone = new Browser(service)
  await browse(manager, gone)
  service.answer = (path) => (path === gone.path ? 410 : 201)
  await give(world, 'Gone', managerMe)
  await soon(async () => (await list()).length === 0, 'a browser that is gone is forgotten')
  assert.equal(service.of(gone).length, 1)

  const later = new Browser(service)
  await browse(manager, later)
  let first = true
  service.answer = (path) => {
    if (path !== later.path || !first) return 201
    first = false
    return { status: 429, headers: { 'retry-after': '1' } }
  }
  await give(world, 'Later', managerMe)
  await soon(() => service.of(later).length > 1, 'it comes again')
  await soon(async () => (await list())[0].sent_at, 'and is told')
  const [one, two] = service.of(later)
  assert.ok(two.at - one.at >= 900, `not before it was allowed: ${two.at - one.at} ms`)
  assert.deepEqual(later.open(one), later.open(two))
  assert.notDeepEqual(one.body, two.body, 'each is sealed anew')
  assert.equal((await list())[0].failed_at, null)

  const no = new Browser(service)
  await browse(manager, no)
  service.answer = () => 403
  await give(world, 'No', managerMe)
  await soon(async () => (await list())[0].failed_at, 'a refusal is shown')
  service.answer = () => 201

  // One that never answers holds nobody up: everybody works, and once it is left alone others are told.
  const deaf = new Browser(silent)
  await browse(manager, deaf)
  await give(world, 'Deaf', managerMe)
  await soon(() => silent.of(deaf).length, 'it was called')
  const card = await give(world, 'Meanwhile', managerMe)
  await admin.ok('PATCH', `/api/cards/${card.id}`, { version: card.version, fields: { name: 'Renamed' } })
  await soon(async () => (await list())[0].failed_at, 'nothing was heard of it')
  const ear = new Browser(service)
  await browse(world.bela, ear)
  await give(world, 'Others')
  await ear.heard()
  assert.equal(silent.of(deaf).length, 1, 'it is left alone for a minute')
})

test('each try is said as its reader sees it then', async () => {
  const { admin, cili, belaMe, ciliMe } = world
  await admin.ok('PATCH', '/api/push', { on: true, names: true })
  await choose(cili, 'card_given', true)
  const held = await new Service().start()
  const browser = new Browser(held)
  await browse(cili, browser)
  let letGo
  const taken = new Promise((done) => (letGo = done))
  held.answer = () => taken.then(() => ({ status: 503, headers: { 'retry-after': '1' } }))
  const card = await give(world, 'Not for long', ciliMe)
  assert.equal((await browser.heard())[0].body, 'Not for long')
  await admin.ok('PATCH', `/api/cards/${card.id}`, { version: card.version, fields: { owner: belaMe.id } })
  letGo()
  await soon(async () => (await cili.ok('GET', '/api/push')).browsers[0].failed_at, 'it was refused')
  held.answer = () => 201
  await give(world, 'Marker', ciliMe)
  await soon(() => held.of(browser).some((one) => browser.open(one).body === 'Marker'), 'the marker', 120_000)
  assert.equal(held.of(browser).filter((one) => browser.open(one).body === 'Not for long').length, 1)
  await held.stop()
})

test('a browser is told of one session: it moves, and goes with it', async () => {
  const { server, admin, bela, cili, belaMe, ciliMe } = world
  await admin.ok('PATCH', '/api/push', { on: true, names: true })
  const shared = new Browser(service)
  const second = await server.login('bela@example.com')
  await browse(second, shared)
  const id = (await second.ok('GET', '/api/push')).browsers.find(({ current }) => current).id
  assert.ok((await bela.ok('GET', '/api/push')).browsers.some((one) => one.id === id && !one.current))
  // Whoever logs in there last has it.
  await browse(cili, shared)
  assert.ok(!(await second.ok('GET', '/api/push')).browsers.some(({ current }) => current))
  // One's own alone may be removed.
  const hers = (await cili.ok('GET', '/api/push')).browsers[0].id
  await refused(bela.request('DELETE', `/api/push/browsers/${hers}`), 404)
  await refused(admin.request('DELETE', `/api/push/browsers/${hers}`), 404)
  await choose(cili, 'card_given', true)
  await give(world, 'Hers', ciliMe)
  await soon(() => service.of(shared).length, 'she is told')
  assert.equal((await cili.ok('DELETE', `/api/push/browsers/${hers}`)).browsers.length, 0)

  // Logged out, it is told no more. The marker says when the message has passed.
  const third = await server.login('cili@example.com')
  const left = new Browser(service)
  await browse(third, left)
  const marker = new Browser(service)
  await browse(bela, marker)
  await choose(bela, 'card_given', true)
  await third.ok('POST', '/api/logout')
  assert.deepEqual((await cili.ok('GET', '/api/push')).browsers, [])
  await give(world, 'After', ciliMe)
  await give(world, 'Marker', belaMe)
  await marker.heard()
  assert.equal(service.of(left).length, 0)
})

test('what is no browser is refused', async () => {
  const { admin, bela } = world
  await admin.ok('PATCH', '/api/push', { on: true })
  const good = new Browser(service).said
  const port = new URL(service.origin).port
  const bad = [
    'http://localhost/x', 'http://127.0.0.1', `http://127.0.0.1:${port}`, `http://127.0.0.1@${'evil.example'}/x`, 'http://127.0.0.1:80@evil.example/x',
    'http://evil.example/127.0.0.1', 'http://127.0.0.1.evil.example/x', 'ftp://127.0.0.1/x', 'file:///etc/passwd', 'javascript:alert(1)', '//127.0.0.1/x',
    'HTTP://127.0.0.1/x', 'http://127.0.0.1\\@evil.example/x', 'http://127.0.0.1/x y', 'http://127.0.0.1/x\r\nHost: evil', 'http://127.0.0.1/ő', 'http://127.0.0.1/x#y',
    'http://[::1]/x', 'http://2130706433/x', 'https://fcm.googleapis.com/x', '', 'x',
  ]
  for (const endpoint of bad) await refused(bela.request('POST', '/api/push/browsers', { ...good, endpoint }), 422, { field: 'endpoint' })
  await refused(bela.request('POST', '/api/push/browsers', { ...good, endpoint: `http://127.0.0.1/${'x'.repeat(1000)}` }), 422, { field: 'endpoint' })
  const point = Buffer.from(good.p256dh, 'base64url')
  point[40] ^= 1
  const keys = ['', 'x', 'A'.repeat(87), 'A'.repeat(99), point.toString('base64url'), good.p256dh.slice(1), `${good.p256dh}AA`, `!${good.p256dh.slice(1)}`]
  for (const p256dh of keys) await refused(bela.request('POST', '/api/push/browsers', { ...good, p256dh }), 422, { field: 'p256dh' })
  for (const auth of ['', 'x', good.auth.slice(1), `${good.auth}AA`]) await refused(bela.request('POST', '/api/push/browsers', { ...good, auth }), 422, { field: 'auth' })
  await refused(bela.request('POST', '/api/push/browsers', { ...good, more: 1 }), 422)
  // A program has no browser.
  const { key } = await bela.ok('POST', '/api/keys', { name: 'program' })
  await refused(world.server.client(key).request('POST', '/api/push/browsers', good), 403, { rule: 'error.key_bound' })
  // Ten of a member at most; the oldest fall off.
  for (let i = 0; i < 11; i++) await browse(await world.server.login('manager@example.com'), new Browser(service))
  assert.equal((await world.manager.ok('GET', '/api/push')).browsers.length, 10)
})

test('switched off, nothing leaves; deactivated, neither; the secrets stay inside', async () => {
  const { admin, bela, cili, belaMe, ciliMe, server } = world
  const browser = new Browser(service)
  await browse(cili, browser)
  await choose(cili, 'card_given', true)
  await admin.ok('PATCH', '/api/push', { on: false })
  assert.equal((await cili.ok('GET', '/api/push')).key, null)
  await give(world, 'Silence', ciliMe)
  await admin.ok('PATCH', '/api/push', { on: true })
  const marker = new Browser(service)
  await browse(bela, marker)
  await give(world, 'Marker', belaMe)
  await marker.heard()
  assert.equal(service.of(browser).length, 0)
  const log = server.log
  assert.ok(!log.includes(browser.said.auth) && !log.includes(browser.path))
})

test('once everybody needs the second step, sessions without it are told nothing', async () => {
  const { admin, bela, cili, belaMe, ciliMe } = world
  await admin.ok('PATCH', '/api/push', { on: true, names: true })
  for (const client of [admin, bela]) {
    const { key } = await client.ok('POST', '/api/two-step', { password })
    await client.ok('POST', '/api/two-step/confirm', { code: await app(key).next() })
  }
  const weak = new Browser(service)
  const marker = new Browser(service)
  await browse(cili, weak)
  await browse(bela, marker)
  for (const client of [bela, cili]) await choose(client, 'card_given', true)
  await give(world, 'Before', ciliMe)
  await weak.heard()
  await admin.ok('PATCH', '/api/security', { two_step_required: true })
  await give(world, 'After', ciliMe)
  await give(world, 'Marker', belaMe)
  await marker.heard()
  assert.equal(service.of(weak).length, 1)
})
