import type { Page } from '@playwright/test'

import type { Client } from '../api/server.mjs'
import { expect, password, signIn, test } from './fixtures'

type Kind = 'autosales' | 'sales' | 'leads'

async function moduleOf(admin: Client, kind: Kind) {
  const meta = await admin.ok('GET', '/api/meta')
  return meta.modules.find((one: { kind: string }) => one.kind === kind)
}

async function newCard(admin: Client, module: number, name: string, more: object = {}) {
  return (await admin.ok('POST', `/api/modules/${module}/cards`, { name, ...more })).card
}

// drag - by the mouse, in the small steps a hand makes.
async function drag(page: Page, from: ReturnType<Page['locator']>, to: ReturnType<Page['locator']>) {
  const a = await from.boundingBox()
  const b = await to.boundingBox()
  if (!a || !b) throw new Error('nothing to drag')
  await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2)
  await page.mouse.down()
  await page.mouse.move(a.x + a.width / 2 + 12, a.y + a.height / 2 + 12, { steps: 4 })
  await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2, { steps: 12 })
  await page.mouse.up()
}

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
  expect(await count()).toBe(2)
  await page.getByRole('button', { name: 'Undo the whole import' }).click()
  await expect(page.getByText('This import was undone.')).toBeVisible()
  expect(await count()).toBe(0)
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
  let first = true
  await page.route(`**/api/cards/${card.id}`, async (route) => {
    if (first && route.request().method() === 'PATCH') {
      first = false
      await admin.ok('PATCH', `/api/cards/${card.id}`, { fields: { rating: 0 } })
    }
    await route.continue()
  })
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
