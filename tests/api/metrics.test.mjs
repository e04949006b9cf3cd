// metrics - what the board and the alert rules ask for is there; a traced server tells times, and no values.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { onPostgres, root, startServer } from './server.mjs'
import { soon } from './wait.mjs'

let server
let admin
before(async () => {
  server = await startServer({ args: ['--trace', '--dev'] })
  admin = await server.setUp()
  const [{ id }] = (await admin.ok('GET', '/api/meta')).modules
  for (let i = 0; i < 120; i++) await admin.ok('POST', `/api/modules/${id}/cards`, { name: 'Titkos név', fields: {} })
  const { job_id } = await admin.ok('POST', `/api/modules/${id}/bulk`, { select: { all: true }, expect: 120, action: 'trash' })
  await soon(async () => (await admin.ok('GET', `/api/jobs/${job_id}`)).state === 'done', 'the end of the job')
})
after(() => server.stop())

const values = async () => new Map((await admin.get('/metrics')).text.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))

test('each metric that the board and the rules name is there', async () => {
  const there = new Set([...(await values()).keys()].map((name) => name.replace(/\{.*/, '')))
  for (const file of ['packaging/grafana/cardinal.json', 'packaging/prometheus/alerts.yml']) {
    const text = await readFile(join(root, file), 'utf8')
    if (file.endsWith('.json')) assert.ok(JSON.parse(text).panels.length > 10)
    const names = new Set(text.match(/\bcardinal_\w+/g))
    assert.ok(names.size > 8)
    for (const name of names) if (!onPostgres || !/wal|checkpoint/.test(name)) assert.ok(there.has(name), `${file}: ${name}`)
  }
})

test('counts are true: requests, statements, commits by size, jobs', async () => {
  const before = await values()
  await admin.ok('GET', '/api/home')
  // A request is counted once its reply has gone out, a job once its row says that it is done.
  const home = 'cardinal_http_requests_total{route="/api/home",method="GET",status="200"}'
  const then = await soon(async () => {
    const now = await values()
    return now.get(home) > (before.get(home) ?? 0) && now.get('cardinal_jobs_total{state="done"}') >= 1 && now
  }, 'that it is counted')
  const grew = (name) => (then.get(name) ?? 0) - (before.get(name) ?? 0)
  assert.equal(grew(home), 1)
  assert.ok(grew('cardinal_http_request_statements_total{route="/api/home",method="GET"}') > 0)
  assert.ok(grew('cardinal_http_request_db_seconds_total{route="/api/home",method="GET"}') > 0)
  const size = (le) => then.get(`cardinal_store_commit_batch_requests_bucket{account="1",le="${le}"}`)
  assert.ok(size(1) >= 120 && size(64) >= size(2) && size('+Inf') === then.get('cardinal_store_commit_batch_requests_count{account="1"}'))
})

test('a traced server writes a line for each request and statement, without values; Server-Timing in development', async () => {
  const reply = await admin.get('/api/me')
  assert.match(reply.headers.get('server-timing'), /total;dur=[\d.]+, db;dur=/)
  // What is behind the last line's end is still being written.
  const read = () => server.log.slice(0, server.log.lastIndexOf('\n') + 1).split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
  const isMade = ({ msg, route, status }) => msg === 'request' && route === '/api/modules/{id}/cards' && status === 201
  const lines = await soon(() => read().some(isMade) && read(), 'its line')
  const made = lines.find(isMade)
  const statements = lines.filter(({ msg, id }) => msg === 'statement' && id === made.id)
  assert.ok(statements.length > 2 && statements.every(({ us, sql }) => us >= 0 && sql))
  assert.ok(!server.log.includes('Titkos'))
  assert.ok(!server.log.includes(admin.cookies.get('cardinal_session')))
})
