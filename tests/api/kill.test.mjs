// kill - the server is killed with -9 under eight writers, again and again in one data folder. After each start every
// acknowledged change must be there, every unacknowledged one whole or absent, and all that is maintained must equal a
// recount from the rows. KILL_ROUNDS sets how often (100).
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'

import { onPostgres, run, startServer } from './server.mjs'

const rounds = Number(process.env.KILL_ROUNDS ?? 100)
const writers = 8
const recountProgram = join(dirname(fileURLToPath(import.meta.url)), 'recount.py')

let data
let server
let key
let module
let acknowledged = 0

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'cardinal-kill-'))
  server = await startServer({ data, args: ['--rate-session', '0'] })
  const admin = await server.setUp()
  key = (await admin.ok('POST', '/api/keys', { name: 'kill test' })).key
  module = (await admin.ok('GET', '/api/meta')).modules.find(({ kind }) => kind === 'autosales')
})

after(async () => {
  await server?.stop()
  if (data) await rm(data, { recursive: true, force: true })
})

// A writer works until the server is gone. `cards` is what was promised: id -> what must be there. Gives the one change
// that was under way, which may or may not have happened: {id, after}.
async function write(client, name, cards) {
  let doubt = null
  // send - change the card with this id (null: make it) so that it stands as `after` says.
  const send = async (id, after, method, path, body) => {
    doubt = { id, after }
    const reply = await client.request(method, path, body)
    doubt = null
    assert.ok(reply.status < 300, `${method} ${path}: ${reply.status} ${reply.text}`)
    acknowledged++
    cards.set(reply.body.card.id, after)
    return reply.body
  }
  try {
    for (let n = 0; ; n++) {
      const made = { name: `${name}-${n}`, value_minor: n * 100, qualification: null, rating: null, n_open_tasks: 1 }
      const { card } = await send(null, made, 'POST', `/api/modules/${module.id}/cards`, {
        name: made.name,
        value_minor: made.value_minor,
        contact: { kind: 'person', first_name: 'Ștefan', last_name: made.name },
        task: { text: 'Call', due_date: '2030-01-02' },
      })
      const rated = { ...made, qualification: n % 3, rating: (n + 1) % 3 }
      const { qualification, rating } = rated
      await send(card.id, rated, 'PATCH', `/api/cards/${card.id}`, { fields: { qualification, rating } })
      const planned = { ...rated, n_open_tasks: 2 }
      const { task } = await send(card.id, planned, 'POST', `/api/cards/${card.id}/tasks`, { text: 'Offer', due_date: '2030-01-01' })
      await send(card.id, rated, 'POST', `/api/tasks/${task.id}/close`, { state: 'done', result: 'sent' })
    }
  } catch (error) {
    // What fetch says when the connection breaks under it.
    if (error.message !== 'fetch failed' && error.message !== 'terminated') throw error
  }
  return doubt
}

// The card stands as promised or, if a change of it was under way, as it would after that: nothing in between.
async function mustStand(client, id, promised, doubt) {
  const { status, body: card, text } = await client.get(`/api/cards/${id}`)
  assert.equal(status, 200, `card ${id} is lost: ${text}`)
  assert.ok(card.contact, `card ${id} has no customer`)
  const found = Object.fromEntries(Object.keys(promised).map((member) => [member, card[member]]))
  if (doubt?.id === id && isDeepStrictEqual(found, doubt.after)) return
  assert.deepEqual(found, promised, `card ${id}`)
}

function recount(file) {
  return new Promise((done, fail) =>
    execFile('python3', [recountProgram, file], (error, stdout, stderr) => {
      if (!error) done()
      else fail(new Error(`recount of ${file}:\n${stdout}${stderr}`))
    }),
  )
}

// What the program itself finds wrong with the account.
async function verify() {
  const { code, stdout, stderr } = await run(['account', 'verify', '--data', data])
  assert.equal(code, 0, stdout + stderr)
}

// The account's own database; the directory has no cards.
async function accountFile() {
  const found = (await readdir(data)).filter((name) => name.endsWith('.db') && name !== 'directory.db')
  assert.equal(found.length, 1, found.join(' '))
  return join(data, found[0])
}

test(`kill -9 under ${writers} writers`, async (t) => {
  for (let round = 1; round <= rounds; round++)
    await t.test(`round ${round}`, async () => {
      const client = server.client(key)
      const books = Array.from({ length: writers }, () => new Map())
      const work = books.map((cards, n) => write(client, `r${round}w${n}`, cards))
      await new Promise((done) => setTimeout(done, 50 + Math.random() * 250))
      await server.kill()
      const doubts = await Promise.all(work)
      await server.start()
      const again = server.client(key)
      await Promise.all(
        books.map(async (cards, n) => {
          for (const [id, promised] of cards) await mustStand(again, id, promised, doubts[n])
        }),
      )
      if (onPostgres) await verify()
      else await recount(await accountFile())
    })
  t.diagnostic(`${acknowledged} acknowledged changes`)
})

test('every acknowledged card is in the list and in the counters', async () => {
  const client = server.client(key)
  const { statuses } = await client.ok('GET', `/api/modules/${module.id}/pipeline`)
  for (const status of statuses) {
    const { n } = await client.ok('GET', `/api/modules/${module.id}/count?status=${status.id}`)
    assert.equal(status.n, n, `status ${status.id}`)
  }
})
