import { readFileSync } from 'node:fs'

import { moduleOf, newCard } from './arrange'
import { expect, signIn, test } from './fixtures'

test('a few cards are changed at once, with their exact number, and undone', async ({ page, server, admin }) => {
  const { id } = await moduleOf(admin, 'sales')
  for (let i = 1; i <= 3; i += 1) await newCard(admin, id, `Grex ${i}`, { source: 'Fair' })
  const sources = async () => {
    const { rows } = await admin.ok('GET', `/api/modules/${id}/cards?q=Grex&columns=source&sort=name`)
    return rows.map((row: { fields: { source: string } }) => row.fields.source)
  }
  await signIn(page, server)
  await page.goto(`${server.url}/m/${id}?owner=all&q=Grex`)
  for (const n of [1, 3]) await page.getByRole('checkbox', { name: `Select Grex ${n}` }).click()
  const bar = page.getByRole('region', { name: 'Selected cards' })
  await expect(bar).toContainText('2 selected')
  await bar.getByRole('button', { name: 'Edit field' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit a field' })
  await dialog.getByRole('combobox', { name: 'Field' }).or(dialog.getByRole('textbox', { name: 'Field' })).first().click()
  await page.getByRole('option', { name: 'Source', exact: true }).click()
  await dialog.getByRole('textbox', { name: 'New value' }).or(dialog.getByLabel('Source')).last().fill('Referral')
  await dialog.getByRole('button', { name: 'Change 2 cards' }).click()
  await expect(page.getByText('2 cards changed')).toBeVisible()
  expect(await sources()).toEqual(['Referral', 'Fair', 'Referral'])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(sources).toEqual(['Fair', 'Fair', 'Fair'])
})

test('all that match are changed as a job with progress, and undone from the toast', async ({ page, server, admin }) => {
  test.slow()
  const many = 8000
  const { id } = await moduleOf(admin, 'leads')
  const lines = Array.from({ length: many }, (_, i) => `Multitudo ${i},Fair`)
  const made = await admin.ok('POST', `/api/imports?module=${id}&name=many.csv`, `Name,Source\n${lines.join('\n')}\n`, {
    headers: { 'content-type': 'text/csv' },
  })
  await admin.ok('PATCH', `/api/imports/${made.id}`, {
    mapping: { columns: [{ header: 'Name', to: 'name' }, { header: 'Source', to: 'source' }] },
  })
  const { job_id } = await admin.ok('POST', `/api/imports/${made.id}/run`, {})
  await expect.poll(async () => (await admin.ok('GET', `/api/jobs/${job_id}`)).state, { timeout: 60_000 }).toBe('done')
  const mine = async () => (await admin.ok('GET', `/api/modules/${id}/count?q=Multitudo&owner=${me}`)).n
  const { me: { id: me } } = await admin.ok('GET', '/api/meta')
  await admin.ok('POST', `/api/modules/${id}/bulk`, { select: { all: true, q: 'Multitudo' }, expect: many, action: 'edit', fields: { owner: null } })
  await expect.poll(mine, { timeout: 60_000 }).toBe(0)

  // However fast the job is: to the page it is half done until it has been looked at.
  let half = true
  await page.route('**/api/jobs/*', async (route) => {
    const reply = await route.fetch()
    const job = await reply.json()
    await route.fulfill({ response: reply, json: half ? { ...job, state: 'running', progress: many / 2, total: many } : job })
  })
  await signIn(page, server)
  await page.goto(`${server.url}/m/${id}?owner=all&q=Multitudo`)
  await page.locator('[data-card]').first().getByRole('checkbox').click()
  const bar = page.getByRole('region', { name: 'Selected cards' })
  await expect(bar).toContainText('1 selected')
  await bar.getByRole('button', { name: 'Select all 8,000 that match' }).click()
  await expect(bar).toContainText('8,000 selected')
  await bar.getByRole('button', { name: 'Owner' }).click()
  await page.getByRole('menuitem', { name: 'Anna Szűcs' }).click()
  await expect(page.getByRole('status').filter({ hasText: /4,000 of 8,000 cards/ })).toBeVisible()
  await expect(page.getByRole('progressbar', { name: 'Progress' })).toHaveAttribute('aria-valuenow', '50')
  await expect(page.getByText('8,000 cards changed')).toHaveCount(0)
  half = false
  await expect(page.getByText('8,000 cards changed')).toBeVisible({ timeout: 60_000 })
  expect(await mine()).toBe(many)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(mine, { timeout: 60_000 }).toBe(0)
})

test('selected cards, and all that match, are saved as a file', async ({ page, server, admin }) => {
  const { id } = await moduleOf(admin, 'sales')
  for (let i = 1; i <= 3; i += 1) await newCard(admin, id, `Volumen ${i}`, { source: 'Fair', value_minor: 123450 * i })
  await signIn(page, server)
  await page.goto(`${server.url}/m/${id}?owner=all&q=Volumen`)
  const bar = page.getByRole('region', { name: 'Selected cards' })
  const save = async () => {
    const [file] = await Promise.all([page.waitForEvent('download'), bar.getByRole('button', { name: 'Export' }).click()])
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') }
  }
  for (const n of [1, 3]) await page.getByRole('checkbox', { name: `Select Volumen ${n}` }).click()
  const some = await save()
  expect(some.name).toMatch(/^Sales \d{4}-\d\d-\d\d\.csv$/)
  expect(some.text).toMatch(/^\ufeffName,Status,Owner/)
  expect(some.text.split('\r\n').slice(1).map((line) => line.split(',')[0])).toEqual(['Volumen 1', 'Volumen 3', ''])

  await page.goto(`${server.url}/m/${id}?owner=all&view=table&columns=source:150,value:120`)
  await page.locator('[data-card]').first().getByRole('checkbox').click()
  await bar.getByRole('button', { name: /^Select all \d+ that match/ }).click()
  const all = await save()
  expect(all.text).toMatch(/^\ufeffName,Source,Value\r\n/)
  expect(all.text).toContain('\r\nVolumen 3,Fair,')
})
