import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { refused, startWorld } from './world.mjs'

let w

before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const shape = (id) => w.admin.ok('GET', `/api/modules/${id}`).then(({ module }) => module)
const bar = () => w.admin.ok('GET', '/api/meta').then(({ modules }) => modules.map((one) => one.id))
const undo = (change) => w.admin.ok('POST', `/api/changes/${change.id}/undo`)
const templates = ['autosales', 'sales', 'leads', 'projects', 'helpdesk', 'hr', 'events', 'partners', 'custom']

describe('templates', () => {
  test('the preview says what each brings, in my language', async () => {
    const { rows } = await w.admin.ok('GET', '/api/templates')
    assert.deepEqual(rows.map((one) => one.name), templates)
    for (const one of rows) {
      assert.ok(one.about.length > 40, one.name)
      assert.equal(one.groups.length, 4)
      for (const group of one.groups) assert.ok(group.statuses.length > 0, `${one.name} ${group.group}`)
      assert.ok(one.fields.length > 0 && one.task_types.length >= 4 && one.views.length >= 2, one.name)
      assert.equal(one.fixed, one.name === 'autosales')
    }
    assert.equal(rows.find((one) => one.name === 'helpdesk').installed, 0)
    assert.equal(rows.find((one) => one.name === 'sales').installed, 1)
  })
})

describe('modules', () => {
  test('added with its own names, renamed in one language or all, coloured, undone', async () => {
    const made = await w.admin.ok('POST', '/api/modules', { template: 'custom', label: { '*': 'Beszerzés' }, item_label: { en: 'order', hu: 'rendelés' }, colour: 'lime', icon: 'cart' })
    let module = await shape(made.id)
    assert.deepEqual(module.label, { '*': 'Beszerzés' })
    assert.equal(module.colour, 'lime')
    const { change } = await w.admin.ok('PATCH', `/api/modules/${made.id}`, { label: { hu: ' Beszerzés ', en: 'Purchasing', ro: '' }, colour: 'red', version: module.version })
    module = await shape(made.id)
    assert.deepEqual(module.label, { en: 'Purchasing', hu: 'Beszerzés' })
    assert.equal((await w.admin.ok('GET', '/api/meta')).modules.find((one) => one.id === made.id).item_label, 'order')
    const mine = await w.admin.ok('GET', '/api/changes')
    assert.equal(mine.rows[0].summary, 'Module changed: Beszerzés')
    await undo(change)
    module = await shape(made.id)
    assert.deepEqual([module.label, module.colour], [{ '*': 'Beszerzés' }, 'lime'])
    await undo(made.change)
    assert.ok((await shape(made.id)).trashed_at)
    assert.ok(!(await bar()).includes(made.id))
  })

  test('group names; a name in one language alone stands for the others', async () => {
    const { id } = w.module('sales')
    const { module } = await w.admin.ok('PATCH', `/api/modules/${id}`, { groups: [{ hu: 'Bejövő' }, { '*': 'B' }, { en: 'C', ro: 'Ț' }, { '*': 'D' }] })
    assert.deepEqual(module.groups[2].label, { en: 'C', ro: 'Ț' })
    assert.equal((await w.admin.ok('GET', '/api/meta')).modules.find((one) => one.id === id).groups[0].label, 'Bejövő')
    await refused(w.admin.patch(`/api/modules/${id}`, { groups: [{ '*': 'A' }] }), 422, { field: 'groups', limit: 4 })
  })

  test('two administrators at once: the later one sees both values', async () => {
    const { id } = w.module('leads')
    const before = await shape(id)
    await w.admin.ok('PATCH', `/api/modules/${id}`, { colour: 'teal', settings: { inactive_days: 20 }, version: before.version })
    const late = await refused(w.admin.patch(`/api/modules/${id}`, { colour: 'pink', settings: { inactive_days: 25 }, version: before.version }), 412, { code: 'stale', your_version: before.version })
    assert.deepEqual(late.body.fields.colour, { yours: 'pink', theirs: 'teal' })
    assert.deepEqual(late.body.fields['settings.inactive_days'], { yours: 25, theirs: 20 })
    assert.equal(late.body.current.version, before.version + 1)
    const tagged = await w.admin.patch(`/api/modules/${id}`, { colour: 'pink' }, { headers: { 'if-match': `"${before.version}"` } })
    assert.equal(tagged.status, 412)
    assert.equal((await shape(id)).colour, 'teal')
  })

  test('the order of the bar', async () => {
    const before = await bar()
    const turned = [...before].reverse()
    const { change } = await w.admin.ok('POST', '/api/modules/order', { ids: turned })
    assert.deepEqual(await bar(), turned)
    await refused(w.admin.post('/api/modules/order', { ids: turned.slice(1) }), 409, { rule: 'error.order_changed' })
    await refused(w.admin.post('/api/modules/order', { ids: [...turned.slice(1), 99999] }), 409, { rule: 'error.order_changed' })
    await refused(w.admin.post('/api/modules/order', { ids: [...turned.slice(1), turned[1]] }), 409, { rule: 'error.order_changed' })
    await undo(change)
    assert.deepEqual(await bar(), before)
  })

  test('in the trash its cards are seen nowhere; restored they are back', async () => {
    const { id } = await w.admin.ok('POST', '/api/modules', { template: 'helpdesk' })
    const contact = { kind: 'company', name: 'Kukás Kft.' }
    const { card } = await w.admin.ok('POST', `/api/modules/${id}/cards`, { name: 'Zörög a nyomtató', contact, owner_id: w.adminMe.id })
    await w.admin.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Kimenni', due_date: '2020-01-01', assignee_id: w.adminMe.id })
    const other = await w.card(w.admin, 'sales', { contact_id: card.contact.id })
    const seen = async () => {
      const home = await w.admin.ok('GET', '/api/home')
      const found = (await w.admin.ok('GET', '/api/search?q=zorog')).hits.length
      const tasks = (await w.admin.ok('GET', '/api/tasks?assignee=me')).rows.filter((one) => one.card.id === card.id).length
      const customer = await w.admin.ok('GET', `/api/contacts/${card.contact.id}`)
      const { related } = await w.admin.ok('GET', `/api/cards/${other.id}`)
      const page = await w.admin.get(`/api/cards/${card.id}`)
      const rows = (await w.admin.ok('GET', '/api/contacts?kind=company&q=kukas')).rows[0].n_cards
      return [home.counts.overdue, home.today.length, found, tasks, customer.cards.length, related.length, page.status, rows]
    }
    assert.deepEqual(await seen(), [1, 1, 1, 1, 2, 1, 200, 2])
    const { change } = await w.admin.ok('DELETE', `/api/modules/${id}`)
    assert.deepEqual(await seen(), [0, 0, 0, 0, 1, 0, 404, 1])
    await refused(w.admin.get(`/api/modules/${id}/cards`), 404)
    await refused(w.admin.post(`/api/modules/${id}/cards`, { name: 'x' }), 404)
    await refused(w.admin.patch(`/api/modules/${id}`, { colour: 'red' }), 409, { rule: 'error.module_trashed' })
    const list = (await w.admin.ok('GET', '/api/modules')).rows
    assert.ok(list.at(-1).trashed_at)
    await w.admin.ok('POST', `/api/modules/${id}/restore`)
    assert.deepEqual(await seen(), [1, 1, 1, 1, 2, 1, 200, 2])
    await refused(w.admin.post(`/api/changes/${change.id}/undo`), 409, { rule: 'error.undo_later_change' })
  })

  test('the last module stays', async () => {
    const ids = await bar()
    for (const id of ids.slice(1)) await w.admin.ok('DELETE', `/api/modules/${id}`)
    await refused(w.admin.delete(`/api/modules/${ids[0]}`), 409, { rule: 'error.last_module' })
    for (const id of ids.slice(1)) await w.admin.ok('POST', `/api/modules/${id}/restore`)
    assert.deepEqual((await bar()).toSorted(), ids.toSorted())
  })

  test('other browsers are told', async () => {
    const stop = new AbortController()
    const stream = await fetch(`${w.server.url}/api/events`, { headers: { cookie: [...w.bela.cookies].map((pair) => pair.join('=')).join('; ') }, signal: stop.signal })
    const reader = stream.body.pipeThrough(new TextDecoderStream()).getReader()
    await reader.read()
    await w.admin.ok('PATCH', `/api/modules/${w.module('sales').id}`, { colour: 'cyan' })
    let text = ''
    while (!/event: meta\n/.test(text)) text += (await reader.read()).value
    stop.abort()
    assert.match(text, /"serial":\d+/)
  })

  test('only administrators', async () => {
    const { id } = w.module('sales')
    for (const client of [w.manager, w.bela])
      for (const [method, path, body] of [
        ['GET', '/api/templates'], ['GET', '/api/modules'], ['GET', `/api/modules/${id}`], ['POST', '/api/modules', { template: 'custom' }], ['PATCH', `/api/modules/${id}`, { colour: 'red' }],
        ['POST', '/api/modules/order', { ids: [1] }], ['DELETE', `/api/modules/${id}`], ['POST', `/api/modules/${id}/restore`, {}],
      ])
        await refused(client.request(method, path, body), 403)
    const { change } = await w.admin.ok('PATCH', `/api/modules/${id}`, { colour: 'grape' })
    await refused(w.manager.post(`/api/changes/${change.id}/undo`), 403)
    await refused(w.anonymous.get('/api/templates'), 401)
  })

  test('bad input names the member', async () => {
    const { id } = w.module('sales')
    const patch = (body) => w.admin.patch(`/api/modules/${id}`, body)
    await refused(w.admin.post('/api/modules', { template: 'nothing' }), 422, { field: 'template' })
    await refused(w.admin.post('/api/modules', { template: '../../etc/passwd' }), 422, { field: 'template' })
    await refused(w.admin.post('/api/modules', { template: 'custom', colour: 'mauve' }), 422, { field: 'colour' })
    await refused(patch({ label: 'Sales' }), 422, { field: 'label' })
    await refused(patch({ label: {} }), 422, { field: 'label', rule: 'error.required' })
    await refused(patch({ label: { en: '   ' } }), 422, { field: 'label', rule: 'error.required' })
    await refused(patch({ label: { de: 'Verkauf' } }), 422, { field: 'label.de' })
    await refused(patch({ label: { en: 'x'.repeat(101) } }), 422, { field: 'label.en', limit: 100 })
    await refused(patch({ icon: 'Heart!' }), 422, { field: 'icon', rule: 'error.icon' })
    await refused(patch({ settings: { colour: 1 } }), 422, { field: 'settings.colour' })
    await refused(patch({ shape: 1 }), 422, { rule: 'error.unknown_member' })
    await refused(w.admin.post('/api/modules/order', { ids: 'all' }), 422, { field: 'ids' })
    await refused(w.admin.patch('/api/modules/99999', { colour: 'red' }), 404)
    await refused(w.admin.get('/api/modules/99999'), 404)
    await refused(w.admin.delete('/api/modules/99999'), 404)
  })
})
