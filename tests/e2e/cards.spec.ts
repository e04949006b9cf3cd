import { spawnSync } from 'node:child_process'

import { startServer } from '../api/server.mjs'
import { farFromMidnight } from '../api/wait.mjs'
import { moduleOf, newCard } from './arrange'
import { expect, root, signIn, test } from './fixtures'

test('a new card warns of a customer who is here already, and says what it lacks', async ({ page, server, admin }) => {
  const { id } = await moduleOf(admin, 'sales')
  await admin.ok('POST', '/api/contacts', {
    kind: 'person', first_name: 'Ștefan', last_name: 'Georgescu', points: [{ kind: 'phone', value: '+40 721 555 666', is_default: true }],
  })
  await signIn(page, server)
  await page.goto(`${server.url}/m/${id}`)
  await expect(page.getByRole('heading', { name: 'Sales', level: 1 })).toBeVisible()
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: /^New: / })
  const customer = dialog.getByRole('textbox', { name: 'Customer' }).or(dialog.getByRole('combobox', { name: 'Customer' })).first()
  await expect(dialog.getByRole('button', { name: 'Create' })).toBeDisabled()
  await customer.fill('Stefan Georgescu jr')
  await page.getByRole('option', { name: /Stefan Georgescu jr/ }).click()
  await dialog.getByRole('textbox', { name: 'Phone' }).fill('0040721555666')
  const warning = dialog.getByRole('alert').filter({ hasText: 'Perhaps already here' })
  await expect(warning).toContainText('Georgescu')
  await expect(warning).toContainText('same phone')
  await warning.getByRole('button', { name: 'Use this' }).click()
  await expect(customer).toHaveValue(/Georgescu/)

  // A status that asks for something: said beside that field, and what was typed stays.
  await dialog.getByRole('textbox', { name: 'Name of the card' }).fill('Lost from the start')
  await dialog.getByRole('combobox', { name: 'Status' }).or(dialog.getByRole('textbox', { name: 'Status' })).first().click()
  await page.getByRole('option', { name: 'Lost', exact: true }).click()
  await dialog.getByRole('button', { name: 'Create' }).click()
  const reason = dialog.getByRole('combobox', { name: 'Why lost' }).or(dialog.getByRole('textbox', { name: 'Why lost' })).first()
  await expect(reason).toHaveAttribute('aria-invalid', 'true')
  await expect(dialog.getByRole('textbox', { name: 'Name of the card' })).toHaveValue('Lost from the start')
  await reason.click()
  await page.getByRole('option').first().click()
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('article').getByRole('heading', { name: 'Lost from the start' })).toBeVisible()
  expect((await admin.ok('GET', `/api/modules/${id}/count?q=Georgescu`)).n).toBe(1)
})

// A day passes: every deadline lies a day nearer, at the same hour (also where clocks change), while no server stands on the data.
function nextDay(data: string) {
  const run = spawnSync('python3', ['-c', `
import glob, sqlite3, sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
def day_before(at):
    there = datetime.fromtimestamp(at // 1000, ZoneInfo('Europe/Budapest')) - timedelta(days=1)
    return round(there.timestamp()) * 1000 + at % 1000
for file in glob.glob(sys.argv[1] + '/**/*.db', recursive=True):
    db = sqlite3.connect(file)
    tables = [row[0] for row in db.execute("select name from sqlite_master where type = 'table'")]
    if 'task' in tables:
        db.create_function('day_before', 1, day_before)
        db.execute('update task set due_at = day_before(due_at) where due_at < 4102444800000')
        db.execute('update card set next_due_at = day_before(next_due_at) where next_due_at < 4102444800000')
        db.commit()
`, data], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(run.stderr)
}

test('a task put off to tomorrow stands under Today the next day, and under Overdue the day after', async ({ page }) => {
  test.slow()
  await farFromMidnight()
  let server = await startServer({ args: ['--web', `${root}/web/dist`] })
  try {
    const admin = await server.setUp()
    const { id } = await moduleOf(admin, 'sales')
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Budapest' }).format()
    const card = await newCard(admin, id, 'Dies', { task: { text: 'Call', due_date: today } })
    await signIn(page, server)
    const heading = (name: RegExp) => page.getByRole('grid').getByRole('button', { name })
    const row = page.locator(`[data-card="${card.id}"]`)
    await page.goto(`${server.url}/m/${id}?owner=all`)
    await expect(heading(/^Today\s*1$/)).toBeVisible()
    await row.hover()
    await row.getByRole('button', { name: /postpone/i }).click()
    await page.getByRole('menuitem', { name: /^Tomorrow/ }).click()
    await expect(heading(/^Tomorrow\s*1$/)).toBeVisible()
    await expect(heading(/^Today/)).toHaveCount(0)
    await expect(row).toContainText('tomorrow')
    for (const [day, words] of [[/^Today\s*1$/, 'today'], [/^Overdue\s*1$/, '1 d late']] as const) {
      await page.goto('about:blank')
      const { data } = server
      server.ownsData = false
      await server.stop()
      nextDay(data)
      server = await startServer({ data, args: ['--web', `${root}/web/dist`] })
      server.ownsData = true
      await page.goto(`${server.url}/m/${id}?owner=all`)
      await expect(heading(day)).toBeVisible()
      await expect(row).toContainText(words)
    }
  } finally {
    await server.stop()
  }
})

test('the member chooses his language in the settings', async ({ page, server, admin }) => {
  await signIn(page, server)
  const { id } = await moduleOf(admin, 'autosales')
  try {
    await page.goto(`${server.url}/settings/profile`)
    for (const [label, choice, save, lang, words] of [
      ['Language', 'Magyar', 'Save', 'hu', ['Kezdőlap', 'Munkatársak', 'Időzóna']],
      ['Nyelv', 'Română', 'Mentés', 'ro', ['Acasă', 'Colegi', 'Fus orar']],
    ] as const) {
      const box = page.getByRole('combobox', { name: label }).or(page.getByRole('textbox', { name: label })).first()
      await box.click()
      await page.getByRole('option', { name: choice }).click()
      await page.getByRole('main').getByRole('button', { name: save }).click()
      await expect(page.locator('html')).toHaveAttribute('lang', lang)
      for (const word of words) await expect(page.getByText(word, { exact: false }).first()).toBeVisible()
    }
    await page.goto(`${server.url}/m/${id}?view=box`)
    for (const word of ['Interesat', 'VIP', 'Ne']) await expect(page.getByText(word).first()).toBeVisible()
  } finally {
    await admin.ok('PATCH', '/api/me', { language: 'en' })
  }
})

test('on a phone: the day, a card, a task closed, another view, the modules', async ({ page, server, admin }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const { id } = await moduleOf(admin, 'autosales')
  const card = await newCard(admin, id, 'Pocket lead', {
    fields: { qualification: 1, rating: 1 }, task: { text: 'Ring from the tram', due_date: '2026-01-15' },
  })
  await signIn(page, server)
  await page.goto(server.url)
  await expect(page.getByRole('heading', { name: 'My day' })).toBeVisible()
  await expect(page.getByText('Ring from the tram')).toBeVisible()
  const bottom = page.getByRole('navigation', { name: 'Modules' }).last()
  await bottom.getByRole('link', { name: /Auto-sales/ }).tap().catch(() => bottom.getByRole('link', { name: /Auto-sales/ }).click())
  await page.getByRole('textbox', { name: /search in this list/i }).fill('Pocket')
  await page.locator(`[data-card="${card.id}"]`).getByRole('link').click()
  const article = page.getByRole('article')
  await expect(article.getByRole('heading', { name: 'Pocket lead' })).toBeVisible()
  await article.getByRole('checkbox', { name: /Ring from the tram/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Close task' })
  await dialog.getByRole('textbox').fill('Reached')
  await dialog.getByRole('button', { name: 'Close task' }).click()
  await page.getByRole('button', { name: 'Nothing for now' }).click()
  await expect(article.getByText('Reached')).toBeVisible()
  await article.getByRole('radiogroup').first().getByText('Details').click()
  await article.getByRole('radiogroup', { name: 'Rating' }).getByText('Committed').click()
  await expect.poll(async () => (await admin.ok('GET', `/api/cards/${card.id}`)).rating).toBe(2)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await bottom.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Contacts' }).click()
  await expect(page.getByRole('heading', { name: 'Contacts', exact: true })).toBeVisible()
})
