import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { run } from './server.mjs'
import { openStream } from './stream.mjs'
import { soon } from './wait.mjs'
import { refused, startWorld } from './world.mjs'

let w
let auto

before(async () => {
  w = await startWorld()
  auto = w.module('autosales')
})
after(() => w?.stop())

const ended = (client, id) =>
  soon(async () => {
    const job = await client.ok('GET', `/api/jobs/${id}`)
    return ['done', 'failed', 'cancelled'].includes(job.state) && job
  }, `the end of job ${id}`)

describe('saved views', () => {
  const config = { mode: 'table', filter: { all: [] }, sort: 'name', desc: true, columns: [{ code: 'source', width: 120 }] }

  test('private and shared ones', async () => {
    const path = `/api/modules/${auto.id}/views`
    const { view } = await w.bela.ok('POST', path, { label: 'Mine', shared: false, config })
    assert.deepEqual(view.config, config)
    await refused(w.bela.post(path, { label: 'Ours', shared: true, config }), 403, { field: 'shared' })
    const shared = (await w.manager.ok('POST', path, { label: 'Ours', shared: true, config })).view
    const views = async (client) => (await client.ok('GET', '/api/meta')).modules.find((one) => one.id === auto.id).views.map((one) => one.label)
    assert.ok((await views(w.bela)).includes('Mine'))
    const others = await views(w.cili)
    assert.ok(others.includes('Ours') && !others.includes('Mine'))
    await refused(w.cili.patch(`/api/views/${view.id}`, { label: 'Stolen' }), 404)
    await refused(w.cili.delete(`/api/views/${view.id}`), 404)
    await refused(w.cili.patch(`/api/views/${shared.id}`, { label: 'Stolen' }), 403)
    await refused(w.cili.delete(`/api/views/${shared.id}`), 403)
    const renamed = await w.bela.ok('PATCH', `/api/views/${view.id}`, { label: 'Renamed', version: view.version })
    assert.equal(renamed.view.label, 'Renamed')
    await refused(w.bela.patch(`/api/views/${view.id}`, { label: 'Again', version: view.version }), 412, { code: 'stale' })
    assert.deepEqual(await w.bela.ok('DELETE', `/api/views/${view.id}`), {})
    await refused(w.bela.delete(`/api/views/${view.id}`), 404)
    await refused(w.bela.post(path, { label: '', config }), 422, { field: 'label' })
    await refused(w.bela.post(path, { label: 'x', config: { mode: 'chart' } }), 422, { field: 'config.mode' })
    await refused(w.bela.post('/api/modules/999/views', { label: 'x', config }), 404)
  })
})

describe('modules', () => {
  test('settings and templates are an administrator\'s', async () => {
    await refused(w.manager.patch(`/api/modules/${auto.id}`, { settings: { forgotten_days: 5 } }), 403)
    await w.admin.ok('PATCH', `/api/modules/${auto.id}`, { settings: { forgotten_days: 5 }, version: auto.version })
    const now = (await w.admin.ok('GET', '/api/meta')).modules.find((one) => one.id === auto.id)
    assert.equal(now.settings.forgotten_days, 5)
    await refused(w.admin.patch(`/api/modules/${auto.id}`, { settings: { forgotten_days: 6 }, version: auto.version }), 412)
    await refused(w.admin.patch(`/api/modules/${auto.id}`, { settings: { forgotten_days: 'soon' } }), 422, { field: 'settings.forgotten_days' })
    await refused(w.admin.patch(`/api/modules/${auto.id}`, { settings: { colour: 'red' } }), 422, { field: 'settings.colour' })
    await refused(w.admin.patch('/api/modules/999', { settings: {} }), 404)
    const { id } = await w.admin.ok('POST', '/api/modules', { template: 'sales' })
    assert.ok(id > 0)
    await refused(w.admin.post('/api/modules', { template: 'nonsense' }), 422, { field: 'template' })
    await refused(w.bela.post('/api/modules', { template: 'sales' }), 403)
  })

  test('qualification by rules runs as a job', async () => {
    const rules = [{ then: 2, when: { all: [{ field: 'contact.employees', op: 'ge', value: 100 }] } }]
    const card = await w.card(w.admin, 'autosales', { contact: { kind: 'company', name: 'Nagy Cég', employees: 500 } })
    await w.admin.ok('PATCH', `/api/modules/${auto.id}`, { settings: { qualification_rules: rules } })
    await refused(w.bela.post(`/api/modules/${auto.id}/qualify`), 403)
    const { job_id } = await w.manager.ok('POST', `/api/modules/${auto.id}/qualify`)
    assert.equal((await ended(w.manager, job_id)).state, 'done')
    assert.equal((await w.admin.ok('GET', `/api/cards/${card.id}`)).qualification, 2)
    await refused(w.manager.post(`/api/modules/${auto.id}/qualify`, { count: 99999 }), 409, { rule: 'error.bulk_count_changed' })
  })
})

describe('bulk', () => {
  test('a few at once, with the number confirmed, undone as one', async () => {
    const cards = []
    for (let i = 0; i < 4; i++) cards.push(await w.card(w.manager, 'leads', { name: `Bulk ${i}` }))
    const leads = w.module('leads')
    const path = `/api/modules/${leads.id}/bulk`
    const ids = cards.map((card) => card.id)
    const conflict = await refused(w.manager.post(path, { select: { ids }, expect: 3, action: 'edit', fields: { source: 'Fair' } }), 409, { rule: 'error.bulk_count_changed' })
    assert.equal(conflict.body.n, 4)
    const done = await w.manager.ok('POST', path, { select: { ids }, expect: 4, action: 'edit', fields: { source: 'Fair' } })
    assert.deepEqual([done.n, done.job_id, done.failed], [4, null, []])
    assert.equal((await w.manager.ok('GET', `/api/cards/${ids[0]}`)).source, 'Fair')
    await w.manager.ok('POST', `/api/changes/${done.change_id}/undo`)
    assert.equal((await w.manager.ok('GET', `/api/cards/${ids[3]}`)).source, null)
    await w.manager.ok('POST', path, { select: { ids }, expect: 4, action: 'add_task', task: { text: 'Write', due_date: '2031-01-01' } })
    await w.manager.ok('POST', path, { select: { ids }, expect: 4, action: 'postpone_tasks', days: 2 })
    await w.manager.ok('POST', path, { select: { ids }, expect: 4, action: 'close_tasks', state: 'done' })
    await w.manager.ok('POST', path, { select: { ids }, expect: 4, action: 'trash' })
    await refused(w.manager.post(path, { select: { ids: [] }, expect: 0, action: 'paint' }), 422, { field: 'action' })
    await refused(w.manager.post(path, { select: { ids: Array(1001).fill(1) }, expect: 1, action: 'trash' }), 422, { field: 'select.ids', limit: 1000 })
    await refused(w.manager.post(path, { select: { ids: ['x'] }, expect: 1, action: 'trash' }), 422, { field: 'select.ids[0]' })
  })

  test("somebody else's cards are not changed", async () => {
    const card = await w.card(w.bela, 'leads')
    const leads = w.module('leads')
    const reply = await w.cili.post(`/api/modules/${leads.id}/bulk`, { select: { ids: [card.id] }, expect: 1, action: 'trash' })
    assert.ok(reply.status === 409 || reply.body.failed.length === 1)
    assert.equal((await w.bela.ok('GET', `/api/cards/${card.id}`)).trashed_at, null)
  })

  test('many run as a job that is told of and can be read', async () => {
    const leads = w.module('leads')
    for (let i = 0; i < 110; i++) await w.card(w.manager, 'leads', { name: `Many ${i}` })
    const { n } = await w.manager.ok('GET', `/api/modules/${leads.id}/count?q=Many`)
    const done = await w.manager.ok('POST', `/api/modules/${leads.id}/bulk`, { select: { all: true, q: 'Many' }, expect: n, action: 'edit', fields: { source: 'Bulk' } })
    assert.ok(done.job_id > 0)
    const job = await ended(w.manager, done.job_id)
    assert.deepEqual([job.state, job.progress], ['done', n])
    await refused(w.cili.get(`/api/jobs/${done.job_id}`), 404)
    await refused(w.manager.post(`/api/jobs/${done.job_id}/cancel`), 409)
    await refused(w.manager.get('/api/jobs/999999'), 404)
  })
})

describe('import', () => {
  const csv = 'Name;E-mail;Profile\nKovács Éva;eva@import.example;VIP\nPopescu Ion;ion@import.example;nonsense\n'
  const upload = (client, body, query = `module=${auto.id}&name=leads.csv`) =>
    client.request('POST', `/api/imports?${query}`, body, { headers: { 'content-type': 'text/csv' } })

  test('upload, map, preview, run, refused rows, undo', async () => {
    const up = await upload(w.manager, csv)
    assert.equal(up.status, 201)
    const { id, columns, delimiter, n_rows } = up.body
    assert.equal(delimiter, ';')
    assert.equal(n_rows, 2)
    assert.deepEqual(columns.map((column) => column.header), ['Name', 'E-mail', 'Profile'])
    const mapping = { columns: [{ header: 'Name', to: 'contact.name' }, { header: 'E-mail', to: 'contact.email' }, { header: 'Profile', to: 'qualification', values: { VIP: 'vip' } }] }
    await w.manager.ok('PATCH', `/api/imports/${id}`, { mapping })
    await w.manager.ok('PATCH', `/api/imports/${id}`, { encoding: 'windows-1250', delimiter: ';', mapping })
    await w.manager.ok('PATCH', `/api/imports/${id}`, { encoding: 'utf-8', delimiter: ';', mapping })
    const preview = await w.manager.ok('POST', `/api/imports/${id}/preview`)
    await ended(w.manager, preview.job_id)
    const seen = await w.manager.ok('GET', `/api/imports/${id}`)
    assert.equal(seen.state, 'previewed')
    assert.deepEqual([seen.report.created, seen.report.refused], [1, 1])
    const owner = seen.report.sample[0].changes.find(({ field }) => field === 'Owner')
    assert.doesNotMatch(owner.new, /^\d+$/, 'people read names, not ids')
    const before_ = (await w.manager.ok('GET', `/api/modules/${auto.id}/count`)).n
    const run = await w.manager.ok('POST', `/api/imports/${id}/run`)
    assert.equal((await ended(w.manager, run.job_id)).state, 'done')
    assert.equal((await w.manager.ok('GET', `/api/modules/${auto.id}/count`)).n, before_ + 1)
    const refusedRows = await w.manager.request('GET', `/api/imports/${id}/refused`)
    assert.match(refusedRows.headers.get('content-type'), /text\/csv/)
    assert.match(refusedRows.text, /Popescu Ion/)
    const { change_id } = await w.manager.ok('GET', `/api/imports/${id}`)
    const undo = await w.manager.ok('POST', `/api/changes/${change_id}/undo`)
    if (undo.job_id) await ended(w.manager, undo.job_id)
    assert.equal((await w.manager.ok('GET', `/api/modules/${auto.id}/count`)).n, before_)
    assert.ok((await w.manager.ok('GET', '/api/imports')).rows.some((row) => row.id === id))
  })

  test('undo takes the fields it made, too; importing again brings them back', async () => {
    const field = async () => (await w.manager.ok('GET', '/api/meta')).modules.find(({ id }) => id === auto.id).fields.find(({ code }) => code === 'shoe_size')
    const columns = [{ header: 'Name', to: 'name' }, { header: 'Shoe size', to: 'new', new: { label: 'Shoe size', type: 'choice' }, create_options: true }]
    const once = async () => {
      const up = await upload(w.manager, 'Name;Shoe size\nEgy;small\nKettő;big\n')
      await w.manager.ok('PATCH', `/api/imports/${up.body.id}`, { mapping: { columns } })
      const run = await w.manager.ok('POST', `/api/imports/${up.body.id}/run`)
      assert.equal((await ended(w.manager, run.job_id)).state, 'done')
      const { report } = await w.manager.ok('GET', `/api/imports/${up.body.id}`)
      assert.deepEqual([report.created, report.refused, report.new_options], [2, 0, 2])
      return run.change_id
    }
    const undo = async (id) => {
      const { job_id, change_id } = await w.manager.ok('POST', `/api/changes/${id}/undo`)
      assert.equal((await ended(w.manager, job_id)).state, 'done')
      return change_id
    }
    const change = await once()
    const made = await field()
    assert.deepEqual(made.options.map(({ label }) => label), ['small', 'big'])
    const undone = await undo(change)
    assert.equal(await field(), undefined)
    await undo(undone)
    assert.deepEqual(await field(), made)
    await undo(change)
    const again = await once()
    assert.deepEqual(await field(), made)
    await undo(again)
    assert.equal(await field(), undefined)
    const last = await once()
    const option = (await field()).options[1].id
    await w.admin.ok('PATCH', `/api/fields/${(await field()).id}`, { default: option })
    await undo(last)
    assert.deepEqual((await field()).options.map(({ id }) => id).includes(option), true, 'somebody has given it a rule since: it stays')
  })

  test('a person new at a company that is known: the card is named as the company is', async () => {
    const up = await upload(w.manager, 'Company;First;Last\nÚjhely Gép Kft.;Anna;Kis\nÚJHELY GÉP KFT;Béla;Nagy\n')
    const mapping = { match_contacts: true, columns: [{ header: 'Company', to: 'company.name' }, { header: 'First', to: 'contact.first_name' }, { header: 'Last', to: 'contact.last_name' }] }
    await w.manager.ok('PATCH', `/api/imports/${up.body.id}`, { mapping })
    const { job_id } = await w.manager.ok('POST', `/api/imports/${up.body.id}/run`)
    assert.equal((await ended(w.manager, job_id)).state, 'done')
    const { hits } = await w.manager.ok('GET', '/api/search?q=ujhely')
    const cards = hits.filter(({ kind }) => kind === 'card').map(({ title }) => title)
    assert.equal(cards.length, 2)
    for (const title of cards) assert.match(title, /^Újhely Gép Kft\. \(/)
    assert.equal(hits.filter(({ kind }) => kind === 'company').length, 1)
  })

  test('bad files and strangers', async () => {
    await refused(upload(w.anonymous, csv), 401)
    await refused(upload(w.bela, csv), 403)
    await refused(upload(w.manager, ''), 422)
    await refused(upload(w.manager, csv, 'module=999&name=x.csv'), 422, { field: 'module' })
    await refused(upload(w.manager, csv, 'name=x.csv'), 422, { field: 'module' })
    await refused(w.manager.get('/api/imports/999'), 404)
    await refused(w.manager.get('/api/imports/999/refused'), 404)
    await refused(w.manager.post('/api/imports/999/run'), 404)
    await refused(w.manager.post('/api/imports/999/preview'), 404)
    await refused(w.manager.patch('/api/imports/999', { mapping: {} }), 404)
    const up = await upload(w.manager, csv)
    await refused(w.manager.patch(`/api/imports/${up.body.id}`, { mapping: { columns: [{ header: 'Nope', to: 'name' }] } }), 422)
    await refused(w.manager.patch(`/api/imports/${up.body.id}`, { mapping: { columns: 5 } }), 422)
    await refused(w.manager.patch(`/api/imports/${up.body.id}`, { encoding: 'latin-9' }), 422, { field: 'encoding' })
  })
})

describe('home and demo', () => {
  test('home is mine; a manager may look at others and at the team', async () => {
    const card = await w.card(w.bela, 'autosales')
    await w.bela.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Today', due_date: new Date().toLocaleDateString('sv', { timeZone: 'Europe/Budapest' }) })
    const home = await w.bela.ok('GET', '/api/home')
    assert.ok(home.today.some((row) => row.id === card.id))
    assert.equal(home.team, null)
    await refused(w.bela.get(`/api/home?member=${w.ciliMe.id}`), 403)
    const his = await w.manager.ok('GET', `/api/home?member=${w.belaMe.id}`)
    assert.deepEqual(his.today.map((row) => row.id), home.today.map((row) => row.id))
    const team = await w.manager.ok('GET', '/api/home?member=team')
    assert.ok(team.team.length >= 4)
    await refused(w.manager.get('/api/home?member=x'), 422, { field: 'member' })
  })

  test('demo data come and go by a job', async () => {
    await refused(w.manager.post('/api/demo'), 403)
    await refused(w.manager.delete('/api/demo'), 403)
    const { job_id } = await w.admin.ok('POST', '/api/demo')
    assert.equal((await ended(w.admin, job_id)).state, 'done')
    const { n } = await w.admin.ok('GET', `/api/modules/${auto.id}/count`)
    assert.ok(n > 200)
    await w.admin.ok('GET', '/api/home?member=team')
    const bare = (await w.admin.ok('GET', '/api/changes?limit=200')).rows.filter(({ kind, summary }) => kind !== 'demo' && !summary.includes(': '))
    assert.deepEqual(bare, [], 'every change is a sentence, not only a name')
    const leads = w.module('leads')
    const converted = leads.statuses.find(({ role }) => role === 'converted').id
    const { rows: lucky } = await w.admin.ok('GET', `/api/modules/${leads.id}/cards?status=${converted}&limit=200`)
    assert.ok(lucky.length > 10, `${lucky.length} converted leads`)
    const { links } = await w.admin.ok('GET', `/api/cards/${lucky[0].id}`)
    assert.equal(links[0].card.module_id, w.module('sales').id)
    // A card's history is told in its order, from its creation on, and nothing of it lies ahead.
    for (const module of w.meta.modules) {
      const { rows } = await w.admin.ok('GET', `/api/modules/${module.id}/cards?limit=40`)
      for (const { id } of rows) {
        const events = (await w.admin.ok('GET', `/api/cards/${id}/events?limit=200`)).rows
        const times = events.map(({ at }) => at)
        assert.deepEqual(times, times.toSorted((a, b) => b - a), `card ${id}`)
        assert.ok(times[0] <= Date.now())
        if (events.length < 200) assert.equal(events.at(-1).kind, 'created')
      }
    }
    const gone = await w.admin.ok('DELETE', '/api/demo')
    assert.equal((await ended(w.admin, gone.job_id)).state, 'done')
    assert.ok((await w.admin.ok('GET', `/api/modules/${auto.id}/count`)).n < 100)
    const verify = await run(['account', 'verify', '--data', w.server.data])
    assert.equal(verify.code, 0, verify.stdout)
  })
})

describe('live', () => {
  test('a change is told at once to those who may see the card, and to no others', async () => {
    const [managers, cilis] = await Promise.all([openStream(w.manager), openStream(w.cili)])
    const card = await w.card(w.bela)
    await w.bela.ok('PATCH', `/api/cards/${card.id}`, { fields: { name: 'Told' } })
    const last = await w.card(w.cili, 'leads', { name: 'For cili' })
    const isThe = (one) => ({ event, data }) => event === 'card' && data.id === one.id
    for (const stream of [managers, cilis]) await stream.until(isThe(last)) // what came before it has come
    assert.ok(managers.list.some(({ event, data }) => event === 'card' && data.id === card.id && data.module_id === auto.id))
    assert.ok(!cilis.list.some(isThe(card)))
    await Promise.all([managers.close(), cilis.close()])
  })

  test('a stream ends with its session', async () => {
    const client = await w.server.login('bela@example.com')
    const stream = await openStream(client)
    await client.ok('POST', '/api/logout')
    await stream.ended
    assert.ok(!stream.list.some(({ event }) => event === 'card'))
    await refused(w.anonymous.get('/api/events'), 401)
  })
})
