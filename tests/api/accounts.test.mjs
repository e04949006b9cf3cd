// accounts - several companies in one folder or database: made, told apart, limited, deleted, with and without a server.
import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

import { password, run, startServer } from './server.mjs'
import { soon as until } from './wait.mjs'

let data
before(async () => {
  data = await mkdtemp(join(tmpdir(), 'cardinal-accounts-'))
})
after(() => rm(data, { recursive: true, force: true }))

const cardinal = (words, input = '') => run([...words, '--data', data], { input })
const made = async (words, input) => {
  const { code, stdout, stderr } = await cardinal(words, input)
  assert.equal(code, 0, `${words.join(' ')}: ${stderr}`)
  return stdout
}
const accounts = async () => (await made(['account', 'list', '--json'])).trim().split('\n').filter(Boolean).map((line) => JSON.parse(line))

test('accounts are made by name; one person may be in several', async () => {
  await made(['account', 'create', 'one', '--company', 'One Kft.', '--email', 'anna@example.com', '--name', 'Anna Szűcs', '--modules', 'autosales'], `${password}\n`)
  await made(['account', 'create', 'two', '--company', 'Two Kft.', '--email', 'anna@example.com', '--name', 'Anna Szűcs', '--language', 'hu', '--modules', 'autosales'])
  await made(['account', 'create', 'three', '--company', 'Three Kft.', '--email', 'bela@example.com', '--name', 'Kis Béla', '--modules', 'autosales'], `${password}\n`)
  assert.deepEqual((await accounts()).map(({ account, company, state }) => [account, company, state]), [
    ['one', 'One Kft.', 'served'], ['two', 'Two Kft.', 'served'], ['three', 'Three Kft.', 'served'],
  ])
  for (const [name, why] of [['one', /already/], ['Nagy', /a to z/], ['-x', /a to z/], ['x'.repeat(51), /a to z/]]) {
    const bad = name === '-x' ? await cardinal(['account', 'create', '--company', 'X', '--email', 'x@example.com', '-x'], `${password}\n`)
      : await cardinal(['account', 'create', name, '--company', 'X', '--email', 'x@example.com'], `${password}\n`)
    assert.equal(bad.code, 1, name)
    assert.match(bad.stderr, why)
  }
  // Without a name the same command said twice does not make a second company.
  const twice = await cardinal(['account', 'create', '--company', 'One Kft.', '--email', 'anna@example.com'], `${password}\n`)
  assert.equal(twice.code, 1)
  assert.equal((await accounts()).length, 3)
})

test('hosts and limits', async () => {
  assert.equal(await made(['account', 'host', 'add', 'two', 'CRM.Two.hu:443']), 'crm.two.hu\n')
  assert.equal(await made(['account', 'host', 'add', 'two', 'two.example.com']), 'crm.two.hu\ntwo.example.com\n')
  for (const [words, why] of [[['add', 'one', 'crm.two.hu'], /already/], [['add', 'one', 'a b'], /host/], [['remove', 'one', 'crm.two.hu'], /not belong/], [['add', 'none', 'x.hu'], /no account none/]]) {
    const bad = await cardinal(['account', 'host', ...words])
    assert.equal(bad.code, 1)
    assert.match(bad.stderr, why)
  }
  assert.equal((await cardinal(['account', 'host', 'nonsense', 'one'])).code, 2)
  assert.equal(await made(['account', 'host', 'remove', 'two', 'two.example.com']), 'crm.two.hu\n')
  await made(['account', 'limit', 'two', '--cards', '5', '--storage-mib', '7'])
  const { limits } = JSON.parse(await made(['account', 'limit', 'two', '--rate', '9', '--cards', '4']))
  assert.deepEqual(limits, { cards: 4, storage_mib: 7, members: 0, rate: 9 })
  for (const bad of ['-1', 'x', '', '1.5']) assert.equal((await cardinal(['account', 'limit', 'two', '--cards', bad])).code, 2, bad)
  assert.deepEqual((await accounts())[1].limits, limits)
})

test('an account is deleted after a last backup, and comes back from it', async () => {
  for (const words of [['two'], ['two', '--confirm', 'one'], ['--confirm', 'two']]) assert.equal((await cardinal(['account', 'delete', ...words])).code, 2)
  assert.equal((await cardinal(['account', 'delete', 'none', '--confirm', 'none'])).code, 1)
  const lost = await cardinal(['account', 'delete', 'two', '--confirm', 'two', '--out', join(data, 'no/such/folder')])
  assert.equal(lost.code, 1)
  assert.equal((await accounts())[1].state, 'served') // nothing was done
  const gone = JSON.parse(await made(['account', 'delete', 'two', '--confirm', 'two']))
  assert.equal(gone.users, 0) // Anna is in another account
  assert.ok(gone.rows > 10)
  assert.deepEqual((await accounts()).map(({ account }) => account), ['one', 'three'])
  assert.deepEqual((await readdir(data)).filter((name) => /^(two|-deleted)/.test(name)), [])
  await made(['restore', gone.backup])
  assert.equal((await cardinal(['account', 'verify', '--account', 'two'])).code, 0)
  assert.equal((await cardinal(['account', 'host', 'list', 'two'])).stdout, '')
  const without = JSON.parse(await made(['account', 'delete', 'three', '--confirm', 'three', '--no-backup']))
  assert.deepEqual([without.backup, without.users], [null, 1])
})

// asked - the status and JSON of a GET with headers that fetch does not let through (Host).
const asked = (server, path, headers = {}) =>
  new Promise((done, fail) =>
    request({ port: server.port, path, headers }, (reply) => {
      let text = ''
      reply.on('data', (piece) => (text += piece))
      reply.on('end', () => done({ status: reply.statusCode, body: text.startsWith('{') ? JSON.parse(text) : text }))
    }).on('error', fail).end(),
  )

test('a server finds accounts by host, path, cookie and key, and keeps few of them open', async () => {
  const names = ['a1', 'a2', 'a3', 'a4', 'a5']
  for (const name of names) await made(['account', 'create', name, '--company', `Firm ${name}`, '--email', `${name}@example.com`, '--name', name, '--modules', 'autosales'], `${password}\n`)
  await made(['account', 'host', 'add', 'a1', 'a1.example.com'])
  const server = await startServer({ data, args: ['--max-accounts', '2', '--account-idle', '1', '--rate-public', '0', '--rate-login-address', '0'] })
  try {
    const keys = {}
    const cookies = {}
    for (const name of names) {
      keys[name] = (await made(['key', 'create', 'test', '--account', name])).trim()
      const client = await server.login(`${name}@example.com`)
      cookies[name] = client.cookies.get('cardinal_session')
    }
    const company = async (path, host) => (await asked(server, path, host ? { host } : {})).body.company
    assert.equal(await company('/api/boot'), null) // the common door tells no names
    assert.equal(await company('/api/boot', 'A1.example.com:8080'), 'Firm a1')
    assert.equal(await company('/a/a2/api/boot'), 'Firm a2')
    assert.equal((await asked(server, '/a/none/api/boot')).status, 404)
    assert.equal((await asked(server, '/a/a2/api/boot', { host: 'a1.example.com' })).status, 404)
    for (const name of names) {
      for (const [headers, own] of [[{ authorization: `Bearer ${keys[name]}` }, `${name}@example.com`], [{ cookie: `cardinal_session=${cookies[name]}` }, `${name}@example.com`]]) {
        assert.equal((await asked(server, '/api/me', headers)).body.email, own)
        assert.equal((await asked(server, `/a/${name}/api/me`, headers)).body.email, own)
        assert.equal((await asked(server, `/a/${name === 'a2' ? 'a3' : 'a2'}/api/me`, headers)).status, 401)
        assert.equal((await asked(server, '/api/me', { ...headers, host: 'a1.example.com' })).status, name === 'a1' ? 200 : 401)
      }
    }
    // A log-in under an account's path has a cookie of that path.
    const reply = await fetch(`${server.url}/a/a3/api/login`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-cardinal': '1' }, body: JSON.stringify({ email: 'a3@example.com', password }) })
    assert.match(reply.headers.getSetCookie()[0], /; Path=\/a\/a3;/)
    const opened = async () => Number(/^cardinal_accounts_open (\d+)/m.exec((await asked(server, '/metrics')).body)[1])
    await until(async () => (await opened()) <= 2) // who still works in one may keep it a moment longer
    await until(async () => (await opened()) === 0) // all rest
    // Work that is due is done in an account that nobody has open, and streams of closed accounts hear of it.
    const a4 = server.client(keys.a4)
    const [module] = (await a4.ok('GET', '/api/meta')).modules
    const rows = Array.from({ length: 150 }, (_, i) => a4.ok('POST', `/api/modules/${module.id}/cards`, { name: `Card ${i}`, fields: {} }))
    await Promise.all(rows)
    const stream = await fetch(`${server.url}/api/events`, { headers: { authorization: `Bearer ${keys.a4}` } })
    const reader = stream.body.getReader()
    await until(async () => (await opened()) === 0)
    const { job_id } = await a4.ok('POST', `/api/modules/${module.id}/bulk`, { select: { all: true }, expect: 150, action: 'trash' })
    assert.ok(job_id)
    for (let text = ''; !text.includes('"state":"done"'); ) text += new TextDecoder().decode((await reader.read()).value)
    await reader.cancel()
    // Thousands of requests to more accounts than are kept open: none fails, none gets another's data.
    const who = async (name) => assert.equal((await asked(server, '/api/me', { authorization: `Bearer ${keys[name]}` })).body.email, `${name}@example.com`)
    const write = async (name) => {
      const client = server.client(keys[name])
      const { id } = (await client.ok('GET', '/api/meta')).modules[0]
      assert.equal((await client.ok('POST', `/api/modules/${id}/cards`, { name: `of ${name}`, fields: {} })).card.name, `of ${name}`)
    }
    for (let round = 0; round < 8; round++) await Promise.all(names.flatMap((name) => [who(name), write(name), who(name), write(name)]))
  } finally {
    await server.stop()
  }
  for (const name of names) assert.equal((await cardinal(['account', 'verify', '--account', name])).code, 0)
})

test('what an operator changes beside a running server reaches it', async () => {
  const server = await startServer({ data, args: ['--rate-public', '0', '--rate-login-address', '0'] })
  try {
    await made(['account', 'create', 'later', '--company', 'Later Kft.', '--email', 'later@example.com', '--name', 'Later', '--modules', 'autosales'], `${password}\n`)
    await until(async () => (await asked(server, '/a/later/api/boot')).body.company === 'Later Kft.')
    await made(['account', 'host', 'add', 'later', 'later.example.com'])
    await until(async () => (await asked(server, '/api/boot', { host: 'later.example.com' })).body.company === 'Later Kft.')
    const client = await server.login('later@example.com')
    const { id } = (await client.ok('GET', '/api/meta')).modules[0]
    await client.ok('POST', `/api/modules/${id}/cards`, { name: 'Last words', fields: {} })
    const stream = await fetch(`${server.url}/api/events`, { headers: { cookie: `cardinal_session=${client.cookies.get('cardinal_session')}` } })
    const gone = JSON.parse(await made(['account', 'delete', 'later', '--confirm', 'later']))
    assert.ok(gone.backup)
    for await (const piece of stream.body) assert.ok(piece) // the stream ends
    await until(async () => (await client.get('/api/me')).status === 401)
    await until(async () => (await asked(server, '/a/later/api/boot')).status === 404)
    assert.equal((await server.client().post('/api/login', { email: 'later@example.com', password })).status, 401)
    await server.login('a1@example.com') // the others go on
  } finally {
    await server.stop()
  }
  assert.deepEqual((await readdir(data)).filter((name) => /^(later|-deleted)/.test(name)), [])
})

test('one log-in works in several accounts, and switches between them', async () => {
  await made(['account', 'create', 'first', '--company', 'First Kft.', '--email', 'multi@example.com', '--name', 'Multi', '--modules', 'autosales'], `${password}\n`)
  await made(['account', 'create', 'second', '--company', 'Second Kft.', '--email', 'multi@example.com', '--name', 'Multi', '--modules', 'sales'])
  const link = (await made(['login-link', 'multi@example.com', '--account', 'second'])).trim().split('/').at(-1)
  const server = await startServer({ data, args: ['--rate-public', '0', '--rate-login-address', '0'] })
  try {
    const client = await server.login('multi@example.com')
    const here = await client.ok('GET', '/api/session')
    assert.deepEqual(here.accounts.map(({ slug, current }) => [slug, current]), [['first', true], ['second', false]])
    const before = client.cookies.get('cardinal_session')
    const second = here.accounts[1].id
    assert.deepEqual(await client.ok('POST', '/api/session/account', { account_id: second }), { url: '/' })
    assert.equal((await client.ok('GET', '/api/boot')).company, 'Second Kft.')
    assert.deepEqual((await client.ok('GET', '/api/meta')).modules.map(({ kind }) => kind), ['sales'])
    assert.equal((await asked(server, '/api/me', { cookie: `cardinal_session=${before}` })).status, 401) // the old session has ended
    // Not into accounts one has no seat in, nor by key.
    const others = (await accounts()).filter(({ account }) => account === 'a1')[0].id
    for (const id of [others, 9999]) assert.equal((await client.post('/api/session/account', { account_id: id })).status, 404)
    const { key } = await client.ok('POST', '/api/keys', { name: 'bound' })
    const program = server.client(key)
    assert.deepEqual((await program.ok('GET', '/api/session')).accounts.map(({ slug }) => slug), ['second'])
    assert.equal((await program.post('/api/session/account', { account_id: here.accounts[0].id })).status, 403)
    // By path each account has a cookie of its own; the address says whose log-in it is.
    const post = (path, body, cookie) => fetch(server.url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'x-cardinal': '1', ...(cookie && { cookie }) } })
    const login = await post('/a/second/api/login', { email: 'multi@example.com', password })
    assert.equal(login.status, 200)
    const cookie = login.headers.getSetCookie()[0].split(';')[0]
    assert.equal((await asked(server, '/a/second/api/me', { cookie })).status, 200)
    assert.equal((await asked(server, '/a/first/api/me', { cookie })).status, 401)
    assert.equal((await post('/a/a1/api/login', { email: 'multi@example.com', password })).status, 401)
    const over = await post('/a/second/api/session/account', { account_id: here.accounts[0].id }, cookie)
    assert.deepEqual(await over.json(), { url: '/a/first/' })
    assert.match(over.headers.getSetCookie()[0], /; Path=\/a\/first;/)
    // A link works at its own account's address only, and where hosts tell accounts apart it carries the log-in over.
    assert.equal((await post('/a/first/api/login/link', { token: link })).status, 404)
    assert.equal((await post('/a/second/api/login/link', { token: link })).status, 200)
    await made(['account', 'host', 'add', 'first', 'first.example.com'])
    await until(async () => (await asked(server, '/api/boot', { host: 'first.example.com' })).body.company === 'First Kft.')
    const { url } = await client.ok('POST', '/api/session/account', { account_id: here.accounts[0].id })
    assert.match(url, /^http:\/\/first\.example\.com:\d+\/link\/[\w-]{43}$/)
  } finally {
    await server.stop()
  }
})

describe('who sets a password in one company does not come into another', () => {
  const mine = 'a phrase of my own making', thine = 'the phrase of somebody else'
  let server, a, b
  before(async () => {
    for (const name of ['near', 'far']) await made(['account', 'create', name, '--company', `${name} Kft.`, '--email', `${name}@example.com`, '--name', name, '--modules', 'autosales'], `${password}\n`)
    server = await startServer({ data, args: ['--rate-public', '0', '--rate-login-address', '0', '--rate-login-email', '0'] })
    a = await server.login('near@example.com')
    b = await server.login('far@example.com')
  })
  after(() => server?.stop())
  const invite = async (admin, email, name) => (await admin.ok('POST', '/api/members', { name, email, role: 'administrator' })).invite_url.split('/').at(-1)
  const accept = (token, word, client = server.client()) => client.post(`/api/invites/${token}`, { name: 'Victim', password: word }).then((reply) => ({ ...reply, status: reply.status, client }))
  const companies = async (client) => (await client.ok('GET', '/api/session')).accounts.map(({ slug }) => slug)
  const far = async () => (await b.ok('GET', '/api/session')).accounts[0].id
  const pending = async (admin, email) => (await admin.ok('GET', '/api/members')).rows.find((row) => row.email === email).pending

  test('by inviting who is invited there', async () => {
    const email = 'first@example.com'
    const theirs = await invite(b, email, 'Known As')
    const own = await invite(a, email, 'Stranger')
    assert.equal((await server.client().ok('GET', `/api/invites/${own}`)).name, 'Stranger') // nothing of the other company
    const { client, status } = await accept(own, mine)
    assert.equal(status, 200)
    assert.deepEqual(await companies(client), ['near'])
    assert.equal((await client.post('/api/session/account', { account_id: await far() })).status, 404)
    assert.equal((await server.client().post('/api/login', { email, password: mine })).body.me.name, 'Victim')
    assert.deepEqual([await pending(a, email), await pending(b, email)], [false, true])
    // The other company's invitation asks for the password that there is; with it, both are open.
    assert.equal((await accept(theirs, thine)).body.rule, 'error.password_wrong')
    assert.equal((await accept(theirs, mine)).status, 200)
    assert.deepEqual(await companies(client), ['near', 'far'])
    const { key } = await client.ok('POST', '/api/keys', { name: 'bound' }) // of near
    const [all, near] = await Promise.all([client, server.client(key)].map((who) => who.ok('GET', '/api/sessions').then(({ rows }) => rows.map(({ id }) => id))))
    const others = all.filter((id) => !near.includes(id))
    assert.equal(others.length, 1) // the one that the other company's invitation opened
    assert.equal((await server.client(key).delete(`/api/sessions/${others[0]}`)).status, 404)
    assert.equal(await pending(b, email), false)
  })

  test('nor by inviting first', async () => {
    const email = 'second@example.com'
    const { client } = await accept(await invite(a, email, 'Stranger'), mine)
    await invite(b, email, 'Known As')
    assert.deepEqual(await companies(client), ['near'])
    assert.deepEqual(await companies(await server.login(email, mine)), ['near'])
    assert.equal((await client.post('/api/session/account', { account_id: await far() })).status, 404)
  })

  test('nor who gets in by a link alone', async () => {
    const email = 'third@example.com'
    await invite(b, email, 'By Link')
    const link = (await made(['login-link', email, '--account', 'far'])).trim().split('/').at(-1)
    const own = server.client()
    await own.ok('POST', '/api/login/link', { token: link })
    assert.deepEqual(await companies(own), ['far'])
    const token = await invite(a, email, 'Stranger')
    await own.ok('POST', '/api/password', { current: '', password: thine }) // in a session of that company
    assert.equal((await accept(token, mine)).body.rule, 'error.password_wrong')
    assert.deepEqual(await companies(await server.login(email, thine)), ['far'])
  })

  test('refusals are told where the log-in has joined, and a second step is nobody else\'s', async () => {
    const email = 'far@example.com'
    await invite(a, email, 'Stranger')
    await server.client().post('/api/login', { email, password: 'not this one' })
    const said = async (admin) => (await admin.ok('GET', '/api/audit?kind=login_refused')).rows.filter(({ who }) => who === email).length
    assert.deepEqual([await said(a), await said(b)], [0, 1])
    const id = (await a.ok('GET', '/api/members')).rows.find((row) => row.email === email).id
    await a.ok('DELETE', `/api/members/${id}/two-step`)
    await b.ok('GET', '/api/me') // its sessions go on
  })
})
