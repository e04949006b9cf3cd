// balancer - two servers on one PostgreSQL behind HAProxy, with the very configuration that packaging/ proposes: one dies
// under load, and both are restarted one after the other, while people go on working.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

import { Client, databaseOf, onPostgres, root, run, sql, startServer } from './server.mjs'
import { openStream } from './stream.mjs'
import { soon } from './wait.mjs'

// A port that is free, and stays so while its server is away: none of those that the system gives to connections.
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const free = await new Promise((done) => {
      const probe = createServer().on('error', () => done(false))
      probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)))
    })
    if (free) return port
  }
}

describe('two servers behind HAProxy', { skip: !onPostgres && 'SQLite has one server' }, () => {
  const workers = 6
  let folder, env, ports, servers, balancer, url, admin, module
  let counter = 0

  async function startBalancer(port) {
    const proposed = await readFile(join(root, 'packaging/proxy/haproxy.cfg'), 'utf8')
    const config = proposed
      .replace(/maxconn \d+/, 'maxconn 200')
      .replace(/bind :443.*/, `bind 127.0.0.1:${port}`)
      .replace(/10\.0\.0\.11:8080/, `127.0.0.1:${ports[0]}`)
      .replace(/10\.0\.0\.12:8080/, `127.0.0.1:${ports[1]}`)
      .replace(/inter 1s fastinter 200ms downinter 500ms/, 'inter 200ms fastinter 100ms downinter 100ms')
      .replace(/ *http-request set-header X-Forwarded-Proto.*\n/, '')
    assert.equal(config.split('127.0.0.1').length, 4)
    await writeFile(join(folder, 'haproxy.cfg'), config)
    balancer = spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } })
    balancer.log = ''
    for (const pipe of [balancer.stdout, balancer.stderr]) pipe.on('data', (piece) => (balancer.log += piece))
    balancer.ended = new Promise((done) => balancer.on('close', done))
    process.once('exit', () => balancer.kill('SIGKILL'))
    await soon(async () => {
      assert.equal(balancer.exitCode, null, balancer.log)
      return (await fetch(`${url}/healthz`).catch(() => ({}))).status === 200
    }, 'an answer of HAProxy')
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cardinal-balancer-'))
    env = { CARDINAL_DATABASE: await databaseOf(folder) }
    ports = [await freePort(), await freePort()]
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    const args = ['--rate-session', '0', '--rate-public', '0', '--trusted-proxies', '127.0.0.1', '--drain', '2']
    servers = []
    for (const one of ports) {
      servers.push(await startServer({ args: [...args, '--port', String(one)], env }))
      if (servers.length === 1) admin = await servers[0].setUp()
    }
    await startBalancer(port)
    admin.url = url
    module = (await admin.ok('GET', '/api/meta')).modules.find(({ kind }) => kind === 'sales')
  })
  after(async () => {
    balancer?.kill('SIGTERM')
    await balancer?.ended
    for (const server of servers ?? []) await server.stop()
    await rm(folder, { recursive: true, force: true })
  })

  // work - what people do, until told to stop: {kept, failed}. kept: card ids that were promised; failed: what was not
  // answered well, and whose it was.
  function work() {
    const kept = new Map()
    const failed = []
    let over = false
    let n = 0
    const ask = async (worker, client, method, path, body) => {
      n++
      const reply = await client.request(method, path, body).catch((error) => ({ status: 0, text: `${error.message} ${error.cause?.message}` }))
      if (reply.status >= 200 && reply.status < 300) return reply.body
      failed.push({ worker, method, path, status: reply.status, text: reply.text.slice(0, 200) })
      return null
    }
    const all = Array.from({ length: workers }, async (_, worker) => {
      const client = new Client(url)
      client.cookies = admin.cookies
      while (!over) {
        const name = `w${++counter}`
        const made = await ask(worker, client, 'POST', `/api/modules/${module.id}/cards`, { name, fields: {} })
        if (made) {
          kept.set(made.card.id, name)
          await ask(worker, client, 'GET', `/api/cards/${made.card.id}`)
        }
        await ask(worker, client, 'GET', `/api/modules/${module.id}/cards?limit=5`)
      }
    })
    return {
      // more - once so many further requests have been sent.
      more: (wanted, least = n + wanted) => soon(() => n >= least, `${wanted} more requests`),
      stop: async () => {
        over = true
        await Promise.all(all)
        return { kept, failed }
      },
    }
  }

  // found - once the balancer sends requests to this server again.
  const found = (server) =>
    soon(async () => {
      await admin.get(`/api/modules/${module.id}/count`)
      return (await server.client().get('/metrics')).text.includes('route="/api/modules/{id}/count"')
    }, 'a request at the server that came back')

  async function mustStand(kept) {
    const rows = await sql(env.CARDINAL_DATABASE, `SELECT id, name FROM cardinal_test_kft.card`)
    const names = new Map(rows.trim().split('\n').map((row) => row.split('|')).map(([id, name]) => [Number(id), name]))
    for (const [id, name] of kept) assert.equal(names.get(id), name)
    assert.equal(new Set(names.values()).size, names.size, 'a card is there twice')
    const verified = await run(['account', 'verify', '--data', folder])
    assert.equal(verified.code, 0, verified.stdout + verified.stderr)
  }

  test('one killed under load takes only what it had in its hands', async () => {
    const load = work()
    await load.more(40)
    const stream = await openStream(admin)
    await servers[1].kill()
    await load.more(100)
    const { kept, failed } = await load.stop()
    // One request a worker at most was with it; what only reads is asked of the other.
    assert.equal(new Set(failed.map(({ worker }) => worker)).size, failed.length, JSON.stringify(failed))
    for (const one of failed) assert.equal(one.method, 'POST', JSON.stringify(one))
    await mustStand(kept)
    await stream.close()
    await servers[1].start()
    await found(servers[1])
  })

  test('both restarted one after the other, without a failed request', async () => {
    const load = work()
    await load.more(20)
    for (const server of servers) {
      server.child.kill('SIGTERM')
      assert.equal(await server.ended, 0)
      await server.start()
      await found(server)
      await load.more(20)
    }
    const { kept, failed } = await load.stop()
    assert.deepEqual(failed, [])
    await mustStand(kept)
  })

  test('a stream cut off with its server goes on at the other, and misses nothing', async () => {
    const before = await openStream(admin)
    const { card } = await admin.ok('POST', `/api/modules/${module.id}/cards`, { name: 'Before', fields: {} })
    await before.until(({ event, data }) => event === 'card' && data.id === card.id)
    // Which of the two holds it, nobody but HAProxy knows: the metrics tell.
    const holds = async (server) => /^cardinal_event_streams ([1-9])/m.test((await server.client().get('/metrics')).text)
    const index = (await holds(servers[0])) ? 0 : 1
    await servers[index].kill()
    await before.ended
    const missed = (await admin.ok('POST', `/api/modules/${module.id}/cards`, { name: 'Missed', fields: {} })).card
    const again = await openStream(admin, before.lastId)
    await again.until(({ event, data }) => event === 'card' && data.id === missed.id)
    assert.ok(!again.list.some(({ event }) => event === 'reset'), JSON.stringify(again.list))
    await again.close()
    await servers[index].start()
  })
})
