import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { password, refused, startWorld } from './world.mjs'
import { watch } from './schema.mjs'

let w

before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const fresh = () => watch(w.api, w.server.client())
const signIn = async (email, word = password) => {
  const client = fresh()
  await client.ok('POST', '/api/login', { email, password: word })
  return client
}

describe('set-up', () => {
  test('it is refused once it is done, and says so', async () => {
    const boot = await w.anonymous.ok('GET', '/api/boot')
    assert.equal(boot.setup_needed, false)
    assert.equal(boot.company, 'Test Kft.')
    assert.equal(boot.me, null)
    assert.equal((await w.admin.ok('GET', '/api/boot')).me.email, 'anna@example.com')
    await refused(
      w.anonymous.post('/api/setup', { language: 'en', company: 'x', name: 'x', email: 'x@example.com', password: 'long enough now' }),
      409, { rule: 'error.set_up_done' })
  })
})

describe('set-up with demo data', () => {
  test('starts the job that makes them', async () => {
    const { startServer } = await import('./server.mjs')
    const server = await startServer()
    try {
      const client = server.client()
      const body = { language: 'ro', company: 'Demo SRL', name: 'Ion', email: 'ion@example.com', password, modules: ['leads'], start: 'demo' }
      const bad = async (more) => (await client.post('/api/setup', { ...body, ...more })).body
      assert.equal((await bad({ zone: 'Nowhere/City' })).field, 'zone')
      assert.equal((await bad({ currency: 'lei' })).field, 'currency')
      assert.equal((await bad({ email: 'nonsense' })).field, 'email')
      assert.equal((await bad({ modules: ['nonsense'] })).field, 'modules')
      assert.equal((await bad({ password: 'short' })).field, 'password')
      assert.equal((await client.ok('GET', '/api/boot')).setup_needed, true)
      const { me, job_id } = await client.ok('POST', '/api/setup', body)
      assert.equal(me.language, 'ro')
      assert.ok(job_id > 0)
      assert.equal((await client.ok('GET', '/api/meta')).account.currency, 'RON')
      for (let state = ''; state !== 'done'; state = (await client.ok('GET', `/api/jobs/${job_id}`)).state) assert.notEqual(state, 'failed')
      assert.ok((await client.ok('GET', '/api/boot')).demo)
    } finally {
      await server.stop()
    }
  })
})

describe('sessions', () => {
  test('wrong passwords and unknown addresses get the same answer', async () => {
    const wrong = await refused(w.anonymous.post('/api/login', { email: 'anna@example.com', password: 'not this one' }), 401)
    const unknown = await refused(w.anonymous.post('/api/login', { email: 'nobody@example.com', password: 'not this one' }), 401)
    assert.equal(wrong.body.detail, unknown.body.detail)
    await refused(w.anonymous.post('/api/login', { email: 'no address', password: 'not this one' }), 401)
  })

  test('the cookie is HttpOnly and lax, and ends with log-out', async () => {
    const client = fresh()
    const reply = await client.post('/api/login', { email: 'ANNA@example.com ', password })
    const cookie = reply.headers.getSetCookie()[0]
    assert.match(cookie, /HttpOnly/)
    assert.match(cookie, /SameSite=Lax/)
    assert.doesNotMatch(cookie, /Secure/)
    const kept = new Map(client.cookies)
    await client.ok('POST', '/api/logout')
    client.cookies = kept
    await refused(client.get('/api/me'), 401)
  })

  test('sessions are listed, and one can be ended from another', async () => {
    const one = await signIn('bela@example.com')
    const two = await signIn('bela@example.com')
    const { rows } = await one.ok('GET', '/api/sessions')
    const mine = rows.find((row) => row.current)
    const others = rows.filter((row) => !row.current)
    assert.ok(mine && others.length >= 2) // two, and the one that joined
    await refused(w.cili.delete(`/api/sessions/${mine.id}`), 404)
    const newest = others.sort((a, b) => b.id - a.id)[0]
    assert.deepEqual(await one.ok('DELETE', `/api/sessions/${newest.id}`), {})
    await refused(two.get('/api/me'), 401)
    await refused(one.delete(`/api/sessions/${newest.id}`), 404)
    await one.ok('GET', '/api/me')
  })

  test('all others are ended at once', async () => {
    const [one, two, three] = [await signIn('bela@example.com'), await signIn('bela@example.com'), await signIn('bela@example.com')]
    await one.ok('DELETE', '/api/sessions')
    for (const other of [two, three, w.bela]) await refused(other.get('/api/me'), 401)
    assert.deepEqual((await one.ok('GET', '/api/sessions')).rows.map(({ current }) => current), [true])
    w.bela = one
  })

  test('a new password ends the other sessions', async () => {
    const one = await signIn('cili@example.com')
    const two = await signIn('cili@example.com')
    await refused(one.post('/api/password', { current: 'wrong one it is', password: 'another word entirely' }), 422, { field: 'current' })
    await refused(one.post('/api/password', { current: password, password: 'short' }), 422, { field: 'password', rule: 'error.too_short', limit: 10 })
    await refused(one.post('/api/password', { current: password, password: 'x'.repeat(201) }), 422, { field: 'password', rule: 'error.too_long', limit: 200 })
    await refused(one.post('/api/password', { current: password, password: 'P4ssw0rd-2026' }), 422, { field: 'password', rule: 'error.password_common' })
    await refused(one.post('/api/password', { current: password, password: 'cili-teszt-77' }), 422, { field: 'password', rule: 'error.password_own' })
    await one.ok('POST', '/api/password', { current: password, password: 'another word entirely' })
    await one.ok('GET', '/api/me')
    await refused(two.get('/api/me'), 401)
    await refused(w.cili.get('/api/me'), 401)
    await refused(w.anonymous.post('/api/login', { email: 'cili@example.com', password }), 401)
    w.cili = await signIn('cili@example.com', 'another word entirely')
  })

  test('unsafe requests by cookie need the header, and come from our own pages', async () => {
    const path = '/api/me'
    await refused(w.admin.patch(path, { theme: 'dark' }, { headers: { 'x-cardinal': '' } }), 200)
    const bare = fresh()
    bare.cookies = w.admin.cookies
    bare.key = null
    const cookie = [...w.admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const raw = (headers) => fetch(w.server.url + path, { method: 'PATCH', headers: { cookie, 'content-type': 'application/json', ...headers }, body: '{"theme":"auto"}' })
    assert.equal((await raw({})).status, 403)
    assert.equal((await (await raw({})).json()).rule, 'error.csrf')
    assert.equal((await raw({ 'x-cardinal': '1', origin: 'https://evil.example' })).status, 403)
    assert.equal((await raw({ 'x-cardinal': '1', origin: 'null' })).status, 403)
    assert.equal((await raw({ 'x-cardinal': '1', origin: w.server.url })).status, 200)
    const login = await fetch(w.server.url + '/api/login', {
      method: 'POST', headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
      body: JSON.stringify({ email: 'anna@example.com', password }) })
    assert.equal(login.status, 403)
  })

  test('log-in attempts are limited, by e-mail and by address', async () => {
    const { startServer } = await import('./server.mjs')
    const server = await startServer({ args: ['--rate-login-address', '12'] })
    try {
      await server.setUp()
      const statuses = []
      for (let i = 0; i < 14; i++)
        statuses.push((await server.client().post('/api/login', { email: 'anna@example.com', password: 'wrong password' })).status)
      assert.equal(statuses[0], 401)
      assert.equal(statuses.at(-1), 429)
      const last = await server.client().post('/api/login', { email: 'other@example.com', password: 'wrong password' })
      assert.equal(last.status, 429)
      assert.ok(Number(last.headers.get('retry-after')) > 0)
      assert.equal(last.body.code, 'rate_limited')
    } finally {
      await server.stop()
    }
  })
})

describe('members', () => {
  test('an administrator invites, a user joins once', async () => {
    const made = await w.admin.request('POST', '/api/members', { name: 'Dóra Új', email: 'dora@example.com', role: 'user', sees_all: true, language: 'hu' })
    assert.equal(made.status, 201)
    const { member, invite_url } = made.body
    assert.equal(member.pending, true)
    assert.equal(member.initials, 'DÚ')
    assert.ok(invite_url.startsWith(w.server.url + '/invite/'))
    const token = invite_url.split('/').at(-1)
    assert.deepEqual(await w.anonymous.ok('GET', `/api/invites/${token}`), { company: 'Test Kft.', name: 'Dóra Új', email: 'dora@example.com' })
    const again = await w.admin.ok('POST', `/api/members/${member.id}/invite`)
    await refused(w.anonymous.get(`/api/invites/${token}`), 404)
    const second = again.invite_url.split('/').at(-1)
    await refused(w.anonymous.post(`/api/invites/${second}`, { name: 'Dóra', password: 'short' }), 422, { field: 'password' })
    const dora = fresh()
    const { me } = await dora.ok('POST', `/api/invites/${second}`, { name: 'Nagy Dóra', password })
    assert.equal(me.name, 'Nagy Dóra')
    assert.equal(me.language, 'hu')
    await refused(w.anonymous.post(`/api/invites/${second}`, { name: 'Dóra', password }), 404)
    const { rows } = await w.admin.ok('GET', '/api/members')
    assert.equal(rows.find((row) => row.id === member.id).pending, false)
    const refusal = await refused(dora.get('/api/cards/999999'), 404)
    assert.equal(refusal.body.detail, 'Nincs ilyen, vagy nem láthatod.')
  })

  test('bad ones are refused with the field', async () => {
    const post = (body) => w.admin.post('/api/members', { name: 'X', email: 'x@example.com', role: 'user', ...body })
    await refused(post({ email: 'nonsense' }), 422, { field: 'email' })
    await refused(post({ role: 'king' }), 422, { field: 'role', rule: 'error.unknown_role' })
    await refused(post({ name: '' }), 422, { field: 'name' })
    await refused(post({ email: 'bela@example.com' }), 409, { rule: 'error.member_exists' })
    await refused(post({ king: true }), 422, { field: 'king', rule: 'error.unknown_member' })
  })

  test('a deactivated user is out at once; the last administrator stays', async () => {
    const { member, invite_url } = await w.admin.ok('POST', '/api/members', { name: 'E', email: 'e@example.com', role: 'user' })
    const e = fresh()
    await e.ok('POST', `/api/invites/${invite_url.split('/').at(-1)}`, { name: 'E', password })
    await e.ok('GET', '/api/me')
    const now = (await w.admin.ok('GET', '/api/members')).rows.find((row) => row.id === member.id)
    await refused(w.admin.patch(`/api/members/${member.id}`, { active: false, version: now.version + 5 }), 412, { code: 'stale' })
    const off = await w.admin.ok('PATCH', `/api/members/${member.id}`, { active: false, version: now.version })
    assert.equal(off.member.active, false)
    await refused(e.get('/api/me'), 401)
    await refused(w.anonymous.post('/api/login', { email: 'e@example.com', password }), 401)
    await refused(w.admin.patch(`/api/members/${w.adminMe.id}`, { role: 'user' }), 409, { rule: 'error.last_administrator' })
    await refused(w.admin.patch(`/api/members/${w.adminMe.id}`, { active: false }), 409, { rule: 'error.last_administrator' })
    await refused(w.admin.patch('/api/members/999', { name: 'x' }), 404)
  })

  test('who is locked does not log in, and is not said to have', async () => {
    const { member, invite_url } = await w.admin.ok('POST', '/api/members', { name: 'L', email: 'l@example.com', role: 'user' })
    await fresh().ok('POST', `/api/invites/${invite_url.split('/').at(-1)}`, { name: 'L', password })
    await w.admin.ok('PATCH', `/api/members/${member.id}`, { locked: true })
    const refusal = await refused(w.anonymous.post('/api/login', { email: 'l@example.com', password }), 401, { rule: 'error.login' })
    assert.deepEqual(refusal.headers.getSetCookie(), [])
    const ways = (await w.admin.ok('GET', `/api/audit?kind=login&member=${member.id}`)).rows.map(({ subject }) => subject)
    assert.deepEqual(ways, ['invitation'])
    assert.equal((await w.admin.ok('GET', `/api/audit?kind=member_joined&member=${member.id}`)).rows.length, 1)
    await w.admin.ok('PATCH', `/api/members/${member.id}`, { locked: false })
    await signIn('l@example.com')
  })

  test('a change of role acts at once', async () => {
    const path = '/api/members'
    const promote = (role) => w.admin.ok('PATCH', `/api/members/${w.belaMe.id}`, { role })
    await refused(w.bela.post(path, {}), 403)
    await promote('administrator')
    await refused(w.bela.post(path, {}), 422)
    await promote('user')
    await refused(w.bela.post(path, {}), 403)
  })

  test('my own settings', async () => {
    const { me } = await w.bela.ok('PATCH', '/api/me', { name: 'Béla Új', language: 'ro', zone: 'Europe/Bucharest', theme: 'dark' })
    assert.deepEqual([me.name, me.initials, me.language, me.zone, me.theme], ['Béla Új', 'BÚ', 'ro', 'Europe/Bucharest', 'dark'])
    await refused(w.bela.patch('/api/me', { zone: 'Mars/Base' }), 422, { field: 'zone' })
    await refused(w.bela.patch('/api/me', { role: 'administrator' }), 422, { field: 'role' })
    const refusal = await refused(w.bela.patch('/api/me', { language: 'de' }), 422, { field: 'language' })
    assert.match(refusal.body.detail, /Trebuie/)
    const meta = await w.bela.ok('GET', '/api/meta')
    assert.equal(meta.modules.find((module) => module.kind === 'autosales').label, 'Auto-vânzări')
  })
})

describe('keys', () => {
  test('a key works as its member, without cookie and header, until it is revoked', async () => {
    const { key, id } = await w.manager.ok('POST', '/api/keys', { name: 'night import' })
    assert.match(key, /^ck_[\w-]{40,}$/)
    const program = watch(w.api, w.server.client(key))
    assert.equal((await program.ok('GET', '/api/me')).id, w.managerMe.id)
    const card = await w.card(program)
    assert.equal(card.created_by, w.managerMe.id)
    const { rows } = await w.manager.ok('GET', '/api/keys')
    const row = rows.find((one) => one.id === id)
    assert.equal(row.prefix, key.slice(0, 9))
    assert.ok(!JSON.stringify(rows).includes(key))
    assert.ok(!(await w.bela.ok('GET', '/api/keys')).rows.length)
    await refused(w.bela.delete(`/api/keys/${id}`), 404)
    await w.manager.ok('DELETE', `/api/keys/${id}`)
    const refusal = await refused(program.get('/api/me'), 401)
    assert.match(refusal.headers.get('www-authenticate'), /Bearer/)
    await refused(w.manager.delete(`/api/keys/${id}`), 404)
  })

  test('a key resets no second step, and a user has so many keys', async () => {
    const { key } = await w.admin.ok('POST', '/api/keys', { name: 'strong' })
    await refused(w.server.client(key).delete(`/api/members/${w.belaMe.id}/two-step`), 403, { rule: 'error.key_bound' })
    await refused(w.admin.delete(`/api/members/${w.adminMe.id}/two-step`), 409, { rule: 'error.two_step_own' })
    const mine = await w.admin.ok('GET', '/api/sessions')
    const bound = w.server.client(key)
    assert.equal((await bound.ok('GET', '/api/sessions')).rows.length, mine.rows.length) // all of this company
    await refused(bound.delete('/api/sessions/999999'), 404)
    const ids = []
    for (let i = 0; i < 50; i++) ids.push((await w.manager.ok('POST', '/api/keys', { name: `key ${i}` })).id)
    await refused(w.manager.post('/api/keys', { name: 'one more' }), 409, { rule: 'error.keys_many', limit: 50 })
    for (const id of ids) await w.manager.ok('DELETE', `/api/keys/${id}`)
  })

  test('a key is no cookie and a session is no key', async () => {
    const { key } = await w.admin.ok('POST', '/api/keys', { name: 'x' })
    const as = (headers) => fetch(w.server.url + '/api/me', { headers }).then((reply) => reply.status)
    assert.equal(await as({ cookie: `cardinal_session=${key}` }), 401)
    assert.equal(await as({ authorization: `Bearer ${w.admin.cookies.get('cardinal_session')}` }), 401)
    assert.equal(await as({ authorization: `bearer ${key}` }), 200)
    assert.equal(await as({ authorization: `Basic ${key}` }), 401)
    assert.equal(await as({ authorization: 'Bearer ck_nonsense' }), 401)
    assert.equal(await as({ authorization: `Bearer ck_${'x'.repeat(5000)}` }), 401)
  })
})

describe('the account', () => {
  test('name, zone, country, order of names', async () => {
    await w.admin.ok('PATCH', '/api/account', { name: 'Új Név Zrt.', zone: 'Europe/Bucharest', country: 'RO', name_order: 'family_first' })
    const { account } = await w.admin.ok('GET', '/api/meta')
    assert.deepEqual([account.name, account.zone, account.country, account.name_order], ['Új Név Zrt.', 'Europe/Bucharest', 'RO', 'family_first'])
    assert.equal((await w.anonymous.ok('GET', '/api/boot')).company, 'Új Név Zrt.')
    await refused(w.admin.patch('/api/account', { country: 'ro' }), 422, { field: 'country' })
    await refused(w.admin.patch('/api/account', { zone: 'x' }), 422, { field: 'zone' })
    await refused(w.admin.patch('/api/account', { currency: 'EUR' }), 422, { field: 'currency' })
  })

  test('metadata has an ETag that changes with it', async () => {
    const first = await w.manager.request('GET', '/api/meta')
    const etag = first.headers.get('etag')
    const same = await w.manager.request('GET', '/api/meta', undefined, { headers: { 'if-none-match': etag } })
    assert.equal(same.status, 304)
    assert.equal(same.text, '')
    await w.admin.ok('PATCH', '/api/account', { name: 'Még Újabb Zrt.' })
    const changed = await w.manager.request('GET', '/api/meta', undefined, { headers: { 'if-none-match': etag } })
    assert.equal(changed.status, 200)
    assert.notEqual(changed.headers.get('etag'), etag)
  })
})
