// web - what the client brings beside its pages, served from web/public as it is: types, and how long browsers may keep it.
import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { root, startServer } from './server.mjs'

let server
let folder
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardinal-web-'))
  await cp(join(root, 'web/public'), folder, { recursive: true })
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  server = await startServer({ args: ['--web', folder] })
})
after(async () => {
  await server?.stop()
  await rm(folder, { recursive: true })
})

const get = async (path, headers = {}) => {
  const reply = await fetch(server.url + path, { headers })
  return { status: reply.status, headers: reply.headers, bytes: Buffer.from(await reply.arrayBuffer()) }
}

test('the worker that shows what is pushed is asked for anew each time', async () => {
  const { status, headers, bytes } = await get('/push-worker.js')
  assert.deepEqual([status, headers.get('content-type'), headers.get('cache-control')], [200, 'text/javascript; charset=utf-8', 'no-cache'])
  assert.deepEqual(bytes, await readFile(join(folder, 'push-worker.js')))
  assert.match(headers.get('content-security-policy'), /worker-src 'self'; manifest-src 'self'/)
  assert.equal((await get('/push-worker.js', { 'if-none-match': headers.get('etag') })).status, 304)
})

test('the manifest names icons that are there, in the size it says', async () => {
  const { status, headers, bytes } = await get('/manifest.webmanifest')
  assert.deepEqual([status, headers.get('content-type'), headers.get('cache-control')], [200, 'application/manifest+json', 'no-cache'])
  const { icons, start_url, display } = JSON.parse(bytes.toString())
  assert.deepEqual([start_url, display], ['/', 'standalone'])
  assert.ok(icons.some(({ purpose }) => purpose === 'maskable') && icons.some(({ sizes, purpose }) => sizes === '192x192' && !purpose))
  for (const { src, sizes, type } of icons) {
    const icon = await get(src)
    assert.deepEqual([icon.status, icon.headers.get('content-type')], [200, type])
    assert.equal(`${icon.bytes.readUInt32BE(16)}x${icon.bytes.readUInt32BE(20)}`, sizes)
  }
})
