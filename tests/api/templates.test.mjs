import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'

import { startWorld } from './world.mjs'

const folder = new URL('../../sql/template/', import.meta.url)
const files = Object.fromEntries(readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => [name.slice(0, -5), JSON.parse(readFileSync(new URL(name, folder), 'utf8'))]))
const languages = ['en', 'hu', 'ro']
const groups = ['lead', 'open', 'success', 'failed']

// What each process must bring.
const process = {
  autosales: { statuses: ['qualify', 'forgotten no_chance prospect focus committed_vip', 'customer', 'lost'], fields: ['expected_close', 'lost_reason'] },
  sales: { statuses: ['new', 'deferred in_progress', 'won', 'lost'], fields: ['expected_close', 'deferred_until', 'lost_reason'] },
  leads: { statuses: ['new nurturing', 'engaged', 'converted', 'inactive dropped'], fields: ['readiness', 'interest', 'lost_reason'] },
  projects: { statuses: ['idea', 'planned running review', 'done', 'called_off'], fields: ['deadline', 'milestones', 'next_milestone', 'lost_reason'] },
  helpdesk: { statuses: ['new', 'waiting in_progress', 'solved', 'rejected'], fields: ['priority', 'category', 'first_answer_due', 'solution_due', 'lost_reason'] },
  hr: { statuses: ['applied', 'screening interview second_interview offer', 'hired', 'rejected withdrawn'], fields: ['position', 'salary_wish', 'interview_at', 'lost_reason'] },
  events: { statuses: ['planning', 'invitation confirmed running', 'held', 'cancelled'], fields: ['starts_at', 'place', 'capacity', 'lost_reason'] },
  partners: { statuses: ['prospect', 'talks negotiation contract', 'active', 'ended declined'], fields: ['contract_from', 'contract_to', 'commission_pct', 'lost_reason'] },
  custom: { statuses: ['new', 'in_progress', 'done', 'called_off'], fields: ['due', 'lost_reason'] },
}

// Words that are the same in English and in another of the languages.
const shared = { hu: ['E-mail', 'SMS', 'Lead', 'lead', 'partner'], ro: ['E-mail', 'SMS', 'Lead', 'lead', 'Prospect', 'Plan', 'CV', 'Webinar', 'card', 'Inactive', 'partner', 'Spam'] }
const wrongLetters = { en: /[^\u0000-\u007f…–’]/, hu: /[õûÕÛôÔşţșț]/, ro: /[şţŞŢãÃőű]/ }

// labelsOf - every text of a template that people read, with its place.
function labelsOf(value, at) {
  if (Array.isArray(value)) return value.flatMap((one, i) => labelsOf(one, `${at}[${i}]`))
  if (value === null || typeof value !== 'object') return []
  if (languages.some((language) => language in value)) return [{ at, label: value }]
  return Object.entries(value).flatMap(([name, one]) => labelsOf(one, `${at}.${name}`))
}

describe('the files', () => {
  test('there is one for each process', () => {
    assert.deepEqual(Object.keys(files).sort(), Object.keys(process).sort())
  })

  for (const [name, file] of Object.entries(files))
    test(`${name}: each text in each language, in its own letters`, () => {
      const labels = labelsOf(file, name)
      assert.ok(labels.length > 30)
      for (const { at, label } of labels) {
        assert.deepEqual(Object.keys(label).sort(), languages, at)
        const silent = languages.every((language) => label[language] === '') && /cadence_label/.test(at)
        for (const language of languages) {
          const text = label[language]
          assert.ok((text !== '' || silent) && text === text.trim(), `${at} ${language}: ${JSON.stringify(text)}`)
          assert.doesNotMatch(text, wrongLetters[language], `${at} ${language}`)
          if (language === 'en' || silent) continue
          assert.ok(text !== label.en || shared[language].includes(text), `${at} ${language} is English: ${text}`)
          assert.doesNotMatch(text, /\b(the|and|of|with|for|your|they|when)\b/i, `${at} ${language}`)
        }
      }
    })

  for (const [name, file] of Object.entries(files))
    test(`${name}: statuses by group, fields, task types, views, reasons, explanation`, () => {
      assert.deepEqual(groups.map((group) => file.statuses.filter((one) => one.group === group).map((one) => one.role).join(' ')), process[name].statuses)
      assert.equal(file.group_labels.length, groups.length)
      const codes = file.fields.map((one) => one.code)
      assert.equal(new Set(codes).size, codes.length)
      for (const code of process[name].fields) assert.ok(codes.includes(code), code)
      for (const status of file.statuses) for (const code of status.needs ?? []) assert.ok(codes.includes(code), `${status.role} needs ${code}`)
      const reasons = file.fields.find((one) => one.code === 'lost_reason').options
      assert.ok(reasons.length >= 3)
      for (const field of file.fields.filter((one) => one.options)) assert.equal(new Set(field.options.map((one) => one.code)).size, field.options.length, field.code)
      assert.ok(file.task_types.length >= 4 && file.views.length >= 2)
      for (const type of file.task_types) assert.ok(type.duration_min > 0 && type.reminder_min >= 0, type.code)
      for (const language of languages) assert.ok(file.about[language].length > 40)
    })
})

describe('installed', () => {
  let w
  before(async () => {
    w = await startWorld()
  })
  after(() => w?.stop())

  const soonDay = () => new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10)

  // Something that the field takes.
  function filled(field) {
    switch (field.type) {
      case 'choice': return field.options[0].id
      case 'choices': return [field.options[0].id]
      case 'number': case 'money': return Math.max(1, field.min ?? 1)
      case 'date': return soonDay()
      case 'datetime': return Date.now() + 10 * 86_400_000
      case 'bool': return true
      case 'user': return w.adminMe.id
      case 'link': return 'https://example.com/'
      default: return 'Something'
    }
  }

  // What people see of the module in their language is what the file says in it.
  function seenAs(module, file, language) {
    const say = (label) => label[language]
    assert.deepEqual([module.label, module.item_label, module.items_label], [file.label, file.item_label, file.items_label].map(say))
    assert.deepEqual(module.groups.map((one) => one.label), file.group_labels.map(say))
    for (const group of groups)
      assert.deepEqual(
        module.statuses.filter((one) => one.group === group).map((one) => [one.role, one.label, one.cadence_label, one.needs.filter((code) => file.fields.some((field) => field.code === code))]),
        file.statuses.filter((one) => one.group === group).map((one) => [one.role, say(one.label), say(one.cadence_label), one.needs ?? []]),
      )
    for (const wish of file.fields) {
      const field = module.fields.find((one) => one.code === wish.code)
      assert.deepEqual([field.type, field.label, field.group, field.help], [wish.type, say(wish.label), say(wish.grp), wish.help ? say(wish.help) : ''], wish.code)
      assert.deepEqual(field.options.map((one) => one.label), (wish.options ?? []).map((one) => say(one.label)), wish.code)
    }
    assert.deepEqual(module.task_types.map((one) => [one.label, one.duration_min, one.reminder_min]), file.task_types.map((one) => [say(one.label), one.duration_min, one.reminder_min]))
    assert.deepEqual(module.views.map((one) => one.label), file.views.map((one) => say(one.label)))
  }

  async function viewsOpen(module) {
    for (const { label, config } of module.views) {
      const query = new URLSearchParams()
      for (const name of ['filter', 'status', 'sort', 'owner'])
        if (config[name] != null) query.set(name, name === 'filter' ? JSON.stringify(config[name]) : config[name])
      for (const { code } of config.columns ?? []) assert.ok(module.fields.some((field) => field.code === code), `${label}: ${code}`)
      if (config.columns) query.set('columns', config.columns.map((one) => one.code).filter((code) => module.fields.find((field) => field.code === code).id).join())
      const page = await w.admin.ok('GET', `/api/modules/${module.id}/cards?${query}`)
      assert.ok(Array.isArray(page.rows), label)
    }
  }

  // By hand through all statuses of a free pipeline, giving each what it asks for.
  async function walks(module) {
    const { card } = await w.admin.ok('POST', `/api/modules/${module.id}/cards`, { name: `Walks through ${module.label}` })
    assert.equal(module.statuses.find((one) => one.id === card.status_id)?.group, 'lead')
    const rest = ['lost_reason', 'deferred_until', 'solution']
    for (const status of module.statuses.filter((one) => one.role !== 'converted')) {
      const codes = [...new Set([...status.needs, ...rest])]
      const asked = codes.flatMap((code) => module.fields.find((one) => one.code === code && one.id) ?? [])
      const moved = await w.admin.ok('PATCH', `/api/cards/${card.id}`, { fields: { ...Object.fromEntries(asked.map((field) => [field.code, filled(field)])), status: status.id } })
      assert.equal(moved.card.status_id, status.id, status.role)
    }
  }

  // A lead leaves by becoming an opportunity.
  async function converts(module) {
    const { card } = await w.admin.ok('POST', `/api/modules/${module.id}/cards`, { name: 'Becomes an opportunity' })
    await w.admin.ok('POST', `/api/cards/${card.id}/convert`, { module_id: w.module('sales').id })
    const status = module.statuses.find((one) => one.role === 'converted')
    assert.equal((await w.admin.ok('GET', `/api/cards/${card.id}`)).status_id, status.id)
  }

  // The 9-box and what stands beside it: the status follows from the key fields.
  async function boxes(module) {
    const { card } = await w.admin.ok('POST', `/api/modules/${module.id}/cards`, { name: 'Through the boxes' })
    const roleOf = (one) => module.statuses.find((status) => status.id === one.status_id).role
    const reached = new Set([roleOf(card)])
    const edit = async (fields) => reached.add(roleOf((await w.admin.ok('PATCH', `/api/cards/${card.id}`, { fields })).card))
    for (const qualification of [0, 1, 2]) for (const rating of [0, 1, 2]) await edit({ qualification, rating })
    const ends = module.fields.find((one) => one.code === 'sales_state').options
    await edit({ sales_state: ends.find((one) => one.code === 'won').id })
    await edit({ sales_state: ends.find((one) => one.code === 'lost').id, lost_reason: filled(module.fields.find((one) => one.code === 'lost_reason')) })
    // Forgotten is the clock's alone.
    assert.deepEqual([...reached, 'forgotten'].sort(), module.statuses.map((one) => one.role).sort())
  }

  for (const language of languages)
    test(`each in ${language}: as its file says, its views open, a card goes through its statuses`, async () => {
      await w.admin.ok('PATCH', '/api/me', { language })
      const { rows } = await w.admin.ok('GET', '/api/templates')
      for (const [name, file] of Object.entries(files)) {
        const preview = rows.find((one) => one.name === name)
        assert.deepEqual([preview.label, preview.about], [file.label[language], file.about[language]])
        const { id } = await w.admin.ok('POST', '/api/modules', { template: name })
        const module = (await w.admin.ok('GET', '/api/meta')).modules.find((one) => one.id === id)
        seenAs(module, file, language)
        await viewsOpen(module)
        await (module.fixed ? boxes(module) : walks(module))
        if (module.statuses.some((one) => one.role === 'converted')) await converts(module)
      }
    })
})
