// backups - those that are kept: made when an administrator asks or by the hour, tried, listed, downloaded, rotated.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { run, startServer } from './server.mjs'
import { pause, soon } from './wait.mjs'


let server, admin, folder
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardinal-backups-'))
  server = await startServer({ args: ['--backup-dir', join(folder, 'kept'), '--backup-hour', '-1', '--backup-daily', '1', '--backup-weekly', '0', '--backup-monthly', '0'] })
  admin = await server.setUp()
})
after(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

const files = async (path) => (await readdir(path, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())

// The newest row, once it is what `ready` wants.
function newest(client, ready = ({ state, tested_at }) => state === 'failed' || (state === 'done' && tested_at)) {
  return soon(async () => {
    const { rows } = await client.ok('GET', '/api/backups')
    return rows.length && ready(rows[0]) && rows[0]
  }, 'the newest backup')
}

test('one that is asked for is made, restored to try it, and can be had as a file', async () => {
  assert.deepEqual(await admin.ok('GET', '/api/backups'), { rows: [], plan: { next_at: null, daily: 1, weekly: 0, monthly: 0 } })
  const { id } = await admin.ok('POST', '/api/backups')
  const row = await newest(admin)
  assert.equal(row.id, id)
  assert.deepEqual([row.state, row.why, row.test_why, row.asked_by > 0], ['done', null, null, true], JSON.stringify(row))
  const reply = await fetch(`${server.url}/api/backups/${id}/file`, { headers: { cookie: [...admin.cookies].map((c) => c.join('=')).join('; ') } })
  assert.equal(reply.status, 200)
  assert.match(reply.headers.get('content-disposition'), /^attachment; filename="test-kft-\d{4}-\d\d-\d\d-\d{6}\.cardinal"$/)
  const bytes = Buffer.from(await reply.arrayBuffer())
  assert.equal(bytes.length, row.size_bytes)
  await writeFile(join(folder, 'had.cardinal'), bytes)
  const check = await run(['restore', '--check', join(folder, 'had.cardinal')])
  assert.equal(JSON.parse(check.stdout).rows, row.n_rows)
  const metrics = (await server.client().get('/metrics')).text
  assert.match(metrics, /^cardinal_backup_test_ok\{account="1"\} 1$/m)
  assert.ok(Number(/^cardinal_backup_age_seconds\{account="1"\} (\d+)$/m.exec(metrics)[1]) < 3600)
  assert.deepEqual((await readdir(join(server.data, 'tmp'))).filter((name) => name.startsWith('restore')), [])
})

test('older ones go; a day keeps its latest', async () => {
  const before = await newest(admin)
  await pause(1100) // files are named by the second
  await admin.ok('POST', '/api/backups')
  const row = await newest(admin, ({ id, tested_at }) => id > before.id && tested_at)
  await soon(async () => (await admin.ok('GET', '/api/backups')).rows.length === 1, 'the end of the older one')
  assert.deepEqual((await admin.ok('GET', '/api/backups')).rows.map(({ id }) => id), [row.id])
  assert.equal((await readdir(join(folder, 'kept', 'test-kft'))).length, 1)
  assert.equal((await admin.get(`/api/backups/${before.id}/file`)).status, 404)
})

test('only administrators; what failed says why', async () => {
  assert.equal((await server.client().get('/api/backups')).status, 401)
  await rm(join(folder, 'kept'), { recursive: true })
  await writeFile(join(folder, 'kept'), 'in the way')
  await admin.ok('POST', '/api/backups')
  const row = await newest(admin, ({ state }) => state === 'failed')
  assert.match(row.why, /Not a directory/)
  await rm(join(folder, 'kept'))
  assert.match((await server.client().get('/metrics')).text, /^cardinal_backup_age_seconds/m)
})

test('a disk that is full: the backup fails and says so, leaves nothing, and the next one is made', { skip: process.getuid() !== 0 && 'only root can make a small disk' }, async () => {
  const kept = join(folder, 'kept')
  await mkdir(kept)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', kept])
  await writeFile(join(kept, 'ballast'), Buffer.alloc(64 << 10))
  try {
    await admin.ok('POST', '/api/backups')
    const row = await newest(admin, ({ state }) => state === 'failed')
    assert.match(row.why, /full|No space/i)
    assert.deepEqual((await files(kept)).map(({ name }) => name), ['ballast'])
    await rm(join(kept, 'ballast'))
    execFileSync('mount', ['-o', 'remount,size=16m', kept])
    await admin.ok('POST', '/api/backups')
    const next = await newest(admin, ({ id, state, tested_at }) => id > row.id && state === 'done' && tested_at)
    assert.equal(next.test_why, null)
    assert.equal((await files(kept)).length, 1)
  } finally {
    execFileSync('umount', ['-l', kept])
  }
})

test('by the hour: not before it comes', async () => {
  const hour = (new Date().getUTCHours() + 2) % 24 // the present hour may end meanwhile
  const other = await startServer({ args: ['--backup-hour', String(hour)], env: { TZ: 'UTC' } })
  try {
    const anna = await other.setUp()
    const { plan } = await anna.ok('GET', '/api/backups')
    assert.ok(plan.next_at > Date.now() - 10_000 && plan.next_at <= Date.now() + 7_200_000)
    assert.equal(new Date(plan.next_at).getUTCHours(), hour)
    await pause(1500)
    assert.deepEqual((await anna.ok('GET', '/api/backups')).rows, [])
  } finally {
    await other.stop()
  }
})
