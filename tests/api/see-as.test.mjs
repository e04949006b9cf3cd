// see-as - an administrator looks with a colleague's eyes: he sees what the colleague sees and nothing else, changes nothing by
// any route of the tables, and not for long.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { join } from 'node:path'

import { databaseOf, onPostgres, run, sql } from './server.mjs'
import { openStream } from './stream.mjs'
import { callRoute } from './routes.mjs'
import { refused, startWorld } from './world.mjs'
import { soon } from './wait.mjs'

const MARK = 'Rejtelem-7741'
let world, moduleId, hidden, his, watcher

before(async () => {
  world = await startWorld()
  const { admin, bela } = world
  moduleId = world.module('sales').id
  hidden = (await admin.ok('POST', `/api/modules/${moduleId}/cards`, { name: MARK, fields: {}, task: { text: MARK } })).card
  his = (await bela.ok('POST', `/api/modules/${moduleId}/cards`, { name: 'Of Béla', fields: {}, task: { text: 'Call' } })).card
  watcher = await world.server.login('anna@example.com')
})
after(() => world.stop())

const begin = (client, id) => client.ok('POST', `/api/members/${id}/see-as`, {})
const end = (client) => client.ok('DELETE', '/api/session/see-as')
const seeing = async (client) => (await client.ok('GET', '/api/boot')).seeing_as
const names = async (client) => (await client.ok('GET', `/api/modules/${moduleId}/cards`)).rows.map(({ name }) => name)
const audit = async (kind) => (await world.admin.ok('GET', `/api/audit?kind=${kind}`)).rows

describe('what is seen', () => {
  test('all that he sees, and that alone', async () => {
    const { bela, belaMe, adminMe } = world
    assert.equal(await seeing(watcher), null)
    const { until } = await begin(watcher, belaMe.id)
    assert.ok(until > Date.now() && until < Date.now() + 31 * 60_000)
    const same = ['/api/me', '/api/meta', `/api/modules/${moduleId}/cards`, `/api/modules/${moduleId}/pipeline`, '/api/home', '/api/tasks', '/api/notifications', `/api/search?q=${MARK}`, '/api/search?q=Béla', '/api/changes', `/api/cards/${his.id}`, '/api/members']
    for (const path of same) assert.deepEqual((await watcher.get(path)).body, (await bela.get(path)).body, path)
    assert.deepEqual(await names(watcher), ['Of Béla'])
    await refused(watcher.get(`/api/cards/${hidden.id}`), 404)
    await refused(watcher.get('/api/audit'), 403, { rule: 'error.role' })
    assert.deepEqual(await seeing(watcher), { by_id: adminMe.id, by_name: adminMe.name, until })
    // his own log-in, and no other's: the accounts, the sessions and the second step are the administrator's
    const here = await watcher.ok('GET', '/api/session')
    assert.equal(here.me.id, belaMe.id)
    assert.equal(here.sso, false)
    assert.equal((await watcher.ok('GET', '/api/sessions')).rows.length, 2)
    // other windows of both go on as they were
    assert.equal(await seeing(world.admin), null)
    assert.equal(await seeing(bela), null)
    await end(watcher)
    await end(watcher)
    assert.deepEqual((await names(watcher)).sort(), ['Of Béla', MARK])
  })
  test('the event stream tells what he is told', async () => {
    const { admin, bela, belaMe } = world
    const own = await openStream(watcher)
    await begin(watcher, belaMe.id)
    await own.ended
    const stream = await openStream(watcher)
    await admin.ok('PATCH', `/api/cards/${hidden.id}`, { fields: { name: `${MARK} again` } })
    await bela.ok('PATCH', `/api/cards/${his.id}`, { fields: { source: 'Fair' } })
    await stream.until(({ event, data }) => event === 'card' && data.id === his.id)
    assert.ok(!stream.list.some(({ event, data }) => event === 'card' && data.id === hidden.id))
    await end(watcher)
    await stream.ended
  })
  test('what is his own is left as it was: unread notifications, new cards', async () => {
    const { admin, bela, belaMe } = world
    const given = (await admin.ok('POST', `/api/modules/${moduleId}/cards`, { name: 'Given', fields: { owner: belaMe.id } })).card
    const marks = async () => [await bela.ok('GET', '/api/notifications'), (await bela.ok('GET', '/api/home')).new_leads]
    const was = await marks()
    assert.ok(was[0].unread > 0)
    await begin(watcher, belaMe.id)
    await watcher.ok('GET', `/api/cards/${given.id}`)
    await watcher.ok('GET', '/api/notifications')
    await refused(watcher.post(`/api/cards/${given.id}/seen`), 403, { rule: 'error.seeing_as' })
    await end(watcher)
    assert.deepEqual(await marks(), was)
  })
})

describe('what is refused', () => {
  test('every route that changes something, or takes data out', async () => {
    const { admin, belaMe, api } = world
    const { stdout } = await run(['describe', 'routes'])
    const state = async () => JSON.stringify([await admin.ok('GET', `/api/cards/${his.id}`), await admin.ok('GET', `/api/cards/${his.id}/events`), await admin.ok('GET', '/api/members'), (await admin.ok('GET', '/api/audit')).rows.length])
    await begin(watcher, belaMe.id)
    const was = await state()
    const open = ['DELETE /api/session/see-as', 'POST /api/logout']
    const writes = JSON.parse(stdout).filter(({ method, path }) => method !== 'GET' && !open.includes(`${method} ${path}`))
    assert.ok(writes.length > 100, `${writes.length}`)
    for (const route of writes) {
      const { status, body, text } = await callRoute(api, watcher, route, his.id)
      const rule = `${status} ${body?.rule}`
      assert.equal(rule, '403 error.seeing_as', `${route.method} ${route.path}: ${text.slice(0, 200)}`)
    }
    for (const path of [`/api/modules/${moduleId}/export?format=csv`, '/api/contacts/1/export', '/api/audit/export', '/api/backups/1/file'])
      await refused(watcher.get(path), 403, { rule: 'error.seeing_as' })
    assert.equal(await state(), was)
    assert.equal((await seeing(watcher)).by_id, world.adminMe.id)
    await end(watcher)
  })
  test('to all but administrators, by a key, and of whom nothing is to be seen', async () => {
    const { admin, adminMe, bela, manager, managerMe, cili, ciliMe, server } = world
    for (const client of [bela, manager, cili]) await refused(client.post(`/api/members/${ciliMe.id}/see-as`), 403, { rule: 'error.role' })
    await refused(watcher.post('/api/members/99999/see-as'), 404)
    await refused(watcher.post(`/api/members/${adminMe.id}/see-as`), 409, { rule: 'error.see_as_member' })
    await admin.ok('PATCH', `/api/members/${managerMe.id}`, { role: 'administrator' })
    await refused(watcher.post(`/api/members/${managerMe.id}/see-as`), 409, { rule: 'error.see_as_member' })
    await admin.ok('PATCH', `/api/members/${managerMe.id}`, { role: 'manager' })
    const { key } = await admin.ok('POST', '/api/keys', { name: 'Robot' })
    await refused(server.client(key).post(`/api/members/${ciliMe.id}/see-as`), 403, { rule: 'error.see_as_key' })
    await admin.ok('PATCH', `/api/members/${ciliMe.id}`, { active: false })
    await refused(watcher.post(`/api/members/${ciliMe.id}/see-as`), 409, { rule: 'error.see_as_member' })
    await admin.ok('PATCH', `/api/members/${ciliMe.id}`, { active: true })
  })
})

describe('how it ends', () => {
  test('by the button, and the audit log tells who saw as whom', async () => {
    const { adminMe, belaMe } = world
    await begin(watcher, belaMe.id)
    await refused(watcher.post(`/api/members/${belaMe.id}/see-as`), 403, { rule: 'error.seeing_as' })
    await end(watcher)
    for (const kind of ['seen_as', 'seen_as_ended']) {
      const [last] = await audit(kind)
      assert.equal(last.subject, belaMe.name)
      assert.equal(last.member_id, adminMe.id)
    }
  })
  test('when the colleague or the administrator is no longer what he was', async () => {
    const { admin, manager, managerMe, ciliMe } = world
    const n = (await audit('seen_as_ended')).length
    await begin(watcher, ciliMe.id)
    await admin.ok('PATCH', `/api/members/${ciliMe.id}`, { active: false })
    await soon(async () => !(await seeing(watcher)), 'the end')
    assert.equal((await audit('seen_as_ended')).length, n + 1)
    await admin.ok('PATCH', `/api/members/${ciliMe.id}`, { active: true })
    assert.equal(await seeing(watcher), null)
    await admin.ok('PATCH', `/api/members/${managerMe.id}`, { role: 'administrator' })
    await begin(manager, ciliMe.id)
    const stream = await openStream(manager)
    await admin.ok('PATCH', `/api/members/${managerMe.id}`, { role: 'manager' })
    await stream.ended
    assert.equal((await manager.ok('GET', '/api/me')).id, managerMe.id)
  })
  test('when its time is over, also over a restart of the server', async () => {
    const { server, belaMe } = world
    await begin(watcher, belaMe.id)
    server.child.kill('SIGTERM')
    await server.ended
    const late = 'UPDATE session SET seen_until = 1 WHERE seen_as > 0'
    if (onPostgres) await sql(await databaseOf(server.data), late.replace('session', 'cardinal.session'))
    else await promisify(execFile)('python3', ['-c', 'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()', join(server.data, 'directory.db'), late])
    await server.start()
    for (const client of [watcher, world.admin]) client.url = server.url
    const n = (await audit('seen_as_ended')).length
    // the request with which it lapses is still one of somebody who looks: it changes nothing as the administrator
    await refused(watcher.patch(`/api/cards/${hidden.id}`, { fields: { name: 'Late' } }), 403, { rule: 'error.seeing_as' })
    assert.notEqual((await world.admin.ok('GET', `/api/cards/${hidden.id}`)).name, 'Late')
    assert.equal((await audit('seen_as_ended')).length, n + 1)
    await watcher.ok('PATCH', `/api/cards/${hidden.id}`, { fields: { name: 'His own again' } })
    assert.equal((await watcher.ok('GET', '/api/me')).id, world.adminMe.id)
    assert.equal((await audit('seen_as_ended')).length, n + 1)
    assert.equal((await watcher.ok('GET', '/api/me')).id, world.adminMe.id)
  })
})
