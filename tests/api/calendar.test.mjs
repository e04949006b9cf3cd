import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import ICAL from 'ical.js'

import { soon } from './wait.mjs'
import { refused, startWorld } from './world.mjs'

let w

before(async () => {
  w = await startWorld()
  await w.admin.ok('PATCH', '/api/me', { zone: 'Europe/Budapest' })
})
after(() => w?.stop())

const HOUR = 3600000
const DAY = 24 * HOUR
const noon = Math.floor(Date.now() / DAY) * DAY + 12 * HOUR
const at = (days) => noon + days * DAY
const plan = async (body, client = w.admin) => {
  const card = await w.card(client, 'sales', { name: 'Oak tables' })
  return client.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Visit', ...body }).then((reply) => reply.task)
}
const days = (from, to, who = 'me', client = w.admin) => client.ok('GET', `/api/calendar?from=${from}&to=${to}&who=${who}`)
const local = (ms) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Budapest', dateStyle: 'short', timeStyle: 'medium' }).format(ms)

describe('calendar', () => {
  test('tasks of some days: mine, a colleague\'s, everybody\'s that I may see', async () => {
    const mine = await plan({ due_at: at(300) })
    const theirs = await plan({ due_at: at(301), assignee_id: w.managerMe.id })
    await plan({ due_at: at(320) })
    const ids = async (who, client) => (await days(at(299), at(305), who, client)).rows.map((one) => one.id)
    assert.deepEqual(await ids('me'), [mine.id])
    assert.deepEqual(await ids(String(w.managerMe.id)), [theirs.id])
    assert.deepEqual(await ids('all'), [mine.id, theirs.id])
    assert.deepEqual(await ids('team'), [mine.id]) // in no team
    const { rows: [row], more } = await days(at(299), at(305))
    assert.deepEqual([row.card.name, more], ['Oak tables', false])
    await refused(w.admin.get(`/api/calendar?from=${at(0)}&to=${at(200)}`), 422, { field: 'to', rule: 'error.range_too_long' })
    await refused(w.admin.get(`/api/calendar?from=${at(1)}&to=${at(0)}`), 422, { field: 'to' })
    await refused(w.admin.get('/api/calendar'), 422)
  })

  test('a user sees nothing of cards that are not theirs', async () => {
    const card = await w.card(w.admin, 'sales', { owner_id: w.adminMe.id })
    await w.admin.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Secret', due_at: at(310) })
    assert.deepEqual((await days(at(309), at(311), 'all', w.bela)).rows, [])
  })

  test('what comes again stands on its days to come', async () => {
    const task = await plan({ due_at: at(400), repeat: { rrule: 'FREQ=WEEKLY;COUNT=4' } })
    const { rows, coming } = await days(at(399), at(460))
    assert.deepEqual(rows.map((one) => one.id), [task.id])
    assert.deepEqual(coming.map((one) => [one.task_id, local(one.at).slice(11)]), [1, 2, 3].map(() => [task.id, local(task.due_at).slice(11)]))
    const later = await days(at(410), at(460))
    assert.deepEqual(later.rows.map((one) => one.id), [task.id]) // its name, for the days below
    assert.deepEqual(later.coming.map((one) => one.at), coming.filter((one) => one.at >= at(410)).map((one) => one.at))
  })
})

describe('calendar feed', () => {
  const make = async (client) => (await client.ok('POST', '/api/calendar/feed')).url
  const path = (url) => new URL(url).pathname
  const read = async (url, headers = {}) => {
    const reply = await fetch(w.server.url + path(url), { headers })
    return { status: reply.status, type: reply.headers.get('content-type'), etag: reply.headers.get('etag'), text: await reply.text() }
  }
  const events = (text) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one))

  test('a calendar program reads my open tasks', async () => {
    const client = w.manager
    await client.ok('PATCH', '/api/me', { zone: 'Europe/Budapest' })
    const timed = await plan({ text: 'Árvíztűrő; visit, "ș"', due_at: at(20), duration_min: 45, reminder_min: 15, address: 'Fő utca 1.' }, client)
    const day = await plan({ text: 'Send the offer', due_date: local(at(25)).slice(0, 10), reminder_min: 60 }, client)
    const weekly = await plan({ text: 'Weekly call', due_at: at(30), repeat: { rrule: 'FREQ=WEEKLY;COUNT=5' } }, client)
    const moved = await plan({ text: 'Moved once', due_at: at(40), repeat: { rrule: 'FREQ=DAILY' } }, client)
    await client.ok('POST', `/api/tasks/${moved.id}/postpone`, { due_at: at(40) + 3 * HOUR })
    const done = await plan({ text: 'Done', due_at: at(21) }, client)
    await client.ok('POST', `/api/tasks/${done.id}/close`, { state: 'done' })
    await plan({ text: 'Not mine', due_at: at(20), assignee_id: w.adminMe.id })

    const url = await make(client)
    const { status, type, text } = await read(url)
    assert.deepEqual([status, type], [200, 'text/calendar; charset=utf-8'])
    const calendar = new ICAL.Component(ICAL.parse(text))
    for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
    assert.ok(ICAL.TimezoneService.has('Europe/Budapest'))
    const all = events(text)
    const named = (name) => all.filter((one) => one.summary === `${name} · Oak tables`)
    assert.deepEqual([named('Done').length, named('Not mine').length], [0, 0])

    const [visit] = named('Árvíztűrő; visit, "ș"')
    assert.equal(visit.startDate.toJSDate().getTime(), timed.due_at)
    assert.equal(visit.duration.toSeconds(), 45 * 60)
    assert.equal(visit.location, 'Fő utca 1.')
    assert.equal(visit.startDate.zone.tzid, 'Europe/Budapest')
    const alarm = visit.component.getFirstSubcomponent('valarm')
    assert.equal(alarm.getFirstPropertyValue('trigger').toSeconds(), -15 * 60)

    const [offer] = named('Send the offer')
    assert.equal(offer.startDate.isDate, true)
    assert.equal(offer.startDate.toString(), local(day.due_at).slice(0, 10))
    assert.equal(offer.component.getFirstSubcomponent('valarm').getFirstProperty('trigger').getParameter('related'), 'END')

    const [call] = named('Weekly call')
    const times = []
    for (let it = call.iterator(), next; (next = it.next()); ) times.push(next.toJSDate().getTime())
    assert.equal(times.length, 5)
    assert.equal(times[0], weekly.due_at)
    assert.deepEqual(times.map((one) => local(one).slice(11)), times.map(() => local(weekly.due_at).slice(11))) // whatever the clocks do
    assert.ok(Math.abs(times[4] - times[0] - 28 * DAY) <= HOUR)

    const both = named('Moved once')
    assert.equal(both.length, 2)
    const apart = both.find((one) => one.isRecurrenceException())
    const series = both.find((one) => one.isRecurring())
    assert.equal(apart.recurrenceId.toJSDate().getTime(), moved.due_at)
    assert.equal(apart.startDate.toJSDate().getTime(), moved.due_at + 3 * HOUR)
    assert.equal(series.startDate.toJSDate().getTime(), moved.due_at)
    assert.equal(apart.uid, series.uid)
  })

  test('what has not changed is not sent again', async () => {
    const url = await make(w.admin)
    const first = await read(url)
    assert.equal((await read(url, { 'if-none-match': first.etag })).status, 304)
    await plan({ due_at: at(12) })
    const then = await read(url, { 'if-none-match': first.etag })
    assert.equal(then.status, 200)
    assert.notEqual(then.etag, first.etag)
  })

  test('the address is the secret: made anew the old one ends; it opens nothing else, and nothing else opens it', async () => {
    assert.deepEqual(await w.cili.ok('GET', '/api/calendar/feed'), { since_at: null, used_at: null })
    const old = await make(w.cili)
    assert.equal((await read(old)).status, 200)
    const state = await w.cili.ok('GET', '/api/calendar/feed')
    assert.ok(state.since_at > 0 && state.used_at > 0)
    const url = await make(w.cili)
    assert.notEqual(url, old)
    assert.equal((await read(old)).status, 404)
    assert.equal((await read(url)).status, 200)
    const token = path(url).split('/').at(-1).replace('.ics', '')
    for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `cardinal_session=${token}` }])
      assert.equal((await fetch(`${w.server.url}/api/me`, { headers })).status, 401)
    const { key, id } = await w.cili.ok('POST', '/api/keys', { name: 'sync' })
    assert.equal((await read(`http://x/api/feeds/${key}.ics`)).status, 404)
    assert.ok((await w.cili.ok('GET', '/api/keys')).rows.every((one) => one.id === id || one.name !== 'calendar feed'))
    assert.equal((await read('http://x/api/feeds/cf_unheard.ics')).status, 404)
    await w.cili.ok('DELETE', '/api/calendar/feed')
    assert.equal((await read(url)).status, 404)
  })

  test('who may no longer log in is read no longer; asked too often it says when', async () => {
    const url = await make(w.bela)
    await soon(async () => (await Promise.all(Array.from({ length: 20 }, () => read(url)))).some(({ status }) => status === 429), 'a refusal')
    await w.admin.ok('PATCH', `/api/members/${w.belaMe.id}`, { active: false })
    assert.equal((await read(url)).status, 404)
  })
})
