import { readFileSync } from 'node:fs'

import { drag, moduleOf, newCard, quicker } from './arrange'
import { expect, password, signIn, test } from './fixtures'

test('a deal dragged to Lost is asked for its reason', async ({ page, server, admin }) => {
  const sales = await moduleOf(admin, 'sales')
  const card = await newCard(admin, sales.id, 'Board deal')
  await signIn(page, server)
  await page.goto(`${server.url}/m/${sales.id}?view=board&q=Board+deal`)
  const at = (status: string) => page.getByRole('region', { name: status, exact: true })
  const shown = page.locator(`[data-card="${card.id}"]`)
  await drag(page, shown, at('In progress'))
  await expect(at('In progress').locator(`[data-card="${card.id}"]`)).toBeVisible()
  await drag(page, shown, at('Lost'))
  const dialog = page.getByRole('dialog', { name: /Lost/ })
  await expect(dialog.getByRole('button', { name: 'Move' })).toBeDisabled()
  await dialog.getByRole('combobox').or(dialog.getByRole('textbox')).first().click()
  await page.getByRole('option').first().click()
  await dialog.getByRole('button', { name: 'Move' }).click()
  await expect(at('Lost').locator(`[data-card="${card.id}"]`)).toBeVisible()
})

test('a card dragged in the 9-box changes qualification and rating', async ({ page, server, admin }) => {
  const auto = await moduleOf(admin, 'autosales')
  const card = await newCard(admin, auto.id, 'Boxed card', { fields: { qualification: 1, rating: 0 } })
  await signIn(page, server)
  await page.goto(`${server.url}/m/${auto.id}?view=box&cell=3`)
  const cell = page.getByRole('button', { name: /Committed VIP/ }).first()
  await drag(page, page.locator(`[data-card="${card.id}"]`), cell)
  await expect.poll(async () => (await admin.ok('GET', `/api/cards/${card.id}`)).rating).toBe(2)
  expect((await admin.ok('GET', `/api/cards/${card.id}`)).qualification).toBe(2)
})

test('a file is mapped, previewed, imported and undone in the browser', async ({ page, server, admin }) => {
  const auto = await moduleOf(admin, 'autosales')
  const count = async () => (await admin.ok('GET', `/api/modules/${auto.id}/count?q=zorzalino`)).n
  await signIn(page, server)
  await page.goto(`${server.url}/import`)
  await page.locator('input[type=file]').setInputFiles({
    name: 'leads.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Név;Honnan\nZorzalino Ügyfél;Vásár\nZorzalino Őrs;Ajánlás\n', 'utf8'),
  })
  await expect(page.getByRole('heading', { name: 'What do the columns mean?' })).toBeVisible()
  for (const [column, goal] of [['Név', 'Name'], ['Honnan', 'Source']] as const) {
    await page.getByRole('combobox', { name: `Where “${column}” goes` })
      .or(page.getByRole('textbox', { name: `Where “${column}” goes` })).first().click()
    await page.getByRole('option', { name: goal, exact: true }).first().click()
  }
  await page.getByRole('button', { name: 'Show what would change' }).click()
  await expect(page.getByRole('heading', { name: 'What would change' })).toBeVisible()
  expect(await count()).toBe(0)
  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible()
  await expect.poll(count).toBe(2)
  await page.getByRole('button', { name: 'Undo the whole import' }).click()
  await expect(page.getByText('This import was undone.')).toBeVisible()
  await expect.poll(count).toBe(0)
})

test('the refused rows of an import come back as a file', async ({ page, server, admin }) => {
  const sales = await moduleOf(admin, 'sales')
  const made = await admin.ok('POST', `/api/imports?module=${sales.id}&name=mixed.csv`, 'Name,Value\nRefusal good,1200\nRefusal bad,a lot\n', {
    headers: { 'content-type': 'text/csv' },
  })
  await admin.ok('PATCH', `/api/imports/${made.id}`, {
    mapping: { columns: [{ header: 'Name', to: 'name' }, { header: 'Value', to: 'value' }] },
  })
  await signIn(page, server)
  await page.goto(`${server.url}/import/${made.id}`)
  await page.getByRole('button', { name: 'Show what would change' }).click()
  await expect(page.getByRole('heading', { name: 'What would change' })).toBeVisible()
  await expect(page.getByText('Value: This must be a number.')).toBeVisible()
  await page.getByRole('button', { name: /^Import \d row/ }).click()
  await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the refused rows' }).click(),
  ])
  const text = readFileSync(await file.path(), 'utf8')
  expect(text).toContain('Refusal bad')
  expect(text).toContain('a lot')
  expect(text).not.toContain('Refusal good')
  expect((await admin.ok('GET', `/api/modules/${sales.id}/count?q=Refusal`)).n).toBe(1)
})

test('two people on one card see each other; a conflict shows both values', async ({ page, server, admin, browser }) => {
  const auto = await moduleOf(admin, 'autosales')
  const card = await newCard(admin, auto.id, 'Shared card')
  await signIn(page, server)
  await page.goto(`${server.url}/m/${auto.id}/card/${card.id}`)
  await expect(page.getByRole('heading', { name: 'Shared card' })).toBeVisible()

  const other = await browser.newPage()
  await signIn(other, server)
  await other.goto(`${server.url}/m/${auto.id}/card/${card.id}`)
  await other.getByRole('radiogroup', { name: 'Qualification' }).getByText('VIP', { exact: true }).click()
  await expect(page.getByRole('radiogroup', { name: 'Qualification' }).getByRole('radio', { name: 'VIP' })).toBeChecked()

  // The first one's next save is held up while the second one saves another value of the same field.
  await quicker(page, admin, card.id, { rating: 0 })
  await page.getByRole('radiogroup', { name: 'Rating' }).getByText('Committed', { exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Somebody changed this meanwhile' })
  await expect(dialog.getByRole('button', { name: /Yours.*Committed/s })).toBeVisible()
  await expect(dialog.getByRole('button', { name: /Theirs.*Not interested/s })).toBeVisible()
  await dialog.getByRole('button', { name: /Yours/ }).click()
  await dialog.getByRole('button', { name: 'Keep the chosen' }).click()
  await expect(other.getByRole('radiogroup', { name: 'Rating' }).getByRole('radio', { name: 'Committed' })).toBeChecked()
  await other.close()
})

test('a member who sees his own cards only does not see those of others', async ({ page, server, admin }) => {
  const auto = await moduleOf(admin, 'autosales')
  const invited = await admin.ok('POST', '/api/members', { name: 'Bíró Gábor', email: 'gabor@example.com', role: 'user', sees_all: false })
  const token = invited.invite_url.split('/').at(-1)
  await server.client().ok('POST', `/api/invites/${token}`, { name: 'Bíró Gábor', password })
  const hidden = await newCard(admin, auto.id, 'Zephyr of Anna')
  const own = await newCard(admin, auto.id, 'Zephyr of Gábor', { owner_id: invited.member.id })
  await signIn(page, server, 'gabor@example.com')
  await page.goto(`${server.url}/m/${auto.id}?owner=all&q=Zephyr`)
  await expect(page.locator(`[data-card="${own.id}"]`)).toBeVisible()
  await expect(page.locator(`[data-card="${hidden.id}"]`)).toHaveCount(0)
  await page.goto(`${server.url}/m/${auto.id}/card/${hidden.id}`)
  await expect(page.getByRole('alert').or(page.getByText(/no such thing/i)).first()).toBeVisible()
  await expect(page.getByText('Zephyr of Anna')).toHaveCount(0)
})
