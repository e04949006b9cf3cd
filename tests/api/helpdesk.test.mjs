import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

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

  test('working hours are checked, and without any of them nothing is put off', async () => {
    const set = (work_hours) => w.admin.patch('/api/account', { work_hours })
    await refused(set({ days: [] }), 422, { field: 'work_hours', rule: 'error.work_hours' })
    await refused(set({ ...always, holidays: ['tomorrow'] }), 422, { field: 'work_hours' })
    await refused(w.bela.patch('/api/account', { work_hours: always }), 403)
  })
})
