import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { soon } from './wait.mjs'
import { jobEnd, refused, startWorld } from './world.mjs'

let w

before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const shape = (id) => w.admin.ok('GET', `/api/modules/${id}`).then(({ module }) => module)
const undo = (change) => w.admin.ok('POST', `/api/changes/${change.id}/undo`)
const make = (template = 'custom') => w.admin.ok('POST', '/api/modules', { template }).then(({ id }) => shape(id))
const add = (module, body) => w.admin.ok('POST', `/api/modules/${module.id}/fields`, body).then((made) => ({ ...made, field: made.module.fields.find((one) => one.id === made.id) }))
const post = (module, fields) => w.admin.post(`/api/modules/${module.id}/cards`, { name: 'Card', fields })
const card = async (module, fields) => {
  const reply = await post(module, fields)
  assert.equal(reply.status, 201, reply.text)
  return reply.body.card
}
const named = (module, code) => module.fields.find((one) => one.code === code)
const ended = (id) => jobEnd(w.admin, id)
const label = (text) => ({ '*': text })
const values = {
  text: 'Ő', long_text: 'két\nsor', number: 2.5, money: 12345, date: '2026-11-22', datetime: 1795348800000, bool: true, link: 'https://example.com/', email: 'a@example.com', phone: '+36 30 123 4567',
}

describe('fields', () => {
  test('every type: added with help, group and default, filled, filtered and sorted', async () => {
    const module = await make()
    const codes = {}
    for (const [type, value] of Object.entries(values)) {
      const { field } = await add(module, { type, label: { en: `My ${type}`, hu: `Saját ${type}` }, help: label('Why'), group: { hu: 'Saját mezők' }, default: value, filterable: type !== 'long_text' })
      assert.deepEqual([field.type, field.code, field.help, field.group, field.default, field.indexing], [type, `my_${type}`, label('Why'), { hu: 'Saját mezők' }, value, false])
      codes[type] = field.code
    }
    const choice = await add(module, { type: 'choice', label: label('Size'), options: [{ label: { en: 'Small', hu: 'Kicsi' }, colour: 'green' }, { label: label('Large') }] })
    const [small, large] = choice.field.options
    const choices = await add(module, { type: 'choices', label: label('Parts'), options: [{ label: label('A') }, { label: label('B') }] })
    const user = await add(module, { type: 'user', label: label('Expert'), default: 'me' })
    const contact = await add(module, { type: 'contact', label: label('Supplier') })
    const made = await card(module, { [choice.field.code]: small.id, [choices.field.code]: choices.field.options.map((one) => one.id) })
    for (const [type, value] of Object.entries(values)) assert.deepEqual(made.fields[codes[type]], value, type)
    assert.equal(made.fields[user.field.code], w.adminMe.id)
    assert.equal(made.fields[contact.field.code], null)
    const other = await card(module, { my_number: 1, my_text: 'a', size: large.id, my_date: '2020-01-01', my_email: null })
    const ids = async (query) => (await w.admin.ok('GET', `/api/modules/${module.id}/cards?${query}`)).rows.map((one) => one.id)
    const filter = (...all) => `filter=${encodeURIComponent(JSON.stringify({ all }))}`
    assert.deepEqual(await ids(filter({ field: 'my_number', op: 'ge', value: 2 }, { field: 'size', op: 'eq', value: small.id }, { field: 'my_date', op: 'gt', value: '2026-01-01' })), [made.id])
    assert.deepEqual(await ids('sort=my_number'), [other.id, made.id])
    assert.deepEqual(await ids('sort=my_number&desc=1'), [made.id, other.id])
    assert.deepEqual(await ids(filter({ field: 'my_email', op: 'empty' })), [other.id])
    const meta = (await w.admin.ok('GET', '/api/meta')).modules.find((one) => one.id === module.id)
    assert.equal(meta.fields.find((one) => one.code === 'my_text').help, 'Why')
    assert.equal(meta.fields.find((one) => one.code === 'my_text').group, 'Saját mezők')
  })

  test('required, required from a status on, read-only', async () => {
    const module = await make('helpdesk')
    const must = await add(module, { type: 'text', label: label('Machine'), required: true })
    await refused(post(module, {}), 422, { field: 'fields.machine', rule: 'error.required' })
    const { id } = await card(module, { machine: 'X1' })
    await w.admin.ok('PATCH', `/api/fields/${must.id}`, { required: false, version: must.field.version })
    const waiting = module.statuses.find((one) => one.role === 'waiting')
    const solved = module.statuses.find((one) => one.role === 'solved')
    const from = await add(module, { type: 'number', label: label('Hours'), required_from: waiting.id })
    assert.equal(from.field.required_from, waiting.id)
    const move = (status, fields) => w.admin.patch(`/api/cards/${id}`, { fields: { status, ...fields } })
    await refused(move(waiting.id), 422, { rule: 'error.required_at', field: 'fields.hours', missing: [{ code: 'hours', label: 'Hours', type: 'number' }] })
    await refused(move(solved.id, { solution: 'x' }), 422, { rule: 'error.required_at', field: 'fields.hours' })
    assert.equal((await move(waiting.id, { hours: 1 })).status, 200)
    await refused(w.admin.patch(`/api/cards/${id}`, { fields: { hours: null } }), 422, { rule: 'error.required_at' })
    const rejected = module.statuses.find((one) => one.role === 'rejected')
    const reason = named(module, 'lost_reason').options[0].id
    assert.equal((await move(rejected.id, { hours: null, lost_reason: reason })).status, 200, 'a failure asks for nothing of the way there')
    await w.admin.ok('POST', `/api/statuses/${waiting.id}/remove`, { to: module.statuses.find((one) => one.role === 'in_progress').id })
    assert.equal(named(await shape(module.id), 'hours').required_from, module.statuses.find((one) => one.role === 'in_progress').id)
    const closed = await add(module, { type: 'text', label: label('Ticket code'), read_only: true, default: 'T-1' })
    const filled = await card(module, { machine: 'x' })
    assert.equal(filled.fields.ticket_code, 'T-1')
    await refused(w.admin.patch(`/api/cards/${filled.id}`, { fields: { ticket_code: 'T-2' } }), 422, { rule: 'error.not_editable' })
    await refused(w.admin.patch(`/api/fields/${closed.id}`, { required: true }), 422, { field: 'read_only', rule: 'error.read_only_required' })
  })

  test('what a status needs is in meta; a bulk move fills it in where it is empty', async () => {
    const module = await make('helpdesk')
    const status = (role) => module.statuses.find((one) => one.role === role)
    await add(module, { type: 'text', label: label('Machine'), required_from: status('in_progress').id })
    const needs = async (role) => (await w.admin.ok('GET', '/api/meta')).modules.find((one) => one.id === module.id).statuses.find((one) => one.role === role).needs
    assert.deepEqual(await needs('in_progress'), ['priority', 'category', 'machine'])
    assert.deepEqual(await needs('solved'), ['solution', 'machine'])
    assert.deepEqual(await needs('rejected'), ['lost_reason'])
    const [urgent, , , low] = named(module, 'priority').options
    const [question] = named(module, 'category').options
    const one = await card(module, { priority: urgent.id })
    const two = await card(module)
    const bulk = (fill) => w.admin.ok('POST', `/api/modules/${module.id}/bulk`, { select: { ids: [one.id, two.id] }, expect: 2, action: 'edit', fields: { status: status('in_progress').id }, fill })
    const refused_ = await bulk({ priority: low.id })
    assert.equal(refused_.failed.length, 2)
    assert.deepEqual((await bulk({ priority: low.id, category: question.id, machine: 'X' })).failed, [])
    const now = (id) => w.admin.ok('GET', `/api/cards/${id}`)
    assert.deepEqual([(await now(one.id)).fields.priority, (await now(two.id)).fields.priority], [urgent.id, low.id])
    assert.equal((await now(two.id)).status_id, status('in_progress').id)
  })

  test('unique: refused on the second card, not while two have the same', async () => {
    const module = await make()
    const { id, field } = await add(module, { type: 'text', label: label('Contract'), unique: true })
    assert.equal(field.filterable, true)
    const first = await card(module, { contract: 'A-1' })
    await refused(post(module, { contract: 'A-1' }), 422, { field: 'fields.contract', rule: 'error.not_unique' })
    const second = await card(module, { contract: 'A-2' })
    await refused(w.admin.patch(`/api/cards/${second.id}`, { fields: { contract: 'A-1' } }), 422, { rule: 'error.not_unique' })
    await w.admin.ok('PATCH', `/api/cards/${first.id}`, { fields: { contract: 'A-1', name: 'Same card' } })
    await refused(w.admin.patch(`/api/fields/${id}`, { filterable: false }), 422, { field: 'filterable', rule: 'error.unique_needs_index' })
    await w.admin.ok('PATCH', `/api/fields/${id}`, { unique: false })
    await w.admin.ok('PATCH', `/api/cards/${second.id}`, { fields: { contract: 'A-1' } })
    const no = await refused(w.admin.patch(`/api/fields/${id}`, { unique: true }), 409, { field: 'unique', rule: 'error.not_unique_yet' })
    assert.match(no.body.detail, /A-1/)
  })

  test('unique: who may not see the other card is told of no number', async () => {
    const module = await make()
    await add(module, { type: 'text', label: label('Contract'), unique: true })
    const { body } = await w.bela.post(`/api/modules/${module.id}/cards`, { name: 'Unseen', fields: { contract: 'B-1' } })
    assert.equal(body.card.owner_id, w.belaMe.id)
    const clash = (client) => client.post(`/api/modules/${module.id}/cards`, { name: 'Card', fields: { contract: 'B-1' } })
    const no = await refused(clash(w.cili), 422, { field: 'fields.contract', rule: 'error.not_unique_unseen' })
    assert.doesNotMatch(no.text, new RegExp(`\\b${body.card.number}\\b.*adatlap|card ${body.card.number}`))
    await refused(clash(w.manager), 422, { rule: 'error.not_unique' })
  })

  test('choices: renamed, reordered, retired; one in use is never lost', async () => {
    const module = await make()
    const made = await add(module, { type: 'choice', label: label('Size'), options: [{ label: label('S') }, { label: label('M') }, { label: label('L') }], group: label('Facts') })
    const [s, m, l] = made.field.options
    const first = await card(module, { size: m.id })
    const { module: after, change } = await w.admin.ok('PATCH', `/api/fields/${made.id}`, { version: made.field.version, default: l.id, options: [{ id: l.id }, { id: s.id, label: label('Small'), colour: 'teal' }, { label: label('XL') }] })
    const options = named(after, 'size').options
    assert.deepEqual(options.map((one) => [one.label['*'], one.retired, one.colour]).toSorted(), [['L', false, ''], ['M', true, ''], ['Small', false, 'teal'], ['XL', false, '']])
    assert.deepEqual(options.filter((one) => !one.retired).map((one) => one.label['*']), ['L', 'Small', 'XL'])
    assert.equal((await w.admin.ok('GET', `/api/cards/${first.id}`)).fields.size, m.id)
    await refused(post(module, { size: m.id }), 422, { rule: 'error.retired_choice' })
    assert.equal((await card(module)).fields.size, l.id)
    await refused(w.admin.patch(`/api/fields/${made.id}`, { version: made.field.version, options: [] }), 412)
    await refused(w.admin.patch(`/api/fields/${made.id}`, { options: [{ id: 999999 }] }), 422, { field: 'options[0].id' })
    await refused(w.admin.patch(`/api/fields/${made.id}`, { options: [{ colour: 'red' }] }), 422, { field: 'options[0].label' })
    await undo(change)
    assert.deepEqual(named(await shape(module.id), 'size').options.filter((one) => !one.retired).map((one) => one.label['*']), ['S', 'M', 'L'])
    assert.equal(named(await shape(module.id), 'size').default, null)
  })

  test('groups and order; two administrators at once', async () => {
    const module = await make()
    const { module: wide } = await add(module, { type: 'text', label: label('Extra') })
    const live = wide.fields.filter((one) => !one.trashed_at).map((one) => one.id)
    const groups = [{ label: label('Second'), fields: [live.at(-1)] }, { label: label('First'), fields: live.slice(0, -1) }]
    const { module: after, change } = await w.admin.ok('POST', `/api/modules/${module.id}/fields/order`, { groups, version: wide.version })
    assert.deepEqual(after.fields.map((one) => one.group['*']), ['Second', 'First', 'First', 'First'])
    const late = await refused(w.admin.post(`/api/modules/${module.id}/fields/order`, { groups, version: wide.version }), 412)
    assert.equal(late.body.fields.groups.theirs[0].label['*'], 'Second')
    await refused(w.admin.post(`/api/modules/${module.id}/fields/order`, { groups: groups.slice(1) }), 409, { rule: 'error.order_changed' })
    await refused(w.admin.post(`/api/modules/${module.id}/fields/order`, { groups: [...groups, groups[0]] }), 409, { rule: 'error.order_changed' })
    await undo(change)
    assert.deepEqual((await shape(module.id)).fields.map((one) => one.id), wide.fields.map((one) => one.id))
    const field = wide.fields[0]
    await w.admin.ok('PATCH', `/api/fields/${field.id}`, { help: label('mine'), version: field.version })
    const stale = await refused(w.admin.patch(`/api/fields/${field.id}`, { help: label('yours'), version: field.version }), 412)
    assert.deepEqual(stale.body.fields.help, { yours: label('yours'), theirs: label('mine') })
  })

  test('into the trash and back with its values; not what views name', async () => {
    const module = await make()
    const { id, change } = await add(module, { type: 'text', label: label('Colour'), filterable: true })
    const first = await card(module, { colour: 'red' })
    const { view } = await w.admin.ok('POST', `/api/modules/${module.id}/views`, { label: 'Red', shared: false, config: { mode: 'list', filter: { all: [{ field: 'colour', op: 'eq', value: 'red' }] } } })
    await refused(w.admin.delete(`/api/fields/${id}`), 409, { rule: 'error.field_in_use' })
    await w.admin.ok('DELETE', `/api/views/${view.id}`)
    const gone = await w.admin.ok('DELETE', `/api/fields/${id}`)
    assert.ok(named(gone.module, 'colour').trashed_at)
    assert.ok(!('colour' in (await w.admin.ok('GET', `/api/cards/${first.id}`)).fields))
    await refused(post(module, { colour: 'red' }), 422, { rule: 'error.unknown_field' })
    await refused(w.admin.patch(`/api/fields/${id}`, { help: label('x') }), 409, { rule: 'error.field_trashed' })
    await w.admin.ok('POST', `/api/fields/${id}/restore`)
    assert.equal((await w.admin.ok('GET', `/api/cards/${first.id}`)).fields.colour, 'red')
    await undo(change)
    assert.ok((await shape(module.id)).fields.find((one) => one.id === id).trashed_at)
    const again = await add(module, { type: 'number', label: label('Colour') })
    assert.equal(again.field.code, 'colour', 'the code of what was undone is free')
    await w.admin.ok('POST', `/api/fields/${id}/restore`)
    assert.equal((await shape(module.id)).fields.find((one) => one.id === id).code, 'colour_2')
    await refused(w.admin.delete(`/api/fields/${named(await shape(w.module('sales').id), 'lost_reason').id}`), 409, { rule: 'error.field_has_role' })
  })

  test('another type: a preview, then a job; what does not convert is kept in the trash; undo', async () => {
    const module = await make()
    const { id } = await add(module, { type: 'text', label: label('Price'), filterable: true, help: label('gross') })
    const cards = []
    for (const price of ['1 200,5', '12', 'a lot', null]) cards.push((await card(module, { price })).id)
    const preview = await w.admin.ok('GET', `/api/fields/${id}/convert?type=number`)
    assert.deepEqual([preview.n, preview.converts, preview.lost], [3, 2, 1])
    assert.deepEqual(preview.samples, [{ from: '1 200,5', to: '1,200.5' }, { from: '12', to: '12' }, { from: 'a lot', to: null }])
    const done = await w.admin.ok('POST', `/api/fields/${id}/convert`, { type: 'number' })
    const job = await ended(done.job_id)
    assert.deepEqual([job.state, job.progress, job.result.converted, job.result.lost], ['done', 3, 2, 1])
    const field = (await shape(module.id)).fields.find((one) => one.code === 'price')
    assert.deepEqual([field.type, field.filterable, field.indexing, field.help, field.trashed_at], ['number', true, false, label('gross'), null])
    const price = async () => Promise.all(cards.map(async (one) => (await w.admin.ok('GET', `/api/cards/${one}`)).fields.price))
    assert.deepEqual(await price(), [1200.5, 12, null, null])
    await undo(done.change)
    assert.deepEqual(await price(), ['1 200,5', '12', 'a lot', null])
    const choice = await w.admin.ok('POST', `/api/fields/${id}/convert`, { type: 'choice' })
    assert.equal((await ended(choice.job_id)).result.lost, 0)
    const options = (await shape(module.id)).fields.find((one) => one.code === 'price').options
    assert.deepEqual(options.map((one) => one.label['*']).toSorted(), ['1 200,5', '12', 'a lot'])
    assert.deepEqual((await price()).map((one) => options.find((option) => option.id === one)?.label['*'] ?? null), ['1 200,5', '12', 'a lot', null])
    const back = await w.admin.ok('POST', `/api/fields/${(await shape(module.id)).fields.find((one) => one.code === 'price').id}/convert`, { type: 'text' })
    await ended(back.job_id)
    assert.deepEqual(await price(), ['1 200,5', '12', 'a lot', null])
    await refused(w.admin.get(`/api/fields/${id}/convert?type=blob`), 409, { rule: 'error.field_trashed' })
    const now = (await shape(module.id)).fields.find((one) => one.code === 'price').id
    await refused(w.admin.get(`/api/fields/${now}/convert?type=blob`), 422, { field: 'type', rule: 'error.unknown_type' })
    await refused(w.admin.post(`/api/fields/${now}/convert`, { type: 'text' }), 422, { rule: 'error.same_type' })
    await refused(w.admin.post(`/api/fields/${named(module, 'lost_reason').id}/convert`, { type: 'status' }), 422, { field: 'type' })
  })

  test('on a module with many cards the index is built in the background', async () => {
    const module = await make()
    const plain = await add(module, { type: 'number', label: label('Points') })
    for (let i = 0; i < 1050; i += 30) await Promise.all(Array.from({ length: 30 }, (_, k) => card(module, { points: i + k })))
    const { module: after } = await w.admin.ok('PATCH', `/api/fields/${plain.id}`, { filterable: true })
    assert.equal(named(after, 'points').indexing, true)
    const made = await add(module, { type: 'text', label: label('Tag'), filterable: true })
    assert.equal(made.field.indexing, true)
    await soon(async () => !(await shape(module.id)).fields.some((one) => one.indexing), 'both indexes')
    const { rows } = await w.admin.ok('GET', `/api/modules/${module.id}/cards?sort=points&desc=1&limit=2&columns=points`)
    assert.deepEqual(rows.map((one) => one.fields.points), [1049, 1048])
    await w.admin.ok('PATCH', `/api/fields/${plain.id}`, { filterable: false })
  })

  test('only administrators; bad input names the member', async () => {
    const module = await shape(w.module('sales').id)
    const { id } = module.fields[0]
    for (const client of [w.manager, w.bela])
      for (const [method, path, body] of [
        ['POST', `/api/modules/${module.id}/fields`, { type: 'text', label: label('x') }], ['POST', `/api/modules/${module.id}/fields/order`, { groups: [] }], ['PATCH', `/api/fields/${id}`, { required: true }],
        ['DELETE', `/api/fields/${id}`], ['POST', `/api/fields/${id}/restore`, {}], ['GET', `/api/fields/${id}/convert?type=text`], ['POST', `/api/fields/${id}/convert`, { type: 'text' }],
      ])
        await refused(client.request(method, path, body), 403)
    const add = (body) => w.admin.post(`/api/modules/${module.id}/fields`, { type: 'text', label: label('x'), ...body })
    await refused(add({ type: 'blob' }), 422, { field: 'type', rule: 'error.unknown_type' })
    await refused(add({ type: 'status' }), 422, { field: 'type' })
    await refused(add({ label: label(' ') }), 422, { field: 'label' })
    await refused(add({ help: label('x'.repeat(1001)) }), 422, { field: 'help.*', limit: 1000 })
    await refused(add({ type: 'number', default: 'many' }), 422, { field: 'default', rule: 'error.not_number' })
    await refused(add({ type: 'number', min: 5, max: 4 }), 422, { field: 'max', limit: 5 })
    await refused(add({ type: 'number', min: 1, max: 4, default: 5 }), 422, { field: 'default', limit: 4 })
    await refused(add({ max: 501 }), 422, { field: 'max', limit: 500 })
    await refused(add({ type: 'date', max: 5 }), 422, { field: 'max', rule: 'error.no_limits' })
    await refused(add({ type: 'user', default: 999 }), 422, { field: 'default', rule: 'error.unknown_user' })
    await refused(add({ type: 'contact', default: 1 }), 422, { field: 'default', rule: 'error.no_default' })
    await refused(add({ type: 'bool', unique: true }), 422, { field: 'unique', rule: 'error.cannot_be_unique' })
    await refused(add({ options: [] }), 422, { field: 'options', rule: 'error.no_options' })
    await refused(add({ required_from: w.module('leads').statuses[0].id }), 422, { field: 'required_from', rule: 'error.unknown_status' })
    await refused(add({ required: true, read_only: true }), 422, { field: 'read_only' })
    await refused(w.admin.patch(`/api/fields/${id}`, { type: 'text' }), 422, { rule: 'error.unknown_member' })
    await refused(w.admin.patch('/api/fields/999999', { required: true }), 404)
    await refused(w.admin.delete('/api/fields/999999'), 404)
    await refused(w.admin.get('/api/fields/999999/convert?type=text'), 404)
    await refused(w.admin.get(`/api/fields/${id}/convert`), 422, { field: 'type' })
    assert.equal((await shape(module.id)).fields.length, module.fields.length, 'nothing was left of what was refused')
  })
})
