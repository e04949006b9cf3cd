// two-step - a code after the password: set up, asked for, never good twice; recovery codes; asked of everybody; reset.
import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

import { watch } from './schema.mjs'
import { onPostgres, run, startServer } from './server.mjs'
import { app, codeAt } from './totp.mjs'
import { password, refused, startWorld } from './world.mjs'

let w
before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const fresh = () => watch(w.api, w.server.client())
const begin = async (client, email) => (await client.ok('POST', '/api/login', { email, password })).two_step
const setUp = async (client) => {
  const { key } = await client.ok('POST', '/api/two-step', { password })
  const phone = app(key)
  const { codes } = await client.ok('POST', '/api/two-step/confirm', { code: await phone.next() })
  return { key, phone, codes }
}

test('the codes are those of RFC 6238', () => {
  const key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' // "12345678901234567890"
  assert.equal(codeAt(key, Math.floor(59 / 30)), '287082')
  assert.equal(codeAt(key, Math.floor(1111111109 / 30)), '081804')
})

describe('a user', () => {
  let bela
  test('sets it up with the password and the first code; other sessions end', async () => {
    const other = await w.server.login('bela@example.com')
    await refused(w.bela.post('/api/two-step', { password: 'not this one' }), 422, { field: 'password' })
    await refused(w.bela.post('/api/two-step/confirm', { code: '123456' }), 409, { rule: 'error.two_step_begin' })
    const { key, uri, size, modules } = await w.bela.ok('POST', '/api/two-step', { password })
    assert.match(uri, /^otpauth:\/\/totp\/Test%20Kft\.:bela%40example\.com\?secret=/)
    assert.ok(uri.includes(`secret=${key}&`))
    assert.equal(modules.length, size * size)
    assert.match(modules, /^1111111[01]+1111111/) // the finder patterns of a QR code
    const phone = app(key)
    await refused(w.bela.post('/api/two-step/confirm', { code: phone.wrong() }), 422, { field: 'code', rule: 'error.code_wrong' })
    const { codes } = await w.bela.ok('POST', '/api/two-step/confirm', { code: await phone.next() })
    assert.equal(new Set(codes).size, 10)
    bela = { key, phone, codes }
    await refused(other.get('/api/me'), 401)
    const state = await w.bela.ok('GET', '/api/two-step')
    assert.ok(state.on_at > 0)
    assert.deepEqual([state.recovery_left, state.required], [10, false])
    await refused(w.bela.post('/api/two-step', { password }), 409, { rule: 'error.two_step_on' })
  })

  test('is asked for a code, which is good once', async () => {
    const client = fresh()
    const token = await begin(client, 'bela@example.com')
    assert.equal(client.cookies.size, 0)
    await refused(client.get('/api/me'), 401)
    await refused(client.post('/api/login/code', { token, code: bela.phone.wrong() }), 422, { rule: 'error.code_wrong' })
    await refused(client.post('/api/login/code', { token, code: bela.phone.again() }), 422, { rule: 'error.code_used' })
    const code = await bela.phone.next()
    const { me } = await client.ok('POST', '/api/login/code', { token, code: `${code.slice(0, 3)} ${code.slice(3)}` })
    assert.equal(me.id, w.belaMe.id)
    await client.ok('GET', '/api/me')
    await refused(fresh().post('/api/login/code', { token, code: bela.codes[9] }), 404, { rule: 'error.two_step_late' })
    await refused(fresh().post('/api/login/code', { token: 'nonsense', code: bela.codes[9] }), 404)
    const refusals = (await w.admin.ok('GET', `/api/audit?kind=login_refused&member=${w.belaMe.id}`)).rows
    assert.deepEqual([refusals.length, refusals[0].subject], [2, 'two_step'])
  })

  test('comes in with a recovery code, once, and switches it off', async () => {
    const client = fresh()
    await client.ok('POST', '/api/login/code', { token: await begin(client, 'bela@example.com'), code: bela.codes[0].toUpperCase() })
    const again = fresh()
    const token = await begin(again, 'bela@example.com')
    await refused(again.post('/api/login/code', { token, code: bela.codes[0] }), 422, { rule: 'error.code_wrong' })
    await again.ok('POST', '/api/login/code', { token, code: bela.codes[1] })
    assert.equal((await again.ok('GET', '/api/two-step')).recovery_left, 8)
    const { codes } = await again.ok('POST', '/api/two-step/recovery', { code: bela.codes[2] })
    await refused(again.post('/api/two-step/off', { code: bela.codes[3] }), 422)
    await again.ok('POST', '/api/two-step/off', { code: codes[0] })
    assert.equal((await again.ok('GET', '/api/two-step')).on_at, null)
    await w.server.login('bela@example.com')
    const kinds = (await w.admin.ok('GET', `/api/audit?member=${w.belaMe.id}`)).rows.map(({ kind }) => kind)
    for (const kind of ['two_step_on', 'recovery_used', 'recovery_made', 'two_step_off']) assert.ok(kinds.includes(kind), kind)
  })
})

test('neither key nor codes can be read in the database', { skip: onPostgres }, async () => {
  const { key, codes } = await setUp(w.manager)
  const bytes = Buffer.concat(await Promise.all(['directory.db', 'directory.db-wal'].map((file) => readFile(join(w.server.data, file)))))
  assert.ok(bytes.includes('manager@example.com'))
  for (const secret of [key, codes[0], codes[0].replaceAll('-', '')]) assert.ok(!bytes.includes(secret))
  assert.equal((await stat(join(w.server.data, 'secret.key'))).mode & 0o777, 0o600)
})

describe('an administrator', () => {
  let anna
  test('asks it of everybody: who has none can set it up, and nothing else', async () => {
    const program = watch(w.api, w.server.client((await w.cili.ok('POST', '/api/keys', { name: 'program' })).key))
    await w.admin.ok('PATCH', '/api/security', { two_step_required: true })
    for (const client of [w.admin, w.cili]) {
      await refused(client.get('/api/meta'), 403, { rule: 'error.two_step_required' })
      await refused(client.get('/api/events'), 403)
    }
    await program.ok('GET', '/api/meta')
    await refused(program.post('/api/two-step', { password }), 403)
    assert.equal((await w.cili.ok('GET', '/api/boot')).two_step_missing, true)
    assert.equal((await w.cili.ok('GET', '/api/two-step')).required, true)
    anna = await setUp(w.admin)
    await w.admin.ok('GET', '/api/meta')
    assert.equal((await w.admin.ok('GET', '/api/boot')).two_step_missing, false)
    await refused(w.admin.post('/api/two-step/off', { code: anna.codes[0] }), 409, { rule: 'error.two_step_needed' })
    assert.ok((await w.admin.ok('GET', '/api/security')).two_step_members.includes(w.adminMe.id))
  })

  test('resets that of a user who lost everything', async () => {
    await setUp(w.cili)
    await w.cili.ok('GET', '/api/meta')
    await refused(w.cili.delete(`/api/members/${w.adminMe.id}/two-step`), 403)
    await w.admin.ok('DELETE', `/api/members/${w.ciliMe.id}/two-step`)
    await refused(w.cili.get('/api/meta'), 401)
    const client = fresh()
    assert.equal(await begin(client, 'cili@example.com'), null)
    await refused(client.get('/api/meta'), 403, { rule: 'error.two_step_required' })
    await refused(w.admin.delete('/api/members/999/two-step'), 404)
  })

  test('nobody left? whoever runs the server resets it', async () => {
    const { code, stderr } = await run(['two-step', 'off', 'anna@example.com', '--data', w.server.data])
    assert.equal(code, 0, stderr)
    const client = fresh()
    assert.equal(await begin(client, 'anna@example.com'), null)
  })
})

test('codes cannot be tried without end', async () => {
  const server = await startServer({ args: ['--rate-login-address', '0'] })
  try {
    const client = await server.setUp()
    const { phone } = await setUp(client)
    const stranger = server.client()
    const { two_step: token } = await stranger.ok('POST', '/api/login', { email: 'anna@example.com', password })
    let last
    for (let i = 0; i < 12; i++) last = await stranger.post('/api/login/code', { token, code: phone.wrong() })
    assert.equal(last.status, 429)
    assert.equal(last.body.rule, 'error.code_rate')
    assert.ok(Number(last.headers.get('retry-after')) > 0)
    await client.ok('GET', '/api/me') // who is in stays in
  } finally {
    await server.stop()
  }
})
