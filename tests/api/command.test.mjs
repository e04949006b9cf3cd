// command - the command line: make a company without a browser, be refused politely while a server runs.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { onPostgres, password, root, run, startServer } from './server.mjs'
import { soon } from './wait.mjs'

let data
before(async () => {
  data = await mkdtemp(join(tmpdir(), 'cardinal-command-'))
})
after(() => rm(data, { recursive: true, force: true }))

const cardinal = (words, input) => run([...words, '--data', data], { input })

test('help, version, usage', async () => {
  const help = await run(['--help'])
  assert.equal(help.code, 0)
  for (const word of ['serve', 'account create', 'user create', 'key create', 'import', 'backup', 'restore', 'counts', 'describe']) assert.match(help.stdout, new RegExp(`  ${word}`))
  assert.match((await run(['--version'])).stdout, /^cardinal \d/)
  assert.equal((await run([])).code, 2)
  assert.equal((await run(['nonsense'])).code, 2)
  assert.match((await run(['serve', '--help'])).stdout, /--rate-session/)
  assert.match((await run(['account', 'create', '--help'])).stdout, /standard input/)
  for (const args of [['serve', '--port', 'x'], ['serve', '--port', '70000'], ['serve', '--nonsense'], ['serve', '--port'], ['describe'], ['describe', 'x']]) {
    const bad = await run(args)
    assert.equal(bad.code, 2, args.join(' '))
    assert.match(bad.stderr, /^cardinal: /)
  }
})

test('describe prints JSON', async () => {
  for (const what of ['openapi', 'routes', 'errors', 'settings']) JSON.parse((await run(['describe', what])).stdout)
})

test('a company, users and keys without a browser', async () => {
  const early = await cardinal(['user', 'create', '--email', 'x@example.com', '--name', 'X'], `${password}\n`)
  assert.equal(early.code, 1)
  assert.match(early.stderr, /account create/)
  const make = ['account', 'create', '--company', 'Parancs Bt.', '--email', 'anna@example.com', '--name', 'Nagy Anna', '--language', 'hu']
  const short = await cardinal(make, 'short\n')
  assert.equal(short.code, 1)
  assert.match(short.stderr, /At least 10 characters/)
  const made = await cardinal(make, `${password}\n`)
  assert.equal(made.code, 0, made.stderr)
  assert.equal(JSON.parse(made.stdout).account_id, 1)
  assert.equal((await cardinal(make, `${password}\n`)).code, 1) // the e-mail is taken
  assert.match((await cardinal(['account', 'list'])).stdout, /^1\tparancs-bt\tParancs Bt\.\n$/)
  const user = await cardinal(['user', 'create', '--email', 'bela@example.com', '--name', 'Kis Béla', '--role', 'manager'], `${password}\n`)
  assert.equal(user.code, 0, user.stderr)
  const key = (await cardinal(['key', 'create', 'test', '--email', 'bela@example.com'])).stdout.trim()
  assert.match(key, /^ck_/)
  const link = (await cardinal(['login-link', 'bela@example.com'])).stdout.trim()
  assert.match(link, /\/link\/[\w-]{43}$/)
  assert.equal((await cardinal(['key', 'create', 'test', '--email', 'nobody@example.com'])).code, 1)
  assert.equal((await cardinal(['account', 'verify'])).code, 0)

  const server = await startServer({ data })
  try {
    assert.equal((await server.client(key).ok('GET', '/api/me')).name, 'Kis Béla')
    const linked = server.client()
    const token = link.split('/').at(-1)
    assert.equal((await linked.ok('POST', '/api/login/link', { token })).me.email, 'bela@example.com')
    assert.equal((await server.client().post('/api/login/link', { token })).body.rule, 'error.link_used')
    await server.login('anna@example.com')
    // Reading, keys and links also work beside the server; what it keeps in memory is the server's alone.
    const newKey = (await cardinal(['key', 'create', 'beside', '--email', 'bela@example.com'])).stdout.trim()
    assert.equal((await server.client(newKey).ok('GET', '/api/me')).name, 'Kis Béla')
    const again = (await cardinal(['login-link'])).stdout.trim().split('/').at(-1)
    assert.equal((await server.client().ok('POST', '/api/login/link', { token: again })).me.email, 'anna@example.com')
    assert.match((await cardinal(['account', 'list'])).stdout, /^1\tparancs-bt\t/)
    const admin = server.client((await cardinal(['key', 'create', 'admin'])).stdout.trim())
    const sales = (await admin.ok('GET', '/api/meta')).modules.find(({ kind }) => kind === 'sales')
    for (let i = 1; i <= 3; i++) {
      await admin.ok('POST', `/api/modules/${sales.id}/cards`, { name: `Beside ${i}`, fields: {} })
      assert.equal(JSON.parse((await cardinal(['counts', 'sales'])).stdout).total, i)
    }
    assert.equal((await cardinal(['account', 'verify'])).code, 0)
    // On PostgreSQL servers and commands work side by side, and tell each other.
    const add = ['user', 'create', '--email', 'c@example.com', '--name', 'C']
    if (onPostgres) {
      const added = await cardinal(add, `${password}\n`)
      assert.equal(added.code, 0, added.stderr)
      const known = async () => (await admin.ok('GET', '/api/members')).rows.some(({ name }) => name === 'C')
      await soon(known, 'the new member at the server')
    }
    for (const words of onPostgres ? [] : [add,
      ['import', join(root, 'data/x-education-leads.csv'), '--mapping', join(root, 'data/x-education-mapping.json')], ['serve', '--port', '0']]) {
      const busy = await cardinal(words, `${password}\n`)
      assert.equal(busy.code, 3, words.join(' ') + busy.stderr)
      assert.match(busy.stderr, /works on .*; stop it first/)
    }
  } finally {
    await server.stop()
  }
})

test('the real leads are imported and counted', async () => {
  const report = await cardinal(['import', join(root, 'data/x-education-leads.csv'), '--mapping', join(root, 'data/x-education-mapping.json')])
  assert.equal(report.code, 0, report.stderr)
  const counts = JSON.parse((await cardinal(['counts', 'autosales'])).stdout)
  assert.deepEqual(Object.fromEntries(counts.statuses.filter(({ n }) => n).map(({ role, n }) => [role, n])), {
    qualify: 4218, focus: 1429, prospect: 1393, no_chance: 207, committed_vip: 85, customer: 1908,
  })
  assert.equal((await cardinal(['account', 'verify'])).code, 0)
  assert.equal((await cardinal(['counts', 'nonsense'])).code !== 0, true)
  assert.equal((await cardinal(['import', '/nonexistent.csv', '--mapping', join(root, 'data/x-education-mapping.json')])).code, 1)
})

test('settings come from file and environment, the command line wins, and nonsense is named with its line', async () => {
  await writeFile(join(data, 'cardinal.conf'), '# settings\nlog-level = error\n\nrate-public = 5\n')
  const server = await startServer({ data, args: ['--rate-public', '0'], env: { CARDINAL_DEV: 'yes' } })
  try {
    const reply = await server.client().get('/api/boot')
    assert.match(reply.headers.get('server-timing'), /total;dur=/)
    for (let i = 0; i < 150; i++) assert.equal((await server.client().get('/api/boot')).status, 200)
    assert.equal(server.log, '')
  } finally {
    await server.stop()
  }
  await writeFile(join(data, 'cardinal.conf'), 'port = 80\nnonsense\n')
  const bad = await cardinal(['serve'])
  assert.equal(bad.code, 2)
  assert.match(bad.stderr, /cardinal\.conf, line 2/)
  await rm(join(data, 'cardinal.conf'))
  if (!onPostgres) assert.ok(await readFile(join(data, 'directory.db')))
})

test('a demo company signs in by its link and starts quickly', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cardinal-demo-'))
  const server = await startServer({ data: folder, args: ['--demo'] })
  try {
    const boot = await server.client().ok('GET', '/api/boot')
    assert.deepEqual([boot.setup_needed, boot.demo, boot.company], [false, true, 'Cardinal Demo'])
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
})
