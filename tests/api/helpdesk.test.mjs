import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { soon } from './wait.mjs'
import { refused, startWorld } from './world.mjs'

let w

before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const HOUR = 3_600_000
const always = { days: Array.from({ length: 7 }, () => ({ from: '00:00', to: '24:00' })), holidays: [] }

describe('due times of a helpdesk', () => {
  test('by priority, in working hours, standing still while the customer is waited for', async () => {
    // Every hour of every day counts, so that this test holds whenever it runs.
    assert.deepEqual((await w.admin.ok('GET', '/api/meta')).account.work_hours.days.map((day) => day?.from ?? null), ['09:00', '09:00', '09:00', '09:00', '09:00', null, null])
    await w.admin.ok('PATCH', '/api/account', { zone: 'UTC', work_hours: always })
    assert.deepEqual((await w.admin.ok('GET', '/api/meta')).account.work_hours, always)
    const { id } = await w.admin.ok('POST', '/api/modules', { template: 'helpdesk' })
    const { module } = await w.admin.ok('GET', `/api/modules/${id}`)
    const option = (code, name) => module.fields.find((one) => one.code === code).options.find((one) => one.code === name).id
    const status = (role) => module.statuses.find((one) => one.role === role).id
    const made = await w.admin.ok('POST', `/api/modules/${id}/cards`, { name: 'Printer', fields: { priority: option('priority', 'high') } }).then(({ card }) => card)
    const minute = (at) => Math.round(at / 60_000)
    const hours = (card, code) => (card.fields[code] - card.created_at) / HOUR
    assert.deepEqual([hours(made, 'first_answer_due'), hours(made, 'solution_due')], [4, 8])
    const edit = (fields) => w.admin.ok('PATCH', `/api/cards/${made.id}`, { fields }).then(({ card }) => card)
    const urgent = await edit({ priority: option('priority', 'urgent') })
    assert.deepEqual([hours(urgent, 'first_answer_due'), hours(urgent, 'solution_due')], [1, 4])

    // Waiting moves the times on by as long as it took: here next to nothing, and never back.
    await edit({ status: status('waiting') })
    const back = await edit({ status: status('in_progress'), category: option('category', 'fault') })
    assert.ok(minute(back.fields.solution_due) >= minute(urgent.fields.solution_due))

    // What somebody enters stays, until the priority is another; undo brings the former times back.
    const by_hand = made.created_at + 2 * HOUR
    assert.equal((await edit({ solution_due: by_hand })).fields.solution_due, by_hand)
    assert.equal((await edit({ name: 'Printer again' })).fields.solution_due, by_hand)
    const { change } = await w.admin.ok('PATCH', `/api/cards/${made.id}`, { fields: { priority: option('priority', 'low') } })
    assert.ok(hours(await w.admin.ok('GET', `/api/cards/${made.id}`), 'solution_due') >= 40)
    await w.admin.ok('POST', `/api/changes/${change.id}/undo`)
    assert.equal((await w.admin.ok('GET', `/api/cards/${made.id}`)).fields.solution_due, by_hand)

    // The first contact is the first answer.
    assert.equal((await w.admin.ok('GET', `/api/cards/${made.id}`)).fields.first_answer_at, null)
    await w.admin.ok('POST', `/api/cards/${made.id}/events`, { kind: 'call', text: 'Told him when' })
    assert.notEqual((await w.admin.ok('GET', `/api/cards/${made.id}`)).fields.first_answer_at, null)
  })

  test('each module has hours of its own', async () => {
    const { id } = await w.admin.ok('POST', '/api/modules', { template: 'helpdesk' })
    const { module } = await w.admin.ok('GET', `/api/modules/${id}`)
    assert.equal(module.settings.due_hours.urgent.solution, 4)
    await refused(w.admin.patch(`/api/modules/${id}`, { settings: { due_hours: { urgent: { answer: -1 } } } }), 422, { field: 'settings.due_hours', rule: 'error.due_hours' })
    await w.admin.ok('PATCH', `/api/modules/${id}`, { settings: { due_hours: { urgent: { answer: 2.5 } } } })
    const priority = module.fields.find((one) => one.code === 'priority').options
    const make = (name) => w.admin.ok('POST', `/api/modules/${id}/cards`, { name: 'x', fields: { priority: priority.find((one) => one.code === name).id } })
    const { card } = await make('urgent')
    assert.deepEqual([(card.fields.first_answer_due - card.created_at) / HOUR, card.fields.solution_due], [2.5, null])
    assert.equal((await make('low')).card.fields.first_answer_due, null)
  })

  test('the next due time is a column: sorted, filtered, set by nobody, and hidden with what it tells', async () => {
    await w.admin.ok('PATCH', '/api/account', { zone: 'UTC', work_hours: always })
    const { id } = await w.admin.ok('POST', '/api/modules', { template: 'helpdesk' })
    const { module } = await w.admin.ok('GET', `/api/modules/${id}`)
    const option = (code, name) => module.fields.find((one) => one.code === code).options.find((one) => one.code === name).id
    const status = (role) => module.statuses.find((one) => one.role === role).id
    const make = (name, fields) => w.admin.ok('POST', `/api/modules/${id}/cards`, { name, fields, owner_id: w.belaMe.id }).then(({ card }) => card)
    const low = await make('Low', { priority: option('priority', 'low') })
    const urgent = await make('Urgent', { priority: option('priority', 'urgent') })
    const waiting = await make('Waiting', { priority: option('priority', 'high'), status: status('waiting') })
    assert.deepEqual([low, urgent].map((one) => (one.fields.next_due - one.created_at) / HOUR), [16, 1])
    assert.equal(waiting.fields.next_due, null)
    assert.equal(urgent.wake_at, null) // when the bell rings is the server's own business
    const list = (client, query) => client.ok('GET', `/api/modules/${id}/cards?${new URLSearchParams(query)}`)
    const { rows } = await list(w.admin, { sort: 'next_due', columns: 'next_due' })
    assert.deepEqual(rows.map((one) => one.name), ['Urgent', 'Low', 'Waiting'])
    assert.equal(rows[0].fields.next_due, urgent.fields.next_due)
    // Rows carry it unasked, and once; so does the board.
    assert.deepEqual((await list(w.admin, { columns: 'priority' })).rows.map((one) => Object.keys(one.fields).sort().join()), Array(3).fill('next_due,priority'))
    const board = await w.admin.ok('GET', `/api/modules/${id}/board`)
    assert.ok(board.columns.flatMap((one) => one.rows).every((one) => 'next_due' in one.fields))
    const running = JSON.stringify({ all: [{ field: 'next_due', op: 'not_empty' }] })
    assert.deepEqual((await list(w.admin, { sort: 'next_due', desc: true, filter: running })).rows.map((one) => one.name), ['Low', 'Urgent'])
    await refused(w.admin.patch(`/api/cards/${low.id}`, { fields: { next_due: Date.now() } }), 422, { field: 'fields.next_due' })

    // Who may not see one of the two times does not learn it from the third.
    const user = (await w.admin.ok('GET', '/api/roles')).rows.find((one) => one.code === 'user')
    await w.admin.ok('PATCH', '/api/roles/user', { fields: { [id]: { solution_due: 'hidden' } }, version: user.version })
    const his = await soon(async () => {
      const card = await w.bela.ok('GET', `/api/cards/${urgent.id}`)
      return 'solution_due' in card.fields ? null : card
    }, 'the hidden field')
    assert.deepEqual([his.fields.next_due, his.fields.first_answer_due], [undefined, urgent.fields.first_answer_due])
    await refused(w.bela.get(`/api/modules/${id}/cards?sort=next_due`), 422)
  })

  test('other hours reach the open cards, and undo takes them back', async () => {
    await w.admin.ok('PATCH', '/api/account', { zone: 'UTC', work_hours: always })
    const { id } = await w.admin.ok('POST', '/api/modules', { template: 'helpdesk' })
    const { module } = await w.admin.ok('GET', `/api/modules/${id}`)
    const priority = module.fields.find((one) => one.code === 'priority').options
    const { card } = await w.admin.ok('POST', `/api/modules/${id}/cards`, { name: 'x', fields: { priority: priority.find((one) => one.code === 'normal').id } })
    const hours = async () => {
      const { fields } = await w.admin.ok('GET', `/api/cards/${card.id}`)
      return ['first_answer_due', 'solution_due', 'next_due'].map((code) => (fields[code] - card.created_at) / HOUR).join(' ')
    }
    assert.equal(await hours(), '8 24 8')
    const due_hours = { ...module.settings.due_hours, normal: { answer: 2.5, solution: 10 } }
    const { change } = await w.admin.ok('PATCH', `/api/modules/${id}`, { settings: { due_hours } })
    await soon(async () => (await hours()) === '2.5 10 2.5', 'the new hours')
    // The same once more changes nothing.
    await w.admin.ok('PATCH', `/api/modules/${id}`, { settings: { due_hours } })
    await w.admin.ok('POST', `/api/changes/${change.id}/undo`)
    await soon(async () => (await hours()) === '8 24 8', 'the former hours')
  })

  test('working hours are checked, and without any of them nothing is put off', async () => {
    const set = (work_hours) => w.admin.patch('/api/account', { work_hours })
    await refused(set({ days: [] }), 422, { field: 'work_hours', rule: 'error.work_hours' })
    await refused(set({ ...always, holidays: ['tomorrow'] }), 422, { field: 'work_hours' })
    await refused(w.bela.patch('/api/account', { work_hours: always }), 403)
  })
})
