// sso - single sign-on: against a real OpenID provider (oidc-provider), and against one that lies in every way it can.
import assert from 'node:assert/strict'
import { createSign, generateKeyPairSync, createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { after, before, describe, test } from 'node:test'

import Provider from 'oidc-provider'

import { watch } from './schema.mjs'
import { refused, startWorld } from './world.mjs'

let w
before(async () => {
  w = await startWorld({ args: ['--sso-inside', 'yes'] })
})
after(() => w?.stop())

const listen = (handler) =>
  new Promise((done) => {
    const server = createServer(handler)
    server.listen(0, '127.0.0.1', () => done({ server, url: `http://127.0.0.1:${server.address().port}` }))
  })
const close = (server) => new Promise((done) => { server.closeAllConnections(); server.close(done) })
const secret = 'a secret that nobody sees'
const setUp = (issuer, more = {}) => w.admin.ok('PATCH', '/api/sso', { on: true, issuer, client_id: 'cardinal', secret, label: 'Example ID', create: false, ...more })

// A browser: cookies for each server, and redirects followed until `stop` says so.
class Browser {
  constructor() {
    this.jars = new Map()
  }
  async go(url, init = {}) {
    const { origin } = new URL(url)
    const jar = this.jars.get(origin) ?? this.jars.set(origin, new Map()).get(origin)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await fetch(url, { redirect: 'manual', ...init, headers: { ...init.headers, ...(cookie && { cookie }) } })
    for (const line of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
      if (/max-age=0|1970/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    const to = reply.headers.get('location')
    return { status: reply.status, text: await reply.text(), to: to && new URL(to, url).href }
  }
  me() {
    return this.go(`${w.server.url}/api/me`).then(({ status, text }) => (status === 200 ? JSON.parse(text) : null))
  }
}

describe('with a real provider', () => {
  let idp
  before(async () => {
    idp = await listen((...args) => idp.handle(...args))
    const people = { anna: { email: 'anna@example.com', email_verified: true }, new: { email: 'new@example.com', email_verified: true, name: 'Új Ember' }, sly: { email: 'bela@example.com', email_verified: false } }
    const provider = new Provider(idp.url, {
      clients: [{ client_id: 'cardinal', client_secret: secret, redirect_uris: [`${w.server.url}/api/sso/callback`] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
      pkce: { required: () => true },
      cookies: { keys: ['x'] },
    })
    idp.handle = provider.callback()
  })
  after(() => close(idp.server))

  // Through the provider's own pages for development: log in as somebody, consent, and back.
  async function through(browser, id) {
    let at = await browser.go(`${w.server.url}/api/sso/login?next=/contacts`)
    for (let i = 0; i < 20; i++) {
      if (at.to) {
        if (at.to.startsWith(`${w.server.url}/`) && !at.to.includes('/api/sso/')) return at.to
        at = await browser.go(at.to)
        continue
      }
      const action = /<form[^>]*action="([^"]+)"/.exec(at.text)?.[1]
      assert.ok(action, at.text.slice(0, 500))
      const prompt = /name="prompt" value="([^"]+)"/.exec(at.text)[1]
      at = await browser.go(action, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ prompt, ...(prompt === 'login' && { login: id, password: 'any' }) }).toString() })
    }
    throw new Error('no end of redirects')
  }

  test('it is set up by administrators, and the secret never comes out', async () => {
    await refused(w.manager.get('/api/sso'), 403)
    await refused(w.admin.patch('/api/sso', { on: true, issuer: 'ftp://x' }), 422, { field: 'issuer' })
    await refused(w.admin.patch('/api/sso', { on: true, issuer: idp.url, client_id: 'cardinal' }), 422, { field: 'secret' })
    const set = await setUp(idp.url)
    await refused(w.admin.patch('/api/sso', { issuer: 'http://127.0.0.1:9' }), 422, { field: 'secret' }) // not to somebody else
    assert.deepEqual([set.on, set.has_secret, set.callback], [true, true, `${w.server.url}/api/sso/callback`])
    for (const path of ['/api/sso', '/api/meta', '/api/audit', '/api/security']) assert.ok(!JSON.stringify(await w.admin.ok('GET', path)).includes(secret), path)
    assert.equal((await w.anonymous.ok('GET', '/api/boot')).sso, 'Example ID')
  })

  test('a member of the e-mail that it vouches for is in', async () => {
    const browser = new Browser()
    assert.equal(await through(browser, 'anna'), `${w.server.url}/contacts`)
    assert.equal((await browser.me()).email, 'anna@example.com')
    const [row] = (await w.admin.ok('GET', '/api/audit?kind=login')).rows
    assert.deepEqual([row.member_id, row.subject], [w.adminMe.id, 'sso'])
    assert.ok(!w.server.log.includes(secret))
    // It vouches for this account alone: not for the log-in itself.
    const cookie = [...browser.jars.get(w.server.url)].map(([name, value]) => `${name}=${value}`).join('; ')
    const post = (path, body) => fetch(w.server.url + path, { method: 'POST', headers: { cookie, 'x-cardinal': '1', 'content-type': 'application/json' }, body: JSON.stringify(body) }).then((reply) => reply.json())
    for (const [path, body] of [['/api/password', { current: 'x', password: 'quite another phrase' }], ['/api/two-step', { password: 'x' }], ['/api/session/account', { account_id: 1 }]])
      assert.equal((await post(path, body)).rule, 'error.sso_bound', path)
  })

  test('who is not verified, or nobody here, is not; unless users may be made', async () => {
    const browser = new Browser()
    assert.equal(await through(browser, 'sly'), `${w.server.url}/login?sso=unverified`)
    assert.equal(await through(new Browser(), 'new'), `${w.server.url}/login?sso=nobody`)
    assert.equal(await browser.me(), null)
    await w.admin.ok('PATCH', '/api/sso', { create: true })
    const fresh = new Browser()
    assert.equal(await through(fresh, 'new'), `${w.server.url}/contacts`)
    const me = await fresh.me()
    assert.deepEqual([me.email, me.name, me.role], ['new@example.com', 'Új Ember', 'user'])
    await w.admin.ok('PATCH', `/api/members/${me.id}`, { active: false })
    assert.equal(await fresh.me(), null)
    assert.equal(await through(new Browser(), 'new'), `${w.server.url}/login?sso=nobody`)
  })
})

describe('with a provider that lies', () => {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const others = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const base64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  let idp
  let lie = {} // what this round is wrong
  let asked
  before(async () => {
    idp = await listen(async (request, reply) => {
      let form = ''
      for await (const piece of request) form += piece
      const { pathname } = new URL(request.url, idp.url)
      const send = (value) => reply.writeHead(200, { 'content-type': 'application/json' }).end(typeof value === 'string' ? value : JSON.stringify(value))
      if (lie.at === pathname) return lie.with(reply)
      if (pathname.endsWith('openid-configuration'))
        return send({ issuer: idp.url, authorization_endpoint: `${idp.url}/auth`, token_endpoint: `${idp.url}/token`, jwks_uri: `${idp.url}/jwks`, ...lie.discovery })
      if (pathname === '/jwks') return send({ keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] })
      asked = new URLSearchParams(form)
      const now = Math.floor(Date.now() / 1000)
      const claims = { iss: idp.url, aud: 'cardinal', sub: '1', email: 'anna@example.com', email_verified: true, nonce: idp.nonce, iat: now, exp: now + 300, ...lie.claims }
      const text = `${base64({ alg: 'RS256', kid: 'k', ...lie.header })}.${base64(claims)}`
      const sign = lie.sign ?? ((what) => createSign('sha256').update(what).sign(keys.privateKey, 'base64url'))
      send({ access_token: 'x', token_type: 'Bearer', id_token: `${text}.${sign(text)}` })
    })
    await setUp(idp.url)
  })
  after(() => close(idp.server))

  async function leave(browser) {
    const { to } = await browser.go(`${w.server.url}/api/sso/login`)
    const { searchParams } = new URL(to)
    idp.nonce = searchParams.get('nonce')
    return searchParams
  }
  async function round(wrong = {}) {
    lie = wrong
    const browser = new Browser()
    const sent = await leave(browser)
    const { to } = await browser.go(`${w.server.url}/api/sso/callback?code=abc&state=${sent.get('state')}&iss=x&session_state=y`)
    return { browser, sent, to: to.slice(w.server.url.length), me: await browser.me() }
  }

  test('when it tells the truth, one is in; and the proof of the code fits', async () => {
    const { sent, to, me } = await round()
    assert.equal(to, '/')
    assert.equal(me.email, 'anna@example.com')
    assert.equal(sent.get('code_challenge'), createHash('sha256').update(asked.get('code_verifier')).digest('base64url'))
    assert.equal(asked.get('code'), 'abc')
  })

  const now = Math.floor(Date.now() / 1000)
  const lies = {
    'another nonce': { claims: { nonce: 'other' } },
    'no nonce': { claims: { nonce: undefined } },
    'expired': { claims: { exp: now - 3600, iat: now - 7200 } },
    'of the future': { claims: { iat: now + 36000, exp: now + 72000 } },
    'another issuer': { claims: { iss: 'https://evil.example' } },
    'another audience': { claims: { aud: 'somebody else' } },
    'several audiences without a party': { claims: { aud: ['cardinal', 'other'] } },
    'another party': { claims: { azp: 'other' } },
    'signed by another key': { sign: (text) => createSign('sha256').update(text).sign(others.privateKey, 'base64url') },
    'not signed': { header: { alg: 'none' }, sign: () => '' },
    'a signature that is none': { sign: () => 'AAAA' },
    'the public key taken for a shared one': { header: { alg: 'HS256' }, sign: (text) => createHash('sha256').update(text).digest('base64url') },
    'a token answer that is no JSON': { at: '/token', with: (reply) => reply.writeHead(200).end('<html>') },
    'a refusal': { at: '/token', with: (reply) => reply.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}') },
    'a redirect': { at: '/token', with: (reply) => reply.writeHead(302, { location: '/jwks' }).end() },
    'keys without end': { at: '/jwks', with: (reply) => reply.writeHead(200).end('x'.repeat(1 << 20)) },
  }
  for (const [name, wrong] of Object.entries(lies))
    test(`refused: ${name}`, async () => {
      const { to, me } = await round(wrong)
      assert.equal(to, '/login?sso=failed')
      assert.equal(me, null)
    })

  const documents = {
    'of another issuer': { issuer: 'https://evil.example' },
    'without keys': { jwks_uri: undefined },
    'that leads nowhere on the web': { authorization_endpoint: 'javascript:alert(1)' },
    'that would break a header': { authorization_endpoint: 'https://evil.example/\r\nSet-Cookie: x=y' },
  }
  for (const [name, discovery] of Object.entries(documents))
    test(`nobody leaves by a discovery document ${name}`, async () => {
      lie = { discovery }
      assert.equal((await new Browser().go(`${w.server.url}/api/sso/login`)).to, `${w.server.url}/login?sso=away`)
    })

  test('a state is good once, in the browser that left with it, and not another one', async () => {
    lie = {}
    const browser = new Browser()
    const state = (await leave(browser)).get('state')
    const back = `${w.server.url}/api/sso/callback?code=abc&state=${state}`
    const jar = new Map(browser.jars.get(w.server.url))
    assert.equal((await browser.go(back)).to, `${w.server.url}/`)
    const replay = new Browser()
    replay.jars.set(w.server.url, jar)
    assert.equal((await replay.go(back)).to, `${w.server.url}/login?sso=late`)
    const stolen = (await leave(new Browser())).get('state')
    const victim = new Browser()
    await leave(victim)
    assert.equal((await victim.go(`${w.server.url}/api/sso/callback?code=abc&state=${stolen}`)).to, `${w.server.url}/login?sso=late`)
    assert.equal((await new Browser().go(`${w.server.url}/api/sso/callback?code=abc&state=nonsense`)).to, `${w.server.url}/login?sso=late`)
    for (const one of [replay, victim]) assert.equal(await one.me(), null)
  })

  test('it leads to pages of our own alone', async () => {
    lie = {}
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      const browser = new Browser()
      const { to } = await browser.go(`${w.server.url}/api/sso/login?next=${encodeURIComponent(next)}`)
      idp.nonce = new URL(to).searchParams.get('nonce')
      const end = await browser.go(`${w.server.url}/api/sso/callback?code=abc&state=${new URL(to).searchParams.get('state')}`)
      assert.equal(end.to, `${w.server.url}/`)
    }
  })

  test('the own network is closed unless the server opens it', async () => {
    const closed = await startWorld()
    try {
      await refused(closed.admin.patch('/api/sso', { issuer: idp.url }), 422, { field: 'issuer' })
      const secure = idp.url.replace('http:', 'https:')
      await closed.admin.ok('PATCH', '/api/sso', { on: true, issuer: secure, client_id: 'x', secret: 'y' })
      const { to } = await new Browser().go(`${closed.server.url}/api/sso/login`)
      assert.equal(to, `${closed.server.url}/login?sso=away`)
    } finally {
      await closed.stop()
    }
  })

  test('where it is off there is none', async () => {
    await w.admin.ok('PATCH', '/api/sso', { on: false })
    assert.equal((await new Browser().go(`${w.server.url}/api/sso/login`)).status, 404)
    assert.equal((await w.anonymous.ok('GET', '/api/boot')).sso, null)
    const anybody = watch(w.api, w.server.client())
    await refused(anybody.get('/api/sso'), 401)
  })
})
