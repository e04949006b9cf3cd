// attachments - files on cards and contacts: in and out in constant memory, parts of them, names and contents of strangers,
// equal bytes, rights, the trash and undo, limits.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { after, before, test } from 'node:test'

import { onPostgres, run } from './server.mjs'
import { openStream } from './stream.mjs'
import { refused, startWorld } from './world.mjs'

const MIB = 1 << 20
let world
before(async () => (world = await startWorld({ args: ['--max-attached', '101'] })))
after(() => world?.stop())

const cookie = (client) => [...client.cookies].map((pair) => pair.join('=')).join('; ')
const bytesOf = (n, seed = 7) => {
  const b = Buffer.alloc(n)
  for (let i = 0; i < n; i++) b[i] = (i * seed + (i >> 8)) & 255
  return b
}
const attach = (client, at, name, body) =>
  client.ok('POST', `${at}/attachments?name=${encodeURIComponent(name)}`, body, { headers: { 'content-type': 'application/octet-stream' } }).then(({ attachment }) => attachment)
const fetchFile = (client, id, headers = {}, query = '') => fetch(`${world.server.url}/api/attachments/${id}/file${query}`, { headers: { cookie: cookie(client), ...headers } })
const bytes = async (reply) => Buffer.from(await reply.arrayBuffer())
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

test('a file comes back as it went in, with a name of its own and nothing that a browser would run', async () => {
  const { admin } = world
  const card = await world.card(admin)
  const body = bytesOf(200_001)
  const file = await attach(admin, `/api/cards/${card.id}`, '../evil/Árajánlat "ő"\r\nX: y.bin', body)
  assert.deepEqual([file.name, file.size_bytes, file.card_id, file.contact_id, file.shown, file.created_by], ['Árajánlat "ő"X: y.bin', body.length, card.id, null, false, world.adminMe.id])
  const reply = await fetchFile(admin, file.id)
  assert.equal(reply.status, 200)
  assert.equal(reply.headers.get('content-length'), String(body.length))
  assert.equal(reply.headers.get('content-type'), 'application/octet-stream')
  assert.equal(reply.headers.get('content-disposition'), `attachment; filename="file"; filename*=UTF-8''%C3%81raj%C3%A1nlat%20%22%C5%91%22X%3A%20y.bin`)
  assert.equal(reply.headers.get('x-content-type-options'), 'nosniff')
  assert.equal(reply.headers.get('content-security-policy'), "default-src 'none'; sandbox")
  assert.ok((await bytes(reply)).equals(body))
  assert.equal(reply.headers.get('etag'), `"${createHash('sha256').update(body).digest('hex')}"`)
  assert.equal((await fetchFile(admin, file.id, { 'if-none-match': reply.headers.get('etag') })).status, 304)
  const { rows } = await admin.ok('GET', `/api/cards/${card.id}/events?kind=files`)
  assert.deepEqual(rows.map((row) => [row.kind, row.text]), [['file_added', file.name]])
})

test('parts of a file', async () => {
  const { admin } = world
  const card = await world.card(admin)
  const body = bytesOf(150_000)
  const { id } = await attach(admin, `/api/cards/${card.id}`, 'a.bin', body)
  for (const [range, from, to] of [['0-0', 0, 1], ['65530-65545', 65530, 65546], ['149999-', 149999, 150000], ['-10', 149990, 150000], ['100000-999999', 100000, 150000]]) {
    const reply = await fetchFile(admin, id, { range: `bytes=${range}` })
    assert.equal(reply.status, 206)
    assert.equal(reply.headers.get('content-range'), `bytes ${from}-${to - 1}/150000`)
    assert.ok((await bytes(reply)).equals(body.subarray(from, to)), range)
  }
  const outside = await fetchFile(admin, id, { range: 'bytes=150000-' })
  assert.deepEqual([outside.status, outside.headers.get('content-range'), (await outside.json()).code], [416, 'bytes */150000', 'range'])
  assert.equal((await bytes(await fetchFile(admin, id, { range: 'bytes=1-2', 'if-range': '"other"' }))).length, 150_000)
  assert.equal((await bytes(await fetchFile(admin, id, { range: 'bytes=1-2,5-6' }))).length, 150_000)
})

test('what it is, its bytes say; only pictures are shown', async () => {
  const { admin } = world
  const card = await world.card(admin)
  const at = `/api/cards/${card.id}`
  const bomb = Buffer.concat([PNG.subarray(0, 16), Buffer.from([0, 1, 0, 0, 0, 1, 0, 0]), PNG.subarray(24)]) // 65,536 x 65,536
  for (const [name, body, type, shown] of [
    ['a.exe', PNG, 'image/png', true],
    ['bomb.png', bomb, 'image/png', false],
    ['a.png', '<!doctype html><script>alert(document.cookie)</script>', 'text/html', false],
    ['a.svg', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'image/svg+xml', false],
  ]) {
    const file = await attach(admin, at, name, body)
    assert.deepEqual([file.type, file.shown], [type, shown], name)
    const reply = await fetchFile(admin, file.id, {}, '?inline=1')
    const picture = type === 'image/png'
    assert.equal(reply.headers.get('content-type'), picture ? 'image/png' : 'application/octet-stream')
    assert.equal(reply.headers.get('content-disposition').split(';')[0], picture ? 'inline' : 'attachment')
    assert.match(reply.headers.get('content-security-policy'), /sandbox/)
  }
})

test('equal bytes are kept once; a copy outlives the other', async () => {
  const { admin } = world
  const card = await world.card(admin)
  const { contact } = await admin.ok('POST', '/api/contacts', { kind: 'company', name: 'Fájl Kft.' })
  const body = bytesOf(8 * MIB, 13)
  const size = async () => {
    const { stdout } = await run(['backup', '--data', world.server.data, '--out', `${world.server.data}/${Math.random()}.cardinal`])
    return JSON.parse(stdout).rows
  }
  const empty = await size()
  await attach(admin, `/api/cards/${card.id}`, 'one', body)
  const one = await size()
  const second = await attach(admin, `/api/contacts/${contact.id}`, 'two', body)
  assert.ok(one - empty >= 128, `${one - empty} rows`)
  assert.ok((await size()) - one < 20)
  assert.ok((await bytes(await fetchFile(admin, second.id))).equals(body))
  assert.equal((await admin.ok('GET', `/api/contacts/${contact.id}/attachments`)).rows[0].contact_id, contact.id)
  const { rows } = await admin.ok('GET', `/api/contacts/${contact.id}/events`)
  assert.equal(rows[0].kind, 'file_added')
})

test('trash, restore, undo; pages; live', async () => {
  const { admin } = world
  const card = await world.card(admin)
  const at = `/api/cards/${card.id}`
  const stream = await openStream(admin)
  const files = []
  for (let i = 0; i < 5; i++) files.unshift((await attach(admin, at, `${i}.txt`, `text ${i}`)).id)
  await stream.until(({ event, data }) => event === 'talk' && data.card_id === card.id)
  await stream.close()
  const first = await admin.ok('GET', `${at}/attachments?limit=3`)
  const second = await admin.ok('GET', `${at}/attachments?limit=3&cursor=${first.next}`)
  assert.deepEqual([...first.rows, ...second.rows].map(({ id }) => id), files)
  assert.equal(second.next, null)
  const { change } = await admin.ok('DELETE', `/api/attachments/${files[0]}`)
  assert.equal((await admin.ok('GET', `${at}/attachments`)).rows.length, 4)
  assert.deepEqual((await admin.ok('GET', `${at}/attachments?trash=1`)).rows.map(({ id }) => id), [files[0]])
  await admin.ok('POST', `/api/changes/${change.id}/undo`)
  await admin.ok('DELETE', `/api/attachments/${files[1]}`)
  assert.equal((await admin.ok('POST', `/api/attachments/${files[1]}/restore`)).attachment.trashed_at, null)
  await refused(admin.post(`/api/attachments/${files[1]}/restore`), 409, { rule: 'error.not_trashed' })
  assert.deepEqual((await admin.ok('GET', `${at}/attachments`)).rows.map(({ id }) => id), files)
  assert.match((await admin.ok('GET', '/api/changes')).rows.map(({ summary }) => summary).join('\n'), /^File restored: 3\.txt$/m)
  await admin.ok('DELETE', at)
  await refused(admin.post(`${at}/attachments?name=x`, 'x', { headers: { 'content-type': 'text/plain' } }), 409, { rule: 'error.card_trashed' })
})

test('who may not see the card may not see, add or remove its files', async () => {
  const { bela, cili, anonymous } = world
  const card = await world.card(bela)
  const file = await attach(bela, `/api/cards/${card.id}`, 'secret.txt', 'secret')
  for (const reply of [
    cili.get(`/api/cards/${card.id}/attachments`),
    cili.get(`/api/attachments/${file.id}/file`),
    cili.delete(`/api/attachments/${file.id}`),
    cili.post(`/api/attachments/${file.id}/restore`),
    cili.post(`/api/cards/${card.id}/attachments?name=x`, 'secret', { headers: { 'content-type': 'text/plain' } }),
  ])
    await refused(reply, 404)
  await refused(anonymous.get(`/api/attachments/${file.id}/file`), 401)
  await refused(anonymous.post(`/api/cards/${card.id}/attachments?name=x`, 'x'), 401)
})

test('limits', async () => {
  const { admin } = world
  const card = await world.card(admin)
  const at = `/api/cards/${card.id}/attachments`
  await refused(admin.post(`${at}?name=x`, '', { headers: { 'content-type': 'text/plain' } }), 422, { rule: 'error.file_empty' })
  await refused(admin.post(at, 'x', { headers: { 'content-type': 'text/plain' } }), 422, { field: 'name' })
  await refused(admin.post(`${at}?name=${'x'.repeat(1001)}`, 'x', { headers: { 'content-type': 'text/plain' } }), 422, { field: 'name' })
  const status = await new Promise((done) => {
    const { port } = world.server
    const headers = { cookie: cookie(admin), 'x-cardinal': '1', 'content-length': String(102 * MIB) }
    const call = request({ port, host: '127.0.0.1', method: 'POST', path: `${at}?name=x`, headers }, (reply) => done(reply.statusCode))
    call.on('error', () => done('cut'))
    call.flushHeaders()
  })
  assert.equal(status, 413)
})

// 100 MiB up and down; what the server's memory grows by stays far below the file.
test('a large file takes little memory', async () => {
  const { admin } = world
  const card = await world.card(admin)
  const rss = async () => Number(/^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`/proc/${world.server.child.pid}/status`, 'utf8'))[1]) / 1024
  const piece = bytesOf(MIB, 11)
  const hash = createHash('sha256')
  await writeFile(`/proc/${world.server.child.pid}/clear_refs`, '5').catch(() => {}) // the greatest so far is forgotten, where that is allowed
  const before = await rss()
  const file = await new Promise((done, fail) => {
    const headers = { cookie: cookie(admin), 'x-cardinal': '1', 'content-length': String(100 * MIB), 'content-type': 'application/octet-stream' }
    const call = request({ port: world.server.port, host: '127.0.0.1', method: 'POST', path: `/api/cards/${card.id}/attachments?name=large.bin`, headers }, async (reply) => {
      let text = ''
      for await (const part of reply) text += part
      if (reply.statusCode === 201) done(JSON.parse(text).attachment)
      else fail(new Error(`${reply.statusCode} ${text}`))
    })
    call.on('error', fail)
    let n = 0
    const more = () => {
      while (n < 100) {
        piece.writeUInt32LE(n++)
        hash.update(piece)
        if (!call.write(Buffer.from(piece))) return call.once('drain', more)
      }
      call.end()
    }
    more()
  })
  assert.equal(file.size_bytes, 100 * MIB)
  const reply = await fetchFile(admin, file.id)
  const back = createHash('sha256')
  for await (const part of reply.body) back.update(part)
  assert.equal(back.digest('hex'), hash.digest('hex'))
  const grown = (await rss()) - before
  console.log(`100 MiB up and down: the server grew by ${grown.toFixed(1)} MiB`)
  if (!/asan/.test(process.env.CARDINAL ?? '')) assert.ok(grown < 40, `${grown} MiB`) // a sanitizer keeps what was freed
  if (onPostgres) return
  const verify = await run(['account', 'verify', '--data', world.server.data])
  assert.equal(verify.code, 0, verify.stdout)
})
