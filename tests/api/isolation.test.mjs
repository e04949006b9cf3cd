// isolation - every route of the tables, tried with another account's ids, cookies, keys and addresses: never a word of
// the other account's, never a 500, and nothing in it is changed. A route that is added is tried without a line here.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { password, run, startServer } from './server.mjs'

const MARK = 'Zsákmány-7141' // in every text of the victim's
let data
let server
let api
let routes
let victim
let keys
const cardinal = async (words, input = '') => {
  const { code, stdout, stderr } = await run([...words, '--data', data], { input })
  assert.equal(code, 0, `${words.join(' ')}: ${stderr}`)
  return stdout
}
const pause = (ms) => new Promise((done) => setTimeout(done, ms))

// All that stands in the account, without what a look at it changes.
const state = async (account) => {
  const file = join(data, `${account}-${Math.random()}.cardinal`)
  const { sha256, rows } = JSON.parse(await cardinal(['backup', '--account', account, '--out', file]))
  return `${sha256} ${rows}`
}

async function until(what) {
  for (const end = Date.now() + 60_000; Date.now() < end; await pause(100)) {
    const got = await what()
    if (got) return got
  }
  throw new Error('it did not happen')
}

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'cardinal-isolation-'))
  keys = {}
  for (const [name, company] of [['victim', MARK], ['thief', 'Thief'], ['listener', 'Listener']]) {
    await cardinal(['account', 'create', name, '--company', company, '--email', `${name}@example.com`, '--name', name === 'victim' ? MARK : 'Thief', '--modules', 'autosales,sales'], `${password}\n`)
    await cardinal(['account', 'host', 'add', name, `${name}.example.com`])
    keys[name] = (await cardinal(['key', 'create', name === 'victim' ? MARK : 'thief', '--account', name])).trim()
  }
  routes = JSON.parse(await cardinal(['describe', 'routes']))
  server = await startServer({ data, args: ['--rate-public', '0', '--rate-login-address', '0', '--rate-login-email', '0', '--rate-session', '0', '--rate-account', '0'] })
  victim = await server.login('victim@example.com')
  api = await victim.ok('GET', '/api/openapi.json')
  await fill(victim)
})
after(async () => {
  await server.stop()
  await rm(data, { recursive: true, force: true })
})

async function fill(client) {
  const { modules } = await client.ok('GET', '/api/meta')
  const [{ id }] = modules
  const cards = []
  for (let i = 0; i < 45; i++) {
    const { card } = await client.ok('POST', `/api/modules/${id}/cards`, { name: `${MARK} ${i}`, company: { kind: 'company', name: `${MARK} ${i}` }, fields: {}, task: { text: `${MARK} ${i}` } })
    cards.push(card.id)
    await client.ok('POST', `/api/cards/${card.id}/events`, { kind: 'note', text: MARK })
  }
  client.card = cards.at(-1)
  await client.ok('POST', `/api/cards/${cards[0]}/links`, { other_id: cards[1], note: MARK })
  for (let i = 0; i < 7; i++) {
    await client.ok('POST', `/api/modules/${id}/views`, { label: `${MARK} ${i}`, shared: true, config: { mode: 'list' } })
    await client.ok('POST', '/api/keys', { name: `${MARK} ${i}` })
    await server.login('victim@example.com')
    const { invite_url } = await client.ok('POST', '/api/members', { name: MARK, email: `${i}@victim.example.com`, role: 'user' })
    client.invitation = invite_url.split('/').at(-1)
  }
  for (const at of [`/api/cards/${cards[0]}`, '/api/contacts/1']) {
    for (let i = 0; i < 7; i++) await client.ok('POST', `${at}/comments`, { text: MARK })
    for (let i = 0; i < 4; i++) await client.ok('POST', `${at}/attachments?name=${encodeURIComponent(MARK)}.txt`, i < 2 ? MARK : 'Name\nx\n', { headers: { 'content-type': 'text/plain' } })
  }
  const file = await client.ok('POST', `/api/imports?module=${id}&name=${encodeURIComponent(MARK)}.csv`, `Name\n${MARK}\n`, { headers: { 'content-type': 'text/csv' } })
  await client.ok('PATCH', `/api/imports/${file.id}`, { mapping: { columns: [{ header: 'Name', to: 'name' }] } })
  const { job_id } = await client.ok('POST', `/api/imports/${file.id}/run`)
  await until(async () => (await client.ok('GET', `/api/jobs/${job_id}`)).state === 'done')
  if (routes.some(({ method, path }) => method === 'POST' && path === '/api/backups')) {
    await client.ok('POST', '/api/backups')
    await until(async () => (await client.ok('GET', '/api/backups')).rows.some(({ state }) => state === 'done'))
  }
}

// resting - once nothing is at work in the accounts any more: a contact that is new is compared with the others by a job that
// begins a moment later, and a job's end is a change of its own.
const resting = () =>
  until(async () => {
    const { looking } = await victim.ok('GET', '/api/duplicates')
    const busy = (await server.client().get('/metrics')).text.match(/^cardinal_job_accounts\{.*\} (\d+)$/gm)
    return !looking && busy.every((line) => line.endsWith(' 0'))
  })

// A value that a schema takes, with the victim's ids where it wants a number.
function sample(schema, id, depth = 0) {
  if (schema.$ref) return sample(api.components.schemas[schema.$ref.split('/').at(-1)], id, depth)
  const variant = (schema.anyOf ?? schema.oneOf)?.find(({ type }) => type !== 'null')
  if (variant) return sample(variant, id, depth)
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (schema.enum) return schema.enum[0]
  if (type === 'integer' || type === 'number') return Math.min(Math.max(id, schema.minimum ?? id), schema.maximum ?? id)
  if (type === 'boolean') return true
  if (type === 'string') return 'x'.repeat(Math.max(schema.minLength ?? 1, 1))
  if (type === 'array') return depth > 3 ? [] : [sample(schema.items ?? {}, id, depth + 1)]
  const value = {}
  for (const [name, member] of Object.entries(schema.properties ?? {}))
    if (depth < 3 && (schema.required?.includes(name) || depth === 0) && name !== 'version') value[name] = sample(member, id, depth + 1)
  return value
}

// One route with a caller's credentials; the bodies are all members, and the required ones.
async function call(client, route, id, prefix = '', more = {}) {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name) => (name.endsWith('id') ? id : encodeURIComponent(victim.invitation)))
  const described = api.paths[route.path]?.[route.method.toLowerCase()]
  const query = (described?.parameters ?? []).filter((one) => one.in === 'query' && one.required).map((one) => `${one.name}=${encodeURIComponent(sample(one.schema, id))}`)
  const schema = described?.requestBody?.content?.['application/json']?.schema
  const where = prefix + path + (query.length ? `?${query.join('&')}` : '')
  if (route.path === '/api/events') {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 150)
    return client.request('GET', where, undefined, { signal: stop.signal, ...more }).catch(() => ({ status: 200, text: '' }))
  }
  if (schema) {
    const full = sample(schema, id)
    const first = await client.request(route.method, where, full, more)
    check(route, first)
    const names = schema.$ref ? api.components.schemas[schema.$ref.split('/').at(-1)].required : schema.required
    return client.request(route.method, where, Object.fromEntries(Object.entries(full).filter(([name]) => names?.includes(name))), more)
  }
  const file = described?.requestBody ? { body: 'Name\nx\n', headers: { 'content-type': 'text/csv' } } : {}
  return client.request(route.method, where, file.body, { headers: file.headers, ...more })
}

// The invitation is the one thing of the victim's that its own token may show.
function check(route, { status, text }) {
  assert.ok(status < 500, `${route.method} ${route.path}: ${status} ${text.slice(0, 300)}`)
  assert.ok(!text.includes(MARK), `${route.method} ${route.path} tells of the other account: ${text.slice(0, 500)}`)
}

// Whoever holds an invitation may read and take it: it is for whom it was given to, wherever he is signed in.
const apart = ({ path }) => path.includes('{token}')

let thiefs
test("every route, with the other account's ids", async () => {
  await resting()
  const before = await state('victim')
  let n = 0
  for (const credential of ['key', 'cookie'])
    for (const route of routes.filter((one) => !apart(one)))
      for (const id of [1, credential === 'key' ? victim.card : 7]) {
        const thief = credential === 'key' ? server.client(keys.thief) : await (thiefs ??= server.login('thief@example.com'))
        const reply = await call(thief, route, id)
        check(route, reply)
        if (credential === 'cookie' && (await thief.get('/api/me')).status === 401) thiefs = server.login('thief@example.com') // it signed itself out
        if (route.path === '/api/security') await server.client(keys.thief).ok('PATCH', route.path, { two_step_required: false }) // it shut itself out
        n++
      }
  assert.ok(n > 3 * routes.length, `${n} calls`)
  assert.equal((await server.client(keys.thief).get('/api/me')).status, 200)
  // Nothing was changed, nobody was signed out, no key was ended.
  assert.equal(await state('victim'), before)
  assert.equal((await victim.get('/api/me')).status, 200)
  assert.equal((await server.client(keys.victim).get('/api/me')).status, 200)
})
test("every route, at the other account's address", async () => {
  const before = await state('victim')
  const thief = await server.login('thief@example.com')
  const program = server.client(keys.thief)
  for (const route of routes.filter((one) => one.auth !== 'public'))
    for (const client of [thief, program]) {
      const reply = await call(client, route, 1, '/a/victim')
      assert.equal(reply.status, 401, `${route.method} ${route.path}: ${reply.text.slice(0, 200)}`)
    }
  assert.equal((await thief.get('/api/me')).status, 200)
  assert.equal(await state('victim'), before)
})

test('invitations, links and streams stay within their account', async () => {
  const anybody = server.client()
  assert.equal((await anybody.get(`/api/invites/${victim.invitation}`)).status, 200)
  assert.equal((await anybody.get(`/a/victim/api/invites/${victim.invitation}`)).status, 200)
  assert.equal((await anybody.get(`/a/thief/api/invites/${victim.invitation}`)).status, 404)
  assert.equal((await anybody.post(`/a/thief/api/invites/${victim.invitation}`, { name: 'Thief', password })).status, 404)
  const stop = new AbortController()
  const stream = await fetch(`${server.url}/api/events`, { headers: { authorization: `Bearer ${keys.listener}` }, signal: stop.signal })
  await victim.ok('PATCH', `/api/cards/${victim.card}`, { fields: { name: `${MARK} again` } })
  setTimeout(() => stop.abort(), 1000)
  let heard = ''
  try {
    for await (const piece of stream.body) heard += new TextDecoder().decode(piece)
  } catch {
    // it was cut
  }
  assert.doesNotMatch(heard, /event: (card|task|meta)/)
})
