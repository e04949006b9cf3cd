import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

import { program, run } from './server.mjs'
import { refused, startWorld } from './world.mjs'

let w, folder

before(async () => {
  w = await startWorld()
  folder = await mkdtemp(join(tmpdir(), 'cardinal-person-'))
})
after(async () => {
  await w?.stop()
  if (folder) await rm(folder, { recursive: true })
})

const make = async (body) => (await w.admin.ok('POST', '/api/contacts', body)).contact
const person = (first_name, last_name, more = {}) => make({ kind: 'person', first_name, last_name, ...more })

async function jobDone(id) {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) {
    const job = await w.admin.ok('GET', `/api/jobs/${id}`)
    assert.notEqual(job.state, 'failed', JSON.stringify(job))
    if (job.state === 'done') return job
  }
  throw new Error('the job did not end within a minute')
}

describe('consent', () => {
  test('given, withdrawn, in the history, undone', async () => {
    const one = await person('Kata', 'Igen')
    const given = await w.bela.request('POST', `/api/contacts/${one.id}/consents`, { purpose: 'Newsletter', how: 'form' })
    assert.equal(given.status, 404) // not his to see
    const noted = await w.admin.ok('POST', `/api/contacts/${one.id}/consents`, { purpose: ' Newsletter ', how: 'paper', note: 'In the red folder', given_at: Date.UTC(2026, 0, 2) })
    assert.equal(noted.rows[0].purpose, 'Newsletter')
    assert.equal(noted.rows[0].given_at, Date.UTC(2026, 0, 2))
    assert.equal(noted.rows[0].withdrawn_at, null)
    const withdrawn = await w.admin.ok('POST', `/api/consents/${noted.rows[0].id}/withdraw`, { how: 'by phone' })
    assert.ok(withdrawn.rows[0].withdrawn_at)
    assert.equal(withdrawn.rows[0].withdrawn_how, 'by phone')
    await refused(w.admin.post(`/api/consents/${noted.rows[0].id}/withdraw`), 409)
    await w.admin.ok('POST', `/api/changes/${withdrawn.change.id}/undo`)
    assert.equal((await w.admin.ok('GET', `/api/contacts/${one.id}/consents`)).rows[0].withdrawn_at, null)
    const events = (await w.admin.ok('GET', `/api/contacts/${one.id}/events`)).rows
    assert.ok(events.some((event) => event.kind === 'consent_given' && event.text === 'Newsletter'))
    await w.admin.ok('POST', `/api/changes/${noted.change.id}/undo`)
    assert.deepEqual((await w.admin.ok('GET', `/api/contacts/${one.id}/consents`)).rows, [])
  })

  test('of one who was merged into another: shown there, withdrawn there', async () => {
    const keep = await person('Kata', 'Marad')
    const drop = await person('Kata', 'Megy')
    const { rows: [given] } = await w.admin.ok('POST', `/api/contacts/${drop.id}/consents`, { purpose: 'News', how: 'paper' })
    await w.manager.ok('POST', `/api/contacts/${keep.id}/merge`, { other_id: drop.id })
    const withdrawn = await w.manager.ok('POST', `/api/consents/${given.id}/withdraw`, { how: 'by phone' })
    assert.deepEqual(withdrawn.rows.map((row) => [row.id, row.withdrawn_how]), [[given.id, 'by phone']])
    await w.manager.ok('POST', `/api/changes/${withdrawn.change.id}/undo`)
    assert.equal((await w.manager.ok('GET', `/api/contacts/${keep.id}/consents`)).rows[0].withdrawn_at, null)
  })

  test('bad input names the member', async () => {
    const one = await person('Kata', 'Hiba')
    await refused(w.admin.post(`/api/contacts/${one.id}/consents`, { purpose: '  ', how: 'form' }), 422, { field: 'purpose' })
    await refused(w.admin.post(`/api/contacts/${one.id}/consents`, { purpose: 'x', how: 'telepathy' }), 422, { field: 'how' })
    await refused(w.admin.post(`/api/contacts/${one.id}/consents`, { purpose: 'x', how: 'form', given_at: Date.now() + 10 * 86_400_000 }), 422, { field: 'given_at' })
    await refused(w.admin.post('/api/consents/999999/withdraw'), 404)
  })
})

describe('a person', () => {
  // hidden - a person known in every way there is, with two cards and another contact that was merged into him; every text
  // about him holds the word.
  async function hidden(word) {
    const one = await person('Gáspár', word, {
      note: `knows too much, ${word}`, tags: `vip ${word}`, points: [{ kind: 'email', value: `gaspar@${word}.example` }, { kind: 'web', value: `https://${word}.example` }],
      addresses: [{ kind: 'home', street: `${word} utca 3.`, city: 'Pécs', country: 'HU', is_default: true }],
    })
    const twin = await person('Gazsi', word, { note: `of ${word} as well` })
    await w.manager.ok('POST', `/api/contacts/${one.id}/merge`, { other_id: twin.id })
    await w.admin.ok('POST', `/api/contacts/${one.id}/consents`, { purpose: `Newsletter to ${word}`, how: 'email' })
    const card = await w.card(w.admin, 'autosales', { name: undefined, fields: { contact: one.id, value: 500_00 } })
    const trashed = await w.card(w.admin, 'sales', { name: `For ${word}`, fields: { contact: one.id } })
    await w.admin.ok('PATCH', `/api/cards/${card.id}`, { fields: { name: `${word} plans` } })
    const { task } = await w.admin.ok('POST', `/api/cards/${card.id}/tasks`, { text: `call ${word} back`, due_at: Date.now() + 86_400_000, due_has_time: true })
    await w.admin.ok('POST', `/api/tasks/${task.id}/close`, { state: 'done', result: `${word} said so on the phone` })
    await w.admin.ok('POST', `/api/cards/${card.id}/events`, { kind: 'note', text: `reply to ${word}` })
    await w.admin.ok('DELETE', `/api/cards/${trashed.id}`)
    return { one: await w.admin.ok('GET', `/api/contacts/${one.id}`), twin, card: await w.admin.ok('GET', `/api/cards/${card.id}`), trashed }
  }

  test('is exported as files', async () => {
    const { one, card } = await hidden('nyilvanos')
    await refused(w.bela.get(`/api/contacts/${one.id}/export`), 404)
    const reply = await fetch(`${w.server.url}/api/contacts/${one.id}/export`, { headers: { cookie: [...w.admin.cookies].map((pair) => pair.join('=')).join('; ') } })
    assert.equal(reply.status, 200)
    assert.equal(reply.headers.get('content-type'), 'application/zip')
    assert.match(reply.headers.get('content-disposition'), /^attachment; filename="person\.zip"; filename\*=UTF-8''\S*nyilvanos\S*\.zip$/)
    const path = join(folder, 'person.zip')
    await writeFile(path, new Uint8Array(await reply.arrayBuffer()))
    const unpacked = await promisify(execFile)('python3', ['-c', 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2]); print(" ".join(z.namelist()))', path, folder])
    assert.equal(unpacked.stdout.trim(), 'person.json person.csv consents.csv cards.csv history.csv')
    const all = JSON.parse(await readFile(join(folder, 'person.json'), 'utf8'))
    assert.equal(all.person.id, one.id)
    assert.equal(all.consents[0].purpose, 'Newsletter to nyilvanos')
    assert.deepEqual(all.cards.map((entry) => entry.card.id), [card.id])
    assert.ok(all.history.some((event) => event.kind === 'contact_created'))
    assert.match(await readFile(join(folder, 'history.csv'), 'utf8'), /said so on the phone/)
    assert.match(await readFile(join(folder, 'person.csv'), 'utf8'), /gaspar@nyilvanos\.example/)
    const company = await make({ kind: 'company', name: 'Nem Személy Kft.' })
    await refused(w.admin.get(`/api/contacts/${company.id}/export`), 422)
  })

  test('is forgotten for good: nothing names him, and what is counted is right', async () => {
    const { one, twin, card, trashed } = await hidden('titkos')
    const panel = () => w.admin.ok('GET', `/api/modules/${card.module_id}/pipeline`)
    const counted = await panel()
    await refused(w.manager.post(`/api/contacts/${one.id}/erase`, { confirm: one.name }), 403)
    await refused(w.admin.post(`/api/contacts/${one.id}/erase`, { confirm: 'somebody else' }), 422, { field: 'confirm' })
    const { job_id } = await w.admin.ok('POST', `/api/contacts/${one.id}/erase`, { confirm: one.name })
    await jobDone(job_id)
    const gone = await w.admin.ok('GET', `/api/contacts/${one.id}`)
    assert.ok(gone.erased_at)
    assert.equal(gone.name, 'Erased person')
    const nameless = await w.admin.ok('GET', `/api/cards/${card.id}`)
    assert.equal(nameless.name, 'Erased person')
    assert.equal(nameless.value_minor, 500_00)
    const texts = JSON.stringify([
      gone, await w.admin.ok('GET', `/api/contacts/${twin.id}`), nameless,
      await w.admin.ok('GET', `/api/contacts/${one.id}/events`), await w.admin.ok('GET', `/api/contacts/${one.id}/consents`),
      await w.admin.ok('GET', `/api/cards/${card.id}/events`), await w.admin.ok('GET', `/api/cards/${trashed.id}/events`), await w.admin.ok('GET', '/api/changes?limit=200'),
    ])
    const at = texts.indexOf('titkos')
    assert.equal(at, -1, texts.slice(Math.max(0, at - 300), at + 100))
    for (const q of ['titkos', 'gaspar', 'gazsi']) {
      const { hits } = await w.admin.ok('GET', `/api/search?q=${q}`)
      assert.ok(!hits.some((hit) => hit.id === one.id && hit.kind === 'person'), q)
      assert.ok(!hits.some((hit) => hit.kind === 'card' && hit.id === card.id), q)
    }
    assert.deepEqual(await panel(), counted)
    await refused(w.admin.post(`/api/contacts/${one.id}/restore`), 409)
    await refused(w.admin.post(`/api/contacts/${one.id}/erase`, { confirm: gone.name }), 409)
    const changes = (await w.admin.ok('GET', '/api/changes?limit=200')).rows
    const erased = changes.find((change) => change.kind === 'person.erase')
    await refused(w.admin.post(`/api/changes/${erased.id}/undo`), 409)
    for (const change of changes.slice(0, 30)) {
      const reply = await w.admin.post(`/api/changes/${change.id}/undo`)
      assert.ok(reply.status < 500, `${change.kind}: ${reply.text}`)
    }
    assert.equal((await w.admin.ok('GET', `/api/contacts/${one.id}`)).points.length, 0)
  })

  test('is forgotten as a whole also by the number of one who was merged into him', async () => {
    const { one, twin } = await hidden('rejtve')
    await refused(w.admin.post(`/api/contacts/${twin.id}/erase`, { confirm: twin.name }), 422, { field: 'confirm' })
    const { job_id } = await w.admin.ok('POST', `/api/contacts/${twin.id}/erase`, { confirm: one.name })
    await jobDone(job_id)
    for (const { id } of [one, twin]) assert.ok((await w.admin.ok('GET', `/api/contacts/${id}`)).erased_at)
  })

  test('leaves an account that is sound', async () => {
    const { stdout, stderr, code } = await run(['account', 'verify', '--data', w.server.data])
    assert.equal(code, 0, `${program}: ${stdout} ${stderr}`)
  })
})
