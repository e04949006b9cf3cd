// hostile - every route against strangers, lower roles, wrong methods, and bodies that break the shapes: the cases are
// made from the server's own OpenAPI document, so a new route is tested the day it is described.
import assert from 'node:assert/strict'
import net from 'node:net'
import { after, before, describe, test } from 'node:test'

import { refused, startWorld } from './world.mjs'

let w
let card
let operations

before(async () => {
  w = await startWorld()
  card = await w.card(w.admin)
  operations = Object.entries(w.api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
})
after(() => w?.stop())

const real = (path) => path.replaceAll(/\{(\w+)\}/g, (_, name) => (name.endsWith('id') ? '1' : 'token'))
const schemaOf = ({ operation }) => operation.requestBody?.content['application/json']?.schema
const resolve = (schema) => (schema?.$ref ? w.api.components.schemas[schema.$ref.split('/').at(-1)] : schema)

describe('every route', () => {
  test('asks strangers to sign in', async () => {
    const guarded = operations.filter(({ operation }) => operation['x-role'] !== 'public')
    assert.ok(guarded.length > 50)
    for (const { path, method } of guarded) {
      const reply = await refused(w.anonymous.request(method, real(path), method === 'GET' ? undefined : '{}'), 401, { code: 'unauthenticated' })
      assert.ok(reply.body.detail.length > 5)
      assert.ok(reply.body.request_id.length >= 16)
    }
  })

  test('refuses lower roles before it looks at anything else', async () => {
    const lower = { manager: [w.bela], administrator: [w.bela, w.manager] }
    for (const { path, method, operation } of operations)
      for (const client of lower[operation['x-role']] ?? [])
        await refused(client.request(method, real(path), method === 'GET' ? undefined : '{"nonsense":1}'), 403, { rule: 'error.role' })
  })

  test('lets those in whose role it asks for', async () => {
    const rows = { member: w.bela, manager: w.manager, administrator: w.admin }
    const given = { '/api/tasks/parse': '?text=x', '/api/calendar': '?from=0&to=1000', '/api/search': '?q=x', '/api/fields/{id}/convert': '?type=text', '/api/contacts/{id}/merge': '?other=1' }
    let n = 0
    for (const { path, method, operation } of operations) {
      const client = rows[operation['x-role']]
      if (!client || method !== 'GET' || path === '/api/events') continue
      const reply = await client.request('GET', real(path) + (given[path] ?? ''))
      assert.ok(path.includes('{') ? [200, 404, 409].includes(reply.status) : reply.status === 200, `${path}: ${reply.status} ${reply.text}`)
      n += reply.status === 200
    }
    assert.ok(n > 15, `${n} routes`)
  })

  test('refuses a body that is no JSON, and one of another type', async () => {
    for (const one of operations) {
      if (!schemaOf(one)) continue
      const client = one.operation['x-role'] === 'public' ? w.anonymous : w.admin
      if (one.path === '/api/logout') continue // it would end the session of the test
      for (const text of ['{', '{"a":1,}', '\x00', '{"a":1}x', `{"a":"${'\\'}ud800"}`])
        await refused(client.request(one.method, real(one.path), text), 400, { code: 'malformed' })
      await refused(client.request(one.method, real(one.path), '[]'), 422, { rule: 'error.not_object' })
      await refused(client.request(one.method, real(one.path), 'a=b', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }), 415, { code: 'media_type' })
    }
  })

  test('says which methods it takes', async () => {
    for (const path of Object.keys(w.api.paths)) {
      const taken = Object.keys(w.api.paths[path]).map((method) => method.toUpperCase())
      const other = ['PUT', 'PATCH', 'DELETE', 'POST'].find((method) => !taken.includes(method))
      const url = real(path)
      const reply = await w.admin.request(other, url, '{}')
      if (reply.status !== 405) continue // a pattern with a parameter may take it
      const allow = reply.headers.get('allow').split(', ')
      for (const method of taken) assert.ok(allow.includes(method), `${url}: ${allow}`)
    }
  })

  test('carries the security headers', async () => {
    for (const path of ['/api/boot', '/api/meta', '/api/nonsense', '/healthz', '/api/docs']) {
      const { headers } = await w.admin.request('GET', path)
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
      assert.match(headers.get('content-security-policy'), /frame-ancestors 'none'/)
      assert.match(headers.get('content-security-policy'), /default-src 'none'/)
      assert.equal(headers.get('referrer-policy'), 'same-origin')
      assert.ok(headers.get('x-request-id'))
    }
    assert.equal((await w.admin.request('GET', '/api/me')).headers.get('cache-control'), 'no-store')
  })

  test('describes itself: OpenAPI, a page without scripts, metrics', async () => {
    assert.equal(w.api.openapi, '3.1.0')
    const paths = [...(await w.anonymous.request('GET', '/api/openapi.json')).text.matchAll(/"(\/[^"#]*)":\{"(?:get|post|patch|delete)"/g)].map((match) => match[1])
    assert.equal(new Set(paths).size, paths.length)
    for (const { path, operation } of operations) {
      assert.ok(operation.summary.endsWith('.'), path)
      const reply = operation.responses[200] ?? operation.responses[201] ?? operation.responses[302]
      assert.ok(reply, path)
    }
    const page = await w.anonymous.request('GET', '/api/docs')
    assert.match(page.headers.get('content-type'), /text\/html/)
    assert.ok(!/<script/.test(page.text))
    for (const { path } of operations) assert.ok(page.text.includes(`<code>${path}</code>`), path)
    const metrics = await w.admin.request('GET', '/metrics')
    assert.match(metrics.text, /^# TYPE cardinal_\w+ /m)
    const series = metrics.text.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.slice(0, line.lastIndexOf(' ')))
    assert.deepEqual(series.filter((one, i) => series.indexOf(one) !== i), []) // each is there once
    assert.equal(series.filter((one) => /event_streams/.test(one)).length, 1)
    assert.deepEqual((await w.anonymous.ok('GET', '/healthz')).status, 'ok')
  })
})

// What must not fit a member of a shape.
function* wrong(schema) {
  const types = [schema.type ?? []].flat()
  const has = (type) => types.includes(type)
  if (schema.$ref || schema.anyOf) return yield* [5, 'text', [1], true]
  if (!types.length) return
  if (!has('null')) yield null
  if (!has('string')) yield 'text'
  if (!has('boolean')) yield true
  if (!has('array')) yield [[]]
  if (!has('object')) yield { a: { b: [] } }
  if (has('integer')) {
    yield* [1.5, -1e300, 9007199254740993n]
    if (schema.minimum !== undefined) yield schema.minimum - 1
    if (schema.maximum !== undefined && schema.maximum < 2 ** 53 - 1) yield schema.maximum + 1
  }
  if (has('string')) {
    yield 7
    if (schema.enum) yield 'no such value'
    else yield 'x'.repeat((schema.maxLength ?? 1000) + 1)
  }
  if (has('array') && schema.items) yield Array((schema.maxItems ?? 1000) + 1).fill(null)
}

describe('every shape', () => {
  test('refuses wrong types, limits and unknown members, and names the member', async () => {
    let n = 0
    for (const one of operations) {
      const schema = resolve(schemaOf(one))
      if (!schema || one.path === '/api/logout') continue
      const client = one.operation['x-role'] === 'public' ? w.anonymous : w.admin
      const send = (body) => client.request(one.method, real(one.path), body)
      for (const [name, member] of Object.entries(schema.properties ?? {}))
        for (const value of wrong(member)) {
          const text = JSON.stringify({ [name]: 'VALUE' }).replace('"VALUE"', typeof value === 'bigint' ? `${value}` : JSON.stringify(value))
          const reply = await send(text)
          const where = `${one.method} ${one.path} ${text.slice(0, 80)} -> ${reply.status} ${reply.text.slice(0, 200)}`
          assert.equal(reply.status, 422, where)
          assert.ok(reply.body.field === name || reply.body.field.startsWith(`${name}.`) || reply.body.field.startsWith(`${name}[`), where)
          n++
        }
      const unknown = await refused(send('{"no_such_member":1}'), 422, { field: 'no_such_member', rule: 'error.unknown_member' })
      assert.match(unknown.body.detail, /no_such_member/)
      for (const name of schema.required ?? []) {
        const reply = await refused(send('{}'), 422, { rule: 'error.required' })
        assert.ok(schema.required.includes(reply.body.field), name)
      }
    }
    assert.ok(n > 500, `${n} cases`)
  })
})

describe('hostile JSON', () => {
  const patch = (text, headers) => w.admin.request('PATCH', `/api/cards/${card.id}`, text, { headers })

  test('is refused without harm', async () => {
    const deep = (open, close, n) => open.repeat(n) + close.repeat(n)
    const malformed = {
      'a deep array': `{"fields":${deep('[', ']', 40)}}`,
      'a very deep object': deep('{"a":', '', 20000) + '1' + '}'.repeat(20000),
      'a name twice': '{"version":1,"version":2,"fields":{}}',
      'a name twice inside': '{"fields":{"name":"a","name":"b"}}',
      'a number too large': '{"fields":{"value":1e400}}',
      'an integer too large': '{"version":99999999999999999999999}',
      'a lone surrogate': '{"fields":{"name":"\\ud800"}}',
      'a lone low surrogate': '{"fields":{"name":"\\udc00x"}}',
      'a NUL': '{"fields":{"name":"a\\u0000b"}}',
      'a bare control character': '{"fields":{"name":"a\nb"}}',
      'bytes after the end': '{"fields":{}} {}',
      'no JSON at all': 'name=x',
      'a BOM': '\ufeff{"fields":{}}',
      'NaN': '{"fields":{"value":NaN}}',
      'a comment': '{"fields":{}/**/}',
      'a trailing comma': '{"fields":{},}',
      'single quotes': "{'fields':{}}",
      'half of it': '{"fields":{"na',
    }
    for (const [what, text] of Object.entries(malformed)) {
      const reply = await patch(text)
      assert.equal(reply.status, 400, `${what}: ${reply.status} ${reply.text.slice(0, 200)}`)
      assert.equal(reply.body.code, 'malformed', what)
    }
    const invalidUtf8 = Buffer.concat([Buffer.from('{"fields":{"name":"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}}')])
    await refused(patch(invalidUtf8), 400, { code: 'malformed' })
    for (const text of ['[]', '5', '"x"', 'null', 'true']) {
      const reply = await patch(text)
      assert.ok([400, 422].includes(reply.status), `${text}: ${reply.status}`)
    }
    assert.equal((await w.admin.ok('GET', `/api/cards/${card.id}`)).version, card.version)
  })

  test('other types of bodies and too large ones', async () => {
    await refused(patch('{"fields":{}}', { 'content-type': 'text/plain' }), 415, { code: 'media_type' })
    await refused(patch('{"fields":{}}', { 'content-type': 'application/jsonp' }), 415)
    await refused(patch('a=b', { 'content-type': 'application/x-www-form-urlencoded' }), 415)
    assert.equal((await patch('{"fields":{}}', { 'content-type': 'application/json; charset=utf-8' })).status, 200)
    const big = await patch(`{"fields":{"name":"${'x'.repeat(1100 * 1024)}"}}`)
    assert.equal(big.status, 413)
    assert.equal(big.body.code, 'too_large')
    const members = Array.from({ length: 501 }, (_, i) => `"f${i}":1`).join(',')
    await refused(patch(`{"fields":{${members}}}`), 422, { field: 'fields', rule: 'error.too_many', limit: 500 })
    const long = await refused(patch(`{"${'ő'.repeat(5000)}":1}`), 422, { rule: 'error.unknown_member' })
    assert.ok(long.body.field.length <= 80)
  })

  test('every route refuses parameters it does not know, and the same one twice', async () => {
    for (const { path, method, operation } of operations) {
      if (path === '/api/sso/callback') continue // OpenID providers may add what they like
      const known = (operation.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name)
      const send = (query) => w.admin.request(method, `${real(path)}?${query}`, method === 'GET' ? undefined : '{}')
      await refused(send('nonsense=1'), 422, { code: 'invalid', field: 'nonsense', rule: 'error.unknown_parameter' })
      await refused(send('cursor%5B%5D=1'), 422, { field: 'cursor[]' })
      for (const name of known)
        await refused(send(`${name}=1&${name}=1`), 422, { field: name, rule: 'error.repeated_parameter' })
    }
    const long = await refused(w.admin.get(`/api/meta?${'n'.repeat(5000)}=1`), 422, { rule: 'error.unknown_parameter' })
    assert.ok(long.body.field.length <= 80)
  })

  test('strange paths and queries', async () => {
    for (const path of ['/api/cards/0', '/api/cards/-1', '/api/cards/1e3', '/api/cards/01', '/api/cards/99999999999999999999', '/api/cards/%31x', '/api/cards/ 1', '/api/nothing', '/api'])
      await refused(w.admin.get(path.replace(' ', '%20')), 404, { code: 'not_found' })
    await refused(w.admin.get(`/api/cards/${card.id}/events?limit=1%00`), 400).catch(() => refused(w.admin.get(`/api/cards/${card.id}/events?limit=1%00`), 422))
    await refused(w.admin.get(`/api/modules/1/cards?q=${'x'.repeat(201)}`), 422, { field: 'q', limit: 200 })
    const quotes = await w.admin.ok('GET', `/api/modules/1/cards?q=${encodeURIComponent("'; DROP TABLE card; --")}`)
    assert.deepEqual(quotes.rows, [])
    await w.admin.ok('GET', `/api/cards/${card.id}`)
  })
})

describe('languages', () => {
  test('a stranger gets sentences in the language of the browser', async () => {
    const say = async (language) => (await w.anonymous.request('GET', '/api/me', undefined, { headers: { 'accept-language': language } })).body.detail
    assert.equal(await say('hu-HU,hu;q=0.9,en;q=0.8'), 'Előbb jelentkezz be.')
    assert.equal(await say('de, ro;q=0.5'), 'Autentifică-te mai întâi.')
    assert.equal(await say('de,fr'), 'Log in first.')
    assert.equal(await say('x'.repeat(3000)), 'Log in first.')
  })
})

describe('a stale write', () => {
  test('of anything that carries a version is refused with both, by body and by If-Match', async () => {
    const auto = w.module('autosales')
    const { contact } = await w.admin.ok('POST', '/api/contacts', { kind: 'person', last_name: 'Stale' })
    const { task } = await w.admin.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Call' })
    const { view } = await w.admin.ok('POST', `/api/modules/${auto.id}/views`, { label: 'Stale', config: { mode: 'list' } })
    const piece = async (path, body, list) => {
      const { id, module } = await w.admin.ok('POST', path, body)
      return module[list].find((one) => one.id === id)
    }
    const status = await piece(`/api/modules/${w.module('sales').id}/statuses`, { label: { '*': 'Stale' }, group: 'open' }, 'statuses')
    const field = await piece(`/api/modules/${w.module('sales').id}/fields`, { label: { '*': 'Stale' }, type: 'text' }, 'fields')
    const type = await piece(`/api/modules/${w.module('sales').id}/task-types`, { label: { '*': 'Stale' } }, 'task_types')
    const { rows: [item] } = await w.admin.ok('POST', `/api/cards/${card.id}/checklist`, { texts: ['Stale'] })
    const { comment } = await w.admin.ok('POST', `/api/cards/${card.id}/comments`, { text: 'Stale' })
    const { id: team } = await w.admin.ok('POST', '/api/teams', { name: 'Stale' })
    const { code: role } = await w.admin.ok('POST', '/api/roles', { label: { '*': 'Stale' } })
    const teamVersion = (await w.admin.ok('GET', '/api/meta')).teams.find(({ id }) => id === team).version
    const roleVersion = (await w.admin.ok('GET', '/api/roles')).rows.find(({ code }) => code === role).version
    const members = (await w.admin.ok('GET', '/api/members')).rows
    const version = (id) => members.find((row) => row.id === id).version
    const cards = { [`/api/cards/${card.id}`]: [card.version, { fields: { name: 'Mine' } }, 'name'] }
    const all = {
      ...cards,
      [`/api/contacts/${contact.id}`]: [contact.version, { last_name: 'Mine' }, 'last_name'],
      [`/api/tasks/${task.id}`]: [task.version, { text: 'Mine' }, 'text'],
      [`/api/views/${view.id}`]: [view.version, { label: 'Mine' }, 'label'],
      [`/api/members/${w.ciliMe.id}`]: [version(w.ciliMe.id), { name: 'Mine' }, 'name'],
      [`/api/modules/${auto.id}`]: [w.meta.modules.find(({ id }) => id === auto.id).version, { settings: { review_months: 7 } }, 'settings.review_months'],
      [`/api/statuses/${status.id}`]: [status.version, { label: { '*': 'Mine' } }, 'label'],
      [`/api/task-types/${type.id}`]: [type.version, { label: { '*': 'Mine' } }, 'label'],
      [`/api/checklist/${item.id}`]: [item.version, { text: 'Mine' }, 'text'],
      [`/api/comments/${comment.id}`]: [comment.version, { text: 'Mine' }, 'text'],
      [`/api/fields/${field.id}`]: [field.version, { label: { '*': 'Mine' } }, 'label'],
      [`/api/teams/${team}`]: [teamVersion, { name: 'Mine' }, 'name'],
      [`/api/roles/${role}`]: [roleVersion, { unowned: true }, 'unowned'],
      '/api/me': [version(w.adminMe.id), { theme: 'dark' }, 'theme'],
    }
    const versioned = operations.filter((one) => one.method === 'PATCH' && resolve(schemaOf(one))?.properties.version)
    assert.equal(versioned.length, Object.keys(all).length)
    for (const [path, [seen, body, field]] of Object.entries(all)) {
      const stale = async (reply) => {
        const { body: problem } = await refused(reply, 412, { code: 'stale', your_version: seen + 7 })
        assert.equal(problem.current.version, seen, path)
        assert.ok(field in problem.fields, `${path}: ${Object.keys(problem.fields)}`)
        assert.notDeepEqual(problem.fields[field].yours, problem.fields[field].theirs)
      }
      await stale(w.admin.patch(path, { ...body, version: seen + 7 }))
      await stale(w.admin.patch(path, body, { headers: { 'if-match': `"${seen + 7}"` } }))
      await w.admin.ok('PATCH', path, body, { headers: { 'if-match': `"${seen}"` } })
      await refused(w.admin.patch(path, { ...body, version: seen }), 412, { code: 'stale' })
    }
    await w.admin.ok('PATCH', `/api/modules/${auto.id}`, { settings: { review_months: null } })
  })
})

describe('refusals before the API', () => {
  test('are in the language of the browser too', async () => {
    const said = (head) =>
      new Promise((done) => {
        let text = ''
        const socket = net.connect(w.server.port, '127.0.0.1', () => socket.write(`${head}\r\n\r\n`))
        socket.on('data', (piece) => (text += piece.toString('utf8')))
        socket.on('close', () => done({ status: Number(text.slice(9, 12)), ...JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)) }))
      })
    const large = (language) => said(`POST /api/login HTTP/1.1\r\nHost: x\r\nAccept-Language: ${language}\r\nContent-Length: 3000000`)
    assert.deepEqual([(await large('hu')).status, (await large('hu')).detail], [413, 'A kérés túl nagy; legfeljebb 1048576 bájt lehet.'])
    assert.match((await large('ro')).detail, /^Cererea este prea mare; cel mult 1048576 /)
    assert.match((await large('en')).detail, /^The body is longer than 1048576 bytes/)
    const host = await said('GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nAccept-Language: hu')
    assert.equal(host.status, 400)
    assert.match(host.detail, /^A kérés nem olvasható: /)
    const long = await said(`GET /${'x'.repeat(9000)} HTTP/1.1\r\nHost: x\r\nAccept-Language: hu`)
    assert.deepEqual([long.status, long.code], [414, 'too_large'])
  })
})

describe('a small attack', () => {
  test('ten thousand tiny requests over few connections are answered or cut, and the server lives', async () => {
    const send = () =>
      new Promise((done) => {
        const socket = net.connect(w.server.port, '127.0.0.1', () => {
          for (let i = 0; i < 500; i++) socket.write('GET /api/boot HTTP/1.1\r\nHost: x\r\n\r\n')
        })
        let answers = 0
        socket.on('data', (piece) => {
          answers += piece.toString('latin1').split('HTTP/1.1 ').length - 1
          if (answers >= 500) socket.destroy()
        })
        socket.on('error', () => {})
        socket.on('close', () => done(answers))
        setTimeout(() => socket.destroy(), 60_000).unref()
      })
    const answers = await Promise.all(Array.from({ length: 20 }, send))
    assert.ok(answers.every((n) => n > 0))
    assert.equal((await w.anonymous.ok('GET', '/healthz')).status, 'ok')
  })

  test('sessions have a rate', async () => {
    const { startServer } = await import('./server.mjs')
    const server = await startServer({ args: ['--rate-session', '60'] })
    try {
      const admin = await server.setUp()
      const statuses = new Map()
      // 2,000 at once and one a second: however slow the machine is, more than that come.
      for (let round = 0; round < 600 && !statuses.get(429); round++) {
        const replies = await Promise.all(Array.from({ length: 100 }, () => admin.get('/api/me')))
        for (const { status } of replies) statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
      assert.ok(statuses.get(200) >= 2000)
      assert.ok(statuses.get(429) > 0)
    } finally {
      await server.stop()
    }
  })
})
