import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { refused, startWorld } from './world.mjs'

let w

before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const person = (more = {}) => ({ kind: 'person', first_name: 'Ștefan', last_name: 'Szűcs', ...more })

describe('contacts', () => {
  test('a company with a person: made, changed, trashed, restored', async () => {
    const made = await w.admin.request('POST', '/api/contacts', {
      kind: 'company', name: 'Őz és Társa Kft.', employees: 40, revenue_minor: 12_000_000_00, industry: 'Bútor', tax_no: '12345678-2-42',
      points: [{ kind: 'phone', value: '06 1 234 5678', label: 'front desk', is_default: true }, { kind: 'web', value: 'https://oz.example' }],
      addresses: [{ kind: 'office', street: 'Fő u. 1.', city: 'Győr', postal_code: '9021', country: 'HU', is_default: true }],
    })
    assert.equal(made.status, 201)
    const company = made.body.contact
    assert.equal(company.points.length, 2)
    assert.equal(company.addresses[0].city, 'Győr')
    const { contact } = await w.admin.ok('POST', '/api/contacts', person({ company_id: company.id, points: [{ kind: 'email', value: 'stefan@oz.example' }] }))
    assert.equal(contact.company.name, 'Őz és Társa Kft.')
    const read = await w.admin.request('GET', `/api/contacts/${company.id}`)
    assert.equal(read.headers.get('etag'), `"${read.body.version}"`)
    assert.deepEqual(read.body.people.map((one) => one.id), [contact.id])
    const renamed = await w.admin.ok('PATCH', `/api/contacts/${company.id}`, { name: 'Őz Zrt.', version: company.version })
    assert.equal(renamed.contact.name, 'Őz Zrt.')
    assert.equal(renamed.contact.employees, 40)
    assert.equal(renamed.contact.points.length, 2)
    await refused(w.admin.patch(`/api/contacts/${company.id}`, { name: 'Other', version: company.version }), 412, { code: 'stale', your_version: company.version })
    await w.admin.ok('DELETE', `/api/contacts/${contact.id}`)
    const list = await w.admin.ok('GET', '/api/contacts?kind=person')
    assert.ok(!list.rows.some((row) => row.id === contact.id))
    const trash = await w.admin.ok('GET', '/api/contacts?trash=1')
    assert.ok(trash.rows.some((row) => row.id === contact.id))
    const back = await w.admin.ok('POST', `/api/contacts/${contact.id}/restore`)
    assert.equal(back.contact.trashed_at, null)
    const events = await w.admin.ok('GET', `/api/contacts/${company.id}/events`)
    assert.ok(events.rows.some((row) => row.kind === 'contact_created'))
    const undone = await w.admin.ok('POST', `/api/changes/${renamed.change.id}/undo`)
    assert.ok(undone.change_id)
    assert.equal((await w.admin.ok('GET', `/api/contacts/${company.id}`)).name, 'Őz és Társa Kft.')
  })

  test('duplicates: by mail, phone in any form, and name without form and accents', async () => {
    await w.admin.ok('POST', '/api/contacts', { kind: 'company', name: 'Árvíztűrő Kft.', points: [{ kind: 'phone', value: '+36 30 123 4567' }] })
    await w.admin.ok('POST', '/api/contacts', person({ first_name: 'Éva', last_name: 'Tükör', points: [{ kind: 'email', value: 'Eva@Tukor.example' }] }))
    const reasons = async (body) => (await w.admin.ok('POST', '/api/contacts/duplicates', body)).rows.map((row) => row.reason)
    assert.deepEqual(await reasons({ kind: 'company', name: 'arvizturo zrt' }), ['name'])
    assert.deepEqual(await reasons({ kind: 'person', last_name: 'x', points: [{ kind: 'phone', value: '06-30/123-4567' }] }), ['phone'])
    assert.deepEqual(await reasons({ kind: 'person', last_name: 'y', points: [{ kind: 'email', value: 'eva@tukor.example' }] }), ['email'])
    assert.deepEqual(await reasons({ kind: 'person', last_name: 'Nobody At All' }), [])
  })

  test('tags are found as one types, narrow lists, and are given to many at once', async () => {
    const made = []
    for (const [name, tags] of [['Egy', 'Kiemelt, őszi vásár'], ['Kettő', 'kiemelt'], ['Három', '']])
      made.push((await w.admin.ok('POST', '/api/contacts', { kind: 'company', name: `Címkés ${name} Kft.`, tags })).contact.id)
    const find = async (q) => (await w.admin.ok('GET', `/api/tags?q=${encodeURIComponent(q)}`)).rows
    const [tag] = await find('KIEM')
    assert.equal(tag.name, 'Kiemelt') // as it was written first
    assert.deepEqual((await find('oszi')).map((one) => one.name), ['őszi vásár'])
    assert.deepEqual(await find('asar'), [])
    const tagged = async (more = '') => (await w.admin.ok('GET', `/api/contacts?tag=${tag.id}${more}`)).rows.map((row) => row.id)
    assert.deepEqual(new Set(await tagged()), new Set(made.slice(0, 2)))
    assert.deepEqual(await tagged('&q=ketto'), [made[1]])
    assert.deepEqual(await tagged('&kind=person'), [])
    const page = await w.admin.ok('GET', `/api/contacts?tag=${tag.id}&limit=1`)
    assert.equal((await w.admin.ok('GET', `/api/contacts?tag=${tag.id}&limit=1&cursor=${page.next}`)).rows.length, 1)
    const given = await w.admin.ok('POST', '/api/contacts/bulk', { ids: made, action: 'add_tag', tag: 'KIEMELT' })
    assert.equal(given.n, 3)
    assert.deepEqual(new Set(await tagged()), new Set(made))
    assert.equal((await w.admin.ok('GET', `/api/contacts/${made[1]}`)).tags, 'kiemelt') // had it already
    await w.admin.ok('POST', `/api/changes/${given.change_id}/undo`)
    assert.deepEqual(new Set(await tagged()), new Set(made.slice(0, 2)))
    await w.admin.ok('POST', '/api/contacts/bulk', { ids: [made[0]], action: 'remove_tag', tag: 'kiemelt' })
    assert.equal((await w.admin.ok('GET', `/api/contacts/${made[0]}`)).tags, 'őszi vásár')
    assert.deepEqual(await tagged(), [made[1]])
    await refused(w.admin.post('/api/contacts/bulk', { ids: made, action: 'add_tag', tag: 'a, b' }), 422, { field: 'tag' })
    await refused(w.admin.post('/api/contacts/bulk', { ids: made, action: 'add_tag', tag: ' ' }), 422, { field: 'tag' })
    await refused(w.admin.post('/api/contacts/bulk', { ids: [made[0], 99_999_999], action: 'add_tag', tag: 'x' }), 404)
    const trashed = await w.admin.ok('POST', '/api/contacts/bulk', { ids: made, action: 'trash' })
    assert.deepEqual(await tagged(), [])
    await w.admin.ok('POST', `/api/changes/${trashed.change_id}/undo`)
    assert.deepEqual(await tagged(), [made[1]])
  })

  test('bad input names the member', async () => {
    const post = (body) => w.admin.post('/api/contacts', person(body))
    await refused(w.admin.post('/api/contacts', { kind: 'company' }), 422, { field: 'name' })
    await refused(w.admin.post('/api/contacts', { kind: 'robot', name: 'x' }), 422, { field: 'kind' })
    await refused(post({ points: [{ kind: 'email', value: 'nonsense' }] }), 422, { field: 'points[0].value' })
    await refused(post({ points: [{ kind: 'pigeon', value: 'coo' }] }), 422, { field: 'points[0].kind' })
    await refused(post({ points: Array.from({ length: 51 }, (_, i) => ({ kind: 'web', value: `https://${i}.example` })) }), 422, { field: 'points', limit: 50 })
    await refused(post({ company_id: 999999 }), 422, { field: 'company_id' })
    await refused(post({ employees: -1 }), 422, { field: 'employees' })
    await refused(post({ note: 'x'.repeat(10001) }), 422, { field: 'note', limit: 10000 })
    await refused(post({ points: { 0: {} } }), 422, { field: 'points', rule: 'error.not_list' })
    await refused(post({ addresses: [{ city: 'x'.repeat(101) }] }), 422, { field: 'addresses[0].city', limit: 100 })
    await refused(w.admin.get('/api/contacts/999999'), 404)
  })

  test("a user does not see others' customers", async () => {
    const card = await w.card(w.bela, 'autosales', { contact: person({ last_name: 'Titkos', points: [{ kind: 'email', value: 'titkos@example.com' }] }) })
    const id = card.contact.id
    await w.bela.ok('GET', `/api/contacts/${id}`)
    await refused(w.cili.get(`/api/contacts/${id}`), 404)
    await refused(w.cili.patch(`/api/contacts/${id}`, { note: 'x' }), 404)
    await refused(w.cili.delete(`/api/contacts/${id}`), 404)
    await refused(w.cili.post(`/api/contacts/${id}/restore`), 404)
    await refused(w.cili.get(`/api/contacts/${id}/events`), 404)
    const hits = (client) => client.ok('GET', '/api/search?q=titkos').then((reply) => reply.hits.map((hit) => hit.kind).sort())
    assert.deepEqual(await hits(w.bela), ['card', 'person'])
    assert.deepEqual(await hits(w.cili), [])
    const rows = await w.cili.ok('GET', '/api/contacts?q=titkos')
    assert.deepEqual(rows.rows, [])
  })

  test('search finds without accents, by beginnings and by phone', async () => {
    await w.card(w.admin, 'autosales', { contact: person({ last_name: 'Țârlea', points: [{ kind: 'phone', value: '+40 722 555 777' }] }) })
    for (const q of ['tarlea', 'Țârl', 'stefan tar', '+40722555777', '722555777', '0722 555'])
      assert.ok((await w.admin.ok('GET', `/api/search?q=${encodeURIComponent(q)}`)).hits.length >= 1, q)
    await refused(w.admin.get('/api/search'), 422, { field: 'q' })
    await refused(w.admin.get('/api/search?q=x&limit=51'), 422, { field: 'limit', limit: 50 })
    assert.deepEqual((await w.admin.ok('GET', `/api/search?q=${encodeURIComponent('"*(^')}`)).hits, [])
  })
})
