// faults - what may happen between servers and their PostgreSQL: a connection that breaks in a COMMIT, a server that is cut
// off or stopped, one that dies in the middle of a job, a database whose disk is full. Nothing is lost, nothing is done
// twice, and what people are told is true.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'

import { Client, databaseOf, onPostgres, run, sql, startServer } from './server.mjs'
import { Proxy } from './proxy.mjs'
import { follow, openStream } from './stream.mjs'
import { pause, soon } from './wait.mjs'

const exec = promisify(execFile)

describe('two servers, one of them by a line that breaks', { skip: !onPostgres && 'SQLite has no line to break' }, () => {
  let folder, conninfo, proxy, near, far, onNear, onFar, module
  const args = ['--rate-session', '0', '--job-lease', '3']
  const at = (client, server) => Object.assign(new Client(server.url), { cookies: client.cookies })
  const create = (client, name) => client.post(`/api/modules/${module.id}/cards`, { name, fields: {} })
  const count = async (name) => Number(await sql(conninfo, `SELECT count(*) FROM cardinal_test_kft.card WHERE name = '${name}'`))
  const verify = async () => {
    const verified = await run(['account', 'verify', '--data', folder])
    assert.equal(verified.code, 0, verified.stdout + verified.stderr)
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cardinal-faults-'))
    conninfo = await databaseOf(folder)
    proxy = await new Proxy(conninfo).start()
    near = await startServer({ args, env: { CARDINAL_DATABASE: conninfo } })
    onNear = await near.setUp()
    far = await startServer({ args, env: { CARDINAL_DATABASE: proxy.through(conninfo) } })
    onFar = at(onNear, far)
    module = (await onFar.ok('GET', '/api/meta')).modules.find(({ kind }) => kind === 'sales')
  })
  after(async () => {
    proxy?.release()
    await far?.stop()
    await near?.stop()
    await proxy?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('a COMMIT whose answer is lost is answered by what became of it', async () => {
    for (let round = 0; round < 6; round++) {
      const name = `doubt${round}`
      Object.assign(proxy, { plan: round % 2 ? 'after' : 'before', mark: name })
      const cuts = proxy.cuts
      const reply = await create(onFar, name)
      assert.equal(proxy.cuts, cuts + 1)
      assert.equal(reply.status, round % 2 ? 201 : 503, reply.text)
      assert.equal(await count(name), round % 2)
    }
    await verify()
  })

  test('a server that is cut off keeps nobody from writing for long, and goes on by itself', async () => {
    const stream = await openStream(onFar)
    const kept = []
    const refused = []
    let over = false
    const writers = [onFar, onFar, onNear, onNear].map(async (client, w) => {
      for (let i = 0; !over; i++) {
        const name = `cut${w}n${i}`
        const reply = await create(client, name)
        if (reply.status === 201) kept.push(name)
        else refused.push({ name, status: reply.status })
        if (reply.status !== 201) await pause(50)
      }
    })
    await soon(() => kept.length > 8, 'work at both')
    proxy.hold()
    const since = Date.now()
    // Were the line cut in a transaction, the others would wait for it: not longer than the database lets it hold the turn.
    assert.equal((await create(onNear, 'meanwhile')).status, 201)
    // Whoever comes to the server that is cut off is told so, and the balancer too.
    const away = await soon(async () => {
      const reply = await onFar.get(`/api/modules/${module.id}/cards`)
      return reply.status !== 200 && reply
    }, 'a refusal')
    assert.equal(away.status, 503, away.text)
    assert.equal(away.body.code, 'busy')
    await soon(async () => (await onFar.get('/healthz')).status === 503, 'that the balancer is told')
    await pause(Math.max(0, 30_000 - (Date.now() - since)))
    const written = kept.length
    await soon(() => kept.length > written, 'work goes on at the other')
    proxy.release()
    const back = await soon(async () => {
      const reply = await create(onFar, 'back again')
      return reply.status === 201 && reply.body.card
    }, 'writing again')
    over = true
    await Promise.all(writers)
    // The stream goes on, or ends and is taken up again, when too much comes at once: nothing is missed silently.
    await follow(stream, onFar, ({ event, data }) => event === 'card' && data.id === back.id)
    const there = (await sql(conninfo, `SELECT name FROM cardinal_test_kft.card WHERE name LIKE 'cut%'`)).trim().split('\n')
    const names = new Set(there)
    assert.equal(names.size, there.length, 'a card is there twice')
    for (const name of kept) assert.ok(names.has(name), `${name} is lost`)
    for (const { name, status } of refused) {
      assert.ok([503, 504].includes(status), `${name}: ${status}`)
      if (status === 503) assert.ok(!names.has(name), `${name} was refused, and is there`)
    }
    await verify()
  })

  test('a job whose server dies is done by the other, once; one that was stopped and comes back keeps nothing', async () => {
    const rows = 3000
    const text = 'Name;Amount\n' + Array.from({ length: rows }, (_, i) => `Row ${i};${i % 50 ? i : 'much'}\n`).join('')
    const upload = async (client) => {
      const made = await client.ok('POST', `/api/imports?module=${module.id}&name=rows.csv`, text, { headers: { 'content-type': 'text/csv' } })
      await client.ok('PATCH', `/api/imports/${made.id}`, { mapping: { columns: [{ header: 'Name', to: 'name' }, { header: 'Amount', to: 'value' }] } })
      return made.id
    }
    // Slow enough that nobody is through before he is looked at.
    const pace = (seconds) =>
      sql(conninfo, `CREATE OR REPLACE FUNCTION cardinal_test_kft.pace() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN IF NEW.name LIKE 'Row %0' THEN PERFORM pg_sleep(${seconds}); END IF; RETURN NEW; END$$`)
    await pace(0)
    await sql(conninfo, 'CREATE TRIGGER pace BEFORE INSERT ON cardinal_test_kft.card FOR EACH ROW EXECUTE FUNCTION cardinal_test_kft.pace()')
    const half = async (job) => {
      await soon(async () => {
        const [state, progress] = (await sql(conninfo, `SELECT state, progress FROM cardinal_test_kft.job WHERE id = ${job}`)).trim().split('|')
        assert.notEqual(state, 'done', 'it was too fast')
        return Number(progress) > 0
      }, 'the first steps')
    }
    for (const fate of ['SIGKILL', 'SIGSTOP']) {
      const id = await upload(onFar)
      await pace(0.02)
      const { job_id } = await onFar.ok('POST', `/api/imports/${id}/run`, {})
      await half(job_id)
      far.child.kill(fate)
      if (fate === 'SIGKILL') await far.ended
      await pace(0)
      await soon(async () => (await onNear.ok('GET', `/api/jobs/${job_id}`)).state === 'done', 'its end at the other server')
      if (fate === 'SIGSTOP') far.child.kill('SIGCONT')
      else await far.start()
      Object.assign(onFar, { url: far.url })
      await soon(async () => (await onFar.get('/api/me')).status === 200, 'the server that was away')
      const { report, state } = await onFar.ok('GET', `/api/imports/${id}`)
      assert.equal(state, 'done')
      assert.equal(report.created, rows - rows / 50)
      assert.equal(report.refused, rows / 50)
      const made = await sql(conninfo, `SELECT count(*), count(DISTINCT name) FROM cardinal_test_kft.card WHERE import_id = ${id}`)
      assert.equal(made.trim(), `${rows - rows / 50}|${rows - rows / 50}`)
      const lines = (await onNear.get(`/api/imports/${id}/refused`)).text.trim().split('\r\n')
      assert.equal(lines.length, rows / 50 + 1)
      assert.equal(new Set(lines).size, lines.length)
    }
    await verify()
  })
})

describe('a database whose disk is full', { skip: (!onPostgres && "SQLite's is tested with the server") || (process.getuid() !== 0 && 'only root can make a small disk') }, () => {
  let folder, disk, server, mounted, main, name
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cardinal-full-'))
    disk = join(folder, 'disk')
    main = process.env.CARDINAL_TEST_PG
    name = `full_${process.pid}`
    await exec('sh', ['-c', `chmod 755 ${folder} && mkdir ${disk} && mount -t tmpfs -o size=24m,mode=777 tmpfs ${disk}`])
    mounted = true
    const owner = (await exec('stat', ['-c', '%U', /host=(\S+)/.exec(main)[1]])).stdout.trim()
    await exec('sh', ['-c', `mkdir ${disk}/space && chown ${owner} ${disk}/space`])
    await sql(main, `CREATE TABLESPACE ${name} LOCATION '${disk}/space'`)
    await sql(main, `CREATE DATABASE ${name} TABLESPACE ${name}`)
    server = await startServer({ args: ['--rate-session', '0'], env: { CARDINAL_DATABASE: main.replace(/dbname=\S+/, `dbname=${name}`) } })
  })
  after(async () => {
    await rm(join(disk, 'ballast'), { force: true })
    try {
      await server?.stop()
      await sql(main, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await sql(main, `DROP TABLESPACE IF EXISTS ${name}`)
    } finally {
      if (mounted) await exec('umount', ['-l', disk])
    }
    await rm(folder, { recursive: true, force: true })
  })

  test('says so, keeps what was promised, and goes on when there is room', async () => {
    const admin = await server.setUp()
    const module = (await admin.ok('GET', '/api/meta')).modules.find(({ kind }) => kind === 'sales')
    await exec('sh', ['-c', `dd if=/dev/zero of=${disk}/ballast bs=64k count=1000 2>/dev/null || true`]) // what is left of the disk
    const kept = []
    let full = null
    for (let i = 0; !full; i++) {
      assert.ok(i < 3000, 'it never gets full')
      const reply = await admin.post(`/api/modules/${module.id}/cards`, { name: `f${i}`, fields: {}, task: { text: 'x'.repeat(450), due_date: '2030-01-02' } })
      if (reply.status === 201) kept.push(reply.body.card.id)
      else full = reply
    }
    assert.equal(full.status, 507, full.text)
    assert.equal(full.body.code, 'storage_full')
    assert.equal((await admin.get(`/api/modules/${module.id}/cards`)).status, 200)
    await rm(join(disk, 'ballast'))
    const again = await soon(async () => {
      const reply = await admin.post(`/api/modules/${module.id}/cards`, { name: 'after', fields: {} })
      return reply.status === 201 && reply.body.card
    }, 'room again')
    for (const id of [...kept, again.id]) assert.equal((await admin.get(`/api/cards/${id}`)).status, 200)
    const verified = await run(['account', 'verify', '--data', server.data], { env: { CARDINAL_DATABASE: server.env.CARDINAL_DATABASE } })
    assert.equal(verified.code, 0, verified.stdout + verified.stderr)
  })
})
