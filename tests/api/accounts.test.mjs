// accounts - several companies in one folder or database: made, told apart, limited, deleted, with and without a server.
import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { password, run } from './server.mjs'

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
