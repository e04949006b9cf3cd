// move - an account taken between files and PostgreSQL while people work in it. Needs a PostgreSQL: script/postgres run.
import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { Client, onPostgres, run, sql, startServer } from './server.mjs'
import { pause, soon } from './wait.mjs'


test('what makes no sense is refused', async () => {
  const data = await mkdtemp(join(tmpdir(), 'cardinal-move-'))
  try {
    assert.equal((await run(['move', 'nobody', '--data', data])).code, 2)
    assert.equal((await run(['move', 'nobody', '--to', 'sqlite', '--data', data])).code, 1)
    const make = ['account', 'create', '--company', 'Test Kft.', '--email', 'anna@example.com', '--name', 'Anna', '--data', data]
    assert.equal((await run(make, { input: 'correct horse battery\n' })).code, 0)
    const there = await run(['move', 'test-kft', '--to', onPostgres ? 'postgresql' : 'sqlite', '--data', data])
    assert.equal(there.code, 1)
    assert.match(there.stderr, /it is there already/)
    assert.match((await run(['move', 'test-kft', '--to', 'oracle', '--data', data])).stderr, /--to is sqlite, postgresql, or an address/)
    assert.match((await run(['move', 'test-kft', '--back', '--data', data])).stderr, /never moved/)
    assert.match((await run(['move', 'test-kft', '--finish', '--data', data])).stderr, /no old place/)
    const nowhere = await run(['move', 'test-kft', '--to', 'postgresql://nobody@127.0.0.1:1/none?connect_timeout=2', '--data', data])
    assert.equal(nowhere.code, 1, nowhere.stdout)
    assert.equal((await run(['account', 'verify', '--data', data])).code, 0)
  } finally {
    await rm(data, { recursive: true, force: true })
  }
})

const skip = onPostgres ? false : 'no PostgreSQL here'

// Two homes of a directory: files, with PostgreSQL beside; and PostgreSQL, with files beside.
for (const home of ['files', 'PostgreSQL'])
  test(`there and back, from a directory in ${home}`, { skip }, async (t) => {
    const main = process.env.CARDINAL_TEST_PG
    const name = `moved_${process.pid}_${home === 'files' ? 1 : 2}`
    const other = main.replace(/dbname=\S+/, `dbname=${name}`)
    await sql(main, `CREATE DATABASE ${name}`)
    const env = home === 'files' ? { CARDINAL_DATABASE: '' } : { CARDINAL_DATABASE: other }
    const away = home === 'files' ? other : 'sqlite'
    const folder = await mkdtemp(join(tmpdir(), 'cardinal-move-'))
    const server = await startServer({ args: ['--rate-session', '0'], env })
    const move = async (...args) => {
      const done = await run(['move', 'test-kft', ...args, '--data', server.data], { env })
      assert.equal(done.code, 0, done.stderr + done.stdout)
      return JSON.parse(done.stdout)
    }
    const dump = async (file) => {
      const done = await run(['backup', '--data', server.data, '--out', join(folder, file)], { env })
      assert.equal(done.code, 0, done.stderr)
      return JSON.parse(done.stdout)
    }
    const verify = async () => {
      const done = await run(['account', 'verify', '--data', server.data], { env })
      assert.equal(done.code, 0, done.stdout + done.stderr)
    }
    t.after(async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
      await sql(main, `DROP DATABASE ${name} WITH (FORCE)`)
    })

    const admin = await server.setUp()
    const meta = await admin.ok('GET', '/api/meta')
    const sales = meta.modules.find(({ kind }) => kind === 'sales')
    const cards = `/api/modules/${sales.id}/cards`
    let made = 0
    const makeCard = () => {
      const i = ++made
      return admin.ok('POST', cards, { name: `Kártya ${i}`, fields: { value: i }, task: { text: `Hívni ${i}` } })
    }
    for (let i = 0; i < 300; i++) await makeCard()

    // Quiet: equal to itself, on the way and back.
    const first = await dump('first.cardinal')
    assert.equal((await move('--to', away)).state, 'done')
    assert.equal((await dump('second.cardinal')).sha256, first.sha256)
    await verify()
    assert.match((await run(['move', 'test-kft', '--to', away, '--data', server.data], { env })).stderr, /there already/)
    assert.equal((await move('--status')).state, 'done')
    assert.equal((await move('--back')).state, 'done')
    assert.equal((await dump('third.cardinal')).sha256, first.sha256)
    await verify()
    assert.equal((await move('--finish')).state, 'finished')

    // At work: cards are made, changed and trashed, tasks closed, views made and removed, all the while.
    let working = true
    const kept = new Map() // card id: its value, as the server said it is
    const failures = []
    const worker = async (w) => {
      for (let i = 0; working; i++)
        try {
          const { card } = await makeCard()
          kept.set(card.id, card.fields.value)
          const changed = await admin.ok('PATCH', `/api/cards/${card.id}`, { version: card.version, fields: { value: 100000 + i } })
          kept.set(card.id, (changed.card ?? changed).fields.value)
          if (i % 3 === 0) {
            const { view } = await admin.ok('POST', `/api/modules/${sales.id}/views`, { label: `V ${w} ${i}`, shared: false, config: { mode: 'list' } })
            await admin.ok('DELETE', `/api/views/${view.id}`)
          }
          await admin.ok('GET', `${cards}?limit=20`)
        } catch (error) {
          failures.push(error)
          working = false
        }
    }
    const workers = Array.from({ length: 4 }, (_, w) => worker(w))
    while (kept.size < 20 && working) await pause(5)
    const gone = await move('--to', away)
    const after = kept.size
    while (kept.size < after + 20 && working) await pause(5)
    const back = await move('--back')
    while (kept.size < after + 60 && working) await pause(5)
    working = false
    await Promise.all(workers)
    assert.deepEqual(failures, [])
    assert.ok(gone.rows >= first.rows, JSON.stringify(gone))
    assert.equal(back.state, 'done')
    await verify()
    for (const [id, value] of kept) assert.equal((await admin.ok('GET', `/api/cards/${id}`)).fields.value, value)
    const counts = JSON.parse((await run(['counts', 'sales', '--data', server.data], { env })).stdout)
    assert.equal(counts.total, made)
    assert.equal((await admin.ok('GET', `/api/search?q=kartya%20${made}`)).hits.length, 1)
    await move('--finish')

    // Started again it finds the account where it is; nothing of the places in between is left.
    const last = await dump('last.cardinal')
    await server.kill()
    await server.start()
    assert.equal((await dump('again.cardinal')).sha256, last.sha256)
    const files = (await readdir(server.data)).filter((file) => /^test-kft.*\.db$/.test(file))
    const schemas = (await sql(other, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'cardinal\\_test%'")).split('\n').filter(Boolean)
    assert.deepEqual([files.length, schemas.length], home === 'files' ? [1, 0] : [0, 1])
  })

test('with two servers at work: the other refuses for a moment, follows, and nothing is lost', { skip }, async (t) => {
  const main = process.env.CARDINAL_TEST_PG
  const [home, away] = [3, 4].map((n) => main.replace(/dbname=\S+/, `dbname=moved_${process.pid}_${n}`))
  const name = (conninfo) => /dbname=(\S+)/.exec(conninfo)[1]
  for (const one of [home, away]) await sql(main, `CREATE DATABASE ${name(one)}`)
  const env = { CARDINAL_DATABASE: home }
  const servers = []
  t.after(async () => {
    for (const server of servers) await server.stop()
    for (const one of [home, away]) await sql(main, `DROP DATABASE ${name(one)} WITH (FORCE)`)
  })
  const start = async () => servers.push(await startServer({ args: ['--rate-session', '0'], env }))
  await start()
  const admin = await servers[0].setUp()
  await start()
  const sales = (await admin.ok('GET', '/api/meta')).modules.find(({ kind }) => kind === 'sales')
  const kept = servers.map(() => new Set())
  const refused = []
  let over = false
  const writers = [0, 0, 1, 1].map(async (s, w) => {
    const client = Object.assign(new Client(servers[s].url), { cookies: admin.cookies })
    for (let i = 0; !over; i++) {
      const card = `w${w}n${i}`
      const { status, text } = await client.post(`/api/modules/${sales.id}/cards`, { name: card, fields: {} })
      if (status === 201) kept[s].add(card)
      else if (status === 503) refused.push(card)
      else throw new Error(`server ${s}, after ${kept.map((one) => one.size)}: ${status} ${text}`)
    }
  })
  const more = (least = kept.map((one) => one.size + 15)) => soon(() => kept.every((one, s) => one.size >= least[s]), 'work at both')
  try {
    await more()
    const moved = await run(['move', 'test-kft', '--to', away, '--data', servers[0].data], { env })
    assert.equal(moved.code, 0, moved.stderr + moved.stdout)
    await more()
  } finally {
    over = true
    await Promise.all(writers)
  }
  const schema = (await sql(away, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'cardinal\\_test%'")).trim()
  const there = (await sql(away, `SELECT name FROM ${schema}.card`)).trim().split('\n')
  const names = new Set(there)
  assert.equal(names.size, there.length, 'a card is there twice')
  for (const card of kept.flatMap((one) => [...one])) assert.ok(names.has(card), `${card} is lost`)
  for (const card of refused) assert.ok(!names.has(card), `${card} was refused, and is there`)
  const verified = await run(['account', 'verify', '--data', servers[0].data], { env })
  assert.equal(verified.code, 0, verified.stdout + verified.stderr)
})

test('a server killed in the middle of a move: nothing is lost, the company stays where it was, and moves when told again', { skip }, async (t) => {
  const main = process.env.CARDINAL_TEST_PG
  const name = `moved_${process.pid}_5`
  const away = main.replace(/dbname=\S+/, `dbname=${name}`)
  await sql(main, `CREATE DATABASE ${name}`)
  const env = { CARDINAL_DATABASE: '' } // from a file, which nobody else may have open
  const server = await startServer({ args: ['--rate-session', '0'], env })
  t.after(async () => {
    await server.stop()
    await sql(main, `DROP DATABASE ${name} WITH (FORCE)`)
  })
  const admin = await server.setUp()
  const sales = (await admin.ok('GET', '/api/meta')).modules.find(({ kind }) => kind === 'sales')
  const rows = 3000
  const made = await admin.ok('POST', `/api/imports?module=${sales.id}&name=rows.csv`, `Name\n${Array.from({ length: rows }, (_, i) => `Row ${i}`).join('\n')}\n`, { headers: { 'content-type': 'text/csv' } })
  const { job_id } = await admin.ok('POST', `/api/imports/${made.id}/run`)
  await soon(async () => (await admin.ok('GET', `/api/jobs/${job_id}`)).state === 'done', 'the cards')
  const cardinal = (...words) => run([...words, '--data', server.data], { env })
  const status = async () => JSON.parse((await cardinal('move', 'test-kft', '--status')).stdout)
  const order = cardinal('move', 'test-kft', '--to', away)
  await soon(async () => (await sql(away, "SELECT 1 FROM pg_namespace WHERE nspname LIKE 'cardinal\\_test%'")).trim(), 'its beginning')
  await server.kill()
  await server.start()
  const { state } = await soon(async () => {
    const now = await status()
    return ['done', 'failed'].includes(now.state) && now
  }, 'what became of it')
  await order
  const total = async () => JSON.parse((await cardinal('counts', 'sales')).stdout).total
  const verified = async () => {
    const { code, stdout, stderr } = await cardinal('account', 'verify')
    assert.equal(code, 0, stdout + stderr)
  }
  assert.equal(await total(), rows)
  await verified()
  const again = Object.assign(new Client(server.url), { cookies: admin.cookies })
  await again.ok('POST', `/api/modules/${sales.id}/cards`, { name: 'After', fields: {} })
  if (state === 'failed') {
    const moved = await cardinal('move', 'test-kft', '--to', away)
    assert.equal(moved.code, 0, moved.stderr + moved.stdout)
  }
  assert.equal(await total(), rows + 1)
  await verified()
})
