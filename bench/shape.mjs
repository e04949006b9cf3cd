// shape - figures of what an administrator does to a module full of cards, and of files: a field more and its index, a computed
// field, lists under filters over own fields, a file of 100 MB in and out.
import { execFileSync } from 'node:child_process'

import { cookies, get, listPath, memory, pause, random, spread } from './load.mjs'

const FILE_BYTES = 100e6

// waitsUntil - what a colleague waits for his list until `done` says yes, asked fifty times a second; µs.
export async function waitsUntil(acc, done) {
  const waits = []
  do
    for (let i = 0; i < 10; i++) {
      const asked = performance.now()
      await acc.own.ok('GET', listPath(acc))
      waits.push(performance.now() - asked)
      await pause(Math.max(0, 20 - waits.at(-1)))
    }
  while (!(await done()))
  waits.sort((a, b) => a - b)
  return { p99_us: 1000 * waits[Math.floor(waits.length * 0.99)] }
}

const shape = async (acc) => (await acc.admin.ok('GET', `/api/modules/${acc.module.id}`)).module
const indexed = async (acc) => !(await shape(acc)).fields.some(({ indexing }) => indexing)
const computed = async (acc) => (await shape(acc)).computing === null

// made - a field of all cards: the reply at once, the rest in the background.
async function made(acc, field, done) {
  const from = performance.now()
  const { id, module } = await acc.admin.ok('POST', `/api/modules/${acc.module.id}/fields`, field)
  const reply_us = 1000 * (performance.now() - from)
  const waits = await waitsUntil(acc, () => done(acc))
  const figures = { seconds: (performance.now() - from) / 1000, reply_us, ...waits }
  return { ...module.fields.find((one) => one.id === id), figures }
}
const number = (label, more = {}) => ({ type: 'number', label: { '*': label }, ...more })

export const indexedField = async (bench, acc) => (await made(acc, number('Bench index', { filterable: true, default: 7 }), indexed)).figures
export const computedField = async (bench, acc) => (await made(acc, { type: 'computed', label: { '*': 'Bench twice' }, formula: 'value * 2' }, computed)).figures

// filtered - the module with three number fields to filter by (of 1,000, 100 and 10 values) and a filterable one to sort by. They
// are filled by the database itself.
async function filtered(acc) {
  if (acc.filtered) return acc.filtered
  const tests = []
  for (const values of [1000, 100, 10]) tests.push({ ...(await made(acc, number(`Bench of ${values}`), indexed)), values })
  const order = await made(acc, number('Bench order', { filterable: true }), indexed)
  const sets = [...tests.map(({ id, values }, i) => `f_${id} = card_id * ${[48271, 16807, 7919][i]} / 64 % ${values}`), `f_${order.id} = card_id * 69621 % 1000003`]
  const sql = (schema) => `UPDATE ${schema}m_${acc.module.id} SET ${sets.join(', ')}`
  if (acc.place) execFileSync('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-d', acc.place.conninfo, '-c', sql(`${acc.place.schema}.`), '-c', `VACUUM ANALYZE ${acc.place.schema}.m_${acc.module.id}`])
  else execFileSync('python3', ['-c', 'import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=60); c.execute(sys.argv[2]); c.commit()', acc.file, sql('')])
  return (acc.filtered = { tests, order })
}

// Half of the requests want one card in a thousand and then fewer, half one in twenty.
function filters(acc) {
  const { tests, order } = acc.filtered
  const [rare, some, few] = tests.map(({ code }) => code)
  const to = `/api/modules/${acc.module.id}/cards?sort=${order.code}&limit=50&filter=`
  const one = (...all) => get(to + encodeURIComponent(JSON.stringify({ all: all.map(([field, op, value]) => ({ field, op, value })) })))
  return spread(200, (i) =>
    i % 2
      ? one([rare, 'eq', random(999)], [some, 'lt', 50], [few, 'ge', 2])
      : one([some, 'lt', 20], [few, 'ge', 5], [rare, 'ge', 500]),
  )
}
export async function plainFilter(bench, acc) {
  await filtered(acc)
  return bench.wrk(acc.server.url, filters(acc), { cookie: cookies(acc.admin), connections: 4 })
}
export async function indexedFilter(bench, acc) {
  const { tests } = await filtered(acc)
  for (const { id } of tests) await acc.admin.ok('PATCH', `/api/fields/${id}`, { filterable: true })
  await waitsUntil(acc, () => indexed(acc))
  return bench.wrk(acc.server.url, filters(acc), { cookie: cookies(acc.admin), connections: 4 })
}

// most - the greatest memory while `work` runs, beyond what there was; and its rate in MB a second.
async function most(acc, work) {
  const before = memory(acc.server.child.pid)
  let top = before
  const watch = setInterval(() => (top = Math.max(top, memory(acc.server.child.pid))), 10)
  const from = performance.now()
  try {
    await work()
  } finally {
    clearInterval(watch)
  }
  return { rate: FILE_BYTES / 1e3 / (performance.now() - from), more_mib: top - before }
}

export const upload = (bench, acc) =>
  most(acc, async () => {
    const body = Buffer.alloc(FILE_BYTES, 'Cardinal')
    const { attachment } = await acc.admin.ok('POST', '/api/cards/1/attachments?name=large.bin', body, { headers: { 'content-type': 'application/octet-stream' } })
    acc.attachment = attachment.id
  })

export async function download(bench, acc) {
  if (!acc.attachment) await upload(bench, acc)
  return most(acc, async () => {
    const reply = await fetch(`${acc.server.url}/api/attachments/${acc.attachment}/file`, { headers: { cookie: cookies(acc.admin) } })
    let bytes = 0
    for await (const piece of reply.body) bytes += piece.length
    if (bytes !== FILE_BYTES) throw new Error(`${bytes} bytes of the file came back`)
  })
}
