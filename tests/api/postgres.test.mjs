// postgres - the server and its PostgreSQL: the database dies under load and comes back.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'

import { onPostgres, root, run, sql, startServer } from './server.mjs'
import { pause, soon } from './wait.mjs'

describe('a database that dies', { skip: !onPostgres && 'SQLite dies with the server alone: see kill.test.mjs' }, () => {
  let folder, conninfo, server, admin, module
  // What postgres leaves running keeps no pipe of ours open.
  const postgres = (verb) => promisify(execFile)('sh', ['-c', `PG_FSYNC=on ${join(root, 'script/postgres')} ${verb} ${folder}/pg > ${folder}/out 2>&1`])

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cardinal-pg-'))
    await promisify(execFile)('chmod', ['755', folder])
    await postgres('start')
    conninfo = `host=${folder}/pg user=postgres dbname=postgres`
    server = await startServer({ env: { CARDINAL_DATABASE: conninfo } })
    admin = await server.setUp()
    module = (await admin.ok('GET', '/api/meta')).modules.find(({ kind }) => kind === 'sales')
  })
  after(async () => {
    await server?.stop()
    await postgres('stop')
    await rm(folder, { recursive: true, force: true })
  })

  const create = (name) => admin.post(`/api/modules/${module.id}/cards`, { name, fields: {} })

  test('loses nothing acknowledged, is answered for with 503, and is found again', async () => {
    const kept = new Map()
    const refused = []
    for (let round = 0; round < 3; round++) {
      const statuses = new Set()
      const before = kept.size
      let over = false
      const writers = Array.from({ length: 6 }, async (_, n) => {
        for (let i = 0; !over; i++) {
          const name = `r${round}w${n}i${i}`
          const reply = await create(name)
          statuses.add(reply.status)
          if (reply.status === 201) kept.set(reply.body.card.id, name)
          else refused.push(name)
          if (reply.status !== 201) await pause(20)
        }
      })
      while (kept.size < before + 6) await pause(20)
      await pause(100 * round)
      await postgres('kill')
      await pause(300)
      const away = await admin.get(`/api/modules/${module.id}/cards`)
      assert.equal(away.status, 503, away.text)
      assert.equal(away.body.code, 'busy')
      assert.equal((await admin.get('/healthz')).status, 503) // a balancer leaves this node out meanwhile
      assert.equal(server.exit, undefined)
      over = true
      await postgres('start') // a COMMIT whose answer was lost is asked for then
      await Promise.all(writers)
      // Not every round sees a refusal: who waits behind a COMMIT in doubt is served when the database is there again.
      for (const status of statuses) assert.ok([201, 503].includes(status), `answered with ${status}`)
      await soon(async () => (await admin.get('/api/me')).status === 200, 'that it is found again')
      for (const [id, name] of kept) assert.equal((await admin.ok('GET', `/api/cards/${id}`)).name, name)
      assert.equal((await create('after')).status, 201)
    }
    const names = await sql(conninfo, `SELECT name FROM cardinal_test_kft.card WHERE name <> 'after' GROUP BY name HAVING count(*) > 1`)
    assert.equal(names, '') // none twice
    // Also when it died in the middle of a COMMIT: what was refused is not there.
    const there = new Set((await sql(conninfo, 'SELECT name FROM cardinal_test_kft.card')).trim().split('\n'))
    for (const name of refused) assert.ok(!there.has(name), `${name} was refused, and is there`)
    const verified = await run(['account', 'verify', '--data', server.data], { env: { CARDINAL_DATABASE: conninfo } })
    assert.equal(verified.code, 0, verified.stdout + verified.stderr)
  })

  test('that is not there, or no database, is said at the start', async () => {
    const nobody = await run(['serve', '--data', join(folder, 'third'), '--database', 'host=/nowhere user=x'], { env: { CARDINAL_DATABASE: '' } })
    assert.equal(nobody.code, 1)
    assert.match(nobody.stderr, /cannot be reached/)
    const nonsense = await run(['account', 'list', '--data', join(folder, 'third'), '--database', 'nonsense=1'], { env: { CARDINAL_DATABASE: '' } })
    assert.equal(nonsense.code, 1)
    assert.match(nonsense.stderr, /nonsense/)
  })
})
