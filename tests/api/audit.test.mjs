// audit - who logged in, who changed rights, who took data out: noted, listed with filters and pages, written as CSV.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { watch } from './schema.mjs'
import { password, refused, startWorld } from './world.mjs'

let w
before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const list = (query = '') => w.admin.ok('GET', `/api/audit${query}`)
const newest = async (kind) => (await list(`?kind=${kind}`)).rows[0]

describe('what is noted', () => {
  test('log-ins: good, refused, and their ends', async () => {
    const client = watch(w.api, w.server.client())
    await refused(client.post('/api/login', { email: 'Bela@example.com', password: 'not this one' }), 401)
    const bad = await newest('login_refused')
    assert.deepEqual([bad.member_id, bad.who, bad.address], [null, 'bela@example.com', '127.0.0.1'])
    await client.ok('POST', '/api/login', { email: 'bela@example.com', password }, { headers: { 'user-agent': 'Test/1.0' } })
    const good = await newest('login')
    assert.deepEqual([good.member_id, good.who, good.subject, good.agent], [w.belaMe.id, 'bela Teszt', 'password', 'Test/1.0'])
    assert.ok(good.at <= Date.now() && good.at > Date.now() - 600_000)
    await client.ok('POST', '/api/logout')
    assert.equal((await newest('logout')).member_id, w.belaMe.id)
  })

  test('of an e-mail that nobody has, nothing stands in the account', async () => {
    await refused(w.anonymous.post('/api/login', { email: 'stranger@example.com', password: 'not this one' }), 401)
    assert.ok(!(await list('?kind=login_refused')).rows.some(({ who }) => who.startsWith('stranger')))
  })

  test('passwords, keys, sessions', async () => {
    const client = await w.server.login('cili@example.com')
    await client.ok('POST', '/api/password', { current: password, password: 'quite another phrase' })
    assert.equal((await newest('password_changed')).member_id, w.ciliMe.id)
    const { id } = await client.ok('POST', '/api/keys', { name: 'night import' })
    assert.equal((await newest('key_made')).subject, 'night import')
    await client.ok('DELETE', `/api/keys/${id}`)
    assert.equal((await newest('key_removed')).subject, 'night import')
    await refused(client.delete(`/api/keys/${id}`), 404)
  })

  test('rights, with what they were', async () => {
    await w.admin.ok('PATCH', `/api/members/${w.belaMe.id}`, { role: 'manager', sees_all: true })
    const row = await newest('member_changed')
    assert.deepEqual([row.member_id, row.subject], [w.adminMe.id, 'bela Teszt'])
    assert.deepEqual(row.changes.find(({ name }) => name === 'role'), { name: 'role', from: 'user', to: 'manager' })
    await w.admin.ok('PATCH', `/api/members/${w.belaMe.id}`, { role: 'user', sees_all: false })
    await w.bela.ok('PATCH', '/api/me', { theme: 'dark' }) // says nothing of rights
    assert.equal((await newest('member_changed')).member_id, w.adminMe.id)
  })

  test('exports, and the download of the log itself', async () => {
    const module = w.module('autosales')
    await w.bela.ok('GET', `/api/modules/${module.id}/export`)
    assert.deepEqual([(await newest('exported')).member_id, (await newest('exported')).subject], [w.belaMe.id, module.label])
    const csv = await w.admin.get('/api/audit/export')
    assert.match(csv.headers.get('content-type'), /text\/csv/)
    const lines = csv.text.trim().split('\r\n')
    assert.equal(lines[0], 'at,kind,who,subject,changes,address,agent')
    assert.ok(lines.some((line) => line.includes(',member_changed,') && line.includes('bela Teszt')))
    assert.equal((await newest('exported')).subject, 'audit.csv')
    const some = await w.admin.get('/api/audit/export?kind=key_made')
    assert.equal(some.text.trim().split('\r\n').length, 1 + (await list('?kind=key_made')).rows.length)
  })
})

describe('the list', () => {
  test('pages meet without a gap or a repeat', async () => {
    const all = (await list('?limit=200')).rows
    const seen = []
    for (let cursor = ''; cursor !== null; ) {
      const page = await list(`?limit=3&to=${all[0].at + 1}${cursor && `&cursor=${cursor}`}`)
      assert.ok(page.rows.length <= 3)
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.next
    }
    assert.deepEqual(seen, all.map(({ id }) => id))
    assert.deepEqual(all.map(({ at }) => at), all.map(({ at }) => at).sort((a, b) => b - a))
  })

  test('by person and time', async () => {
    const mine = (await list(`?member=${w.ciliMe.id}`)).rows
    assert.ok(mine.length >= 4 && mine.every(({ member_id }) => member_id === w.ciliMe.id))
    assert.deepEqual((await list(`?to=1000`)).rows, [])
    assert.deepEqual((await list(`?from=${Date.now() + 86_400_000}`)).rows, [])
  })

  test('it is for administrators alone, and nonsense is refused', async () => {
    for (const path of ['/api/audit', '/api/audit/export', '/api/security']) {
      await refused(w.manager.get(path), 403)
      await refused(w.anonymous.get(path), 401)
    }
    await refused(w.admin.get('/api/audit?kind=nonsense'), 422, { field: 'kind' })
    await refused(w.admin.get('/api/audit?cursor=nonsense'), 422, { field: 'cursor' })
    await refused(w.admin.get('/api/audit?limit=1000'), 422, { field: 'limit' })
  })
})

test('how long it reaches back is a setting, and changing it is noted', async () => {
  assert.equal((await w.admin.ok('GET', '/api/security')).audit_days, 365)
  await refused(w.admin.patch('/api/security', { audit_days: 7 }), 422, { field: 'audit_days', limit: 30 })
  assert.equal((await w.admin.ok('PATCH', '/api/security', { audit_days: 90 })).audit_days, 90)
  assert.equal((await w.admin.ok('GET', '/api/security')).audit_days, 90)
  assert.deepEqual((await newest('security_changed')).changes, [{ name: 'audit_days', from: '365', to: '90' }])
})
