// rights - what a role may not see is not found, counted, pushed or changed by any route of the tables; each right guards the
// routes that need it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { run } from './server.mjs'
import { callRoute } from './routes.mjs'
import { openStream } from './stream.mjs'
import { jobEnd, password, refused, startWorld } from './world.mjs'

const MARK = 'Rejtelem-5309' // stands in everything that only administrators and managers see
let world
let routes
let moduleId

const scopes = (see, edit = see, remove = edit) => ({ see, edit, delete: remove })

// A member of a new role, signed in.
async function hire(name, role, more = {}) {
  const { admin, server } = world
  const code = typeof role === 'string' ? role : (await admin.ok('POST', '/api/roles', { label: { '*': name }, ...role })).code
  const { member, invite_url } = await admin.ok('POST', '/api/members', { name, email: `${name}@example.com`, role: code, ...more })
  const client = server.client()
  await client.ok('POST', `/api/invites/${invite_url.split('/').at(-1)}`, { name, password })
  return Object.assign(client, { id: member.id, role: code, label: name })
}

before(async () => {
  world = await startWorld()
  const { admin } = world
  moduleId = world.module('sales')?.id ?? world.module('autosales').id
  const { code, stdout } = await run(['describe', 'routes'])
  assert.equal(code, 0)
  routes = JSON.parse(stdout)
  for (let i = 0; i < 8; i++) {
    const { card } = await admin.ok('POST', `/api/modules/${moduleId}/cards`, { name: `${MARK} ${i}`, company: { kind: 'company', name: `${MARK} Kft. ${i}` }, fields: {}, task: { text: `${MARK} ${i}` } })
    await admin.ok('POST', `/api/cards/${card.id}/events`, { kind: 'note', text: MARK })
  }
})
after(() => world.stop())

const titles = (rows) => rows.map(({ name }) => name).sort()
const list = async (client, more = '') => titles((await client.ok('GET', `/api/modules/${moduleId}/cards?limit=200${more}`)).rows)
const total = async (client) => (await client.ok('GET', `/api/modules/${moduleId}/pipeline`)).statuses.reduce((sum, { n }) => sum + n, 0)
const make = async (client, name, fields = {}) => (await client.ok('POST', `/api/modules/${moduleId}/cards`, { name, fields })).card

describe('scopes', () => {
  test('own, team and all: lists, counts, search, stream', async () => {
    const { admin } = world
    const own = await hire('own', 'user')
    const mate = await hire('mate', { unowned: false, all: scopes('team', 'own') })
    const boss = await hire('boss', { all: scopes('all', 'team', 'none') })
    const closed = await hire('closed', { all: scopes('none'), rights: ['export', 'bulk'] })
    const { id: teamId } = await admin.ok('POST', '/api/teams', { name: 'Észak', leader_id: boss.id, member_ids: [own.id, mate.id] })
    const stream = await openStream(mate)
    const card = await make(own, 'Of own')
    await make(mate, 'Of mate')
    await stream.until(({ event, data }) => event === 'card' && data.id === card.id)
    assert.deepEqual(await list(own), ['Of own'])
    assert.deepEqual(await list(mate), ['Of mate', 'Of own'])
    assert.equal(await total(own), 1)
    assert.equal(await total(mate), 2)
    assert.equal((await list(boss)).length, 10)
    assert.equal(await total(boss), 10)
    for (const sort of ['name', 'value', 'created_at']) assert.deepEqual(await list(mate, `&sort=${sort}`), ['Of mate', 'Of own'])
    assert.deepEqual(await list(mate, `&owner=${own.id}`), ['Of own'])
    assert.deepEqual(await list(mate, `&owner=${world.adminMe.id}`), [])
    for (const client of [own, mate, closed]) assert.deepEqual((await client.ok('GET', `/api/search?q=${MARK}`)).hits, [])
    assert.equal((await own.get(`/api/modules/${moduleId}/cards?q=${MARK}`)).body.rows.length, 0)
    await refused(closed.get(`/api/modules/${moduleId}/cards`), 404)
    assert.ok(!(await closed.ok('GET', '/api/meta')).modules.length)
    // seen, but not to be changed
    await refused(mate.request('PATCH', `/api/cards/${card.id}`, { fields: { name: 'Taken' } }), 403, { rule: 'error.may_not_edit' })
    assert.deepEqual((await mate.ok('GET', `/api/cards/${card.id}`)).permissions, { edit: false, trash: false, move: false })
    await boss.ok('PATCH', `/api/cards/${card.id}`, { fields: { name: 'Of own, seen to' } })
    await refused(boss.request('DELETE', `/api/cards/${card.id}`), 403, { rule: 'error.may_not_delete' })
    // a task opens a card to its assignee, and an end of the team closes the rest
    await admin.ok('PATCH', `/api/teams/${teamId}`, { member_ids: [own.id] })
    await refused(mate.get(`/api/cards/${card.id}`), 404)
    assert.deepEqual(await list(mate), ['Of mate'])
    await stream.ended
    const { task } = await admin.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Help', assignee_id: mate.id })
    assert.deepEqual(await list(mate), ['Of mate', 'Of own, seen to'])
    assert.equal(await total(mate), 2)
    await mate.ok('POST', `/api/tasks/${task.id}/close`, { state: 'done', version: task.version })
    assert.deepEqual(await list(mate), ['Of mate'])
  })
  test('seeing all cards is of the role user alone', async () => {
    const { admin } = world
    const wide = await hire('wide', 'user', { sees_all: true })
    const narrow = await hire('narrow', 'restricted', { sees_all: true })
    assert.ok((await list(wide)).length > 7)
    assert.deepEqual(await list(narrow), [])
    const { version, sees_all } = (await admin.ok('GET', '/api/members')).rows.find(({ id }) => id === wide.id)
    assert.equal(sees_all, true)
    await admin.ok('PATCH', `/api/members/${wide.id}`, { role: 'restricted', version })
    assert.deepEqual(await list(wide), [])
    await admin.ok('PATCH', `/api/members/${wide.id}`, { role: 'user' })
    assert.deepEqual(await list(wide), [])
  })
  test('nobody joins his contact to a company that he does not see', async () => {
    const { admin } = world
    const joiner = await hire('joiner', 'user')
    const { company } = await admin.ok('GET', `/api/cards/${(await admin.ok('GET', `/api/modules/${moduleId}/cards?q=${MARK}`)).rows[0].id}`)
    assert.ok(company.id)
    const body = { kind: 'person', last_name: 'Joiner' }
    await refused(joiner.request('POST', '/api/contacts', { ...body, company_id: company.id }), 422, { field: 'company_id' })
    const { contact } = await joiner.ok('POST', '/api/contacts', body)
    await refused(joiner.request('PATCH', `/api/contacts/${contact.id}`, { company_id: company.id }), 422, { field: 'company_id' })
    const mine = (await joiner.ok('POST', '/api/contacts', { kind: 'company', name: 'Joiner Kft.' })).contact
    await joiner.ok('PATCH', `/api/contacts/${contact.id}`, { company_id: mine.id })
    await refused(joiner.get(`/api/contacts/${company.id}`), 404)
  })
  test('the home page of one who manages but sees his own', async () => {
    const head = await hire('head', { rights: ['manage'], unowned: false, all: scopes('own') })
    await head.ok('POST', `/api/modules/${moduleId}/cards`, { name: 'Of head', fields: {}, task: { text: 'Call', due_at: Date.now() } })
    const { card } = await world.admin.ok('POST', `/api/modules/${moduleId}/cards`, { name: `${MARK} late`, fields: {}, task: { text: MARK, due_at: Date.now() - 1000 } })
    for (const who of ['me', 'team', world.adminMe.id]) {
      const { text, body } = await head.get(`/api/home?member=${who}`)
      assert.ok(!text.includes(MARK), text.slice(0, 300))
      const other = body.team.find(({ member_id }) => member_id === world.adminMe.id)
      assert.deepEqual([other.overdue, other.today, other.open], [0, 0, 0])
      assert.equal(text.includes('Of head'), who !== world.adminMe.id)
    }
    assert.ok((await world.admin.get('/api/home')).text.includes(MARK))
    await world.admin.ok('DELETE', `/api/cards/${card.id}`)
  })
  test('cards without an owner', async () => {
    const { admin } = world
    const sees = await hire('sees', 'user')
    const not = await hire('not', 'restricted')
    const { id } = await make(admin, 'Nobody’s', { owner: null })
    assert.deepEqual(await list(sees), ['Nobody’s'])
    assert.deepEqual(await list(sees, '&owner=none'), ['Nobody’s'])
    assert.deepEqual(await list(not), [])
    assert.deepEqual(await list(not, '&owner=none'), [])
    assert.equal(await total(not), 0)
    await refused(not.get(`/api/cards/${id}`), 404)
    await admin.ok('DELETE', `/api/cards/${id}`)
  })
})

describe('fields', () => {
  test('hidden ones are nowhere, read-only ones stay', async () => {
    const { admin } = world
    const field = (code) => admin.ok('POST', `/api/modules/${moduleId}/fields`, { type: 'text', label: { '*': code }, filterable: true })
    const secret = (await field('Secret')).id
    const fixed = (await field('Fixed')).id
    const { fields } = (await admin.ok('GET', '/api/meta')).modules.find(({ id }) => id === moduleId)
    const code = (id) => fields.find((one) => one.id === id).code
    const [hidden, still] = [code(secret), code(fixed)]
    const clerk = await hire('clerk', { rights: ['export', 'bulk', 'import'], all: scopes('all'), fields: { [moduleId]: { [hidden]: 'hidden', [still]: 'read_only', value: 'hidden' } } })
    const card = await make(admin, 'With fields', { [hidden]: MARK, [still]: 'stays', value: 123456700 })
    await admin.ok('PATCH', `/api/cards/${card.id}`, { fields: { [hidden]: `${MARK}!` } })
    const seen = await clerk.ok('GET', `/api/cards/${card.id}`)
    assert.equal(seen.fields[still], 'stays')
    assert.ok(!(hidden in seen.fields))
    assert.equal(seen.value_minor, null)
    const told = []
    for (const path of [`/api/cards/${card.id}`, `/api/cards/${card.id}/events`, `/api/modules/${moduleId}/cards?q=With`, '/api/meta', `/api/modules/${moduleId}/export?q=With`, `/api/modules/${moduleId}/pipeline`])
      told.push((await clerk.get(path)).text)
    assert.ok(!told.join('\n').includes(MARK))
    for (const text of told) assert.ok(!text.includes('1234567'), text.slice(0, 3000))
    assert.ok(!JSON.parse(told[3]).modules.some(({ fields }) => fields.some((one) => one.code === hidden)))
    await refused(clerk.get(`/api/modules/${moduleId}/cards?columns=${hidden}`), 422, { rule: 'error.unknown_column' })
    await refused(clerk.get(`/api/modules/${moduleId}/cards?sort=${hidden}`), 422)
    await refused(clerk.get(`/api/modules/${moduleId}/cards?sort=value`), 422)
    await refused(clerk.get(`/api/modules/${moduleId}/cards?filter=${encodeURIComponent(JSON.stringify({ field: hidden, op: 'eq', value: MARK }))}`), 422, { rule: 'error.unknown_field' })
    await refused(clerk.request('PATCH', `/api/cards/${card.id}`, { fields: { [hidden]: 'x' } }), 422, { rule: 'error.unknown_field' })
    await refused(clerk.request('PATCH', `/api/cards/${card.id}`, { fields: { [still]: 'x' } }), 422, { rule: 'error.not_editable' })
    const bulk = { action: 'edit', select: { ids: [card.id] }, expect: 1, fields: { [still]: 'x' } }
    const answer = await clerk.request('POST', `/api/modules/${moduleId}/bulk`, bulk)
    assert.ok(answer.status === 422 || answer.body.failed.length === 1, answer.text)
    const { rows } = await admin.ok('GET', '/api/changes')
    await admin.ok('PATCH', `/api/cards/${card.id}`, { fields: { [still]: 'moved' } })
    const [{ id: changeId }] = (await admin.ok('GET', '/api/changes')).rows
    assert.notEqual(changeId, rows[0].id)
    const { code: role } = await admin.ok('POST', '/api/roles', { label: { '*': 'undoer' }, rights: ['manage'], all: scopes('all'), fields: { [moduleId]: { [still]: 'read_only' } } })
    const undoer = await hire('undoer', role)
    await refused(undoer.request('POST', `/api/changes/${changeId}/undo`, {}), 422, { rule: 'error.not_editable' })
    assert.equal((await admin.ok('GET', `/api/cards/${card.id}`)).fields[still], 'moved')
    await admin.ok('DELETE', `/api/cards/${card.id}`)
  })
})

describe('what hidden fields are made into', () => {
  test('a formula shows them to nobody, and a role keeps its marks of trashed ones', async () => {
    const { admin } = world
    const path = `/api/modules/${moduleId}/fields`
    const { id } = await admin.ok('POST', path, { type: 'text', label: { '*': 'Deep' } })
    const codeOf = async (one) => (await admin.ok('GET', '/api/meta')).modules.find((mod) => mod.id === moduleId).fields.find((field) => field.id === one).code
    const deep = await codeOf(id)
    const echo = (await admin.ok('POST', path, { type: 'computed', label: { '*': 'Echo' }, formula: `concat(${deep})` })).id
    const code = await codeOf(echo)
    const card = await make(admin, 'With an echo', { [deep]: MARK })
    assert.equal((await admin.ok('GET', `/api/cards/${card.id}`)).fields[code], MARK)
    const maker = await hire('maker', { rights: ['configure'], all: scopes('all'), fields: { [moduleId]: { [deep]: 'hidden' } } })
    const tried = await maker.request('POST', `/api/modules/${moduleId}/formula`, { formula: `concat(${deep})`, card_id: card.id })
    assert.equal(tried.status, 200, tried.text)
    assert.deepEqual(tried.body.samples, [])
    assert.ok(!(code in (await maker.ok('GET', `/api/cards/${card.id}`)).fields))
    const role = async () => (await admin.ok('GET', '/api/roles')).rows.find((one) => one.code === maker.role)
    assert.deepEqual((await role()).fields, { [moduleId]: { [deep]: 'hidden' } })
    await admin.ok('DELETE', `/api/fields/${echo}`)
    await admin.ok('DELETE', `/api/fields/${id}`)
    await admin.ok('PATCH', `/api/roles/${maker.role}`, { rights: [], fields: {} })
    await admin.ok('POST', `/api/fields/${id}/restore`, {})
    assert.deepEqual((await role()).fields, { [moduleId]: { [deep]: 'hidden' } })
    await admin.ok('DELETE', `/api/cards/${card.id}`)
  })
})

// What would end the caller's own session, sends no answer, or is there for everybody.
const apart = ({ path, auth, method }) =>
  auth === 'public' || path === '/api/events' || /^\/api\/(session|sessions|password|me|keys|two-step)\b/.test(path) || (path.startsWith('/api/roles') && method !== 'GET')

describe('every right and every route', () => {
  const needs = { export: 'export', bulk: 'bulk', import: 'import', configure: 'configure', manager: 'manage' }
  test('who lacks a right is refused by each route that needs it', async () => {
    const all = ['export', 'bulk', 'import', 'send', 'configure', 'manage']
    for (const right of Object.values(needs)) {
      const client = await hire(`no-${right}`, { rights: all.filter((one) => one !== right), all: scopes('all') })
      for (const route of routes.filter((one) => needs[one.auth] === right || one.auth === 'administrator')) {
        if (route.path.startsWith('/api/roles') && route.method !== 'GET') continue
        const { status, text } = await callRoute(world.api, client, route, 1)
        assert.equal(status, 403, `${right}: ${route.method} ${route.path}: ${status} ${text.slice(0, 200)}`)
      }
    }
    const none = await hire('no-right', { rights: [], all: scopes('all') })
    for (const route of routes.filter((one) => one.auth !== 'public' && one.auth !== 'member')) {
      const { status, text } = await callRoute(world.api, none, route, 1)
      assert.equal(status, 403, `${route.method} ${route.path}: ${status} ${text.slice(0, 200)}`)
    }
  })
  const roles = { user: 'user', restricted: 'restricted', external: 'external', able: { rights: ['export', 'bulk', 'import', 'send', 'configure', 'manage'], unowned: false, all: scopes('own') } }
  for (const [role, rights] of Object.entries(roles))
    test(`${role}: no route tells of cards of others, and none changes them`, async () => {
      const { admin } = world
      const client = await hire(`${role}-all`, rights)
      const cards = (await admin.ok('GET', `/api/modules/${moduleId}/cards?q=${MARK}&limit=200`)).rows
      const state = async () => JSON.stringify(await Promise.all(cards.map(async ({ id }) => [await admin.ok('GET', `/api/cards/${id}`), await admin.ok('GET', `/api/cards/${id}/events`)])))
      const before = await state()
      for (const route of routes) {
        if (apart(route)) continue
        for (const id of [cards[0].id, cards[5].id, 2]) {
          const { status, text } = await callRoute(world.api, client, route, id)
          assert.ok(status < 500, `${route.method} ${route.path}: ${status} ${text.slice(0, 300)}`)
          assert.ok(!text.includes(MARK), `${route.method} ${route.path} tells ${role} of a card: ${text.slice(0, 300)}`)
        }
      }
      assert.equal(await state(), before)
    })
})

describe('roles', () => {
  test('bad ones are refused with the field', async () => {
    const { admin } = world
    const post = (body) => admin.request('POST', '/api/roles', { label: { '*': 'X' }, ...body })
    await refused(post({ rights: ['fly'] }), 422, { field: 'rights[0]' })
    await refused(post({ all: scopes('own', 'all') }), 422, { field: 'all.edit', rule: 'error.scope_unseen' })
    await refused(post({ modules: { 9999: scopes('all') } }), 422, { field: 'modules.9999' })
    await refused(post({ fields: { [moduleId]: { name: 'hidden' } } }), 422, { rule: 'error.field_always_seen' })
    await refused(post({ fields: { [moduleId]: { nothing: 'hidden' } } }), 422, { rule: 'error.unknown_field' })
    await refused(admin.request('PATCH', '/api/roles/administrator', { rights: [] }), 409, { rule: 'error.administrator_role' })
    await refused(admin.request('PATCH', '/api/roles/nobody', { rights: [] }), 404)
  })
  test('one in use asks for another; a changed one goes back', async () => {
    const { admin } = world
    const worker = await hire('worker', { rights: ['export'], all: scopes('own') })
    await refused(admin.request('POST', `/api/roles/${worker.role}/remove`, {}), 409, { rule: 'error.role_in_use' })
    await refused(admin.request('POST', `/api/roles/${worker.role}/remove`, { to: 'none' }), 422, { field: 'to' })
    await admin.ok('POST', `/api/roles/${worker.role}/remove`, { to: 'user' })
    assert.equal((await worker.ok('GET', '/api/me')).role, 'user')
    const user = async () => (await admin.ok('GET', '/api/roles')).rows.find(({ code }) => code === 'user')
    const was = await user()
    await admin.ok('PATCH', '/api/roles/user', { rights: [], version: was.version })
    assert.deepEqual((await user()).rights, [])
    await refused(worker.get(`/api/modules/${moduleId}/export`), 403)
    await refused(admin.request('PATCH', '/api/roles/user', { rights: [], version: was.version + 7 }), 412)
    await admin.ok('POST', '/api/roles/user/remove', {})
    assert.deepEqual(await user(), { ...was, n_members: (await user()).n_members })
  })
})

describe('members', () => {
  test('who is locked is out at once, and the last administrator stays', async () => {
    const { admin } = world
    const gone = await hire('gone', 'user')
    await admin.ok('PATCH', `/api/members/${gone.id}`, { locked: true })
    assert.equal((await gone.get('/api/me')).status, 401)
    await admin.ok('PATCH', `/api/members/${gone.id}`, { locked: false })
    const me = world.adminMe.id
    await refused(admin.request('PATCH', `/api/members/${me}`, { locked: true }), 409, { rule: 'error.last_administrator' })
    await refused(admin.request('PATCH', `/api/members/${me}`, { role: 'manager' }), 409, { rule: 'error.last_administrator' })
    await refused(admin.request('PATCH', `/api/members/${me}`, { active: false }), 409, { rule: 'error.last_administrator' })
  })
})
