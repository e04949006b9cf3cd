import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { password, refused, startWorld } from './world.mjs'

let w

before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const make = async (body) => (await w.admin.ok('POST', '/api/contacts', body)).contact
const company = (name, more = {}) => make({ kind: 'company', name, ...more })
const person = (first_name, last_name, more = {}) => make({ kind: 'person', first_name, last_name, ...more })
const email = (value) => ({ kind: 'email', value })
const phone = (value) => ({ kind: 'phone', value })
const read = (id) => w.admin.ok('GET', `/api/contacts/${id}`)

// until - what fn gives once it is truthy.
async function until(fn, what) {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) {
    const got = await fn()
    if (got) return got
  }
  throw new Error(`not within a minute: ${what}`)
}

const looked = (query = '') =>
  until(async () => {
    const list = await w.manager.ok('GET', `/api/duplicates?limit=100${query}`)
    return list.looking ? null : list
  }, 'the radar has looked at all contacts')
const pairOf = (list, a, b) => list.rows.find((pair) => pair.a.id === Math.min(a.id, b.id) && pair.b.id === Math.max(a.id, b.id))
const jobDone = (id) =>
  until(async () => {
    const job = await w.admin.ok('GET', `/api/jobs/${id}`)
    assert.notEqual(job.state, 'failed', JSON.stringify(job))
    return job.state === 'done' ? job : null
  }, 'the job is done')

// same - a contact without what each change moves: version, time, and with it the order of its cards.
const same = ({ version, updated_at, cards, ...rest }) => ({ ...rest, cards: cards.map((card) => card.id).sort() })

describe('duplicates radar', () => {
  test('each reason is found and named, and nothing else', async () => {
    const oak = await company('Tölgyfa Bútor Kft.')
    const forms = await company('TOLGYFA BUTOR Zrt.')
    const order = await company('Bútor Tölgyfa S.R.L.')
    const typo = await company('Tölgyfa Buttor Bt.')
    const begin = await company('Kölgyfa Bútor')
    const taxed = await company('Egészen Más Név', { tax_no: '12345678-2-42' })
    const eu = await company('Whole Other Name', { eu_tax_no: 'HU12345678' })
    const eva = await person('Éva', 'Tükör', { points: [email('eva@tukor.example'), phone('06 30 765 4321')] })
    const evi = await person('Ilona', 'Tükör', { points: [email('EVA@tukor.example')] })
    const called = await person('Béla', 'Tükör', { points: [phone('+36 30 765-4321')] })
    const other = await person('Zoltán', 'Egyedi')
    const depots = [await company('Raktár Logisztika 12'), await company('Raktár Logisztika 13')]
    const list = await looked()
    const why = (a, b) => pairOf(list, a, b)?.reasons
    assert.deepEqual(why(oak, forms), ['name'])
    assert.deepEqual(why(oak, order), ['words'])
    assert.deepEqual(why(oak, typo), ['typo'])
    assert.deepEqual(why(oak, begin), ['typo'])
    assert.deepEqual(why(taxed, eu), ['tax'])
    assert.deepEqual(why(eva, evi), ['email'])
    assert.deepEqual(why(eva, called), ['phone'])
    assert.equal(why(depots[0], depots[1]), undefined)
    assert.ok(!list.rows.some((pair) => [pair.a.id, pair.b.id].includes(other.id)))
    assert.ok(pairOf(list, oak, forms).score > pairOf(list, oak, typo).score)
    assert.deepEqual(list.rows.map((pair) => pair.score), list.rows.map((pair) => pair.score).sort((a, b) => b - a))
  })

  test('pages follow each other without gaps', async () => {
    const all = (await looked()).rows.map((pair) => pair.id)
    const met = []
    for (let cursor = ''; cursor !== null; ) {
      const page = await w.manager.ok('GET', `/api/duplicates?limit=3${cursor ? `&cursor=${cursor}` : ''}`)
      met.push(...page.rows.map((pair) => pair.id))
      cursor = page.next
    }
    assert.deepEqual(met, all)
    await refused(w.manager.get('/api/duplicates?cursor=xyz'), 422, { field: 'cursor' })
  })

  test('changes, the trash and a decision are followed', async () => {
    const a = await company('Kőrisfa Malom Kft.')
    const b = await company('Korisfa Malom Bt.')
    const pair = pairOf(await looked(), a, b)
    assert.ok(pair)
    await w.admin.ok('PATCH', `/api/contacts/${b.id}`, { name: 'Something Else' })
    assert.equal(pairOf(await looked(), a, b), undefined)
    await w.admin.ok('PATCH', `/api/contacts/${b.id}`, { name: 'Kőrisfa Malom' })
    assert.ok(pairOf(await looked(), a, b))
    await w.admin.ok('DELETE', `/api/contacts/${b.id}`)
    assert.equal(pairOf(await looked(), a, b), undefined)
    await w.admin.ok('POST', `/api/contacts/${b.id}/restore`)
    const again = pairOf(await looked(), a, b)
    await w.manager.ok('PATCH', `/api/duplicates/${again.id}`, { state: 'two' })
    assert.equal(pairOf(await looked(), a, b), undefined)
    await w.admin.ok('PATCH', `/api/contacts/${b.id}`, { note: 'still another one' })
    assert.equal(pairOf(await looked(), a, b), undefined)
    assert.ok(pairOf(await looked('&state=two'), a, b))
    await w.manager.ok('PATCH', `/api/duplicates/${again.id}`, { state: 'open' })
    assert.ok(pairOf(await looked(), a, b))
  })

  test('a pair keeps its id while it stands', async () => {
    const a = await company('Juharfa Pince Kft.')
    const b = await company('Juharfa Pince Bt.')
    const c = await company('Juharfa Pince Zrt.')
    const first = await looked()
    await w.admin.ok('PATCH', `/api/contacts/${a.id}`, { note: 'edited meanwhile' })
    await w.admin.ok('PATCH', `/api/contacts/${c.id}`, { name: 'No longer alike' })
    const second = await looked()
    assert.equal(pairOf(second, a, b).id, pairOf(first, a, b).id)
    assert.deepEqual([pairOf(second, a, c), pairOf(second, b, c)], [undefined, undefined])
    await w.manager.ok('PATCH', `/api/duplicates/${pairOf(first, a, b).id}`, { state: 'two' })
  })

  test('only managers see the list and merge', async () => {
    const a = await person('Ottó', 'Rejtett')
    await refused(w.bela.get('/api/duplicates'), 403)
    await refused(w.bela.post('/api/duplicates/merge', { min_score: 30, expect: 0 }), 403)
    await refused(w.bela.get(`/api/contacts/${a.id}/merge?other=${a.id}`), 403)
  })
})

describe('merge', () => {
  test('values, points, people, cards and history go on, and undo is exact', async () => {
    const keep = await company('Szilva Kft.', {
      industry: 'Food', tags: 'fruit, partner', note: 'First note', points: [phone('06 1 111 1111')],
      addresses: [{ kind: 'office', street: 'Fő u. 1.', city: 'Győr', country: 'HU', is_default: true }],
    })
    const drop = await company('Szilva Zrt.', {
      industry: 'Trade', region: 'West', employees: 12, tags: 'partner, vip', note: 'Second note', points: [phone('06 1 111 1111'), email('info@szilva.example')],
      addresses: [{ kind: 'office', street: 'Kis u. 2.', city: 'Pécs', country: 'HU', is_default: true }],
    })
    const worker = await person('Vera', 'Szilvás', { company_id: drop.id })
    const card = await w.card(w.admin, 'autosales', { name: undefined, fields: { contact: drop.id } })
    const workers = await w.card(w.admin, 'autosales', { name: 'Of the person', fields: { contact: worker.id } })
    const before = await Promise.all([read(keep.id), read(drop.id), read(worker.id)])
    const cards = (await w.admin.ok('GET', `/api/cards/${card.id}`))
    const preview = await w.manager.ok('GET', `/api/contacts/${keep.id}/merge?other=${drop.id}`)
    assert.deepEqual([preview.n_people, preview.n_cards], [1, 1])
    const wins = Object.fromEntries(preview.fields.map((field) => [field.name, field.wins]))
    assert.deepEqual(wins, { name: 'keep', industry: 'keep', region: 'drop', employees: 'drop', tags: 'both', note: 'both' })
    assert.equal(preview.points.length, 2)
    await refused(w.manager.post(`/api/contacts/${keep.id}/merge`, { other_id: drop.id, other_version: drop.version + 7 }), 412)
    const done = await w.manager.ok('POST', `/api/contacts/${keep.id}/merge`, { other_id: drop.id, take: ['industry'], version: before[0].version })
    assert.equal(done.job_id, null)
    const now = await read(keep.id)
    assert.equal(now.name, 'Szilva Kft.')
    assert.equal(now.industry, 'Trade')
    assert.equal(now.region, 'West')
    assert.equal(now.employees, 12)
    assert.equal(now.tags, 'fruit, partner, vip')
    assert.equal(now.note, 'First note\n\nSecond note')
    assert.deepEqual(now.points.map((point) => point.kind), ['phone', 'email'])
    assert.deepEqual(now.addresses.map((address) => [address.city, address.is_default]), [['Győr', true], ['Pécs', false]])
    assert.deepEqual(now.people.map((one) => one.id), [worker.id])
    assert.deepEqual(new Set(now.cards.map((one) => one.id)), new Set([card.id, workers.id]))
    const gone = await read(drop.id)
    assert.equal(gone.merged_into, keep.id)
    assert.ok(gone.trashed_at)
    const trash = await w.admin.ok('GET', '/api/contacts?trash=1')
    assert.ok(!trash.rows.some((row) => row.id === drop.id))
    const events = (await w.admin.ok('GET', `/api/contacts/${keep.id}/events`)).rows
    assert.ok(events.some((event) => event.kind === 'contact_absorbed' && event.text === 'Szilva Zrt.'))
    assert.equal(events.filter((event) => event.kind === 'contact_created').length, 2)
    const seen = await w.admin.ok('GET', `/api/search?q=${encodeURIComponent('szilva')}`)
    assert.deepEqual(seen.hits.filter((hit) => hit.kind === 'company').map((hit) => hit.id), [keep.id])

    await w.manager.ok('POST', `/api/changes/${done.change_id}/undo`)
    const back = await Promise.all([read(keep.id), read(drop.id), read(worker.id)])
    assert.deepEqual(back.map(same), before.map(same))
    const cardBack = await w.admin.ok('GET', `/api/cards/${card.id}`)
    assert.equal(cardBack.contact.id, drop.id)
    assert.equal(cardBack.name, cards.name)
    await refused(w.manager.post(`/api/changes/${done.change_id}/undo`), 409)
  })

  test('cards that the one who merges may not see go along', async () => {
    const keep = await company('Vadrózsa Kft.')
    const drop = await company('Vadrózsa Zrt.')
    const own = { see: 'own', edit: 'own', delete: 'none' }
    const { code: role } = await w.admin.ok('POST', '/api/roles', { label: { '*': 'Narrow' }, rights: ['manage'], all: own })
    const { member, invite_url } = await w.admin.ok('POST', '/api/members', { name: 'narrow', email: 'narrow@example.com', role })
    const narrow = w.server.client()
    await narrow.ok('POST', `/api/invites/${invite_url.split('/').at(-1)}`, { name: 'narrow', password })
    for (const { id } of [keep, drop]) await w.card(w.admin, 'autosales', { name: 'His own', fields: { contact: id, owner: member.id } })
    const card = await w.card(w.admin, 'autosales', { name: 'Not for him', fields: { contact: drop.id, owner: w.belaMe.id } })
    await refused(narrow.get(`/api/cards/${card.id}`), 404)
    await narrow.ok('POST', `/api/contacts/${keep.id}/merge`, { other_id: drop.id })
    assert.equal((await w.admin.ok('GET', `/api/cards/${card.id}`)).contact.id, keep.id)
  })

  test('what cannot be merged is refused', async () => {
    const one = await company('Alma Kft.')
    const human = await person('Anna', 'Alma')
    await refused(w.manager.post(`/api/contacts/${one.id}/merge`, { other_id: one.id }), 422, { field: 'other_id' })
    await refused(w.manager.post(`/api/contacts/${one.id}/merge`, { other_id: human.id }), 422, { field: 'other_id' })
    await refused(w.manager.post(`/api/contacts/${one.id}/merge`, { other_id: 99_999_999 }), 422, { field: 'other_id' })
    await refused(w.manager.post('/api/contacts/99999999/merge', { other_id: one.id }), 404)
    await w.admin.ok('DELETE', `/api/contacts/${human.id}`)
    await refused(w.manager.get(`/api/contacts/${one.id}/merge?other=${human.id}`), 409)
  })

  test('one with many people moves as a job, and comes back whole', async () => {
    const keep = await company('Nagy Gyár Kft.')
    const drop = await company('Nagy Gyár')
    for (let i = 0; i < 105; i++) await person(`Dolgozó${i}`, 'Munkás', { company_id: drop.id })
    const done = await w.manager.ok('POST', `/api/contacts/${keep.id}/merge`, { other_id: drop.id })
    await jobDone(done.job_id)
    const people = async (id) => (await w.admin.ok('GET', `/api/contacts?company=${id}&limit=200`)).rows.length
    assert.deepEqual([await people(keep.id), await people(drop.id)], [105, 0])
    assert.equal((await read(drop.id)).merged_into, keep.id)
    const undone = await w.manager.ok('POST', `/api/changes/${done.change_id}/undo`)
    if (undone.job_id) await jobDone(undone.job_id)
    assert.deepEqual([await people(keep.id), await people(drop.id)], [0, 105])
    assert.equal((await read(drop.id)).merged_into, null)
  })

  test('many pairs at once: the number is stated, each keeps the one with more cards', async () => {
    const pairs = []
    for (const name of ['Cseresznye', 'Meggyfa', 'Barackos']) pairs.push([await company(`${name} Kert Kft.`), await company(`${name} Kert Bt.`)])
    await w.card(w.admin, 'autosales', { name: 'Its card', fields: { contact: pairs[0][1].id } })
    const list = await looked('&kind=company')
    const ids = pairs.map(([a, b]) => pairOf(list, a, b).id)
    await refused(w.manager.post('/api/duplicates/merge', { ids, expect: 2 }), 409, { n: 3 })
    const done = await w.manager.ok('POST', '/api/duplicates/merge', { ids, expect: 3 })
    const job = await jobDone(done.job_id)
    assert.equal(job.result.failed, undefined)
    assert.equal((await read(pairs[0][0].id)).merged_into, pairs[0][1].id)
    assert.equal((await read(pairs[1][1].id)).merged_into, pairs[1][0].id)
    const left = await looked('&kind=company')
    assert.ok(!left.rows.some((pair) => ids.includes(pair.id)))
    const undone = await w.manager.ok('POST', `/api/changes/${done.change_id}/undo`)
    if (undone.job_id) await jobDone(undone.job_id)
    for (const [a, b] of pairs) assert.deepEqual([(await read(a.id)).merged_into, (await read(b.id)).merged_into], [null, null])
    assert.ok(pairOf(await looked('&kind=company'), ...pairs[2]))
  })
})
