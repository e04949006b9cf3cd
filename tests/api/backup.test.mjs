// backup - an account copied into one file while people work in it, and made again from that file elsewhere.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { password, root, run, startServer, onPostgres } from './server.mjs'

let folder, server, admin, sales
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardinal-backup-'))
  server = await startServer({ args: ['--rate-session', '0'] })
  admin = await server.setUp()
  sales = (await admin.ok('GET', '/api/meta')).modules.find(({ kind }) => kind === 'sales')
})
after(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

const counted = async (data) => JSON.parse((await run(['counts', 'sales', '--data', data])).stdout)

// A server of its own over a folder that a backup was restored into; `use` gets it signed in.
async function restored(name, file, use, args = []) {
  const data = join(folder, name)
  const made = await run(['restore', file, ...args, '--data', data])
  assert.equal(made.code, 0, made.stderr)
  const verify = await run(['account', 'verify', '--data', data])
  assert.equal(verify.code, 0, verify.stdout)
  const again = await run(['backup', '--data', data, '--out', join(folder, `${name}.cardinal`)]) // the log of log-ins would change it
  assert.equal(again.code, 0, again.stderr)
  const other = await startServer({ data })
  try {
    await use(await other.login('anna@example.com'), data, JSON.parse(made.stdout), JSON.parse(again.stdout))
  } finally {
    await other.stop()
  }
  return data
}

test('beside a running server under writes: one moment of it, whole', async () => {
  const makeCard = (i) =>
    admin.ok('POST', `/api/modules/${sales.id}/cards`, { name: `Kártya ${i}`, fields: { value: i }, task: { text: `Hívni ${i}` } })
  let made = 0
  let writing = true
  const writers = Array.from({ length: 4 }, async () => {
    while (writing) await makeCard(++made)
  })
  while (made < 200) await new Promise((done) => setTimeout(done, 5))
  const seen = []
  for (let i = 0; i < 3; i++) {
    const least = made - 4
    const file = join(folder, `live-${i}.cardinal`)
    const backup = await run(['backup', '--data', server.data, '--out', file])
    assert.equal(backup.code, 0, backup.stderr)
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    seen.push({ file, least, most: made, ...JSON.parse(backup.stdout) })
  }
  writing = false
  await Promise.all(writers)
  assert.deepEqual((await readdir(folder)).filter((name) => name.endsWith('.part')), [])
  for (const [i, { file, least, most, rows, sha256 }] of seen.entries()) {
    const check = await run(['restore', '--check', file])
    assert.equal(check.code, 0, check.stderr)
    assert.deepEqual([JSON.parse(check.stdout).rows, JSON.parse(check.stdout).sha256], [rows, sha256])
    const data = join(folder, `copy-${i}`)
    assert.equal((await run(['restore', file, '--data', data])).code, 0)
    assert.equal((await run(['account', 'verify', '--data', data])).code, 0)
    const { total } = await counted(data)
    assert.ok(total >= least && total <= most, `${least} <= ${total} <= ${most}`)
  }
})

test('restored into a fresh folder: people log in, all is there, work goes on, and its backup is the same', async () => {
  const file = join(folder, 'still.cardinal')
  const first = JSON.parse((await run(['backup', '--data', server.data, '--out', file])).stdout)
  const before = await counted(server.data)
  const cards = await admin.ok('GET', `/api/modules/${sales.id}/cards?limit=50`)
  await restored('fresh', file, async (anna, data, made, again) => {
    assert.equal(again.sha256, first.sha256)
    assert.deepEqual(await counted(data), before)
    assert.deepEqual((await anna.ok('GET', `/api/modules/${sales.id}/cards?limit=50`)).rows, cards.rows)
    const { card } = await anna.ok('POST', `/api/modules/${sales.id}/cards`, { name: 'Új kártya', fields: {} })
    assert.ok(cards.rows.every(({ id }) => id !== card.id))
    assert.equal((await anna.ok('GET', '/api/search?q=uj%20kartya')).hits.length > 0, true)
  })
})

test('what is there is never touched', async () => {
  const file = join(folder, 'still.cardinal')
  const data = join(folder, 'fresh')
  const list = () => run(['account', 'list', '--data', data])
  const before = (await list()).stdout
  const busy = await run(['restore', file, '--data', server.data])
  assert.equal(busy.code, onPostgres ? 1 : 3, busy.stderr) // a folder is its server's alone; a database is not, but the name is taken
  const taken = await run(['restore', file, '--data', data])
  assert.equal(taken.code, 1)
  assert.match(taken.stderr, /^cardinal: restore: there is an account test-kft; give another name with --as\n$/)
  const whole = await readFile(file)
  const bad = join(folder, 'bad.cardinal')
  for (const [bytes, why] of [[whole.subarray(0, 3000), /cut off: it ends at byte 3000/], [Buffer.from('name;email\n'.repeat(9)), /no backup of Cardinal/],
    [Buffer.concat([whole.subarray(0, 2000), Buffer.from([whole[2000] ^ 1]), whole.subarray(2001)]), /damaged/], [Buffer.concat([whole, whole]), /follows behind/]]) {
    await writeFile(bad, bytes)
    const refused = await run(['restore', bad, '--as', 'other', '--data', data])
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, why)
  }
  assert.equal((await run(['restore', '/nonexistent', '--data', data])).code, 1)
  assert.equal((await run(['restore', '--data', data])).code, 2)
  assert.equal((await run(['backup', 'x', '--data', data])).code, 2)
  assert.equal((await run(['backup', '--data', data, '--out', '/nonexistent/x.cardinal'])).code, 1)
  assert.equal((await list()).stdout, before)

  const second = await run(['restore', file, '--as', 'masik', '--data', data])
  assert.equal(second.code, 0, second.stderr)
  assert.match(second.stderr, /1 of 1 users had a log-in here/)
  assert.equal((await list()).stdout, `${before}2\tmasik\tTest Kft.\n`)
  assert.equal((await run(['account', 'verify', '--account', 'masik', '--data', data])).code, 0)
})

test('the real leads come back as they were', async () => {
  const data = join(folder, 'leads')
  const file = join(folder, 'leads.cardinal')
  const make = ['account', 'create', '--company', 'Leads Kft.', '--email', 'anna@example.com', '--name', 'Nagy Anna', '--data', data]
  assert.equal((await run(make, { input: `${password}\n` })).code, 0)
  const load = ['import', join(root, 'data/x-education-leads.csv'), '--mapping', join(root, 'data/x-education-mapping.json'), '--data', data]
  assert.equal((await run(load)).code, 0)
  const counts = (folder) => run(['counts', 'autosales', '--data', folder]).then(({ stdout }) => stdout)
  assert.equal((await run(['backup', '--data', data, '--out', file])).code, 0)
  const there = await restored('leads-again', file, async (anna, _, { rows }) => {
    assert.ok(rows > 9240)
    assert.equal((await anna.ok('GET', '/api/me')).email, 'anna@example.com')
  })
  assert.equal(await counts(there), await counts(data))
})
