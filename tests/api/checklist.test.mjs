import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { openStream } from './stream.mjs'
import { refused, startWorld } from './world.mjs'

let w

before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const undo = (change) => w.admin.ok('POST', `/api/changes/${change.id}/undo`)
const add = (card, texts, task_id = null) => w.admin.ok('POST', `/api/cards/${card.id}/checklist`, { texts, task_id })
const list = (card) => w.admin.ok('GET', `/api/cards/${card.id}/checklist`).then(({ rows }) => rows)
const progress = (card) => w.admin.ok('GET', `/api/cards/${card.id}`).then(({ checks }) => checks)
const plan = (card) => w.admin.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Task' }).then(({ task }) => task)

describe('checklists', () => {
  test('items of a card: added, ticked by whom and when, changed, put in order, removed; each undone', async () => {
    const card = await w.card(w.admin, 'sales')
    assert.equal(await progress(card), null)
    const added = await add(card, ['Contract', ' Deposit ', 'Keys'])
    assert.deepEqual(added.rows.map((one) => [one.text, one.done, one.task_id]), [['Contract', false, null], ['Deposit', false, null], ['Keys', false, null]])
    const [contract, deposit, keys] = added.rows
    const ticked = await w.admin.ok('PATCH', `/api/checklist/${contract.id}`, { done: true, version: 1 })
    assert.deepEqual([ticked.item.done, ticked.item.done_by], [true, w.adminMe.id])
    assert.ok(Math.abs(ticked.item.done_at - Date.now()) < 60000)
    assert.deepEqual(await progress(card), { n: 3, done: 1 })
    const late = await refused(w.admin.patch(`/api/checklist/${contract.id}`, { text: 'Agreement', version: 1 }), 412)
    assert.deepEqual(late.body.fields, { text: { yours: 'Agreement', theirs: 'Contract' } })
    const reordered = await w.admin.ok('POST', `/api/cards/${card.id}/checklist/order`, { ids: [keys.id, contract.id, deposit.id] })
    assert.deepEqual((await list(card)).map((one) => one.text), ['Keys', 'Contract', 'Deposit'])
    const removed = await w.admin.ok('DELETE', `/api/checklist/${contract.id}`)
    assert.deepEqual(await progress(card), { n: 2, done: 0 })
    await refused(w.admin.post(`/api/cards/${card.id}/checklist/order`, { ids: [keys.id, keys.id] }), 409, { rule: 'error.order_changed' })
    await refused(w.admin.patch(`/api/checklist/${contract.id}`, { done: false }), 404)
    await undo(removed.change)
    assert.deepEqual((await list(card)).map((one) => [one.text, one.done]), [['Keys', false], ['Contract', true], ['Deposit', false]])
    await undo(reordered.change)
    assert.deepEqual((await list(card)).map((one) => one.text), ['Contract', 'Deposit', 'Keys'])
    await undo(ticked.change)
    assert.deepEqual(await progress(card), { n: 3, done: 0 })
    await w.admin.ok('PATCH', `/api/checklist/${keys.id}`, { text: 'Two keys' })
    await refused(w.admin.post(`/api/changes/${added.change.id}/undo`), 409, { rule: 'error.undo_later_change' })
    const { rows } = await w.admin.ok('GET', `/api/cards/${card.id}/events?kind=tasks`)
    assert.ok(rows.some((one) => one.kind === 'check_done' && one.text === 'Contract'))
  })

  test('items of a task; its progress stands in lists', async () => {
    const card = await w.card(w.admin, 'sales')
    const task = await plan(card)
    const { rows: [one] } = await add(card, ['Call', 'Write'], task.id)
    await w.admin.ok('PATCH', `/api/checklist/${one.id}`, { done: true })
    const page = await w.admin.ok('GET', `/api/modules/${card.module_id}/cards?limit=200`)
    const row = page.rows.find((each) => each.id === card.id)
    assert.deepEqual([row.checks, row.next_task.checks], [null, { n: 2, done: 1 }])
    assert.deepEqual((await w.admin.ok('GET', `/api/cards/${card.id}`)).tasks[0].checks, { n: 2, done: 1 })
    const other = await w.card(w.admin, 'sales')
    await refused(w.admin.post(`/api/cards/${other.id}/checklist`, { texts: ['No'], task_id: task.id }), 422, { field: 'task_id', rule: 'error.unknown_task' })
    await w.admin.ok('POST', `/api/tasks/${task.id}/close`, { state: 'done' })
    await refused(w.admin.post(`/api/cards/${card.id}/checklist`, { texts: ['No'], task_id: task.id }), 422, { field: 'task_id', rule: 'error.unknown_task' })
    assert.deepEqual(await list(card), []) // with the closed task out of sight
  })

  test('undo of a task takes no item along that came later, and brings its own ones back', async () => {
    const card = await w.card(w.admin, 'sales')
    const added = await w.admin.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Begun' })
    const { change } = await w.manager.ok('POST', `/api/cards/${card.id}/checklist`, { texts: ['Mine'], task_id: added.task.id })
    await refused(w.admin.post(`/api/changes/${added.change.id}/undo`), 409, { rule: 'error.undo_later_change' })
    assert.deepEqual((await list(card)).map((one) => one.text), ['Mine'])
    await undo(change)
    await undo(added.change)
    assert.deepEqual((await w.admin.ok('GET', `/api/cards/${card.id}`)).tasks, [])
    // the next of one that comes again has a copy of the list: gone with it, back with it
    const { task } = await w.admin.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Weekly', due_at: Date.now() + 86400000, repeat: { rrule: 'FREQ=WEEKLY' } })
    await add(card, ['One', 'Two'], task.id)
    const closed = await w.admin.ok('POST', `/api/tasks/${task.id}/close`, { state: 'done' })
    const back = await undo(closed.change)
    assert.deepEqual((await list(card)).map((one) => [one.task_id, one.text]), [[task.id, 'One'], [task.id, 'Two']])
    await undo({ id: back.change_id })
    assert.deepEqual((await list(card)).map((one) => [one.task_id, one.text]), [[closed.next.id, 'One'], [closed.next.id, 'Two']])
  })

  test('limits, rights, and colleagues hear of it', async () => {
    const card = await w.card(w.admin, 'sales', { owner_id: w.adminMe.id })
    await refused(w.admin.post(`/api/cards/${card.id}/checklist`, { texts: [' '] }), 422, { field: 'texts[0]' })
    await refused(w.admin.post(`/api/cards/${card.id}/checklist`, { texts: ['x'.repeat(301)] }), 422)
    await add(card, Array.from({ length: 199 }, (_, i) => `Item ${i}`))
    await refused(w.admin.post(`/api/cards/${card.id}/checklist`, { texts: ['One', 'Two'] }), 409, { rule: 'error.too_many_checks' })
    assert.deepEqual(await progress(card), { n: 199, done: 0 })
    const [item] = await list(card)
    await refused(w.bela.get(`/api/cards/${card.id}/checklist`), 404)
    await refused(w.bela.patch(`/api/checklist/${item.id}`, { done: true }), 404)
    await refused(w.bela.delete(`/api/checklist/${item.id}`), 404)
    // undo asks for the same rights, and leaves the trash alone
    const shared = await w.card(w.admin, 'sales', { owner_id: w.belaMe.id })
    const { change } = await w.bela.ok('POST', `/api/cards/${shared.id}/checklist`, { texts: ['Once'] })
    await w.admin.ok('DELETE', `/api/cards/${shared.id}`)
    await refused(w.bela.post(`/api/changes/${change.id}/undo`), 409, { rule: 'error.undo_later_change' })
    const live = await openStream(w.manager)
    try {
      await w.admin.ok('PATCH', `/api/checklist/${item.id}`, { done: true })
      await live.until((event) => event.event === 'task' && event.data.card_id === card.id)
    } finally {
      await live.close()
    }
  })
})
