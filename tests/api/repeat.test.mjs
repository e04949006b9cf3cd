import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { refused, startWorld } from './world.mjs'

let w

before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const HOUR = 3600000
const DAY = 24 * HOUR
const undo = (change) => w.admin.ok('POST', `/api/changes/${change.id}/undo`)
const plan = async (body) => {
  const card = await w.card(w.admin, 'sales')
  return w.admin.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Report', ...body }).then((reply) => reply.task)
}
const close = (task, body = {}) => w.admin.ok('POST', `/api/tasks/${task.id}/close`, { state: 'done', ...body })
const open = (task) => w.admin.ok('GET', `/api/cards/${task.card_id}`).then((card) => card.tasks)
const edit = (task, body) => w.admin.ok('PATCH', `/api/tasks/${task.id}`, body).then((reply) => reply.task)

// Noon of the day so many days from that on which the test began: no clocks change then, whenever it runs.
const noon = Math.floor(Date.now() / DAY) * DAY + 12 * HOUR
const at = (days) => noon + days * DAY

describe('tasks that come again', () => {
  test('closing one makes the next in the same change; undo takes it back', async () => {
    const task = await plan({ due_at: at(2), duration_min: 30, reminder_min: 10, repeat: { rrule: 'FREQ=DAILY;INTERVAL=3', from: 'due' } })
    assert.deepEqual(task.repeat, { rrule: 'FREQ=DAILY;INTERVAL=3', from: 'due', no: 1 })
    const closed = await close(task)
    assert.equal(closed.task.repeat, null) // the rule went on to the next
    assert.deepEqual([closed.next.text, closed.next.duration_min, closed.next.reminder_min, closed.next.repeat.no], ['Report', 30, 10, 2])
    assert.ok(Math.abs(closed.next.due_at - task.due_at - 3 * DAY) <= HOUR) // an hour where the clocks change between
    assert.equal(closed.suggest, null)
    assert.equal(closed.card.next_task.id, closed.next.id)
    assert.equal(closed.card.next_task.repeats, true)
    await undo(closed.change)
    const back = await open(task)
    assert.deepEqual(back.map((one) => [one.id, one.due_at, one.repeat?.no]), [[task.id, task.due_at, 1]])
  })

  test('one closed late skips what is over', async () => {
    const late = await plan({ due_at: at(-10), repeat: { rrule: 'FREQ=DAILY' } })
    const { next } = await close(late)
    assert.ok(next.due_at > Date.now() && next.due_at <= Date.now() + DAY + 2 * HOUR)
  })

  test('counted from closing', async () => {
    const late = await plan({ due_at: at(-20), repeat: { rrule: 'FREQ=WEEKLY', from: 'closing' } })
    const { next } = await close(late)
    assert.equal(next.repeat.from, 'closing')
    assert.ok(next.due_at > Date.now() + 5.9 * DAY && next.due_at < Date.now() + 8.1 * DAY)
  })

  test('an end by count or by day', async () => {
    let task = await plan({ due_at: at(1), repeat: { rrule: 'FREQ=WEEKLY;COUNT=3' } })
    for (const no of [2, 3]) {
      task = (await close(task)).next
      assert.equal(task.repeat.no, no)
    }
    const last = await close(task)
    assert.equal(last.next, null)
    const until = new Date(at(3)).toISOString().slice(0, 10).replaceAll('-', '')
    const short = await plan({ due_at: at(2), repeat: { rrule: `FREQ=DAILY;INTERVAL=30;UNTIL=${until}` } })
    assert.equal((await close(short)).next, null)
  })

  test('a new number of times is counted from this one on', async () => {
    let task = await plan({ due_at: at(1), repeat: { rrule: 'FREQ=DAILY' } })
    for (let i = 0; i < 3; i++) task = (await close(task)).next
    assert.equal((await edit(task, { repeat: { rrule: 'FREQ=DAILY;INTERVAL=2' } })).repeat.no, 4)
    task = await edit(task, { repeat: { rrule: 'FREQ=DAILY;COUNT=2' } })
    assert.equal(task.repeat.no, 1)
    const { next } = await close(task)
    assert.equal(next.repeat.no, 2)
    assert.equal((await close(next)).next, null)
  })

  test('this one alone, or this and those that follow', async () => {
    let task = await plan({ due_at: at(1), repeat: { rrule: 'FREQ=DAILY' } })
    task = await edit(task, { text: 'Report with figures', duration_min: 90, scope: 'this' })
    const moved = await w.admin.ok('POST', `/api/tasks/${task.id}/postpone`, { due_at: at(1) + 2 * HOUR })
    const { next } = await close(moved.task)
    assert.deepEqual([next.text, next.duration_min], ['Report', 0])
    assert.ok(Math.abs(next.due_at - at(2)) <= HOUR)
    const all = await edit(next, { text: 'Short report', due_at: next.due_at + HOUR, scope: 'following' })
    const after = (await close(all)).next
    assert.equal(after.text, 'Short report')
    assert.ok(Math.abs(after.due_at - at(3) - HOUR) <= HOUR)
    const ended = await edit(after, { repeat: null })
    assert.equal(ended.repeat, null)
    assert.equal((await close(ended)).next, null)
  })

  test('in bulk, and with its checklist begun anew', async () => {
    const task = await plan({ due_at: at(-1), repeat: { rrule: 'FREQ=WEEKLY' } })
    const { rows: [item] } = await w.admin.ok('POST', `/api/cards/${task.card_id}/checklist`, { task_id: task.id, texts: ['Numbers', 'Mail'] })
    await w.admin.ok('PATCH', `/api/checklist/${item.id}`, { done: true })
    const module = w.module('sales')
    await w.admin.ok('POST', `/api/modules/${module.id}/bulk`, { select: { ids: [task.card_id] }, expect: 1, action: 'close_tasks', state: 'done' })
    const [next] = await open(task)
    assert.deepEqual([next.repeat.no, next.checks], [2, { n: 2, done: 0 }])
    const { rows } = await w.admin.ok('GET', `/api/cards/${task.card_id}/checklist`)
    assert.deepEqual(rows.map((one) => [one.task_id, one.text, one.done]), [[next.id, 'Numbers', false], [next.id, 'Mail', false]])
  })

  test('rules that are none, and tasks without a day', async () => {
    const card = await w.card(w.admin, 'sales')
    const post = (body) => w.admin.post(`/api/cards/${card.id}/tasks`, { text: 'Task', ...body })
    for (const rrule of ['FREQ=HOURLY', 'FREQ=DAILY;COUNT=5;UNTIL=20300101', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'tomorrow'])
      await refused(post({ due_at: at(1), repeat: { rrule } }), 422, { field: 'repeat.rrule', rule: 'error.repeat_rule' })
    await refused(post({ repeat: { rrule: 'FREQ=DAILY' } }), 422, { field: 'due_at', rule: 'error.repeat_needs_day' })
    const task = await plan({ due_at: at(1), repeat: { rrule: 'FREQ=DAILY' } })
    await refused(w.admin.patch(`/api/tasks/${task.id}`, { due_at: null }), 422, { field: 'due_at', rule: 'error.repeat_needs_day' })
  })
})
