// Files as values of a card's fields: brought, saved, replaced, undone, copied; who may see and fetch them; needed by a
// status; export and import; erasure; the books are right at the end.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { run } from './server.mjs'
import { jobEnd, password, refused, startWorld } from './world.mjs'

let w, admin, hr
before(async () => {
  w = await startWorld()
  admin = w.admin
  hr = await shape((await admin.ok('POST', '/api/modules', { template: 'hr' })).id)
})
after(() => w?.stop())

const shape = (id) => admin.ok('GET', `/api/modules/${id}`).then(({ module }) => module)
const cv = () => hr.fields.find(({ code }) => code === 'cv')
const cookie = (client) => [...client.cookies].map((pair) => pair.join('=')).join('; ')
const bring = (client, name, body = `This is ${name}`, field = cv()) =>
  client.post(`/api/fields/${field.id}/file?name=${encodeURIComponent(name)}`, body, { headers: { 'content-type': 'application/octet-stream' } })
const brought = async (client, name, body) => {
  const reply = await bring(client, name, body)
  assert.equal(reply.status, 201, reply.text)
  return reply.body.attachment
}
const fetched = async (client, id) => {
  const reply = await fetch(`${w.server.url}/api/attachments/${id}/file`, { headers: { cookie: cookie(client) } })
  return reply.status === 200 ? reply.text() : reply.status
}
const make = (client, name, fields = {}) => client.ok('POST', `/api/modules/${hr.id}/cards`, { name, fields }).then(({ card }) => card)
const set = (client, card, fields, more = {}) => client.ok('PATCH', `/api/cards/${card.id}`, { fields, ...more })
const value = (card) => admin.ok('GET', `/api/cards/${card.id}`).then(({ fields }) => fields.cv)
const listed = (card, query = '') => admin.ok('GET', `/api/cards/${card.id}/attachments${query}`).then(({ rows }) => rows.length)

test('the template of recruitment has a file for the CV', () => {
  assert.deepEqual([cv().type, cv().label.hu], ['file', 'Önéletrajz'])
})

test('brought, saved with a card, replaced, removed, undone', async () => {
  const first = await brought(admin, '../Önéletrajz.pdf', '%PDF-1.7 first')
  assert.deepEqual([first.name, first.type, first.card_id, first.field_id], ['Önéletrajz.pdf', 'application/pdf', null, cv().id])
  assert.equal(await fetched(admin, first.id), '%PDF-1.7 first')
  assert.equal(await fetched(w.manager, first.id), 404, 'nobody else knows of it before it is saved')
  const card = await make(admin, 'Nagy Éva', { cv: first.id })
  assert.equal(card.fields.cv, first.id)
  const known = await w.manager.ok('GET', `/api/attachments/${first.id}`)
  assert.deepEqual([known.name, known.card_id, known.trashed_at], ['Önéletrajz.pdf', card.id, null])
  assert.equal(await fetched(w.manager, first.id), '%PDF-1.7 first')
  assert.equal(await listed(card), 0, 'not among the other files')

  const second = await brought(admin, 'newer.pdf')
  const replaced = await set(admin, card, { cv: second.id }, { version: card.version })
  assert.equal(replaced.card.fields.cv, second.id)
  const late = await refused(admin.request('PATCH', `/api/cards/${card.id}`, { fields: { cv: null }, version: card.version }), 412)
  assert.deepEqual(late.body.fields.cv, { yours: null, theirs: second.id })
  const removed = await set(admin, card, { cv: null })
  assert.equal(await value(card), null)
  assert.equal(await listed(card, '?trash=1'), 0)
  await admin.ok('POST', `/api/changes/${removed.change.id}/undo`)
  assert.equal(await value(card), second.id)
  await admin.ok('POST', `/api/changes/${replaced.change.id}/undo`)
  assert.equal(await value(card), first.id)
  assert.equal(await fetched(w.manager, first.id), '%PDF-1.7 first')
  assert.notEqual((await admin.ok('GET', `/api/attachments/${second.id}`)).trashed_at, null)
  const { rows } = await admin.ok('GET', `/api/cards/${card.id}/events`)
  const told = rows.filter(({ field }) => field === 'cv')
  assert.equal(told.length, 4)
  assert.match(JSON.stringify(told), /Önéletrajz\.pdf.*newer\.pdf|newer\.pdf.*Önéletrajz\.pdf/)
})

test('only its own file, and one that the member brought himself, can be a value', async () => {
  const [card, other] = [await make(admin, 'One'), await make(admin, 'Other')]
  const mine = await brought(admin, 'mine.txt'), his = await brought(w.manager, 'his.txt')
  const plain = (await admin.ok('POST', `/api/cards/${card.id}/attachments?name=plain`, 'plain', { headers: { 'content-type': 'text/plain' } })).attachment
  for (const id of [his.id, plain.id, 999_999, mine.id + 1000])
    await refused(admin.request('PATCH', `/api/cards/${card.id}`, { fields: { cv: id } }), 422, { field: 'fields.cv', rule: 'error.unknown_file' })
  await refused(admin.request('PATCH', `/api/cards/${card.id}`, { fields: { cv: 'mine.txt' } }), 422, { field: 'fields.cv' })
  await set(admin, card, { cv: mine.id })
  await refused(admin.request('PATCH', `/api/cards/${other.id}`, { fields: { cv: mine.id } }), 422, { rule: 'error.unknown_file' })
  await refused(admin.delete(`/api/attachments/${mine.id}`), 409, { rule: 'error.file_in_field' })
  await refused(admin.post(`/api/attachments/${mine.id}/restore`), 409, { rule: 'error.file_in_field' })
  await refused(bring(admin, 'empty', ''), 422, { rule: 'error.file_empty' })
  await refused(bring(admin, 'x', 'x', hr.fields.find(({ code }) => code === 'place')), 404)
  await refused(bring(admin, 'x', 'x', { id: 999_999 }), 404)
  await refused(w.anonymous.get(`/api/attachments/${mine.id}`), 401)
  const bulk = await admin.post(`/api/modules/${hr.id}/bulk`, { select: { ids: [other.id] }, verb: 'edit', fields: { cv: (await brought(admin, 'bulk')).id }, expect: 1 })
  assert.ok(bulk.status >= 400 || bulk.body.failed?.length || bulk.body.n_failed, bulk.text)
  assert.equal(await value(other), null)
})

test('a copy has a file of its own', async () => {
  const file = await brought(admin, 'copied.txt', 'the same bytes')
  const card = await make(admin, 'Copied', { cv: file.id })
  const { card: copy } = await admin.ok('POST', `/api/cards/${card.id}/copy`, {})
  assert.ok(copy.fields.cv && copy.fields.cv !== file.id)
  await set(admin, card, { cv: null })
  assert.equal(await fetched(admin, copy.fields.cv), 'the same bytes')
})

test('who may not see the card or the field may not fetch, bring or change', async () => {
  const rights = (mark) => ({ all: { see: 'all', edit: 'all', delete: 'own' }, fields: { [hr.id]: { cv: mark } } })
  const hire = async (name, mark) => {
    const { code } = await admin.ok('POST', '/api/roles', { label: { '*': name }, rights: ['export', 'bulk'], ...rights(mark) })
    const { invite_url } = await admin.ok('POST', '/api/members', { name, email: `${name}@example.com`, role: code, language: 'en' })
    const client = w.server.client()
    await client.ok('POST', `/api/invites/${invite_url.split('/').at(-1)}`, { name, password })
    return client
  }
  const [blind, reader] = [await hire('blind', 'hidden'), await hire('reader', 'read_only')]
  const file = await brought(admin, 'salary-7731.txt', 'secret')
  const card = await make(admin, 'Seen', { cv: file.id })
  const old = await brought(admin, 'older-7731.txt', 'old secret')
  await set(admin, card, { cv: old.id })
  await set(admin, card, { cv: file.id })
  assert.ok(!('cv' in (await blind.ok('GET', `/api/cards/${card.id}`)).fields))
  for (const { id } of [file, old]) {
    assert.equal(await fetched(blind, id), 404)
    await refused(blind.get(`/api/attachments/${id}`), 404)
    assert.equal(await fetched(w.cili, id), 404, 'the card is not hers')
  }
  await refused(bring(blind, 'x'), 404)
  assert.equal((await set(admin, card, { place: 'Győr' })).card.fields.place, 'Győr')
  for (const path of [`/api/cards/${card.id}/events`, `/api/modules/${hr.id}/export`, `/api/cards/${card.id}/attachments`, '/api/changes'])
    assert.ok(!(await blind.get(path)).text.includes('7731'), path)
  assert.equal(await fetched(reader, file.id), 'secret')
  await refused(bring(reader, 'x'), 422)
  await refused(reader.request('PATCH', `/api/cards/${card.id}`, { fields: { cv: null } }), 422)
  const { card: copy } = await reader.ok('POST', `/api/cards/${card.id}/copy`, {})
  assert.equal(copy.fields.cv, null)
})

test('a status and a new card can ask for it', async () => {
  const { module } = await admin.ok('POST', `/api/modules/${hr.id}/fields`, { type: 'file', label: { '*': 'Diploma' }, required_from: hr.statuses.find(({ role }) => role === 'offer').id })
  const code = module.fields.at(-1).code
  const field = module.fields.at(-1)
  const card = await make(admin, 'Needs', { salary_offer: 1000 })
  const offer = hr.statuses.find(({ role }) => role === 'offer').id
  const reply = await refused(admin.request('PATCH', `/api/cards/${card.id}`, { fields: { status: offer } }), 422, { rule: 'error.required_at' })
  assert.ok(reply.body.missing.some((one) => one.code === code && one.type === 'file'))
  const { attachment } = (await bring(admin, 'diploma.pdf', '%PDF-1.4', field)).body
  const moved = await set(admin, card, { status: offer, [code]: attachment.id })
  assert.equal(moved.card.status_id, offer)
  await refused(admin.request('PATCH', `/api/cards/${card.id}`, { fields: { [code]: null } }), 422)
  await admin.ok('PATCH', `/api/fields/${field.id}`, { required: true })
  await refused(admin.post(`/api/modules/${hr.id}/cards`, { name: 'Without' }), 422, { field: `fields.${code}`, rule: 'error.required' })
  const again = (await bring(admin, 'b.pdf', '%PDF-1.4', field)).body.attachment
  assert.equal((await make(admin, 'With', { [code]: again.id })).fields[code], again.id)
  await refused(admin.request('PATCH', `/api/fields/${field.id}`, { default: 1 }), 422, { rule: 'error.no_default' })
  await refused(admin.get(`/api/fields/${field.id}/convert?type=text`), 409, { rule: 'error.file_type_stays' })
  await refused(admin.post('/api/contacts/fields', { kind: 'person', type: 'file', label: { '*': 'Photo' } }), 422, { rule: 'error.unknown_type' })
  await admin.ok('DELETE', `/api/fields/${field.id}`)
  assert.equal(await fetched(admin, again.id), 404)
  await admin.ok('POST', `/api/fields/${field.id}/restore`)
  assert.equal(await fetched(admin, again.id), '%PDF-1.4')
  await admin.ok('PATCH', `/api/fields/${field.id}`, { required: false })
})

test('lists filter by it, files of rows name it and cannot bring it', async () => {
  const file = await brought(admin, 'exported, "ő".txt')
  const card = await make(admin, 'Exported', { cv: file.id })
  const filter = (op) => encodeURIComponent(JSON.stringify({ all: [{ field: 'cv', op }] }))
  const ids = async (op) => (await admin.ok('GET', `/api/modules/${hr.id}/cards?limit=200&filter=${filter(op)}`)).rows.map(({ id }) => id)
  assert.ok((await ids('not_empty')).includes(card.id))
  assert.ok(!(await ids('empty')).includes(card.id))
  const { text } = await admin.get(`/api/modules/${hr.id}/export?columns=name,cv`)
  assert.ok(text.includes('Exported,"exported, ""ő"".txt"'), text)
  const made = await admin.ok('POST', `/api/imports?module=${hr.id}&name=a.csv`, 'Name,CV\nA,a.pdf\n', { headers: { 'content-type': 'text/csv' } })
  await refused(admin.request('PATCH', `/api/imports/${made.id}`, { mapping: { columns: [{ header: 'Name', to: 'name' }, { header: 'CV', to: 'cv' }] } }), 422, { rule: 'error.file_by_import' })
})

test('erased with the person; all is in order', async () => {
  const file = await brought(admin, 'erased.txt', 'erase me')
  const { card } = await admin.ok('POST', `/api/modules/${hr.id}/cards`, { contact: { kind: 'person', name: 'Törölt Ödön' }, fields: { cv: file.id } })
  const waiting = await brought(admin, 'never saved.txt', 'waits')
  const { job_id } = await admin.ok('POST', `/api/contacts/${card.contact.id}/erase`, { confirm: 'Törölt Ödön' })
  assert.equal((await jobEnd(admin, job_id)).state, 'done')
  assert.equal(await value(card), null)
  assert.equal(await fetched(admin, file.id), 404)
  assert.equal(await fetched(admin, waiting.id), 'waits')
  const verify = await run(['account', 'verify', '--data', w.server.data])
  assert.equal(verify.code, 0, verify.stdout)
  assert.match(verify.stdout, /files of fields/)
})
