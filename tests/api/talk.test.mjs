// talk - comments, who is called by name and who follows, and what members are told in the bell.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { openStream } from './stream.mjs'
import { refused, startWorld } from './world.mjs'

const pause = (ms) => new Promise((done) => setTimeout(done, ms))

let world
before(async () => (world = await startWorld()))
after(() => world?.stop())

const bell = (client, query = '') => client.ok('GET', `/api/notifications${query}`)
const told = async (client) => (await bell(client)).rows.map(({ kind, name, actor_id }) => [kind, name, actor_id])
const clear = async (client) => {
  const { rows } = await bell(client)
  if (rows.length) await client.ok('POST', '/api/notifications/read', { up_to_id: rows[0].id })
}
// What the timer or a job brings comes in its time.
async function until(what) {
  for (const end = Date.now() + 60_000; ; await pause(50)) {
    const got = await what()
    if (got) return got
    assert.ok(Date.now() < end, 'it did not happen')
  }
}

test('a comment: mentions, followers, the history, live', async () => {
  const { admin, manager, bela, adminMe, managerMe, belaMe } = world
  const card = await world.card(admin, 'sales', { name: 'Talked about', owner_id: belaMe.id })
  assert.deepEqual(await told(bela), [['card_given', 'Talked about', adminMe.id]])
  await clear(bela)
  const stream = await openStream(bela)
  const { comment } = await admin.ok('POST', `/api/cards/${card.id}/comments`, { text: '  Hello @manager Teszt\nsee https://example.com  ', mentions: [managerMe.id, managerMe.id] })
  assert.deepEqual([comment.text, comment.mentions, comment.member_id, comment.edited_at], ['Hello @manager Teszt\nsee https://example.com', [managerMe.id], adminMe.id, null])
  await stream.until(({ event, data }) => event === 'talk' && data.card_id === card.id)
  await stream.until(({ event }) => event === 'notification')
  await stream.close()
  assert.deepEqual((await bell(manager)).rows[0].text, comment.text)
  assert.deepEqual((await told(manager))[0], ['mention', 'Talked about', adminMe.id])
  assert.deepEqual((await told(bela))[0], ['comment', 'Talked about', adminMe.id])
  assert.deepEqual(await told(admin), [])
  const names = async (client) => (await client.ok('GET', `/api/cards/${card.id}/followers`)).rows.map(({ id }) => id)
  assert.deepEqual(await names(admin), [belaMe.id, adminMe.id, managerMe.id])
  const { rows } = await bela.ok('GET', `/api/cards/${card.id}/events?kind=comments`)
  assert.deepEqual([rows.length, rows[0].comment], [1, comment])
  // Who says that he follows no more is told nothing, also not by being the owner; who is called by name is.
  assert.equal((await bela.ok('POST', `/api/cards/${card.id}/follow`, { follow: false })).following, false)
  await clear(bela)
  await manager.ok('POST', `/api/cards/${card.id}/comments`, { text: 'again' })
  assert.equal((await bell(bela)).unread, 0)
  await manager.ok('POST', `/api/cards/${card.id}/comments`, { text: '@bela Teszt!', mentions: [belaMe.id] })
  assert.equal((await bell(bela)).unread, 1)
  assert.equal((await bell(admin)).unread, 2)
  assert.deepEqual(await names(admin), [adminMe.id, managerMe.id])
})

test('editing and taking back; undo', async () => {
  const { admin, bela, adminMe, belaMe } = world
  const card = await world.card(admin, 'sales', { owner_id: belaMe.id })
  const at = `/api/cards/${card.id}`
  const { comment } = await bela.ok('POST', `${at}/comments`, { text: 'firts' })
  const edited = (await bela.ok('PATCH', `/api/comments/${comment.id}`, { text: 'first', version: 1, mentions: [adminMe.id] })).comment
  assert.deepEqual([edited.text, edited.version, edited.edited_at > 0], ['first', 2, true])
  const stale = await refused(bela.patch(`/api/comments/${comment.id}`, { text: 'other', version: 1 }), 412, { code: 'stale', your_version: 1 })
  assert.deepEqual(stale.body.fields.text, { yours: 'other', theirs: 'first' })
  await refused(admin.patch(`/api/comments/${comment.id}`, { text: 'x' }), 403, { rule: 'error.comment_others' })
  await refused(world.manager.delete(`/api/comments/${comment.id}`), 403, { rule: 'error.comment_others' })
  await refused(bela.patch(`/api/comments/${comment.id}`, { text: ' \n ' }), 422, { field: 'text' })
  const before = await bell(admin)
  assert.equal(before.rows[0].kind, 'mention')
  const { change } = await bela.ok('DELETE', `/api/comments/${comment.id}`)
  assert.deepEqual((await bela.ok('GET', `${at}/comments`)).rows, [])
  assert.deepEqual((await bela.ok('GET', `${at}/events?kind=comments`)).rows.map((row) => [row.kind, row.comment, row.text]), [['comment_removed', null, ''], ['comment', null, '']])
  assert.notEqual((await bell(admin)).rows[0]?.comment_id, comment.id)
  await bela.ok('POST', `/api/changes/${change.id}/undo`)
  assert.equal((await bela.ok('GET', `${at}/comments`)).rows[0].text, 'first')
  await refused(bela.post(`/api/changes/${change.id}/undo`), 409)
})

test('an old comment can be changed after whom it calls sees the card no more', async () => {
  const { admin, cili, belaMe, ciliMe } = world
  const card = await world.card(admin, 'sales', { owner_id: ciliMe.id })
  const { comment } = await admin.ok('POST', `/api/cards/${card.id}/comments`, { text: '@cili Teszt', mentions: [ciliMe.id] })
  await admin.ok('PATCH', `/api/cards/${card.id}`, { fields: { owner: belaMe.id } })
  await refused(cili.get(`/api/cards/${card.id}`), 404)
  const edited = await admin.ok('PATCH', `/api/comments/${comment.id}`, { text: '@cili Teszt, by Monday', mentions: [ciliMe.id] })
  assert.deepEqual(edited.comment.mentions, [ciliMe.id])
  await refused(admin.post(`/api/cards/${card.id}/comments`, { text: '@cili Teszt', mentions: [ciliMe.id] }), 422, { rule: 'error.mention_unseen' })
})

test('undo takes nobody’s words back, and brings none back, but for the author and administrators', async () => {
  const { admin, bela, manager, belaMe } = world
  const card = await world.card(admin, 'sales', { owner_id: belaMe.id })
  const said = await bela.ok('POST', `/api/cards/${card.id}/comments`, { text: 'mine' })
  await refused(manager.post(`/api/changes/${said.change.id}/undo`), 403, { rule: 'error.comment_others' })
  const gone = await bela.ok('DELETE', `/api/comments/${said.comment.id}`)
  await refused(manager.post(`/api/changes/${gone.change.id}/undo`), 403, { rule: 'error.comment_others' })
  await admin.ok('POST', `/api/changes/${gone.change.id}/undo`)
  assert.equal((await bela.ok('GET', `/api/cards/${card.id}/comments`)).rows[0].text, 'mine')
})

test('nobody is shown, told or asked what he may not see', async () => {
  const { admin, bela, cili, adminMe, belaMe, ciliMe } = world
  const card = await world.card(bela, 'sales', { name: 'Secret' })
  const at = `/api/cards/${card.id}`
  assert.deepEqual((await bela.ok('GET', `${at}/readers?q=TESZT`)).rows.map(({ name }) => name).sort(), ['bela Teszt', 'manager Teszt'])
  assert.deepEqual((await bela.ok('GET', `${at}/readers`)).rows.some(({ id }) => id === adminMe.id), true)
  const reply = await refused(bela.post(`${at}/comments`, { text: '@cili', mentions: [ciliMe.id] }), 422, { field: 'mentions', rule: 'error.mention_unseen' })
  assert.match(reply.body.detail, /cili Teszt/)
  await refused(bela.post(`${at}/comments`, { text: 'x', mentions: [999] }), 422, { field: 'mentions' })
  const { comment } = await bela.ok('POST', `${at}/comments`, { text: 'said' })
  for (const call of [
    cili.get(`${at}/comments`),
    cili.post(`${at}/comments`, { text: 'x' }),
    cili.get(`${at}/readers`),
    cili.get(`${at}/followers`),
    cili.post(`${at}/follow`, { follow: true }),
    cili.patch(`/api/comments/${comment.id}`, { text: 'x' }),
    cili.delete(`/api/comments/${comment.id}`),
  ])
    await refused(call, 404)
  // Once given to somebody else, what was told of it is no longer shown, nor counted, and nothing new is told.
  await clear(cili)
  await admin.ok('PATCH', at, { fields: { owner: ciliMe.id } })
  await admin.ok('POST', `${at}/comments`, { text: 'for Cili', mentions: [ciliMe.id] })
  assert.equal((await bell(cili)).unread, 2)
  await admin.ok('PATCH', at, { fields: { owner: belaMe.id } })
  assert.deepEqual([(await bell(cili)).unread, (await told(cili)).filter(([, name]) => name === 'Secret')], [0, []])
  await admin.ok('POST', `${at}/comments`, { text: 'not for Cili' })
  assert.equal((await bell(cili)).unread, 0)
})

test('contacts are talked about, too', async () => {
  const { admin, manager, managerMe } = world
  const { contact } = await admin.ok('POST', '/api/contacts', { kind: 'company', name: 'Beszéd Kft.' })
  const at = `/api/contacts/${contact.id}`
  await clear(manager)
  await admin.ok('POST', `${at}/comments`, { text: '@manager Teszt', mentions: [managerMe.id] })
  const [row] = (await bell(manager)).rows
  assert.deepEqual([row.kind, row.contact_id, row.card_id, row.name, row.read], ['mention', contact.id, null, 'Beszéd Kft.', false])
  assert.equal((await manager.ok('GET', `${at}/followers`)).following, true)
  assert.equal((await manager.ok('GET', `${at}/events`)).rows[0].comment.text, '@manager Teszt')
  assert.ok((await manager.ok('GET', `${at}/readers?q=man`)).rows.length)
  await manager.ok('POST', `${at}/follow`, { follow: false })
  await refused(admin.post(`${at}/comments`, { text: 'x'.repeat(10001) }), 422, { field: 'text', limit: 10000 })
  await admin.ok('DELETE', at)
  await refused(admin.post(`${at}/comments`, { text: 'x' }), 409, { rule: 'error.contact_trashed' })
})

test('tasks and cards given, tasks due, work done; read, pages, choices', async () => {
  const { admin, bela, manager, adminMe, belaMe } = world
  await clear(bela)
  const card = await world.card(admin, 'sales', { name: 'Given', owner_id: belaMe.id })
  const { task } = await admin.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Call them', assignee_id: belaMe.id, due_at: Date.now() + 600_000, reminder_min: 5 })
  const unread = async () => (await bell(bela, '?unread=1')).rows.map(({ kind }) => kind)
  assert.deepEqual(await unread(), ['task_given', 'card_given'])
  const now = Date.now()
  await bela.ok('PATCH', `/api/tasks/${task.id}`, { due_at: now + 299_000 })
  await until(async () => (await unread()).includes('task_due'))
  const due = (await bell(bela)).rows[0]
  assert.deepEqual([due.text, due.due_at, due.actor_id, due.task_id], ['Call them', now + 299_000, 0, task.id])
  // One of a closed task is nothing to remind of, and each is told once.
  await bela.ok('POST', '/api/notifications/read', { id: due.id })
  assert.deepEqual(await unread(), ['task_given', 'card_given'])
  const first = await bell(bela, '?limit=2')
  assert.equal((await bell(bela, `?limit=2&cursor=${first.next}`)).rows[0].id < first.rows[1].id, true)
  await bela.ok('POST', '/api/notifications/read', { up_to_id: first.rows[0].id })
  assert.deepEqual(await unread(), [])
  await refused(bela.post('/api/notifications/read', {}), 422, { field: 'id' })
  // A bulk change tells of all its cards at once, and whoever began it of its end.
  const ids = []
  for (let i = 0; i < 130; i++) ids.push((await world.card(admin, 'sales')).id)
  const { job_id } = await admin.ok('POST', `/api/modules/${world.module('sales').id}/bulk`, { select: { ids }, expect: 130, action: 'edit', fields: { owner: belaMe.id } })
  const done = await until(async () => (await bell(admin, '?unread=1')).rows.find((row) => row.job_id === job_id))
  assert.deepEqual([done.kind, done.job_kind, done.job_state], ['job_done', 'bulk', 'done'])
  const [given, ...others] = (await bell(bela, '?unread=1')).rows
  assert.deepEqual([given.kind, given.n, given.actor_id, others.length], ['card_given', 130, adminMe.id, 0])
  // What is switched off is not told.
  await clear(bela)
  const choices = await bela.ok('PATCH', '/api/notifications/choices', { kind: 'card_given', in_app: false })
  assert.deepEqual(choices.kinds.find(({ kind }) => kind === 'card_given'), { kind: 'card_given', in_app: false, push: false })
  await world.card(manager, 'sales', { owner_id: belaMe.id })
  assert.deepEqual(await unread(), [])
  await refused(bela.patch('/api/notifications/choices', { kind: 'rain' }), 422, { field: 'kind' })
})
