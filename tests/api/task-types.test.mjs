import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { jobEnd, password, refused, startWorld } from './world.mjs'

let w

before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const shape = (id) => w.admin.ok('GET', `/api/modules/${id}`).then(({ module }) => module)
const undo = (change) => w.admin.ok('POST', `/api/changes/${change.id}/undo`)
const make = () => w.admin.ok('POST', '/api/modules', { template: 'custom' }).then(({ id }) => shape(id))
const named = (module, name) => module.task_types.find((one) => (one.label.en ?? one.label['*']) === name)
const names = (module) => module.task_types.filter((one) => !one.retired).map((one) => one.label.en ?? one.label['*'])
const add = (module, body) => w.admin.ok('POST', `/api/modules/${module.id}/task-types`, body)
const card = (module) => w.admin.ok('POST', `/api/modules/${module.id}/cards`, { name: 'Card' }).then((reply) => reply.card)
const plan = (id, body) => w.admin.ok('POST', `/api/cards/${id}/tasks`, { text: 'Task', ...body }).then((reply) => reply.task)
const task = (on, id) => w.admin.ok('GET', `/api/cards/${on}`).then((reply) => reply.tasks.find((one) => one.id === id))

describe('task types', () => {
  test('added with what its tasks begin with, changed, put in order, undone', async () => {
    const module = await make()
    const old = names(module)
    const made = await add(module, { label: { en: 'Demo', hu: 'Bemutató', ro: 'Demonstrație' }, icon: 'presentation', duration_min: 90, reminder_min: 60, is_contact: true })
    assert.deepEqual(names(made.module), [...old, 'Demo'])
    const { id: on } = await card(module)
    const planned = await plan(on, { type_id: made.id })
    assert.deepEqual([planned.duration_min, planned.reminder_min], [90, 60])
    const demo = named(made.module, 'Demo')
    const edited = await w.admin.ok('PATCH', `/api/task-types/${made.id}`, { duration_min: 45, is_contact: false, version: demo.version })
    assert.deepEqual([named(edited.module, 'Demo').duration_min, named(edited.module, 'Demo').is_contact], [45, false])
    const late = await refused(w.admin.patch(`/api/task-types/${made.id}`, { duration_min: 15, version: demo.version }), 412)
    assert.deepEqual(late.body.fields.duration_min, { yours: 15, theirs: 45 })
    await undo(edited.change)
    assert.equal(named(await shape(module.id), 'Demo').duration_min, 90)

    const ids = made.module.task_types.map((one) => one.id)
    const ordered = await w.admin.ok('POST', `/api/modules/${module.id}/task-types/order`, { ids: [made.id, ...ids.filter((id) => id !== made.id)] })
    assert.deepEqual(names(ordered.module), ['Demo', ...old])
    await refused(w.admin.post(`/api/modules/${module.id}/task-types/order`, { ids: [made.id] }), 409, { rule: 'error.order_changed' })
    await undo(ordered.change)
    assert.deepEqual(names(await shape(module.id)), [...old, 'Demo'])
  })

  test('one in use is retired with a replacement for its open tasks; closed ones keep it', async () => {
    const module = await make()
    const { id, module: { task_types: types } } = await add(module, { label: { '*': 'Fax' } })
    const other = types.find((one) => one.id !== id).id
    const { id: on } = await card(module)
    const open = await plan(on, { type_id: id })
    const done = await plan(on, { type_id: id })
    await w.admin.ok('POST', `/api/tasks/${done.id}/close`, { state: 'done' })
    await refused(w.admin.post(`/api/task-types/${id}/retire`, {}), 422, { field: 'to', rule: 'error.task_type_in_use' })
    await refused(w.admin.post(`/api/task-types/${id}/retire`, { to: id }), 422, { field: 'to' })
    const gone = await w.admin.ok('POST', `/api/task-types/${id}/retire`, { to: other })
    assert.deepEqual([gone.n, gone.job_id, named(gone.module, 'Fax').retired], [1, null, true])
    assert.equal((await task(on, open.id)).type_id, other)
    assert.equal((await w.admin.ok('GET', '/api/tasks?state=closed')).rows.find((one) => one.id === done.id).type_id, id)
    await refused(w.admin.post(`/api/cards/${on}/tasks`, { text: 'New', type_id: id }), 422, { field: 'type_id', rule: 'error.retired_choice' })
    const meta = await w.admin.ok('GET', '/api/meta')
    assert.equal(meta.modules.find((one) => one.id === module.id).task_types.find((one) => one.id === id).retired, true)
    await undo(gone.change)
    assert.equal((await task(on, open.id)).type_id, id)
    assert.equal(named(await shape(module.id), 'Fax').retired, false)
  })

  test('who shapes modules retires one also where he sees no card', async () => {
    const { code: role } = await w.admin.ok('POST', '/api/roles', { label: { '*': 'Shaper' }, rights: ['configure'], all: { see: 'own', edit: 'own', delete: 'none' } })
    const { invite_url } = await w.admin.ok('POST', '/api/members', { name: 'shaper', email: 'shaper@example.com', role })
    const shaper = w.server.client()
    await shaper.ok('POST', `/api/invites/${invite_url.split('/').at(-1)}`, { name: 'shaper', password })
    const module = await make()
    const { id, module: { task_types: types } } = await add(module, { label: { '*': 'Telex' } })
    const other = types.find((one) => one.id !== id).id
    const { id: on } = (await w.admin.ok('POST', `/api/modules/${module.id}/cards`, { name: 'Of Béla', owner_id: w.belaMe.id })).card
    const open = await plan(on, { type_id: id })
    await refused(shaper.get(`/api/cards/${on}`), 404)
    await shaper.ok('POST', `/api/task-types/${id}/retire`, { to: other })
    assert.equal((await task(on, open.id)).type_id, other)
  })

  test('many open tasks get theirs in the background; the retired one can be offered again', async () => {
    const module = await make()
    const { id, module: { task_types: types } } = await add(module, { label: { '*': 'Visit' } })
    const other = types.find((one) => one.id !== id).id
    const { id: on } = await card(module)
    for (let i = 0; i < 120; i++) await plan(on, { type_id: id })
    const gone = await w.admin.ok('POST', `/api/task-types/${id}/retire`, { to: other })
    assert.equal(gone.n, 120)
    assert.equal((await jobEnd(w.admin, gone.job_id)).state, 'done')
    const { tasks } = await w.admin.ok('GET', `/api/cards/${on}`)
    assert.ok(tasks.length > 0 && tasks.every((one) => one.type_id === other))
    const back = await w.admin.ok('PATCH', `/api/task-types/${id}`, { retired: false })
    assert.ok(names(back.module).includes('Visit'))
  })

  test('limits and rights', async () => {
    const module = await make()
    await refused(w.admin.post(`/api/modules/${module.id}/task-types`, { label: { '*': ' ' } }), 422, { field: 'label' })
    await refused(w.admin.post(`/api/modules/${module.id}/task-types`, { label: { '*': 'A' }, duration_min: 99999 }), 422, { field: 'duration_min' })
    await refused(w.admin.post(`/api/modules/${module.id}/task-types`, { label: { '*': 'A' }, icon: '<svg>' }), 422, { field: 'icon' })
    await refused(w.manager.post(`/api/modules/${module.id}/task-types`, { label: { '*': 'A' } }), 403)
    for (let i = module.task_types.length; i < 50; i++) await add(module, { label: { '*': `Type ${i}` } })
    await refused(w.admin.post(`/api/modules/${module.id}/task-types`, { label: { '*': 'One more' } }), 409, { rule: 'error.too_many_task_types' })
  })
})
