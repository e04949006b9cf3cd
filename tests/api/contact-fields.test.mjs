// contact-fields - own fields of people and companies: made by an administrator, filled in on the contact.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

import { run, startServer } from './server.mjs'
import { jobEnd, refused, startWorld } from './world.mjs'

let w
before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const label = (text) => ({ '*': text })
const add = async (kind, body) => {
  const made = await w.admin.ok('POST', '/api/contacts/fields', { kind, ...body })
  return { ...made, field: made.module.fields.find(({ id }) => id === made.id) }
}
const make = (body) => w.admin.ok('POST', '/api/contacts', { kind: 'person', last_name: 'Próba', ...body }).then(({ contact }) => contact)
const get = (id) => w.admin.ok('GET', `/api/contacts/${id}`)
const patch = (contact, body) => w.admin.ok('PATCH', `/api/contacts/${contact.id}`, body)
const undo = (change) => w.admin.ok('POST', `/api/changes/${change.id}/undo`)
const history = (id) => w.admin.ok('GET', `/api/contacts/${id}/events`).then(({ rows }) => rows)
const values = {
  text: 'Ő', long_text: 'két\nsor', number: 2.5, money: 12345, date: '2026-11-22', datetime: 1795348800000, bool: true, link: 'https://example.com/', email: 'a@example.com', phone: '+36 30 123 4567',
}

describe('fields of people and companies', () => {
  test('the first field makes their place, which is no module', async () => {
    const before = await w.admin.ok('GET', '/api/meta')
    assert.deepEqual([before.contact_shapes, before.person_fields], [{ person: null, company: null }, []])
    const { module, field } = await add('person', { type: 'text', label: { en: 'Nickname', hu: 'Becenév' }, help: label('Why'), group: label('More') })
    assert.deepEqual([module.kind, module.statuses, module.task_types, module.needable, field.code], ['people', [], [], [], 'nickname'])
    const meta = await w.admin.ok('GET', '/api/meta')
    assert.deepEqual(meta.contact_shapes, { person: module.id, company: null })
    assert.deepEqual(meta.modules.map(({ id }) => id), before.modules.map(({ id }) => id))
    assert.deepEqual(meta.person_fields.map(({ code, label, group }) => [code, label, group]), [['nickname', 'Nickname', 'More']])
    const { rows } = await w.admin.ok('GET', '/api/modules')
    assert.ok(!rows.some(({ id }) => id === module.id))
    assert.equal((await w.admin.ok('GET', `/api/modules/${module.id}`)).module.id, module.id)
    await w.admin.ok('POST', '/api/modules/order', { ids: rows.map(({ id }) => id) })
    const at = `/api/modules/${module.id}`
    await refused(w.admin.patch(at, { label: label('X') }), 404)
    await refused(w.admin.delete(at), 404)
    await refused(w.admin.post(`${at}/statuses`, { label: label('X'), group: 'open' }), 404)
    await refused(w.admin.post(`${at}/task-types`, { label: label('X') }), 404)
    await refused(w.admin.post(`${at}/cards`, { name: 'X' }), 404)
    await refused(w.admin.get(`${at}/cards`), 404)
    await refused(w.admin.post('/api/contacts/fields', { kind: 'person', type: 'computed', label: label('X'), formula: '1' }), 422, { field: 'type' })
    await refused(w.bela.post('/api/contacts/fields', { kind: 'person', type: 'text', label: label('X') }), 403)
    await refused(w.manager.patch(`/api/fields/${field.id}`, { label: label('X') }), 403)
  })

  test('every type: filled in, read back, told by the history, undone', async () => {
    for (const [type, value] of Object.entries(values)) await add('company', { type, label: label(`My ${type}`), default: value })
    const { field: size } = await add('company', { type: 'choice', label: label('Size'), options: [{ label: label('Small') }, { label: label('Large') }] })
    const { field: parts } = await add('company', { type: 'choices', label: label('Parts'), options: [{ label: label('A') }, { label: label('B') }] })
    await add('company', { type: 'user', label: label('Expert'), default: 'me' })
    await add('company', { type: 'contact', label: label('Parent') })
    const parent = await make({ kind: 'company', name: 'Parent Kft.' })
    for (const [type, value] of Object.entries(values)) assert.deepEqual(parent.fields[`my_${type}`], value, type)
    assert.equal(parent.fields.expert, w.adminMe.id)
    const one = await make({ kind: 'company', name: 'Egy Kft.', fields: { my_text: null, my_number: 7, size: size.options[0].id, parts: parts.options.map(({ id }) => id), parent: parent.id } })
    assert.deepEqual([one.fields.my_text, one.fields.my_number, one.fields.my_money, one.fields.parent], [null, 7, 12345, parent.id])
    const { contact, change } = await patch(one, { fields: { my_text: 'új', size: size.options[1].id }, version: one.version })
    assert.deepEqual([contact.fields.my_text, contact.fields.size, contact.fields.my_number, contact.version], ['új', size.options[1].id, 7, one.version + 1])
    const [latest] = await history(one.id)
    assert.deepEqual([latest.kind, latest.old, latest.new], ['contact_edited', 'Small', 'új · Large'])
    await undo(change)
    assert.deepEqual((await get(one.id)).fields, one.fields)
    assert.equal((await patch(one, { fields: { my_text: null } })).change.id, 0)
    for (const [fields, field] of [[{ nope: 1 }, 'fields.nope'], [{ my_number: 'x' }, 'fields.my_number'], [{ size: 999999 }, 'fields.size'], [{ expert: 999999 }, 'fields.expert'], [{ parent: 999999 }, 'fields.parent'], [{ nickname: 'x' }, 'fields.nickname']])
      await refused(w.admin.patch(`/api/contacts/${one.id}`, { fields }), 422, { field })
    await refused(w.admin.patch(`/api/contacts/${one.id}`, { fields: [] }), 422)
  })

  test('a later change stands in the way of undo, and a stale write gets both values', async () => {
    const one = await make({ fields: { nickname: 'A' } })
    const { change } = await patch(one, { fields: { nickname: 'B' } })
    await patch(one, { fields: { nickname: 'C' } })
    await refused(w.admin.post(`/api/changes/${change.id}/undo`), 409)
    const { body } = await refused(w.admin.patch(`/api/contacts/${one.id}`, { fields: { nickname: 'D' }, version: one.version }), 412, { code: 'stale', fields: { 'fields.nickname': { yours: 'D', theirs: 'C' } } })
    assert.equal(body.current.fields.nickname, 'C')
  })

  test('required, read only, unique', async () => {
    const early = await make({})
    const { field: id_no } = await add('person', { type: 'text', label: label('Id no'), required: true, unique: true })
    await add('person', { type: 'text', label: label('Locked'), read_only: true, default: 'fix' })
    await refused(w.admin.post('/api/contacts', { kind: 'person', last_name: 'X' }), 422, { field: 'fields.id_no' })
    assert.equal((await patch(early, { note: 'what was empty may stay so' })).contact.fields.id_no, null)
    const one = await make({ fields: { id_no: '1' } })
    assert.equal(one.fields.locked, 'fix')
    await refused(w.admin.patch(`/api/contacts/${one.id}`, { fields: { id_no: null } }), 422, { field: 'fields.id_no' })
    await refused(w.admin.patch(`/api/contacts/${one.id}`, { fields: { locked: 'x' } }), 422, { field: 'fields.locked' })
    await refused(w.admin.patch(`/api/contacts/${early.id}`, { fields: { id_no: '1' } }), 422, { field: 'fields.id_no' })
    await refused(w.bela.post('/api/contacts', { kind: 'person', last_name: 'X', fields: { id_no: '1' } }), 422, { field: 'fields.id_no' })
    await w.admin.ok('PATCH', `/api/fields/${id_no.id}`, { required: false })
    await patch(one, { fields: { id_no: null } })
    await patch(early, { fields: { id_no: '1' } })
    await refused(w.admin.patch(`/api/fields/${id_no.id}`, { required_from: 1 }), 422)
  })

  test('with a card: its new customer takes them, too', async () => {
    const { card } = await w.admin.ok('POST', `/api/modules/${w.module('sales').id}/cards`, { contact: { kind: 'person', last_name: 'Kártyás', fields: { nickname: 'Karcsi' } } })
    assert.equal((await get(card.contact.id)).fields.nickname, 'Karcsi')
  })

  test('order and groups, another type, trash and restore with all values', async () => {
    const one = await make({ fields: { nickname: '12' } })
    const { contact_shapes } = await w.admin.ok('GET', '/api/meta')
    const { module } = await w.admin.ok('GET', `/api/modules/${contact_shapes.person}`)
    const ids = module.fields.map(({ id }) => id).reverse()
    await w.admin.ok('POST', `/api/modules/${module.id}/fields/order`, { version: module.version, groups: [{ label: label('All'), fields: ids }] })
    const nickname = module.fields.find(({ code }) => code === 'nickname')
    assert.equal((await w.admin.ok('GET', '/api/meta')).person_fields.at(-1).code, 'nickname')
    const { change } = await w.admin.ok('DELETE', `/api/fields/${nickname.id}`)
    assert.equal((await get(one.id)).fields.nickname, undefined)
    await undo(change)
    assert.equal((await get(one.id)).fields.nickname, '12')
    const preview = await w.admin.ok('GET', `/api/fields/${nickname.id}/convert?type=number`)
    assert.ok(preview.n >= 2 && preview.lost >= 1)
    const converted = await w.admin.ok('POST', `/api/fields/${nickname.id}/convert`, { type: 'number' })
    assert.equal((await jobEnd(w.admin, converted.job_id)).state, 'done')
    assert.equal((await get(one.id)).fields.nickname, 12)
  })

  test('undo passes over a field that was removed since', async () => {
    const { id } = await add('person', { type: 'text', label: label('Short lived'), default: 'x' })
    const { contact: one, change: made } = await w.admin.ok('POST', '/api/contacts', { kind: 'person', last_name: 'Előbb' })
    const { change } = await patch(one, { last_name: 'Utóbb', fields: { short_lived: 'y' } })
    await w.admin.ok('DELETE', `/api/fields/${id}`)
    await undo(change)
    assert.equal((await get(one.id)).last_name, 'Előbb')
    await undo(made)
    assert.ok((await get(one.id)).trashed_at)
  })

  test('merged: what is missing comes along, what differs as chosen; undone exactly', async () => {
    await add('person', { type: 'text', label: label('Colour') })
    await add('person', { type: 'text', label: label('Only once'), unique: true })
    const keep = await make({ first_name: 'Ede', fields: { colour: 'red' } })
    const drop = await make({ first_name: 'Ede', fields: { colour: 'blue', only_once: 'u1', nickname: 5 } })
    const preview = await w.admin.ok('GET', `/api/contacts/${keep.id}/merge?other=${drop.id}`)
    const own = preview.fields.filter(({ name }) => name.startsWith('fields.')).sort((a, b) => (a.name < b.name ? -1 : 1))
    assert.deepEqual(own, [
      { name: 'fields.colour', keep: 'red', drop: 'blue', wins: 'keep' },
      { name: 'fields.nickname', keep: null, drop: 5, wins: 'drop' },
      { name: 'fields.only_once', keep: null, drop: 'u1', wins: 'drop' },
    ])
    const done = await w.admin.ok('POST', `/api/contacts/${keep.id}/merge`, { other_id: drop.id, take: ['fields.colour'] })
    const { fields } = await get(keep.id)
    assert.deepEqual([fields.colour, fields.nickname, fields.only_once], ['blue', 5, 'u1'])
    await undo({ id: done.change_id })
    assert.deepEqual((await get(keep.id)).fields, keep.fields)
    assert.deepEqual((await get(drop.id)).fields, drop.fields)
  })

  test('the list shows them as columns, narrows and sorts by them, page by page', async () => {
    const { field: tier } = await add('company', { type: 'number', label: label('Tier'), filterable: true })
    const { field: city } = await add('company', { type: 'text', label: label('Seat') })
    await add('company', { type: 'choice', label: label('Kind'), options: [{ label: label('Big') }, { label: label('Little') }] })
    const tiers = [5, 1, null, 3, 3, null, 2]
    const made = []
    for (const [i, n] of tiers.entries()) made.push(await make({ kind: 'company', name: `Lista ${i} Kft.`, fields: { tier: n, seat: i % 2 ? 'Győr' : 'Ózd' } }))
    const of = (rows) => rows.filter(({ id }) => made.some((one) => one.id === id)).map(({ id }) => made.findIndex((one) => one.id === id))
    const list = (query) => w.admin.ok('GET', `/api/contacts?kind=company&${query}`)
    const filter = (...all) => `filter=${encodeURIComponent(JSON.stringify({ all }))}`
    const { rows } = await list('columns=tier,seat&q=lista')
    assert.deepEqual(rows.map(({ fields }) => fields), tiers.map((n, i) => ({ tier: n, seat: i % 2 ? 'Győr' : 'Ózd' })))
    assert.deepEqual((await list('')).rows[0].fields, {})
    assert.deepEqual(of((await list(filter({ field: 'tier', op: 'ge', value: 2 }, { field: 'seat', op: 'eq', value: 'gyor' }))).rows), [3])
    assert.deepEqual(of((await list(filter({ field: 'tier', op: 'eq', value: 3 }))).rows), [3, 4])
    assert.deepEqual(of((await list(`${filter({ field: 'tier', op: 'empty' })}&q=lista`)).rows), [2, 5])
    const paged = async (query) => {
      const seen = []
      for (let cursor = ''; ; ) {
        const page = await list(`q=lista&limit=2&${query}${cursor}`)
        seen.push(...of(page.rows))
        if (!page.next) return seen
        cursor = `&cursor=${encodeURIComponent(page.next)}`
      }
    }
    assert.deepEqual(await paged('sort=tier'), [1, 6, 3, 4, 0, 2, 5])
    assert.deepEqual(await paged('sort=tier&desc=1'), [0, 4, 3, 6, 1, 5, 2])
    assert.deepEqual((await paged(filter({ field: 'tier', op: 'not_empty' }))).length, 5)
    const all = []
    for (let cursor = ''; ; ) {
      const page = await list(`sort=tier&columns=tier&limit=3${cursor}`)
      all.push(...page.rows.map(({ fields }) => fields.tier))
      if (!page.next) break
      cursor = `&cursor=${encodeURIComponent(page.next)}`
    }
    assert.deepEqual(all.filter((n) => n !== null), [1, 2, 3, 3, 5])
    assert.ok(all.length > 7 && all.slice(5).every((n) => n === null))
    const { next } = await list('sort=tier&limit=2')
    await refused(w.admin.get(`/api/contacts?kind=company&sort=seat&limit=2&cursor=${encodeURIComponent(next)}`), 422, { field: 'cursor' })
    for (const [query, field] of [['columns=nope', 'columns'], ['sort=nope', 'sort'], [filter({ field: 'contact.name', op: 'eq', value: 'x' }), 'filter.all[0].field'], [filter({ field: 'status', op: 'empty' }), 'filter.all[0].field'], ['filter=x', 'filter']])
      await refused(w.admin.get(`/api/contacts?kind=company&${query}`), 422, { field })
    await refused(w.admin.get('/api/contacts?sort=tier'), 422, { field: 'kind' })
    assert.ok((await w.manager.ok('GET', `/api/contacts?kind=company&sort=tier&${filter({ field: 'tier', op: 'gt', value: 4 })}`)).rows.length === 1)
    assert.deepEqual((await w.bela.ok('GET', `/api/contacts?kind=company&sort=tier&${filter({ field: 'tier', op: 'gt', value: 0 })}`)).rows, [])
    await w.admin.ok('PATCH', `/api/fields/${tier.id}`, { filterable: false })
    assert.deepEqual(of((await list(filter({ field: 'tier', op: 'eq', value: 3 }))).rows), [3, 4])
    await w.admin.ok('DELETE', `/api/fields/${city.id}`)
    await refused(w.admin.get('/api/contacts?kind=company&columns=seat'), 422, { field: 'columns' })
  })

  test('a person erased: the values are gone', async () => {
    const one = await make({ first_name: 'Feledt', fields: { colour: 'titkos' } })
    const { job_id } = await w.admin.ok('POST', `/api/contacts/${one.id}/erase`, { confirm: one.name })
    assert.equal((await jobEnd(w.admin, job_id)).state, 'done')
    assert.equal((await get(one.id)).fields.colour, null)
    assert.ok(!JSON.stringify(await history(one.id)).includes('titkos'))
  })

  test('people that an import brings begin with the defaults, and nobody asks it for what is required', async () => {
    await add('person', { type: 'text', label: label('Origin'), default: 'file', required: true })
    const module = w.module('sales')
    const names = Array.from({ length: 40 }, (_, i) => `Hozott${i}`)
    const made = await w.admin.ok('POST', `/api/imports?module=${module.id}&name=people.csv`, ['Card,Last', ...names.map((name) => `${name} ügye,${name}`)].join('\r\n'), { headers: { 'content-type': 'text/csv' } })
    await w.admin.ok('PATCH', `/api/imports/${made.id}`, { mapping: { columns: [{ header: 'Card', to: 'name' }, { header: 'Last', to: 'contact.last_name' }] } })
    const { job_id } = await w.admin.ok('POST', `/api/imports/${made.id}/run`)
    assert.equal((await jobEnd(w.admin, job_id)).state, 'done')
    assert.equal((await w.admin.ok('GET', `/api/imports/${made.id}`)).report.contacts_created, 40)
    const filter = encodeURIComponent(JSON.stringify({ field: 'origin', op: 'eq', value: 'file' }))
    const { rows } = await w.admin.ok('GET', `/api/contacts?kind=person&columns=origin&limit=200&filter=${filter}`)
    assert.deepEqual(rows.map(({ name }) => name).sort(), names.sort())
  })

  test('backed up, restored, and found sound', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cardinal-contact-fields-'))
    const one = await make({ fields: { colour: 'green', nickname: 3, origin: 'here' } })
    try {
      const file = join(folder, 'a.cardinal')
      const data = join(folder, 'data')
      for (const args of [['backup', '--data', w.server.data, '--out', file], ['restore', file, '--data', data], ['account', 'verify', '--data', data]]) {
        const done = await run(args)
        assert.equal(done.code, 0, `${args[0]}: ${done.stdout}${done.stderr}`)
      }
      const other = await startServer({ data })
      try {
        const client = await other.login('anna@example.com')
        assert.deepEqual((await client.ok('GET', `/api/contacts/${one.id}`)).fields, one.fields)
      } finally {
        await other.stop()
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
