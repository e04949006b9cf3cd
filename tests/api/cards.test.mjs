import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { refused, startWorld } from './world.mjs'

let w
let auto
let sales
let leads

before(async () => {
  w = await startWorld()
  auto = w.module('autosales')
  sales = w.module('sales')
  leads = w.module('leads')
})
after(() => w?.stop())

const status = (module, role) => module.statuses.find((one) => one.role === role).id
const option = (module, code, name) =>
  module.fields.find((field) => field.code === code).options.find((one) => one.code === name).id

describe('cards', () => {
  test('a card is made with a new customer and a task, and is read back', async () => {
    const { card, change } = await w.admin.ok('POST', `/api/modules/${auto.id}/cards`, {
      contact: { kind: 'person', first_name: 'Ștefan', last_name: 'Popescu', points: [{ kind: 'email', value: 'stefan@example.ro' }] },
      company: { kind: 'company', name: 'Ținta SRL' },
      value_minor: 125000,
      fields: { qualification: 2, rating: 1 },
      task: { text: 'Call', due_date: '2030-01-02' },
    })
    assert.match(card.name, /Popescu/)
    assert.equal(card.company.name, 'Ținta SRL')
    assert.equal(card.status_id, status(auto, 'focus'))
    assert.match(card.reason, /VIP × Undecided → Focus prospect/)
    assert.equal(card.tasks.length, 1)
    assert.equal(card.next_task.text, 'Call')
    assert.ok(change.id > 0)
    assert.equal(change.kind, 'card.create')
    const again = await w.admin.request('GET', `/api/cards/${card.id}`)
    assert.equal(again.headers.get('etag'), `"${again.body.version}"`)
    assert.deepEqual(again.body, card)
  })

  test('the reply to making a card is the card as it is read, whatever it comes with', async () => {
    const points = [
      { kind: 'email', value: 'first@example.hu' },
      { kind: 'email', value: 'second@example.hu', is_default: true },
      { kind: 'phone', value: '+36 30 111 2222' },
    ]
    const person = { kind: 'person', first_name: 'Ödön', last_name: 'Kovács', position: 'Buyer', points }
    const company = { kind: 'company', name: 'Kovács és Fia Kft.', points: [{ kind: 'phone', value: '+36 1 222 3333' }] }
    const known = await w.admin.ok('POST', '/api/contacts', company)
    const task = { text: 'Write', due_at: Date.now() + 3600000, due_has_time: true, assignee_id: null }
    const shapes = [
      {},
      { name: 'Alone', task: { text: 'Some day' } },
      { contact: person },
      { contact: person, task },
      { company },
      { company, task },
      { contact: person, company, value_minor: 5 },
      { contact: { ...person, company_id: known.contact.id } },
      { contact: { ...person, company_id: known.contact.id }, company },
      { contact_id: known.contact.id, task },
      { contact_id: known.contact.id, company },
    ]
    for (const [i, shape] of shapes.entries()) {
      const headers = i % 2 ? { 'Idempotency-Key': `shape-${i}` } : {}
      const { card } = await w.admin.ok('POST', `/api/modules/${auto.id}/cards`, shape, { headers })
      const { body } = await w.admin.get(`/api/cards/${card.id}`)
      assert.deepEqual(card, body, JSON.stringify(shape))
    }
    const count = (await w.admin.ok('GET', `/api/modules/${auto.id}/pipeline`)).statuses
    const refusedTask = w.admin.post(`/api/modules/${auto.id}/cards`, { contact: person, task: { text: ' ' } })
    await refused(refusedTask, 422, { rule: 'error.required' })
    assert.deepEqual((await w.admin.ok('GET', `/api/modules/${auto.id}/pipeline`)).statuses, count)
  })

  test('a change of key fields moves the card; moving it by hand is refused', async () => {
    const card = await w.card(w.admin)
    assert.equal(card.status_id, status(auto, 'qualify'))
    const moved = await w.admin.ok('PATCH', `/api/cards/${card.id}`, {
      version: card.version,
      fields: { sales_state: 0, qualification: 2, rating: 2 },
      note: 'They said so',
    })
    assert.equal(moved.card.status_id, status(auto, 'committed_vip'))
    assert.equal(moved.card.qualification_note, 'They said so')
    await refused(w.admin.patch(`/api/cards/${card.id}`, { fields: { status: status(auto, 'lost') } }), 409, {
      rule: 'error.pipeline_fixed',
    })
  })

  test('two writers with the same version: one is refused and sees both values', async () => {
    const card = await w.card(w.admin)
    const replies = await Promise.all(
      ['First', 'Second'].map((name) =>
        w.admin.patch(`/api/cards/${card.id}`, { version: card.version, fields: { name } }),
      ),
    )
    assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 412])
    const [won, lost] = replies[0].status === 200 ? replies : replies.reverse()
    assert.equal(lost.body.code, 'stale')
    assert.equal(lost.body.your_version, card.version)
    assert.equal(lost.body.current.version, won.body.card.version)
    assert.deepEqual(Object.keys(lost.body.fields), ['name'])
    assert.equal(lost.body.fields.name.theirs, won.body.card.name)
  })

  test('If-Match says the same as version', async () => {
    const card = await w.card(w.admin)
    await refused(
      w.admin.patch(`/api/cards/${card.id}`, { fields: { name: 'x' } }, { headers: { 'if-match': '"99"' } }), 412)
    await refused(
      w.admin.patch(`/api/cards/${card.id}`, { fields: { name: 'x' } }, { headers: { 'if-match': '99' } }), 422, {
        field: 'If-Match',
      })
    await w.admin.ok('PATCH', `/api/cards/${card.id}`, { fields: { name: 'x' } }, { headers: { 'if-match': `"${card.version}"` } })
  })

  test('Idempotency-Key: a repeated post creates nothing, another body is refused', async () => {
    const path = `/api/modules/${auto.id}/cards`
    const headers = { 'idempotency-key': 'one-post' }
    const replies = await Promise.all([1, 2, 3].map(() => w.admin.post(path, { name: 'Once' }, { headers })))
    assert.deepEqual(replies.map((reply) => reply.status), [201, 201, 201])
    assert.equal(new Set(replies.map((reply) => reply.body.card.id)).size, 1)
    assert.equal(replies.filter((reply) => reply.headers.get('idempotent-replayed') === 'true').length, 2)
    const rows = await w.admin.ok('GET', `${path}?q=Once`)
    assert.equal(rows.rows.length, 1)
    await refused(w.admin.post(path, { name: 'Twice' }, { headers }), 409, { rule: 'error.idempotency' })
    const other = await w.manager.post(path, { name: 'Once' }, { headers })
    assert.notEqual(other.body.card.id, replies[0].body.card.id)
  })

  test('values are checked by their fields', async () => {
    const card = await w.card(w.admin)
    const patch = (fields) => w.admin.patch(`/api/cards/${card.id}`, { fields })
    await refused(patch({ rating: 9 }), 422, { field: 'fields.rating' })
    await refused(patch({ rating: 'much' }), 422, { field: 'fields.rating' })
    await refused(patch({ nonsense: 1 }), 422, { field: 'fields.nonsense' })
    await refused(patch({ number: 1 }), 422, { field: 'fields.number' })
    await refused(patch({ name: 'x'.repeat(10000) }), 422, { field: 'fields.name', rule: 'error.too_long' })
    await refused(patch({ owner: 999 }), 422, { field: 'fields.owner' })
    await refused(patch({ contact: 999 }), 422, { field: 'fields.contact' })
    await refused(patch({ value: 1.5 }), 422, { field: 'fields.value' })
    const same = await w.admin.ok('GET', `/api/cards/${card.id}`)
    assert.equal(same.version, card.version)
  })

  test('a user sees own cards and those without an owner, and no others', async () => {
    const card = await w.card(w.bela)
    assert.equal(card.owner_id, w.belaMe.id)
    await refused(w.cili.get(`/api/cards/${card.id}`), 404)
    await refused(w.cili.patch(`/api/cards/${card.id}`, { fields: { name: 'mine' } }), 404)
    await refused(w.cili.delete(`/api/cards/${card.id}`), 404)
    for (const tail of ['copy', 'seen', 'restore']) await refused(w.cili.post(`/api/cards/${card.id}/${tail}`), 404)
    await refused(w.cili.post(`/api/cards/${card.id}/links`, { other_id: card.id }), 404)
    await refused(w.cili.post(`/api/cards/${card.id}/convert`, { module_id: sales.id }), 404)
    const own = await w.card(w.cili)
    await refused(w.cili.post(`/api/cards/${own.id}/links`, { other_id: card.id }), 404)
    const rows = await w.cili.ok('GET', `/api/modules/${auto.id}/cards`)
    assert.ok(!rows.rows.some((row) => row.id === card.id))
    await w.manager.ok('GET', `/api/cards/${card.id}`)
  })

  test('trash, restore, copy, link', async () => {
    const card = await w.card(w.admin, 'autosales', { task: { text: 'Visit', due_date: '2031-01-01' } })
    const gone = await w.admin.ok('DELETE', `/api/cards/${card.id}`)
    assert.ok(gone.change.id)
    await refused(w.admin.patch(`/api/cards/${card.id}`, { fields: { name: 'x' } }), 404)
    const trash = await w.admin.ok('GET', `/api/modules/${auto.id}/cards?trash=1`)
    assert.ok(trash.rows.some((row) => row.id === card.id))
    const back = await w.admin.ok('POST', `/api/cards/${card.id}/restore`)
    assert.equal(back.card.trashed_at, null)
    assert.equal((await w.admin.ok('POST', `/api/cards/${card.id}/restore`)).change.id, 0)
    const copy = await w.admin.ok('POST', `/api/cards/${card.id}/copy`)
    assert.notEqual(copy.card.id, card.id)
    assert.equal(copy.card.tasks.length, 1)
    const link = await w.admin.ok('POST', `/api/cards/${card.id}/links`, { other_id: copy.card.id, note: 'twins' })
    assert.equal(link.link.card.id, copy.card.id)
    const linked = await w.admin.ok('GET', `/api/cards/${copy.card.id}`)
    assert.equal(linked.links[0].card.id, card.id)
    await w.admin.ok('DELETE', `/api/cards/${card.id}/links/${link.link.id}`)
    assert.equal((await w.admin.ok('GET', `/api/cards/${card.id}`)).links.length, 0)
    await refused(w.admin.post(`/api/cards/${card.id}/links`, { other_id: card.id }), 422)
  })

  test('a free pipeline: moving asks for what the status needs', async () => {
    const card = await w.card(w.admin, 'sales')
    const move = (role, more = {}) =>
      w.admin.patch(`/api/cards/${card.id}`, { fields: { status: status(sales, role), ...more } })
    await refused(move('lost'), 422, { field: 'fields.lost_reason', rule: 'error.required' })
    await refused(move('deferred'), 422, { field: 'fields.deferred_until', rule: 'error.required' })
    const reason = sales.fields.find((field) => field.code === 'lost_reason').options[0].id
    const lost = await w.admin.ok('PATCH', `/api/cards/${card.id}`, {
      fields: { status: status(sales, 'lost'), lost_reason: reason },
    })
    assert.equal(lost.card.status_id, status(sales, 'lost'))
  })

  test('a lead becomes an opportunity, linked both ways', async () => {
    const lead = await w.card(w.admin, 'leads', { contact: { kind: 'person', first_name: 'Éva', last_name: 'Kiss' } })
    const { card, lead: after_ } = await w.admin.ok('POST', `/api/cards/${lead.id}/convert`, { module_id: sales.id })
    assert.equal(card.module_id, sales.id)
    assert.equal(card.contact.id, lead.contact.id)
    assert.equal(after_.status_id, status(leads, 'converted'))
    assert.equal(card.links[0].card.id, lead.id)
    await refused(w.admin.post(`/api/cards/${lead.id}/convert`, { module_id: 999 }), 422, { field: 'module_id' })
    const own = await w.card(w.admin, 'sales')
    await refused(w.admin.post(`/api/cards/${own.id}/convert`, { module_id: leads.id }), 409)
  })

  test('opening a new lead takes it off the list of new ones', async () => {
    const card = await w.card(w.admin, 'autosales', { owner_id: w.belaMe.id })
    assert.deepEqual(await w.bela.ok('POST', `/api/cards/${card.id}/seen`), {})
  })
})

describe('lists', () => {
  test('pages follow each other without gap or repetition', async () => {
    for (let i = 0; i < 7; i++) await w.card(w.manager, 'leads', { name: `Page ${i}` })
    const seen = []
    let cursor = null
    do {
      const page = await w.manager.ok('GET', `/api/modules/${leads.id}/cards?limit=2&q=Page${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
      assert.ok(page.rows.length <= 2)
      seen.push(...page.rows.map((row) => row.id))
      cursor = page.next
    } while (cursor)
    assert.equal(seen.length, 7)
    assert.equal(new Set(seen).size, 7)
    await refused(w.manager.get(`/api/modules/${leads.id}/cards?cursor=nonsense`), 422, { field: 'cursor' })
  })

  test('filters, sorting, columns, day groups, counts, board, box, pipeline', async () => {
    const base = `/api/modules/${auto.id}`
    const filter = encodeURIComponent(JSON.stringify({ all: [{ field: 'qualification', op: 'eq', value: 2 }] }))
    const vips = await w.admin.ok('GET', `${base}/cards?filter=${filter}&sort=name&desc=1&columns=source,contact.email`)
    assert.ok(vips.rows.length > 0)
    assert.ok(vips.rows.every((row) => row.qualification === 2 && 'source' in row.fields))
    const names = vips.rows.map((row) => row.name)
    assert.deepEqual(names, [...names].sort((a, b) => b.localeCompare(a, 'en')))
    const count = await w.admin.ok('GET', `${base}/count?filter=${filter}`)
    assert.deepEqual(count, { n: vips.rows.length, capped: false })
    const groups = await w.admin.ok('GET', `${base}/groups`)
    assert.deepEqual(groups.groups.map((group) => group.day), ['overdue', 'today', 'tomorrow', 'this_week', 'next_week', 'later_month', 'next_month', 'later', 'none'])
    const all = await w.admin.ok('GET', `${base}/count`)
    assert.equal(groups.groups.reduce((sum, group) => sum + group.n, 0), all.n)
    const later = await w.admin.ok('GET', `${base}/cards?day=later`)
    assert.equal(later.rows.length, groups.groups.find((group) => group.day === 'later').n)
    const pipeline = await w.admin.ok('GET', `${base}/pipeline`)
    assert.equal(pipeline.statuses.reduce((sum, one) => sum + one.n, 0), all.n)
    const box = await w.admin.ok('GET', `${base}/box?owner=me`)
    assert.equal(box.cells.length, 9)
    const board = await w.admin.ok('GET', `/api/modules/${sales.id}/board`)
    assert.equal(board.columns.length, sales.statuses.length)
    for (const query of ['owner=x', 'group=x', 'cell=9', 'limit=0', 'limit=201', 'limit=1e3', 'desc=maybe', 'sort=nonsense', 'columns=nonsense', 'day=x', 'status=0', 'filter={', 'filter={"field":"x","op":"eq","value":1}'])
      await refused(w.admin.get(`${base}/cards?${query}`), 422, {})
    await refused(w.admin.get('/api/modules/999/cards'), 404)
    await refused(w.admin.get('/api/modules/0/cards'), 404)
    await refused(w.admin.get('/api/modules/1x/cards'), 404)
    await refused(w.anonymous.get(`${base}/cards`), 401)
  })
})
