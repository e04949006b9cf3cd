// Lists as files: what stands in them, who may have them, and that an import reads back what an export wrote.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { run } from './server.mjs'
import { refused, startWorld } from './world.mjs'

// parse - a CSV text's rows by RFC 4180.
function parse(text, separator = ',') {
  const rows = [[]]
  let cell = ''
  for (let i = 0, quoted = false; i < text.length; i++) {
    const c = text[i]
    if (quoted && c === '"' && text[i + 1] === '"') cell += text[++i]
    else if (c === '"') quoted = !quoted
    else if (quoted) cell += c
    else if (c === separator || c === '\n') {
      rows.at(-1).push(cell)
      cell = ''
      if (c === '\n') rows.push([])
    } else if (c !== '\r') cell += c
  }
  assert.deepEqual(rows.pop(), [], 'the last row ends')
  return rows
}

describe('export', () => {
  let world, module, path, card
  before(async () => {
    world = await startWorld()
    module = world.module('autosales')
    path = `/api/modules/${module.id}/export`
    card = await world.card(world.admin, 'autosales', {
      name: 'Műszer, "nagy"\ncsarnok',
      value_minor: 123456,
      owner_id: world.adminMe.id,
      fields: { qualification: 2, rating: 1 },
      contact: { kind: 'person', first_name: 'Ștefan', last_name: 'Țepeș', points: [{ kind: 'email', value: 'stefan@example.ro' }, { kind: 'phone', value: '+40 721 123 456' }] },
    })
    await world.card(world.admin, 'autosales', { name: '=HYPERLINK("x")', owner_id: world.adminMe.id, source: '+1 is not a sum' })
    await world.card(world.bela, 'autosales', { name: 'Of Béla', owner_id: world.belaMe.id })
  })
  after(() => world.stop())

  const file = async (client, query = '') => {
    const reply = await client.get(path + query)
    assert.equal(reply.status, 200, reply.text)
    return reply
  }
  const table = (text, separator) => {
    const [head, ...rows] = parse(text.replace(/^\ufeff/, ''), separator)
    return rows.map((row) => {
      assert.equal(row.length, head.length)
      return Object.fromEntries(row.map((cell, i) => [head[i], cell]))
    })
  }

  test('all fields by their names, values as people write them', async () => {
    const reply = await file(world.admin)
    assert.match(reply.headers.get('content-type'), /^text\/csv/)
    assert.match(reply.headers.get('content-disposition'), /^attachment; filename="cards.csv"; filename\*=UTF-8''Auto-sales%20\d{4}-\d\d-\d\d\.csv$/)
    const rows = table(reply.text)
    assert.equal(rows.length, 3)
    const row = rows.find((r) => r.Name.startsWith('Műszer'))
    assert.equal(row.Name, 'Műszer, "nagy" csarnok')
    assert.equal(row.Status, module.statuses.find(({ role }) => role === 'focus').label)
    assert.equal(row.Value, '1234.56')
    assert.equal(row.Qualification, 'VIP')
    assert.equal(row.Customer, 'Ștefan Țepeș')
    assert.equal(row["Customer's e-mail"], 'stefan@example.ro')
    assert.equal(row["Customer's phone"], '+40 721 123 456')
    assert.equal(row['Next action'], '')
    const zone = world.adminMe.zone
    const local = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(card.created_at)
    assert.equal(row.Created, local)
  })

  test('nothing in it is computed by a spreadsheet', async () => {
    const row = table((await file(world.admin)).text).find((r) => r.Name.includes('HYPERLINK'))
    assert.equal(row.Name, `'=HYPERLINK("x")`)
    assert.equal(row.Source, `'+1 is not a sum`)
  })

  test('wanted columns, a filter, another separator', async () => {
    const filter = encodeURIComponent(JSON.stringify({ field: 'qualification', op: 'eq', value: 2 }))
    const rows = table((await file(world.admin, `?columns=number,value,contact.email&separator=semicolon&filter=${filter}`)).text, ';')
    assert.deepEqual(rows, [{ Number: String(card.number), Value: '1234,56', "Customer's e-mail": 'stefan@example.ro' }])
    assert.equal(table((await file(world.admin, '?q=tepes&columns=name')).text).length, 1)
    assert.equal(table((await file(world.admin, '?status=1000000&columns=name')).text).length, 0)
  })

  test('cards named by their ids', async () => {
    const send = (client, body) => client.post(path, body)
    const reply = await send(world.admin, { ids: [card.id, 987654], columns: 'number,name', separator: 'tab' })
    assert.equal(reply.status, 200, reply.text)
    assert.deepEqual(table(reply.text, '\t'), [{ Number: String(card.number), Name: card.name }])
    assert.equal(table((await send(world.bela, { ids: [card.id] })).text).length, 0)
    await refused(send(world.admin, { ids: [] }), 422, { field: 'ids' })
    await refused(send(world.admin, { ids: Array.from({ length: 1001 }, (_, i) => i + 1) }), 422, { field: 'ids' })
    await refused(send(world.anonymous, { ids: [1] }), 401)
  })

  test('everybody gets what he sees', async () => {
    assert.deepEqual(table((await file(world.bela)).text).map((r) => r.Name), ['Of Béla'])
    assert.equal(table((await file(world.cili)).text).length, 0)
    await refused(world.anonymous.get(path), 401)
  })

  test('refusals name what is wrong', async () => {
    await refused(world.admin.get(`${path}?columns=nonsense`), 422, { field: 'columns' })
    await refused(world.admin.get(`${path}?separator=dot`), 422, { field: 'separator' })
    await refused(world.admin.get(`${path}?limit=5`), 422, { field: 'limit' })
    await refused(world.admin.get('/api/modules/999/export'), 404)
  })

  test('more than one piece: every card once, also while cards change', async () => {
    const free = world.module('leads')
    const names = Array.from({ length: 4100 }, (_, i) => `Lead ${i}`)
    const csv = `Name\n${names.join('\n')}\n`
    const made = await world.admin.ok('POST', `/api/imports?module=${free.id}&name=leads.csv`, csv, { headers: { 'content-type': 'text/csv' } })
    const { job_id } = await world.admin.ok('POST', `/api/imports/${made.id}/run`)
    for (let job = {}; job.state !== 'done'; ) {
      await new Promise((done) => setTimeout(done, 50))
      job = await world.admin.ok('GET', `/api/jobs/${job_id}`)
      assert.notEqual(job.state, 'failed')
    }
    const [reply] = await Promise.all([world.admin.get(`/api/modules/${free.id}/export?columns=name`), world.card(world.admin, 'leads', { name: 'Late' })])
    const got = table(reply.text).map((r) => r.Name)
    assert.equal(new Set(got).size, got.length)
    assert.deepEqual(got.filter((n) => n !== 'Late').sort(), names.sort())
  })

  test('an import reads back what an export wrote', async () => {
    const text = (await file(world.admin, '?columns=name,value,source,qualification,rating,contact.name,contact.email,contact.phone')).text
    const made = await world.admin.ok('POST', `/api/imports?module=${module.id}&name=back.csv`, text, { headers: { 'content-type': 'text/csv' } })
    const to = Object.fromEntries(made.mapping.columns.map((c) => [c.header, c.to]))
    for (const code of ['name', 'value', 'source', 'qualification', 'rating']) assert.ok(Object.values(to).includes(code), code)
    const { job_id } = await world.admin.ok('POST', `/api/imports/${made.id}/run`)
    for (let job = {}; job.state !== 'done'; ) {
      await new Promise((done) => setTimeout(done, 50))
      job = await world.admin.ok('GET', `/api/jobs/${job_id}`)
      assert.notEqual(job.state, 'failed')
    }
    const { rows } = await world.admin.ok('GET', `/api/modules/${module.id}/cards?limit=200&columns=source`)
    assert.equal(rows.filter(({ name }) => name === '=HYPERLINK("x")').length, 2)
    const twins = rows.filter(({ name }) => name.startsWith('Műszer'))
    assert.equal(twins.length, 2)
    assert.deepEqual([twins[0].value_minor, twins[1].value_minor], [123456, 123456])
  })

  test('cardinal export writes the same', async () => {
    const { code, stdout, stderr } = await run(['export', 'autosales', '--data', world.server.data, '--columns', 'name,value'])
    assert.equal(code, 0, stderr)
    assert.equal(stdout.replace(/^\ufeff/, ''), (await file(world.admin, '?columns=name,value')).text)
    const wrong = await run(['export', 'autosales', '--data', world.server.data, '--columns', 'nonsense'])
    assert.equal(wrong.code, 1)
    assert.match(wrong.stderr, /columns/)
  })
})
