import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { farFromMidnight, soon } from './wait.mjs'
import { refused, startWorld } from './world.mjs'

let w

before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const label = (text) => ({ '*': text })
const shape = (id) => w.admin.ok('GET', `/api/modules/${id}`).then(({ module }) => module)
const make = (template = 'custom') => w.admin.ok('POST', '/api/modules', { template }).then(({ id }) => shape(id))
const add = (module, body) => w.admin.post(`/api/modules/${module.id}/fields`, body)
const added = async (module, body) => {
  const reply = await add(module, body)
  assert.equal(reply.status, 201, reply.text)
  return reply.body.module.fields.find(({ id }) => id === reply.body.id)
}
const computed = (module, name, formula, more) => added(module, { type: 'computed', label: label(name), formula, ...more })
const card = (module, fields, more) => w.admin.ok('POST', `/api/modules/${module.id}/cards`, { name: 'Card', fields, ...more }).then((made) => made.card)
const fields = (id) => w.admin.ok('GET', `/api/cards/${id}`).then((one) => one.fields)
const patch = (id, set) => w.admin.ok('PATCH', `/api/cards/${id}`, { fields: set })
// settled - until the card's value is what it must come to.
const settled = (module, id, code, wish) =>
  soon(async () => JSON.stringify((await fields(id))[code]) === JSON.stringify(wish), `${code}: ${JSON.stringify(wish)}`)

describe('computed fields', () => {
  test('computed as the card is written, in order, and nobody fills them in', async () => {
    const module = await make()
    await added(module, { type: 'number', label: label('Hours') })
    await added(module, { type: 'money', label: label('Rate') })
    const cost = await computed(module, 'Cost', 'hours * rate', { filterable: true })
    assert.deepEqual([cost.type, cost.formula, cost.read_only], ['money', 'hours * rate', false])
    const gross = await computed(module, 'Gross', 'round(cost * 1.27, 2)')
    assert.equal(gross.type, 'money')
    const big = await computed(module, 'Big', 'cost > 1000')
    assert.equal(big.type, 'bool')
    await computed(module, 'Note', 'concat("for ", hours, " h: ", cost)')
    const one = await card(module, { hours: 2.5, rate: 50000 })
    assert.deepEqual([one.fields.cost, one.fields.gross, one.fields.big, one.fields.note], [125000, 158750, true, 'for 2.5 h: 1,250'])
    const { card: after_ } = await patch(one.id, { hours: 1 })
    assert.deepEqual([after_.fields.cost, after_.fields.gross, after_.fields.big], [50000, 63500, false])
    await patch(one.id, { hours: null })
    assert.deepEqual([(await fields(one.id)).cost, (await fields(one.id)).big], [null, false])
    await refused(w.admin.patch(`/api/cards/${one.id}`, { fields: { cost: 1 } }), 422, { field: 'fields.cost', rule: 'error.not_editable' })
    // The list finds and orders by them.
    await patch(one.id, { hours: 4 })
    const other = await card(module, { hours: 1, rate: 100 })
    const ids = async (query) => (await w.admin.ok('GET', `/api/modules/${module.id}/cards?${query}`)).rows.map(({ id }) => id)
    assert.deepEqual(await ids('sort=cost'), [other.id, one.id])
    assert.deepEqual(await ids(`filter=${encodeURIComponent(JSON.stringify({ all: [{ field: 'cost', op: 'gt', value: 1000 }] }))}`), [one.id])
    // History tells what people did; undo brings the results back with it.
    const { change } = await patch(one.id, { hours: 9 })
    const { rows } = await w.admin.ok('GET', `/api/cards/${one.id}/events`)
    assert.ok(!JSON.stringify(rows).includes('cost'))
    await w.admin.ok('POST', `/api/changes/${change.id}/undo`)
    assert.equal((await fields(one.id)).cost, 200000)
    const copy = await w.admin.ok('POST', `/api/cards/${one.id}/copy`)
    assert.equal(copy.card.fields.cost, 200000)
    const meta = (await w.admin.ok('GET', '/api/meta')).modules.find(({ id }) => id === module.id)
    assert.deepEqual(meta.fields.filter(({ id, editable }) => id > 0 && !editable).map(({ code }) => code), ['cost', 'gross', 'big', 'note'])
  })

  test('all cards follow a new formula, the customer, a changed one and its undo', async () => {
    await farFromMidnight()
    const module = await make()
    const { contact } = await w.admin.ok('POST', '/api/contacts', { kind: 'company', name: 'Kovács Kft.', employees: 40, industry: 'Gép' })
    const one = await card(module, {}, { contact_id: contact.id })
    const plain = await card(module)
    const size = await computed(module, 'Size', 'if(contact.employees >= 50, "large", concat(contact.industry, " small"))')
    await settled(module, one.id, 'size', 'Gép small')
    await settled(module, plain.id, 'size', ' small'.trim())
    await w.admin.ok('PATCH', `/api/contacts/${contact.id}`, { employees: 80 })
    await settled(module, one.id, 'size', 'large')
    const before_ = (await w.admin.ok('GET', `/api/cards/${one.id}`)).version
    const { change } = await w.admin.ok('PATCH', `/api/fields/${size.id}`, { formula: 'concat(contact.name, "!")' })
    await settled(module, one.id, 'size', 'Kovács Kft.!')
    assert.equal((await w.admin.ok('GET', `/api/cards/${one.id}`)).version, before_, 'nobody who has the card open is late')
    await w.admin.ok('POST', `/api/changes/${change.id}/undo`)
    await settled(module, one.id, 'size', 'large')
    const days = await computed(module, 'Age', 'days(created_at, today())')
    await settled(module, one.id, 'age', 0)
    assert.equal(days.type, 'number')
  })

  test('what is wrong is refused, with its place', async () => {
    const module = await make()
    await added(module, { type: 'choice', label: label('Urgency'), options: [{ label: { en: 'High', hu: 'Magas' } }, { label: label('Low') }] })
    const no = (formula, rule, at, length) => refused(add(module, { type: 'computed', label: label('X'), formula }), 422, { field: 'formula', rule, ...(at === undefined ? {} : { at, length }) })
    await no('value +', 'formula.unfinished', 7, 0)
    await no('value + ő', 'formula.unexpected', 8, 1)
    await no('nothing * 2', 'formula.unknown_name', 0, 7)
    await no('1 + sum(2)', 'formula.unknown_function', 4, 3)
    await no('if(value, 1, 2)', 'formula.wrong_kind', 3, 5)
    await no('urgency = "Huge"', 'formula.unknown_choice', 10, 6)
    await no(`${'('.repeat(100)}1${')'.repeat(100)}`, 'formula.too_deep')
    await no('"ő', 'formula.open_text', 0, 2)
    await no('days(today())', 'formula.arguments', 0, 13)
    await no('owner', 'formula.not_usable', 0, 5)
    const a = await computed(module, 'A', 'value * 2')
    const b = await computed(module, 'B', 'a + 1')
    await refused(w.admin.patch(`/api/fields/${a.id}`, { formula: 'b + 1' }), 422, { field: 'formula', rule: 'formula.circular' })
    await refused(w.admin.patch(`/api/fields/${a.id}`, { formula: 'a + 1' }), 422, { rule: 'formula.circular' })
    await refused(w.admin.patch(`/api/fields/${a.id}`, { formula: '"text"' }), 422, { rule: 'error.formula_type' })
    await refused(w.admin.patch(`/api/fields/${a.id}`, { required: true }), 422, { field: 'required', rule: 'error.computed' })
    await refused(w.admin.delete(`/api/fields/${a.id}`), 409, { rule: 'error.field_in_formula' })
    await w.admin.ok('DELETE', `/api/fields/${b.id}`)
    await w.admin.ok('DELETE', `/api/fields/${a.id}`)
    await w.admin.ok('POST', `/api/fields/${a.id}/restore`)
    // A choice is kept by what it is: another name for it breaks nothing.
    const urgent = await computed(module, 'Urgent', 'urgency = "Magas" and not empty(urgency)')
    const fresh = await shape(module.id)
    const urgency = fresh.fields.find(({ code }) => code === 'urgency')
    assert.equal(fresh.fields.find(({ id }) => id === urgent.id).formula, 'urgency = "High" and not empty(urgency)')
    const one = await card(module, { urgency: urgency.options[0].id })
    assert.equal(one.fields.urgent, true)
    await w.admin.ok('PATCH', `/api/fields/${urgency.id}`, { options: [{ id: urgency.options[0].id, label: label('Now') }, { id: urgency.options[1].id }] })
    assert.equal((await shape(module.id)).fields.find(({ id }) => id === urgent.id).formula, 'urgency = "Now" and not empty(urgency)')
    assert.equal((await card(module, { urgency: urgency.options[1].id })).fields.urgent, false)
  })

  test('tried on real cards before it is saved', async () => {
    const module = await make()
    const made = await card(module, {}, { value_minor: 250000, name: 'Tried' })
    const attempt = (body) => w.admin.ok('POST', `/api/modules/${module.id}/formula`, body)
    assert.deepEqual(await attempt({ formula: 'value / 2' }), { type: 'money', error: null, samples: [{ id: made.id, name: 'Tried', text: '1,250' }] })
    assert.deepEqual((await attempt({ formula: 'concat(status, "?")', card_id: made.id })).samples[0].text, `${module.statuses[0].label.en}?`)
    const wrong = await attempt({ formula: 'value / ' })
    assert.deepEqual([wrong.type, wrong.error.at, wrong.samples], [null, 8, []])
    await refused(w.manager.post(`/api/modules/${module.id}/formula`, { formula: '1' }), 403)
  })
})
