import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { jobEnd, refused, startWorld } from './world.mjs'

let w

before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const shape = (id) => w.admin.ok('GET', `/api/modules/${id}`).then(({ module }) => module)
const undo = (change) => w.admin.ok('POST', `/api/changes/${change.id}/undo`)
const make = (template) => w.admin.ok('POST', '/api/modules', { template }).then(({ id }) => shape(id))
const status = (module, role) => module.statuses.find((one) => one.role === role || one.label.en === role || one.label['*'] === role)
const order = (module) => module.statuses.map((one) => `${one.group}:${one.label.en ?? one.label['*']}`)
const counts = (id) => w.admin.ok('GET', `/api/modules/${id}/pipeline`).then(({ statuses }) => Object.fromEntries(statuses.map((one) => [one.id, one.n])))
const card = (id, body) => w.admin.ok('POST', `/api/modules/${id}/cards`, { name: 'Card', ...body }).then((reply) => reply.card)
const ended = (id) => jobEnd(w.admin, id)

describe('the pipeline editor', () => {
  test('a status is added where it belongs, changed, and undone', async () => {
    const module = await make('custom')
    const made = await w.admin.ok('POST', `/api/modules/${module.id}/statuses`, { label: { '*': 'Offer' }, group: 'open', colour: 'violet', cadence_days: 3, cadence_label: { en: 'Call' }, stalled_days: 9, probability_pct: 60 })
    assert.deepEqual(order(made.module), ['lead:New', 'open:In progress', 'open:Offer', 'success:Done', 'failed:Called off'])
    const offer = status(made.module, 'Offer')
    assert.deepEqual([offer.colour, offer.cadence_days, offer.cadence_label, offer.stalled_days, offer.probability_pct, offer.n], ['violet', 3, { en: 'Call' }, 9, 60, 0])
    const before = await w.admin.ok('POST', `/api/modules/${module.id}/statuses`, { label: { en: 'First talk', hu: 'Első beszélgetés' }, group: 'open', before: status(module, 'in_progress').id })
    assert.deepEqual(order(before.module), ['lead:New', 'open:First talk', 'open:In progress', 'open:Offer', 'success:Done', 'failed:Called off'])
    assert.ok((await card(module.id, { status_id: before.id })).id)
    const edited = await w.admin.ok('PATCH', `/api/statuses/${offer.id}`, { label: { en: 'Proposal', ro: 'Ofertă' }, colour: 'pink', version: offer.version })
    assert.equal(status(edited.module, 'Proposal').colour, 'pink')
    await undo(edited.change)
    assert.deepEqual(status(await shape(module.id), 'Offer').label, { '*': 'Offer' })
    await undo(made.change)
    assert.deepEqual(order(await shape(module.id)), ['lead:New', 'open:First talk', 'open:In progress', 'success:Done', 'failed:Called off'])
    await refused(w.admin.post(`/api/changes/${before.change.id}/undo`), 409, { rule: 'error.undo_later_change' }) // a card stands in it
  })

  test('moved to another place and group; what was ordered meanwhile is not lost', async () => {
    const module = await make('helpdesk')
    const list = module.statuses.map(({ id, group }) => ({ id, group }))
    const waiting = list.find((one) => one.id === status(module, 'waiting').id)
    const moved = [...list.filter((one) => one !== waiting), { id: waiting.id, group: 'lead' }]
    const { module: after, change } = await w.admin.ok('POST', `/api/modules/${module.id}/pipeline`, { statuses: moved, version: module.version })
    assert.deepEqual(order(after).slice(0, 2), ['lead:New', 'lead:Waiting for customer'])
    assert.equal(after.version, module.version + 1)
    const late = await refused(w.admin.post(`/api/modules/${module.id}/pipeline`, { statuses: list, version: module.version }), 412, { code: 'stale' })
    assert.deepEqual(late.body.fields.statuses.yours, list)
    assert.equal(late.body.fields.statuses.theirs[1].id, waiting.id)
    await refused(w.admin.post(`/api/modules/${module.id}/pipeline`, { statuses: list.slice(1) }), 409, { rule: 'error.order_changed' })
    await refused(w.admin.post(`/api/modules/${module.id}/pipeline`, { statuses: [...list.slice(1), list[1]] }), 409, { rule: 'error.order_changed' })
    await refused(w.admin.post(`/api/modules/${module.id}/pipeline`, { statuses: [...list.slice(1), { id: 1, group: 'lead' }] }), 409, { rule: 'error.order_changed' })
    await undo(change)
    assert.deepEqual(order(await shape(module.id)), order(module))
    await w.admin.ok('PATCH', `/api/statuses/${waiting.id}`, { colour: 'teal', version: 1 })
    const mine = await refused(w.admin.patch(`/api/statuses/${waiting.id}`, { colour: 'red', version: 1 }), 412)
    assert.deepEqual(mine.body.fields.colour, { yours: 'red', theirs: 'teal' })
  })

  test('a status asks for fields on entering: the refusal names them all', async () => {
    const module = await make('hr')
    const { id } = await card(module.id)
    const to = status(module, 'screening')
    await w.admin.ok('PATCH', `/api/statuses/${to.id}`, { needs: ['position', 'salary_wish', 'owner'] })
    const move = (fields) => w.admin.patch(`/api/cards/${id}`, { fields: { status: to.id, ...fields } })
    const meta = await w.admin.ok('GET', '/api/meta')
    assert.deepEqual(meta.modules.find((one) => one.id === module.id).statuses.find((one) => one.id === to.id).needs, ['owner', 'position', 'salary_wish'])
    const no = await refused(move({ owner: null }), 422, { rule: 'error.required_at', field: 'fields.owner' })
    assert.deepEqual(no.body.missing.map((one) => one.code), ['owner', 'position', 'salary_wish'])
    assert.match(no.body.detail, /Owner, Position, Salary wish/)
    const position = module.fields.find((one) => one.code === 'position').options[0].id
    const yes = await move({ position, salary_wish: 500000, owner: w.adminMe.id })
    assert.equal(yes.status, 200)
    await refused(w.admin.patch(`/api/cards/${id}`, { fields: { salary_wish: null } }), 422, { rule: 'error.required_at', field: 'fields.salary_wish' })
    await w.admin.ok('PATCH', `/api/cards/${id}`, { fields: { salary_wish: 600000 } })
    await refused(w.admin.post(`/api/modules/${module.id}/cards`, { name: 'x', status_id: to.id }), 422, { rule: 'error.required_at' })
    const bulk = await w.admin.ok('POST', `/api/modules/${module.id}/bulk`, { select: { ids: [(await card(module.id)).id] }, expect: 1, action: 'edit', fields: { status: to.id } })
    assert.equal(bulk.failed.length, 1)
    await refused(w.admin.patch(`/api/statuses/${to.id}`, { needs: ['position', 'nothing'] }), 422, { field: 'needs[1]', rule: 'error.unknown_field' })
    await refused(w.admin.patch(`/api/statuses/${to.id}`, { needs: ['created_at'] }), 422, { field: 'needs[0]' })
  })

  test('removed with a target: cards, those in the trash, views and counters follow; undo brings all back', async () => {
    const module = await make('partners')
    const talks = status(module, 'talks')
    const negotiation = status(module, 'negotiation')
    const kind = module.fields.find((one) => one.code === 'partner_kind').options[0].id
    const ids = []
    for (let i = 0; i < 4; i++) ids.push((await card(module.id, { status_id: talks.id, value_minor: 100, fields: { partner_kind: kind } })).id)
    await w.admin.ok('DELETE', `/api/cards/${ids[3]}`)
    const { view } = await w.admin.ok('POST', `/api/modules/${module.id}/views`, { label: 'Talks', shared: true, config: { mode: 'list', status: talks.id, filter: { any: [{ field: 'status', op: 'in', value: [talks.id, negotiation.id] }, { field: 'status', op: 'ne', value: talks.id }] } } })
    await refused(w.admin.post(`/api/statuses/${talks.id}/remove`, {}), 422, { field: 'to', rule: 'error.status_in_use', limit: 4 })
    await refused(w.admin.post(`/api/statuses/${talks.id}/remove`, { to: talks.id }), 422, { field: 'to', rule: 'error.unknown_status' })
    await refused(w.admin.post(`/api/statuses/${talks.id}/remove`, { to: w.module('sales').statuses[0].id }), 422, { field: 'to' })
    await refused(w.admin.post(`/api/statuses/${talks.id}/remove`, { to: negotiation.id, expect: 3 }), 409, { rule: 'error.bulk_count_changed', n: 4 })
    const gone = await w.admin.ok('POST', `/api/statuses/${talks.id}/remove`, { to: negotiation.id, expect: 4 })
    assert.deepEqual([gone.n, gone.job_id], [4, null])
    assert.ok(!gone.module.statuses.some((one) => one.id === talks.id))
    assert.equal((await counts(module.id))[negotiation.id], 3)
    const config = async () => (await w.admin.ok('GET', '/api/meta')).modules.find((one) => one.id === module.id).views.find((one) => one.id === view.id).config
    assert.deepEqual(await config(), { mode: 'list', status: negotiation.id, filter: { any: [{ field: 'status', op: 'in', value: [negotiation.id, negotiation.id] }, { field: 'status', op: 'ne', value: negotiation.id }] } })
    const { rows } = await w.admin.ok('GET', `/api/cards/${ids[0]}/events`)
    assert.deepEqual([rows[0].old, rows[0].new], ['Talks', 'Negotiation'])
    await refused(w.admin.patch(`/api/cards/${ids[0]}`, { fields: { status: talks.id } }), 422, { rule: 'error.unknown_status' })
    await refused(w.admin.patch(`/api/statuses/${talks.id}`, { colour: 'red' }), 404)
    const back = await w.admin.ok('POST', `/api/cards/${ids[3]}/restore`)
    assert.equal(back.card.status_id, negotiation.id)
    const undone = await undo(gone.change)
    assert.equal(undone.job_id, null)
    assert.deepEqual(order(await shape(module.id)), order(module))
    assert.equal((await counts(module.id))[talks.id], 3)
    assert.equal((await config()).status, talks.id)
    assert.equal((await w.admin.ok('GET', `/api/cards/${ids[0]}`)).status_id, talks.id)
  })

  test('many cards go as a job, and come back', async () => {
    const module = await make('custom')
    const from = status(module, 'in_progress')
    const to = status(module, 'new')
    for (let i = 0; i < 230; i += 10) await Promise.all(Array.from({ length: 10 }, () => card(module.id, { status_id: from.id })))
    const gone = await w.admin.ok('POST', `/api/statuses/${from.id}/remove`, { to: to.id, expect: 230 })
    const job = await ended(gone.job_id)
    assert.deepEqual([job.state, job.progress, job.total], ['done', 230, 230])
    assert.equal((await counts(module.id))[to.id], 230)
    assert.ok(!(await shape(module.id)).statuses.some((one) => one.id === from.id))
    const undone = await undo(gone.change)
    if (undone.job_id) assert.equal((await ended(undone.job_id)).state, 'done')
    const now = await counts(module.id)
    assert.equal(now[from.id], 230)
    assert.equal(now[to.id] ?? 0, 0)
  })

  test('an empty status goes at once; the last one stays', async () => {
    const module = await make('custom')
    for (const one of module.statuses.slice(1)) await w.admin.ok('POST', `/api/statuses/${one.id}/remove`, {})
    await refused(w.admin.post(`/api/statuses/${module.statuses[0].id}/remove`, {}), 409, { rule: 'error.last_status' })
  })

  test('a lead put into another group waits by that group', async () => {
    const module = await shape(w.module('leads').id)
    const { id } = await card(module.id, { status_id: status(module, 'new').id })
    const waits = async () => (await w.admin.ok('GET', `/api/cards/${id}`)).wake_at !== null
    assert.equal(await waits(), true)
    const list = module.statuses.map((one) => ({ id: one.id, group: one.role === 'new' ? 'success' : one.group }))
    const { change } = await w.admin.ok('POST', `/api/modules/${module.id}/pipeline`, { statuses: list.toSorted((a, b) => ['lead', 'open', 'success', 'failed'].indexOf(a.group) - ['lead', 'open', 'success', 'failed'].indexOf(b.group)) })
    assert.equal(await waits(), false)
    await undo(change)
    assert.equal(await waits(), true)
  })

  test('a fixed pipeline explains itself and takes names, colours, cadences and limits', async () => {
    const module = await shape(w.module('autosales').id)
    assert.match(module.fixed_reason, /own rules/)
    const focus = status(module, 'focus')
    const { module: after } = await w.admin.ok('PATCH', `/api/statuses/${focus.id}`, { label: { '*': 'Hot' }, colour: 'red', cadence_days: 2, cadence_label: { '*': 'Call' }, probability_pct: 55, stalled_days: 4 })
    assert.deepEqual(status(after, 'focus').label, { '*': 'Hot' })
    const rules = { rule: 'error.pipeline_rules' }
    await refused(w.admin.post(`/api/modules/${module.id}/statuses`, { label: { '*': 'x' }, group: 'open' }), 409, rules)
    await refused(w.admin.post(`/api/statuses/${focus.id}/remove`, { to: module.statuses[0].id }), 409, rules)
    await refused(w.admin.post(`/api/modules/${module.id}/pipeline`, { statuses: module.statuses.map(({ id, group }) => ({ id, group })) }), 409, rules)
    await refused(w.admin.patch(`/api/statuses/${focus.id}`, { needs: ['value'] }), 409, rules)
  })

  test('only administrators; bad input names the member', async () => {
    const module = await shape(w.module('sales').id)
    const { id } = module.statuses[0]
    for (const client of [w.manager, w.bela])
      for (const [method, path, body] of [
        ['POST', `/api/modules/${module.id}/statuses`, { label: { '*': 'x' }, group: 'open' }], ['PATCH', `/api/statuses/${id}`, { colour: 'red' }],
        ['POST', `/api/modules/${module.id}/pipeline`, { statuses: [] }], ['POST', `/api/statuses/${id}/remove`, {}],
      ])
        await refused(client.request(method, path, body), 403)
    const post = (body) => w.admin.post(`/api/modules/${module.id}/statuses`, { label: { '*': 'x' }, group: 'open', ...body })
    await refused(post({ group: 'middle' }), 422, { field: 'group' })
    await refused(post({ label: { '*': '' } }), 422, { field: 'label' })
    await refused(post({ before: 999999 }), 422, { field: 'before' })
    await refused(post({ before: id }), 422, { field: 'before' })
    await refused(post({ colour: '#ff0000' }), 422, { field: 'colour' })
    await refused(post({ probability_pct: 101 }), 422, { field: 'probability_pct', limit: 100 })
    await refused(post({ cadence_days: -1 }), 422, { field: 'cadence_days' })
    await refused(post({ stalled_days: 99999 }), 422, { field: 'stalled_days' })
    await refused(post({ needs: Array.from({ length: 21 }, () => 'value') }), 422, { field: 'needs', limit: 20 })
    await refused(w.admin.patch('/api/statuses/999999', { colour: 'red' }), 404)
    await refused(w.admin.post('/api/statuses/999999/remove', {}), 404)
    await refused(w.admin.post('/api/modules/999999/statuses', { label: { '*': 'x' }, group: 'open' }), 404)
    for (let i = module.statuses.length; i < 60; i++) await w.admin.ok('POST', `/api/modules/${module.id}/statuses`, { label: { '*': `S${i}` }, group: 'open' })
    await refused(post({}), 409, { rule: 'error.too_many_statuses', limit: 60 })
  })
})
