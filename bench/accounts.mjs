// accounts - many companies on one server, all of them used, against one: memory at work and at rest, requests a second, and what
// idle event streams cost. Accounts are copies of one file. Usage: node bench/accounts.mjs [ACCOUNTS 200] [CARDS 1000] [STREAMS 2000]
import { execFileSync } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { password, run, startServer } from '../tests/api/server.mjs'

const [accounts = 200, cards = 1000, streams = 2000] = process.argv.slice(2).map(Number)
const width = 16 // requests at a time
const pause = (ms) => new Promise((done) => setTimeout(done, ms))

async function cardinal(data, words, input = '') {
  const { code, stdout, stderr } = await run([...words, '--data', data], { input })
  if (code !== 0) throw new Error(`${words.join(' ')}: ${stderr}`)
  return stdout.trim()
}

// The accounts, and a key for each.
async function fill(data) {
  await cardinal(data, ['account', 'create', 'a0', '--company', 'A0', '--email', 'a@example.com', '--name', 'Anna', '--modules', 'sales'], `${password}\n`)
  await writeFile(join(data, 'cards.csv'), `Name\n${Array.from({ length: cards }, (_, i) => `Card ${i}`).join('\n')}\n`)
  await writeFile(join(data, 'cards.json'), JSON.stringify({ module: 'sales', columns: [{ header: 'Name', to: 'name' }] }))
  await cardinal(data, ['import', join(data, 'cards.csv'), '--mapping', join(data, 'cards.json'), '--account', 'a0'])
  for (let i = 1; i < accounts; i++) await copyFile(join(data, 'a0.db'), join(data, `a${i}.db`))
  const copies = `import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
for i in range(1, ${accounts}):
    c.execute("INSERT INTO account (slug, name, place, created_at) VALUES (?, ?, ?, 1)", (f'a{i}', f'A{i}', f'a{i}.db'))
c.commit()`
  execFileSync('python3', ['-c', copies, join(data, 'directory.db')])
  const keys = []
  for (let i = 0; i < accounts; i++) keys.push(await cardinal(data, ['key', 'create', 'bench', '--account', `a${i}`]))
  return keys
}

const resident = async (server) => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${server.child.pid}/status`, 'utf8'))[1]) / 1024

// n jobs of `one`, `width` at a time; how many a second.
async function rate(n, one) {
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let i = next++; i < n; i = next++) await one(i)
    }),
  )
  return (n / (performance.now() - began)) * 1000
}

async function figures(clients, n) {
  const [{ id }] = (await clients[0].ok('GET', '/api/meta')).modules
  const { rows } = await clients[0].ok('GET', `/api/modules/${id}/cards?limit=200`)
  const of = (i) => clients[i % clients.length]
  return {
    list: await rate(n, (i) => of(i).ok('GET', `/api/modules/${id}/cards?limit=50`)),
    open: await rate(n, (i) => of(i).ok('GET', `/api/cards/${rows[i % rows.length].id}`)),
    create: await rate(n, (i) => of(i).ok('POST', `/api/modules/${id}/cards`, { name: `New ${i}`, fields: {} })),
  }
}

async function openStreams(server, keys) {
  const sockets = []
  for (let i = 0; i < streams; i++)
    sockets.push(
      await new Promise((done, fail) => {
        const socket = connect(server.port, '127.0.0.1', () =>
          socket.write(`GET /api/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${keys[i % keys.length]}\r\n\r\n`),
        )
        socket.once('data', (head) => (head.includes('200 OK') ? done(socket) : fail(new Error(`${head}`)))).on('error', fail)
      }),
    )
  return sockets
}

const data = await mkdtemp(join(tmpdir(), 'cardinal-bench-accounts-'))
let server
try {
  const keys = await fill(data)
  server = await startServer({ data, args: ['--rate-session', '0', '--rate-account', '1000000', '--rate-public', '0', '--backup-hour', '-1'] })
  const clients = keys.map((key) => server.client(key))
  const memory = { start: await resident(server) }
  await figures(clients.slice(0, 1), 500) // warm
  const one = await figures(clients.slice(0, 1), 4000)
  memory.one = await resident(server)
  let most = 0
  const watch = setInterval(async () => (most = Math.max(most, await resident(server))), 100)
  const all = await figures(clients, 4000)
  clearInterval(watch)
  memory.most = most
  await pause(5000)
  memory.rest = await resident(server)
  const sockets = await openStreams(server, keys)
  await pause(1000)
  memory.streams = (await resident(server)) - memory.rest
  for (const socket of sockets) socket.destroy()
  for (const [name, mib] of Object.entries(memory)) console.log(`memory ${name}: ${mib.toFixed(1)} MiB`)
  for (const name of Object.keys(one)) console.log(`${name}: ${one[name].toFixed(0)}/s in one account, ${all[name].toFixed(0)}/s in ${accounts} (${((all[name] / one[name]) * 100).toFixed(0)} %)`)
} finally {
  await server?.stop()
  await rm(data, { recursive: true, force: true })
}
