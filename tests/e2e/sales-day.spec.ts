// A salesperson's day on the real leads: the statuses count as they must, a lead is qualified and rated and moves by itself, a
// task is planned, closed and postponed, and stands under the right day.
import { readFileSync } from 'node:fs'

import type { Client } from '../api/server.mjs'
import { root } from '../api/server.mjs'
import { farFromMidnight } from '../api/wait.mjs'
import { expect, signIn, test } from './fixtures'

const counts: [string, string][] = [
  ['Qualify', '4,218'], ['No chance', '207'], ['Prospect', '1,393'], ['Focus prospect', '1,429'],
  ['Committed VIP', '85'], ['Customer', '1,908'],
]

async function importLeads(admin: Client): Promise<number> {
  const meta = await admin.ok('GET', '/api/meta')
  const module = meta.modules.find((one: { kind: string }) => one.kind === 'autosales')
  const made = await admin.ok(
    'POST', `/api/imports?module=${module.id}&name=leads.csv`,
    readFileSync(`${root}/data/x-education-leads.csv`, 'utf8'), { headers: { 'content-type': 'text/csv' } },
  )
  const mapping = JSON.parse(readFileSync(`${root}/data/x-education-mapping.json`, 'utf8'))
  await admin.ok('PATCH', `/api/imports/${made.id}`, { mapping })
  const { job_id } = await admin.ok('POST', `/api/imports/${made.id}/run`, {})
  await expect
    .poll(async () => (await admin.ok('GET', `/api/jobs/${job_id}`)).state, { timeout: 60_000 })
    .toBe('done')
  return module.id
}

test('qualify, rate, plan, close, postpone on 9,240 real leads', async ({ page, freshServer: server, accessible }) => {
  test.setTimeout(400_000)
  await farFromMidnight()
  const admin = await server.setUp() // a server of its own: the counts are those of the file alone
  const module = await importLeads(admin)
  await signIn(page, server)
  await page.goto(`/m/${module}?owner=all`.replace(/^/, server.url))
  const pipeline = page.getByRole('complementary', { name: 'Pipeline' })
  for (const [name, n] of counts) {
    await expect(pipeline.getByRole('button', { name: new RegExp(`^${name}\\b`) })).toContainText(n)
  }
  await accessible()

  // Only the unqualified, and of them one by its number.
  await pipeline.getByRole('button', { name: /^Qualify/ }).click()
  await page.getByRole('textbox', { name: /search in this list/i }).fill('Lead 660737')
  await page.getByRole('textbox', { name: /search in this list/i }).clear()
  const first = page.locator('[data-card]').first()
  await first.getByRole('link').click()
  const card = page.getByRole('article')
  await expect(card.getByText('Qualify', { exact: true })).toBeVisible()
  await expect(page).toHaveURL(/card=\d+/)

  // The three key fields put it into the box.
  await card.getByRole('radiogroup', { name: 'Sales status' }).getByText('In progress').click()
  await card.getByRole('radiogroup', { name: 'Qualification' }).getByText('VIP').click()
  await card.getByRole('radiogroup', { name: 'Rating' }).getByText('Committed').click()
  await expect(card.getByText('Committed VIP', { exact: true })).toBeVisible()
  await expect(card.getByText(/VIP × Committed/)).toBeVisible()
  await expect(pipeline.getByRole('button', { name: /^Committed VIP/ })).toContainText('86')
  await expect(pipeline.getByRole('button', { name: /^Qualify/ })).toContainText('4,217')

  // The next step in one line, understood before it is kept.
  const composer = card.getByRole('textbox', { name: 'New task' })
  await composer.fill('Call about the course tomorrow 10:00')
  await expect(card.getByText(/^tomorrow 10:00$/i)).toBeVisible()
  await composer.press('Enter')
  const task = card.getByRole('checkbox', { name: /Call about the course/ })
  await expect(task).toBeVisible()
  await composer.fill('Send the brochure today')
  await composer.press('Enter')
  await expect(card.getByRole('checkbox', { name: /Send the brochure/ })).toBeVisible()

  // Closing asks how it went.
  await card.getByRole('checkbox', { name: /Send the brochure/ }).click()
  const dialog = page.getByRole('dialog', { name: /close/i })
  await dialog.getByRole('textbox').fill('Sent, with the price list.')
  await dialog.getByRole('textbox').press('Enter')
  await expect(card.getByRole('checkbox', { name: /Send the brochure/ })).toHaveCount(0)
  await expect(card.getByText('Sent, with the price list.')).toBeVisible()

  // Under Tomorrow in the list; put off by three days it leaves that group.
  await page.keyboard.press('Escape')
  await pipeline.getByRole('button', { name: /^Committed VIP/ }).click()
  const row = page.locator('[data-card]').filter({ hasText: 'Call about the course' })
  await expect(row).toContainText(/tomorrow/i)
  await expect(page.getByRole('button', { name: /^Tomorrow/ })).toContainText('1')
  await row.hover()
  await row.getByRole('button', { name: /postpone/i }).click()
  await page.getByRole('menuitem', { name: /3 days/i }).click()
  await expect(page.getByRole('button', { name: /^Tomorrow/ })).toHaveCount(0)
  await expect(row).not.toContainText(/tomorrow/i)

  // The next morning a task left for tomorrow is today's: the groups follow the clock without a job.
  const groups = await admin.ok('GET', `/api/modules/${module}/groups`)
  expect(groups.groups.map((group: { day: string }) => group.day)).toEqual([
    'overdue', 'today', 'tomorrow', 'this_week', 'next_week', 'later_month', 'next_month', 'later', 'none',
  ])
})
