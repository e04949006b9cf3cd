// hand-over - what somebody leaves behind goes to colleagues: counted exactly, in steps, told once, taken back as one change.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { openStream } from './stream.mjs'
import { jobEnd, password, refused, startWorld } from './world.mjs'

const CARDS = 230 // more than a step
let world, sales, leads, closedStatus, lostReason

before(async () => {
  world = await startWorld()
  sales = world.module('sales')
  leads = world.module('leads')
  closedStatus = sales.statuses.find(({ group }) => group === 'failed')
  lostReason = sales.fields.find(({ code }) => code === 'lost_reason').options[0].id
})
after(() => world.stop())

// A user with `n` cards in Sales, each with a task.
async function hire(name, n = 0) {
  const { admin, server } = world
  const { member, invite_url } = await admin.ok('POST', '/api/members', { name, email: `${name}@example.com`, role: 'user', language: 'en' })
  const client = server.client()
  await client.ok('POST', `/api/invites/${invite_url.split('/').at(-1)}`, { name, password })
  const cards = []
  for (let i = 0; i < n; i++) cards.push((await client.ok('POST', `/api/modules/${sales.id}/cards`, { name: `${name} ${i}`, fields: {}, task: { text: `Call ${i}` } })).card)
  return Object.assign(client, { id: member.id, name, cards })
}

const holdings = (member) => world.admin.ok('GET', `/api/members/${member.id}/holdings`)
const hand = async (member, wish) => {
  const { job_id, change_id } = await world.admin.ok('POST', `/api/members/${member.id}/hand-over`, wish)
  const job = await jobEnd(world.admin, job_id)
  assert.equal(job.state, 'done', JSON.stringify(job))
  assert.deepEqual(job.result.failed, [])
  return { change_id, job }
}
const owner = async ({ id }) => (await world.admin.ok('GET', `/api/cards/${id}`)).owner_id
const counts = ({ cards, tasks, views, private_cards, private_tasks, series }) => ({ cards, tasks, views, private_cards, private_tasks, series })
const nothing = { cards: 0, tasks: 0, views: 0, private_cards: 0, private_tasks: 0, series: 0 }
const member = async ({ id }) => (await world.admin.ok('GET', '/api/members')).rows.find((one) => one.id === id)

describe('handing over', () => {
  test('all to one, with the deactivation: exact, told once, undone as one', async () => {
    const { admin, server } = world
    const from = await hire('Réka', CARDS)
    const to = await hire('Tamás')
    const [moved, shut] = from.cards
    await admin.ok('PATCH', `/api/cards/${shut.id}`, { fields: { status: closedStatus.id, lost_reason: lostReason } })
    await from.ok('POST', `/api/modules/${sales.id}/views`, { label: 'Mine', config: { mode: 'list' } })
    const { id: teamId } = await admin.ok('POST', '/api/teams', { name: 'Észak', leader_id: from.id, member_ids: [to.id] })
    const { task } = await from.ok('POST', `/api/cards/${moved.id}/tasks`, { text: 'Every week', due_date: '2031-01-06', repeat: { rrule: 'FREQ=WEEKLY' } })
    const robot = server.client((await from.ok('POST', '/api/keys', { name: 'Robot' })).key)
    const feed = (await from.ok('POST', '/api/calendar/feed', {})).url.replace(/^https?:\/\/[^/]+/, server.url)
    await robot.ok('GET', '/api/me')
    assert.equal((await fetch(feed)).status, 200)

    const was = await holdings(from)
    const all = { ...nothing, cards: CARDS - 1, tasks: CARDS + 1, views: 1, series: 1 }
    assert.deepEqual(counts(was), all)
    assert.deepEqual(was.modules, [{ id: sales.id, ...all }])
    assert.equal(was.teams, 1)
    const stream = await openStream(from)
    const before = (await to.ok('GET', '/api/notifications')).rows.length
    const { change_id, job } = await hand(from, { to: to.id, deactivate: true })
    await stream.ended
    assert.equal((await member(from)).active, false)
    await refused(from.get('/api/me'), 401)
    await refused(robot.get('/api/me'), 401)
    assert.equal((await fetch(feed)).status, 404)

    assert.deepEqual(job.result.to, { [to.id]: 2 * CARDS + 1 })
    assert.equal(job.progress, job.total)
    assert.deepEqual(counts(await holdings(from)), nothing)
    assert.deepEqual(counts(await holdings(to)), all)
    assert.equal(await owner(moved), to.id)
    assert.equal(await owner(shut), from.id, 'closed cards stay')
    assert.equal((await admin.ok('GET', '/api/meta')).teams.find(({ id }) => id === teamId).leader_id, to.id)
    const events = (await admin.ok('GET', `/api/cards/${moved.id}/events`)).rows
    assert.ok(events.some(({ kind }) => kind === 'owner'), JSON.stringify(events.map(({ kind }) => kind)))

    const told = (await to.ok('GET', '/api/notifications')).rows
    assert.equal(told.length, before + 1)
    assert.deepEqual([told[0].kind, told[0].n, told[0].name], ['handed_over', 2 * CARDS + 1, 'Réka'])
    const [note] = (await admin.ok('GET', '/api/audit?kind=handed_over')).rows
    assert.equal(note.subject, 'Réka')
    assert.match(JSON.stringify(note.changes), /Tamás/)

    // taken back whole, though he is no longer active
    const { job_id } = await admin.ok('POST', `/api/changes/${change_id}/undo`, {})
    await jobEnd(admin, job_id)
    assert.equal(await owner(moved), from.id)
    assert.deepEqual(counts(await holdings(from)), all)
    // his key is lost only when he comes back, and not when he never was away
    const keys = async () => (await admin.ok('GET', '/api/keys')).rows.filter(({ member_id }) => member_id === from.id).length
    assert.equal(await keys(), 1)
    await admin.ok('PATCH', `/api/members/${from.id}`, { active: true })
    await refused(robot.get('/api/me'), 401)
    assert.equal((await fetch(feed)).status, 404)
    assert.equal(await keys(), 0)
    const back = await server.login(`${from.name}@example.com`)
    const other = server.client((await back.ok('POST', '/api/keys', { name: 'Other' })).key)
    await admin.ok('PATCH', `/api/members/${from.id}`, { active: true })
    await other.ok('GET', '/api/me')
    await admin.ok('PATCH', `/api/members/${from.id}`, { active: false })
    // handed over later, when he is long gone; the series goes on with the colleague
    await hand(from, { to: to.id })
    assert.equal(await owner(moved), to.id)
    const { card } = await to.ok('POST', `/api/tasks/${task.id}/close`, { state: 'done' })
    const next = card.tasks.find(({ text }) => text === 'Every week')
    assert.equal(next.assignee_id, to.id)
  })

  test('by module, and what is left as it is', async () => {
    const from = await hire('Vera', 2)
    const { bela, belaMe, ciliMe } = world
    const lead = (await from.ok('POST', `/api/modules/${leads.id}/cards`, { name: 'Lead', fields: {} })).card
    await hand(from, { to: belaMe.id, modules: [{ module_id: leads.id, to: ciliMe.id }] })
    assert.equal(await owner(from.cards[0]), belaMe.id)
    assert.equal(await owner(lead), ciliMe.id)
    await hand(belaMe, { to: ciliMe.id, modules: [{ module_id: sales.id, to: null }] })
    assert.equal(await owner(from.cards[0]), belaMe.id)
    assert.equal((await member(belaMe)).active, true)
    await bela.ok('GET', '/api/me')
  })

  test('private cards only when the administrator says so', async () => {
    const { bela, belaMe } = world
    const from = await hire('Titusz', 2)
    const [secret, other] = from.cards
    await from.ok('POST', `/api/cards/${secret.id}/privacy`, { private: true, guests: [] })
    assert.deepEqual(counts(await holdings(from)), { ...nothing, cards: 2, tasks: 2, private_cards: 1, private_tasks: 1 })
    await hand(from, { to: belaMe.id })
    assert.equal(await owner(other), belaMe.id)
    assert.equal(await owner(secret), from.id)
    assert.deepEqual(counts(await holdings(from)), { ...nothing, cards: 1, tasks: 1, private_cards: 1, private_tasks: 1 })
    await refused(bela.get(`/api/cards/${secret.id}`), 404)
    await hand(from, { to: belaMe.id, private: true })
    assert.equal(await owner(secret), belaMe.id)
    assert.equal((await bela.ok('GET', `/api/cards/${secret.id}`)).privacy.private, true)
  })

  test('refusals: who may, to whom, the last administrator', async () => {
    const { admin, adminMe, manager, bela, cili, ciliMe, belaMe } = world
    for (const client of [manager, bela]) {
      await refused(client.get(`/api/members/${ciliMe.id}/holdings`), 403, { rule: 'error.role' })
      await refused(client.post(`/api/members/${ciliMe.id}/hand-over`, { to: belaMe.id }), 403, { rule: 'error.role' })
    }
    const post = (id, body) => admin.post(`/api/members/${id}/hand-over`, body)
    await refused(post(ciliMe.id, {}), 422, { field: 'to', rule: 'error.required' })
    await refused(post(ciliMe.id, { to: ciliMe.id }), 422, { field: 'to', rule: 'error.hand_over_to' })
    await refused(post(ciliMe.id, { to: 99999 }), 422, { field: 'to', rule: 'error.hand_over_to' })
    await refused(post(ciliMe.id, { to: belaMe.id, modules: [{ module_id: 99999, to: belaMe.id }] }), 422, { field: 'modules[0].module_id' })
    await refused(post(99999, { to: belaMe.id }), 404)
    await refused(admin.get('/api/members/99999/holdings'), 404)
    await refused(post(adminMe.id, { to: belaMe.id, deactivate: true }), 409, { rule: 'error.last_administrator' })
    assert.equal((await admin.ok('GET', '/api/me')).id, adminMe.id)
    // who could not see what he gets, or cannot come in
    const { code } = await admin.ok('POST', '/api/roles', { label: { '*': 'Leads alone' }, all: { see: 'none', edit: 'none', delete: 'none' }, modules: { [leads.id]: { see: 'all', edit: 'all', delete: 'none' } } })
    await admin.ok('PATCH', `/api/members/${ciliMe.id}`, { role: code })
    const leaver = await hire('Dani', 1)
    await refused(post(leaver.id, { to: ciliMe.id }), 422, { field: 'to', rule: 'error.hand_over_to' })
    await refused(post(leaver.id, { to: belaMe.id, modules: [{ module_id: sales.id, to: ciliMe.id }] }), 422, { field: 'modules', rule: 'error.hand_over_to' })
    await hand(leaver, { to: ciliMe.id, modules: [{ module_id: sales.id, to: belaMe.id }] })
    assert.equal(await owner(leaver.cards[0]), belaMe.id)
    await admin.ok('PATCH', `/api/members/${ciliMe.id}`, { role: 'user', locked: true })
    await refused(post(belaMe.id, { to: ciliMe.id }), 422, { field: 'to', rule: 'error.hand_over_to' })
    await admin.ok('PATCH', `/api/members/${ciliMe.id}`, { locked: false })
    await admin.ok('PATCH', `/api/members/${ciliMe.id}`, { active: false })
    await refused(post(belaMe.id, { to: ciliMe.id }), 422, { field: 'to', rule: 'error.hand_over_to' })
    await refused(cili.get('/api/me'), 401)
  })
})
