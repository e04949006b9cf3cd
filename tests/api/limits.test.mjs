// limits - what an account may have and use, and that one account's flood does not starve another.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { password, run, startServer } from './server.mjs'
import { soon as until } from './wait.mjs'
import { refused } from './world.mjs'

let data
let server
const keys = {}
const cardinal = async (words, input = '') => {
  const { code, stdout, stderr } = await run([...words, '--data', data], { input })
  assert.equal(code, 0, `${words.join(' ')}: ${stderr}`)
  return stdout
}

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'cardinal-limits-'))
  for (const name of ['big', 'small']) {
    await cardinal(['account', 'create', name, '--company', name, '--email', `${name}@example.com`, '--name', name, '--modules', 'autosales'], `${password}\n`)
    keys[name] = (await cardinal(['key', 'create', 'test', '--account', name])).trim()
  }
  await writeFile(join(data, 'many.csv'), `Name\n${Array.from({ length: 20_000 }, (_, i) => `Card ${i}`).join('\n')}\n`)
  await writeFile(join(data, 'many.json'), JSON.stringify({ module: 'autosales', columns: [{ header: 'Name', to: 'name' }] }))
  await cardinal(['import', join(data, 'many.csv'), '--mapping', join(data, 'many.json'), '--account', 'big'])
  server = await startServer({ data, args: ['--rate-session', '0', '--rate-public', '0', '--rate-account', '0', '--short-workers', '4'] })
})
after(async () => {
  await server.stop()
  await rm(data, { recursive: true, force: true })
})

const module = async (client) => (await client.ok('GET', '/api/meta')).modules[0].id
const create = (client, id) => client.post(`/api/modules/${id}/cards`, { name: 'Card', fields: {} })

test('cards: creating, restoring and importing stop at the limit; the rest goes on', async () => {
  const client = server.client(keys.small)
  const id = await module(client)
  const cards = []
  for (let i = 0; i < 3; i++) cards.push((await create(client, id)).body.card)
  await cardinal(['account', 'limit', 'small', '--cards', '3'])
  // The server looks into the directory once a second. What was let through before goes again.
  await until(async () => {
    const { status, body } = await create(client, id)
    if (status === 201) await client.ok('DELETE', `/api/cards/${body.card.id}`)
    return status !== 201
  })
  await refused(create(client, id), 403, { code: 'quota', rule: 'error.quota_cards', limit: 3 })
  assert.equal((await client.patch(`/api/cards/${cards[0].id}`, { fields: { rating: 2 } })).status, 200)
  assert.equal((await client.delete(`/api/cards/${cards[1].id}`)).status, 200)
  const last = await create(client, id)
  assert.equal(last.status, 201)
  await refused(client.post(`/api/cards/${cards[1].id}/restore`), 403, { rule: 'error.quota_cards' })
  await refused(client.post(`/api/cards/${last.body.card.id}/copy`), 403, { rule: 'error.quota_cards' })
  await cardinal(['account', 'limit', 'small', '--cards', '0'])
  await until(async () => (await create(client, id)).status === 201)
})

test('members: inviting and letting somebody in again stop at the limit', async () => {
  const client = server.client(keys.small)
  const one = (await client.ok('POST', '/api/members', { name: 'One', email: 'one@example.com', role: 'user' })).member
  await cardinal(['account', 'limit', 'small', '--members', '2'])
  const two = () => client.post('/api/members', { name: 'Two', email: `two${Math.random()}@example.com`, role: 'user' })
  await until(async () => {
    const { status, body } = await two()
    if (status === 201) await client.ok('PATCH', `/api/members/${body.member.id}`, { active: false })
    return status !== 201
  })
  await refused(two(), 403, { code: 'quota', rule: 'error.quota_members', limit: 2 })
  await client.ok('PATCH', `/api/members/${one.id}`, { active: false })
  assert.equal((await two()).status, 201)
  await refused(client.patch(`/api/members/${one.id}`, { active: true }), 403, { code: 'quota', rule: 'error.quota_members', limit: 2 })
  await cardinal(['account', 'limit', 'small', '--members', '0'])
})

test('read only: all is read, nothing is changed, and what is due waits; closed: nobody comes in', async () => {
  const client = server.client(keys.small)
  const id = await module(client)
  const { card } = (await create(client, id)).body
  const set = (state) => cardinal(['account', 'state', 'small', state])
  assert.equal(await set('read-only'), 'read-only\n')
  await until(async () => (await client.patch(`/api/cards/${card.id}`, { fields: { name: 'Late' } })).status === 423)
  const before = (await client.ok('GET', `/api/cards/${card.id}`)).version
  const late = await refused(create(client, id), 423, { code: 'read_only', rule: 'error.read_only' })
  assert.match(late.body.detail, /^The account is read only for now; nothing was saved/)
  await refused(client.request('POST', `/api/imports?module=${id}&name=a.csv`, 'name\nx\n', { headers: { 'content-type': 'text/csv' } }), 423)
  assert.equal((await client.get(`/api/modules/${id}/cards`)).status, 200)
  assert.equal((await server.login('small@example.com')).cookies.size, 1)
  assert.equal((await client.ok('GET', `/api/cards/${card.id}`)).version, before)
  assert.equal((await create(server.client(keys.big), await module(server.client(keys.big)))).status, 201)
  await set('closed')
  await until(async () => (await client.get('/api/me')).status === 503)
  await set('served')
  await until(async () => (await create(client, id)).status === 201)
  assert.equal(await cardinal(['account', 'state', 'small']), 'served\n')
})

test('storage: what makes the database grow is refused, reading and changing go on', async () => {
  const client = server.client(keys.small)
  const id = await module(client)
  const { card } = (await create(client, id)).body
  await cardinal(['account', 'limit', 'small', '--storage-mib', '1'])
  const note = () => client.post(`/api/cards/${card.id}/events`, { kind: 'note', text: 'x'.repeat(4000) })
  await until(async () => {
    const replies = await Promise.all(Array.from({ length: 40 }, note))
    return replies.some(({ body }) => body.rule === 'error.quota_storage')
  })
  await refused(note(), 403, { code: 'quota', rule: 'error.quota_storage', limit: 1 })
  await refused(create(client, id), 403, { rule: 'error.quota_storage' })
  await refused(client.request('POST', `/api/imports?module=${id}&name=a.csv`, 'name\nx\n', { headers: { 'content-type': 'text/csv' } }), 403, { rule: 'error.quota_storage' })
  assert.equal((await client.patch(`/api/cards/${card.id}`, { fields: { name: 'Changed' } })).status, 200)
  assert.equal((await client.get(`/api/cards/${card.id}`)).status, 200)
  await cardinal(['account', 'limit', 'small', '--storage-mib', '0'])
  await until(async () => (await note()).status === 201)
})

test('rate: an account of its own limit is slowed down, with the time to wait', async () => {
  const client = server.client(keys.small)
  await cardinal(['account', 'limit', 'small', '--rate', '2'])
  let late
  await until(async () => {
    late = (await Promise.all(Array.from({ length: 30 }, () => client.get('/api/me')))).find(({ status }) => status === 429)
    return late
  })
  assert.equal(late.body.rule, 'error.account_rate')
  assert.ok(Number(late.headers.get('retry-after')) >= 1)
  assert.equal((await server.client(keys.big).get('/api/me')).status, 200)
  await cardinal(['account', 'limit', 'small', '--rate', '0'])
  await until(async () => (await Promise.all(Array.from({ length: 30 }, () => client.get('/api/me')))).every(({ status }) => status === 200))
})

test("one account's flood of 64 connections leaves another's lists their turn", async () => {
  const big = server.client(keys.big)
  const small = server.client(keys.small)
  const ids = { big: await module(big), small: await module(small) }
  // Nothing of it is found: all cards are read for a small answer.
  const slow = `/api/modules/${ids.big}/cards?filter=${encodeURIComponent(JSON.stringify({ field: 'source', op: 'contains', value: 'zzz' }))}`
  const timed = async (client, path) => {
    const began = performance.now()
    assert.equal((await client.get(path)).status, 200)
    return performance.now() - began
  }
  const middle = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)]
  let flooding = true
  const theirs = []
  const flood = Array.from({ length: 64 }, async () => {
    while (flooding) theirs.push(await timed(big, slow))
  })
  await until(() => theirs.length > 64)
  const mine = []
  for (let i = 0; i < 12; i++) mine.push(await timed(small, `/api/modules/${ids.small}/cards`))
  flooding = false
  await Promise.all(flood)
  // In one line both would wait for 64 others.
  assert.ok(middle(mine) < middle(theirs) / 3, `${middle(mine).toFixed(1)} ms, the flood's own ${middle(theirs).toFixed(1)} ms`)
})
