// The index of a filterable field on a module with many cards: built by a job, beside whoever works; on PostgreSQL also when
// an earlier attempt left half of one behind.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { databaseOf, onPostgres, sql } from './server.mjs'
import { startWorld } from './world.mjs'

let w

before(async () => {
  w = await startWorld()
})
after(() => w?.stop())

const pause = (ms) => new Promise((done) => setTimeout(done, ms))
const until = async (what) => {
  for (let i = 0; i < 1200; i++) {
    if (await what()) return
    await pause(50)
  }
  assert.fail('it does not come to this')
}

describe('field index', () => {
  test('built in the background, taken anew where half of one was left', async () => {
    const { id: module } = await w.admin.ok('POST', '/api/modules', { template: 'custom' })
    const lines = Array.from({ length: 1500 }, (_, i) => `Many ${i}`)
    const { id } = await w.admin.ok('POST', `/api/imports?module=${module}&name=many.csv`, `Name\n${lines.join('\n')}\n`, { headers: { 'content-type': 'text/csv' } })
    await w.admin.ok('PATCH', `/api/imports/${id}`, { mapping: { columns: [{ header: 'Name', to: 'name' }] } })
    const { job_id } = await w.admin.ok('POST', `/api/imports/${id}/run`)
    await until(async () => (await w.admin.ok('GET', `/api/jobs/${job_id}`)).state === 'done')
    const made = await w.admin.ok('POST', `/api/modules/${module}/fields`, { type: 'number', label: { '*': 'Amount' } })
    const field = async () => (await w.admin.ok('GET', `/api/modules/${module}`)).module.fields.find((one) => one.id === made.id)
    const name = `m_${module}_f_${made.id}`
    const db = onPostgres ? await databaseOf(w.server.data) : ''
    const state = async () =>
      (await sql(db, `SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = '${name}'`)).trim()
    if (onPostgres) {
      const schema = (await sql(db, `SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 'm_${module}'`)).trim()
      await sql(db, `CREATE INDEX ${name} ON ${schema}.m_${module} (f_${made.id})`)
      await sql(db, `UPDATE pg_index SET indisvalid = false WHERE indexrelid = '${schema}.${name}'::regclass`)
    }
    const { module: after_ } = await w.admin.ok('PATCH', `/api/fields/${made.id}`, { filterable: true })
    assert.equal(after_.fields.find((one) => one.id === made.id).filterable, true)
    await until(async () => !(await field()).indexing)
    if (onPostgres) assert.equal(await state(), 't')
    const { rows } = await w.admin.ok('GET', `/api/modules/${module}/cards?sort=amount&limit=5`)
    assert.equal(rows.length, 5)
    await w.admin.ok('PATCH', `/api/fields/${made.id}`, { filterable: false })
    if (onPostgres) assert.equal(await state(), '')
  })
})
