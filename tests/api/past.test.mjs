// past - an account of files as it was at a time: restored from a whole copy and the commits kept since.
import assert from 'node:assert/strict'
import { cp, mkdtemp, readdir, rm, truncate, writeFile, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { onPostgres, run, startServer } from './server.mjs'
import { pause, soon } from './wait.mjs'

const iso = (at) => new Date(at).toISOString()

test('back to any moment between two marks, over restarts and a crash', { skip: onPostgres && 'PostgreSQL keeps its own past' }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'cardinal-past-'))
  const env = { CARDINAL_ARCHIVE_DAYS: '3' }
  const server = await startServer({ env, args: ['--rate-session', '0', '--backup-hour', '-1'] })
  const metric = async (name) => Number(new RegExp(`^cardinal_store_${name}\\{account="1"\\} (\\d+)$`, 'm').exec((await server.client().get('/metrics')).text)?.[1])
  let admin = await server.setUp()
  t.after(async () => {
    if (server.exit === undefined) await server.kill()
    await rm(folder, { recursive: true, force: true })
    await rm(server.data, { recursive: true, force: true })
  })
  const sales = (await admin.ok('GET', '/api/meta')).modules.find(({ kind }) => kind === 'sales')
  const marks = [] // {at, n}: at this moment so many cards were there
  let n = 0
  // The whole copy may have been made while the account was set up, or be on its way.
  const based = () => soon(async () => (await metric('archive_lost')) === 0, 'a whole copy')
  const work = async (count) => {
    for (let i = 0; i < count; i++) await admin.ok('POST', `/api/modules/${sales.id}/cards`, { name: `Kártya ${++n}`, fields: {} })
    await pause(3)
    marks.push({ at: Date.now(), n })
    await pause(3)
  }
  const begun = Date.now() - 60_000
  await based()
  await work(0)
  for (let i = 0; i < 4; i++) await work(25)
  await pause(1500) // some of it is in the archive, the rest in the log alone
  await work(10)
  server.ownsData = false
  await server.kill()
  await server.start()
  admin = await server.login('anna@example.com')
  await work(20)
  await server.stop()
  await server.start()
  admin = await server.login('anna@example.com')
  await work(20)
  await server.stop()

  const data = server.data
  const past = (at, as, more = {}) => run(['restore', '--at', at, '--account', 'test-kft', '--as', as, '--data', data], { env: { ...env, ...more } })
  for (const [i, mark] of marks.entries()) {
    const done = await past(iso(mark.at), `m-${i}`)
    assert.equal(done.code, 0, done.stderr)
    assert.ok(Date.parse(JSON.parse(done.stdout).as_of) <= mark.at)
    const counts = await run(['counts', 'sales', '--account', `m-${i}`, '--data', data])
    assert.equal(JSON.parse(counts.stdout).total, mark.n, `mark ${i}`)
    assert.equal((await run(['account', 'verify', '--account', `m-${i}`, '--data', data])).code, 0)
  }
  assert.equal((await past('yesterday', 'x')).code, 2)
  const early = await past(iso(begun), 'early')
  assert.equal(early.code, 1)
  assert.match(early.stderr, /it begins at 2/)
  assert.match((await past(iso(Date.now()), 'x', { CARDINAL_ARCHIVE_DAYS: '0' })).stderr, /archive-days is 0/)

  // A byte that is not right, a file that is missing, changes that nobody kept: each is refused, and nothing is made.
  const archive = join(data, 'archive', 'test-kft')
  const [epoch] = await readdir(archive)
  const segment = join(archive, epoch, '00000001.log')
  const whole = await readFile(segment)
  const wrong = Buffer.from(whole)
  wrong[wrong.length >> 1] ^= 1
  await writeFile(segment, wrong)
  const flipped = await past(iso(marks.at(-1).at), 'flipped')
  assert.equal(flipped.code, 1)
  assert.match(flipped.stderr, /00000001\.log: damaged/)
  await rm(segment)
  await writeFile(join(archive, epoch, '00000002.log'), whole)
  assert.match((await past(iso(marks.at(-1).at), 'missing')).stderr, /00000001\.log: missing/)
  await rm(join(archive, epoch, '00000002.log'))
  await writeFile(segment, whole)
  assert.equal((await past(iso(marks[2].at), 'again')).code, 0)
  const list = (await run(['account', 'list', '--data', data])).stdout
  assert.doesNotMatch(list, /flipped|missing|early/)
  assert.match(list, /again/)
})
