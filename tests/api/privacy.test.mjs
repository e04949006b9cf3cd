// privacy - a private card is seen by its owner, the invited, those with a task on it and administrators: no list, count,
// search, file or stream tells others of it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { run } from './server.mjs'
import { openStream } from './stream.mjs'
import { password, refused, startWorld } from './world.mjs'

const MARK = 'Titkos-7731'
let world, owner, guest, other, moduleId

async function hire(name) {
  const { admin, server } = world
  const { member, invite_url } = await admin.ok('POST', '/api/members', { name, email: `${name}@example.com`, role: 'manager' })
  const client = server.client()
  await client.ok('POST', `/api/invites/${invite_url.split('/').at(-1)}`, { name, password })
  return Object.assign(client, { id: member.id })
}

before(async () => {
  world = await startWorld()
  moduleId = world.module('sales').id
  owner = await hire('owner')
  guest = await hire('guest')
  other = await hire('other')
})
after(() => world.stop())

const make = async (name, more = {}) =>
  (await owner.ok('POST', `/api/modules/${moduleId}/cards`, { name, fields: { value: 1000 }, task: { text: `${name}: call` }, ...more })).card
const set = (client, card, body) => client.post(`/api/cards/${card.id}/privacy`, { guests: [], private: true, ...body })
const names = async (client, more = '') => (await client.ok('GET', `/api/modules/${moduleId}/cards?limit=200${more}`)).rows.map(({ name }) => name)
const total = async (client) => {
  const { statuses } = await client.ok('GET', `/api/modules/${moduleId}/pipeline`)
  return statuses.reduce((sum, { n, value_minor }) => [sum[0] + n, sum[1] + value_minor], [0, 0])
}

describe('a private card', () => {
  let card
  test('is seen by its owner, the invited and administrators, and by nobody else', async () => {
    card = await make(`${MARK} one`, { company: { kind: 'company', name: 'Ügyfél Kft.' } })
    await make('open')
    assert.deepEqual(card.privacy, { private: false, guests: [] })
    const before = await total(other)
    const made = await set(owner, card, { guests: [guest.id, guest.id] })
    assert.equal(made.status, 200, made.text)
    assert.deepEqual(made.body.card.privacy, { private: true, guests: [guest.id] })
    for (const client of [owner, guest, world.admin]) {
      assert.equal((await client.ok('GET', `/api/cards/${card.id}`)).name, card.name)
      assert.ok((await names(client)).includes(card.name))
      assert.ok((await names(client, '&sort=name')).includes(card.name))
      assert.deepEqual(await total(client), before)
      assert.equal((await client.ok('GET', `/api/search?q=${MARK}`)).hits.length > 0, true)
    }
    await refused(other.get(`/api/cards/${card.id}`), 404)
    await refused(other.get(`/api/cards/${card.id}/events`), 404)
    await refused(other.request('PATCH', `/api/cards/${card.id}`, { fields: { name: 'Mine' } }), 404)
    await refused(set(other, card, { private: false }), 404)
    for (const more of ['', '&sort=name', '&sort=value', `&owner=${owner.id}`, `&q=${MARK}`, `&status=${card.status_id}`])
      assert.ok(!(await names(other, more)).includes(card.name), more)
    assert.deepEqual(await total(other), [before[0] - 1, before[1] - 1000])
    assert.deepEqual((await other.ok('GET', `/api/search?q=${MARK}`)).hits.filter(({ kind }) => kind !== 'company'), [])
    const board = await other.ok('GET', `/api/modules/${moduleId}/board`)
    assert.ok(!board.columns.some(({ rows }) => rows.some(({ id }) => id === card.id)))
    const file = await other.get(`/api/modules/${moduleId}/export`)
    assert.ok(file.text.includes('open') && !file.text.includes(MARK))
    const company = await other.ok('GET', `/api/contacts/${card.company?.id ?? card.contact.id}`)
    assert.ok(!JSON.stringify(company).includes(MARK))
  })

  test('is pushed to its owner and guests alone', async () => {
    const streams = await Promise.all([owner, guest, other].map((client) => openStream(client)))
    const plain = await make('pushed to all')
    await owner.ok('PATCH', `/api/cards/${card.id}`, { fields: { name: `${MARK} renamed` } })
    const last = await make('the last')
    for (const stream of streams) await stream.until(({ event, data }) => event === 'card' && data.id === last.id)
    const told = streams.map((stream) => stream.list.some(({ event, data }) => event === 'card' && data.id === card.id))
    assert.deepEqual(told, [true, true, false])
    assert.ok(streams[2].list.some(({ data }) => data.id === plain.id))
    for (const stream of streams) await stream.close()
  })

  test('opens to whoever gets a task on it, for as long as it is open', async () => {
    const { task } = await owner.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Help', assignee_id: other.id })
    assert.equal((await other.ok('GET', `/api/cards/${card.id}`)).id, card.id)
    await other.ok('POST', `/api/tasks/${task.id}/close`, { state: 'done', version: task.version })
    await refused(other.get(`/api/cards/${card.id}`), 404)
  })

  test('stands in the history, and is taken back from there, but not behind a later change', async () => {
    const one = await make('undone')
    const { body } = await set(owner, one, { guests: [guest.id] })
    await refused(other.get(`/api/cards/${one.id}`), 404)
    const { rows } = await owner.ok('GET', `/api/cards/${one.id}/events`)
    assert.ok(rows.some(({ kind }) => kind === 'privacy'))
    await owner.ok('POST', `/api/changes/${body.change.id}/undo`)
    assert.deepEqual((await other.ok('GET', `/api/cards/${one.id}`)).privacy, { private: false, guests: [] })
    const again = (await set(owner, one, { guests: [guest.id] })).body
    await set(owner, one, { guests: [] })
    await refused(owner.post(`/api/changes/${again.change.id}/undo`), 409, { rule: 'error.undo_later_change' })
  })

  test('is made by its owner and administrators alone, and bad input names the member', async () => {
    const one = await make('whose', { task: undefined })
    await refused(set(guest, one), 403, { rule: 'error.privacy_owner' })
    await refused(set(owner, one, { guests: [999999] }), 422, { field: 'guests[0]', rule: 'error.unknown_user' })
    await refused(set(owner, one, { guests: Array.from({ length: 51 }, () => guest.id) }), 422, { field: 'guests', limit: 50 })
    await refused(owner.post(`/api/cards/${one.id}/privacy`, { private: true }), 422, { field: 'guests' })
    await world.admin.ok('PATCH', `/api/cards/${one.id}`, { fields: { owner: null } })
    await refused(set(world.admin, one), 409, { rule: 'error.privacy_nobody' })
    await world.admin.ok('PATCH', `/api/cards/${one.id}`, { fields: { owner: guest.id } })
    assert.equal((await set(world.admin, one)).status, 200)
    await refused(owner.get(`/api/cards/${one.id}`), 404)
  })

  test('an invitation opens a card that is not private, too', async () => {
    const { admin, server } = world
    const { member, invite_url } = await admin.ok('POST', '/api/members', { name: 'Narrow', email: 'narrow@example.com', role: 'restricted' })
    const narrow = server.client()
    await narrow.ok('POST', `/api/invites/${invite_url.split('/').at(-1)}`, { name: 'Narrow', password })
    const one = await make('shown to one')
    await refused(narrow.get(`/api/cards/${one.id}`), 404)
    assert.equal((await set(owner, one, { private: false, guests: [member.id] })).status, 200)
    assert.equal((await narrow.ok('GET', `/api/cards/${one.id}`)).name, 'shown to one')
    assert.deepEqual(await names(narrow), ['shown to one'])
    assert.equal((await total(narrow))[0], 1)
  })

  test('leaves the account sound', async () => {
    const { code, stdout } = await run(['account', 'verify', '--data', world.server.data])
    assert.equal(code, 0, stdout)
  })
})
