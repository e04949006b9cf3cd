// nodes - several servers on one PostgreSQL: what one does the others know at once, and where one dies others go on.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

import { Client, databaseOf, onPostgres, password, run, sql, startServer } from './server.mjs'
import { follow, openStream } from './stream.mjs'
import { soon } from './wait.mjs'


describe('two servers on one PostgreSQL', { skip: !onPostgres && 'SQLite has one server' }, () => {
  let folder, conninfo, env, a, b, onA, onB, module
  const start = async () => startServer({ args: ['--rate-session', '0', '--rate-login-address', '0', '--rate-login-email', '0'], env })
  // as - the same browser at the other server: a balancer may send each request elsewhere.
  const as = (client, server) => {
    const other = new Client(server.url)
    other.cookies = client.cookies
    return other
  }
  const create = (client, name, fields = {}) => client.ok('POST', `/api/modules/${module.id}/cards`, { name, fields })

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cardinal-nodes-'))
    conninfo = await databaseOf(folder)
    env = { CARDINAL_DATABASE: conninfo }
    a = await start()
    onA = await a.setUp()
    b = await start()
    onB = as(onA, b)
    module = (await onB.ok('GET', '/api/meta')).modules.find(({ kind }) => kind === 'sales')
  })
  after(async () => {
    await a?.stop()
    await b?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('a change at one is in the streams of both, under one number, and once', async () => {
    const [atA, atB] = await Promise.all([openStream(onA), openStream(onB)])
    const { card } = await create(onA, 'Told')
    const isIt = ({ event, data }) => event === 'card' && data.id === card.id
    const [first, second] = await Promise.all([atA.until(isIt), atB.until(isIt)])
    assert.deepEqual(first, second)
    const other = (await create(onB, 'Back')).card
    await Promise.all([atA, atB].map((stream) => stream.until(({ event, data }) => event === 'card' && data.id === other.id)))
    for (const stream of [atA, atB]) assert.equal(stream.list.filter(isIt).length, 1)
    await Promise.all([atA.close(), atB.close()])
  })

  test('both write one account, and its counters stay right', async () => {
    const before = (await onA.ok('GET', `/api/modules/${module.id}/count`)).n
    await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        for (let i = 0; i < 12; i++) await create(n % 2 ? onA : onB, `w${n}i${i}`)
      }),
    )
    assert.equal((await onB.ok('GET', `/api/modules/${module.id}/count`)).n, before + 96)
    const verified = await run(['account', 'verify', '--data', folder])
    assert.equal(verified.code, 0, verified.stdout + verified.stderr)
  })

  test('metadata changed at one is what the next write at the other goes by', async () => {
    const stream = await openStream(onB)
    for (let round = 0; round < 10; round++) {
      const { id } = await onA.ok('POST', '/api/modules', { template: 'sales' })
      const [writer, reader] = round % 2 ? [onA, onB] : [onB, onA]
      const made = await writer.post(`/api/modules/${id}/cards`, { name: 'In the new module', fields: {} })
      assert.equal(made.status, 201, made.text)
      await soon(async () => (await reader.ok('GET', '/api/meta')).modules.some((one) => one.id === id), 'the new module')
    }
    const [here] = await soon(async () => {
      const both = await Promise.all([onA, onB].map((client) => client.ok('GET', '/api/meta')))
      return both[0].serial === both[1].serial && both
    }, 'one serial at both')
    // It ends when what its member may see has changed.
    await follow(stream, onB, ({ event, data }) => event === 'meta' && data.serial === here.serial)
  })

  test('a session that ends at one ends at the other', async () => {
    const here = await a.login('anna@example.com')
    const there = as(here, b)
    await there.ok('GET', '/api/me') // it is in the other's memory now
    there.cookies = new Map(here.cookies)
    const stream = await openStream(there)
    await here.ok('POST', '/api/logout')
    await soon(async () => (await there.get('/api/me')).status === 401, 'the end of the session')
    await soon(() => stream.over, 'the end of its stream')
    const one = await a.login('anna@example.com')
    const two = await b.login('anna@example.com')
    await as(two, a).ok('GET', '/api/me')
    await one.ok('POST', '/api/password', { current: password, password: password + '!' })
    await soon(async () => (await as(two, a).get('/api/me')).status === 401, 'the other session at the same server')
    await soon(async () => (await two.get('/api/me')).status === 401, 'the other session at the other server')
    await as(one, b).ok('POST', '/api/password', { current: password + '!', password })
    Object.assign(onA, { cookies: one.cookies })
    Object.assign(onB, { cookies: one.cookies })
    await onB.ok('GET', '/api/me')
  })

  test('a stream goes on at the other server, with what it missed', async () => {
    const stream = await openStream(onA)
    const { card } = await create(onA, 'Seen')
    await stream.until(({ event, data }) => event === 'card' && data.id === card.id)
    await a.kill()
    await soon(() => stream.over, 'its end')
    const missed = (await create(onB, 'Missed')).card
    const again = await openStream(onB, stream.lastId)
    await again.until(({ event, data }) => event === 'card' && data.id === missed.id)
    assert.ok(!again.list.some(({ event, data }) => event === 'reset' || data.id === card.id), JSON.stringify(again.list))
    await again.close()
    // One that was away cannot know what happened meanwhile, and says so.
    await a.start()
    const back = await openStream(as(onB, a), stream.lastId)
    await back.until(({ event }) => event === 'reset')
    await back.close()
    Object.assign(onA, { url: a.url })
  })

  test('a server that heard nothing for a while has its clients fetch anew, and trusts nothing it kept', async () => {
    const [atA, atB] = await Promise.all([openStream(onA), openStream(onB)])
    const here = await a.login('anna@example.com')
    const there = as(here, b)
    await there.ok('GET', '/api/me')
    const ended = await sql(conninfo, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query = 'SELECT 1')`)
    assert.ok(Number(ended) >= 2, ended)
    await Promise.all([atA, atB].map((stream) => stream.until(({ event }) => event === 'reset')))
    const { card } = await create(onA, 'After')
    await atB.until(({ event, data }) => event === 'card' && data.id === card.id)
    await Promise.all([atA.close(), atB.close()])
  })

  test('a newer schema is refused by a server that does not know it, and the balancer is told', async () => {
    const schema = (await sql(conninfo, `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'cardinal\\_%'`)).trim()
    await sql(conninfo, `UPDATE ${schema}.turn SET schema = schema + 1`)
    const refused = await onA.post(`/api/modules/${module.id}/cards`, { name: 'Too old', fields: {} })
    assert.equal(refused.status, 503, refused.text)
    assert.equal(refused.body.code, 'outdated')
    assert.equal((await onA.get('/healthz')).status, 503)
    assert.equal((await onA.get(`/api/modules/${module.id}/cards`)).status, 200) // reading goes on
    await sql(conninfo, `UPDATE ${schema}.turn SET schema = schema - 1`)
    assert.equal((await create(onB, 'Fits')).card.name, 'Fits')
  })
})
