import type { Locator } from '@playwright/test'
import { moduleOf, newCard } from './arrange'
import { expect, signIn, test } from './fixtures'

// The hardest double click: both before the page has drawn anything.
const twice = (button: Locator) =>
  button.evaluate((element: HTMLElement) => {
    element.click()
    element.click()
  })

test('a double click creates a card, a task, a note, a link and a key once', async ({ page, server, admin }) => {
  await signIn(page, server)
  const module = await moduleOf(admin, 'sales')
  await page.goto(`${server.url}/m/${module.id}?new=true`)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the card').fill('Clicked twice')
  await twice(dialog.getByRole('button', { name: 'Create' }))
  await expect(page.getByRole('heading', { name: 'Clicked twice' })).toBeVisible()
  const made = async () => (await admin.ok('GET', `/api/modules/${module.id}/cards?q=clicked+twice`)).rows
  await expect.poll(made).toHaveLength(1)
  const rows = await made()

  await page.goto(`${server.url}/m/${module.id}/card/${rows[0].id}`)
  await page.getByLabel('New task').fill('Ask twice')
  await twice(page.getByRole('button', { name: 'Add the task' }))
  await expect(page.getByRole('checkbox', { name: 'Close Ask twice' })).toBeVisible()
  await page.getByRole('button', { name: 'Note', exact: true }).click()
  await page.getByLabel('What was said').fill('Said once')
  await twice(page.getByRole('button', { name: 'Log it' }))
  await expect(page.getByText('Said once')).toBeVisible()
  await expect.poll(async () => (await admin.ok('GET', `/api/cards/${rows[0].id}`)).tasks).toHaveLength(1)
  const events = async () => (await admin.ok('GET', `/api/cards/${rows[0].id}/events?limit=50`)).rows
  await expect.poll(async () => (await events()).filter((one: object) => JSON.stringify(one).includes('Said once'))).toHaveLength(1)

  await page.goto(`${server.url}/settings/keys`)
  await page.getByRole('textbox').fill('One key')
  await twice(page.getByRole('button', { name: 'Create key' }))
  await expect(page.getByText('One key').first()).toBeVisible()
  const keys = async () => (await admin.ok('GET', '/api/keys')).rows
  await expect.poll(async () => (await keys()).filter((one: { name: string }) => one.name === 'One key')).toHaveLength(1)
})

test('without the server nothing typed is lost, and what was typed is saved when it is back', async ({ page, server, admin, context }) => {
  await signIn(page, server)
  const module = await moduleOf(admin, 'sales')
  const card = await newCard(admin, module.id, 'In a tunnel')
  await page.goto(`${server.url}/m/${module.id}/card/${card.id}`)
  await page.getByRole('button', { name: 'Note', exact: true }).click()
  await page.getByLabel('What was said').fill('Written in the tunnel')
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Log it' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'cannot be reached' })).toBeVisible()
  await expect(page.getByLabel('What was said')).toHaveValue('Written in the tunnel')
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Log it' }).click()
  await expect(page.getByLabel('What was said')).toBeHidden()
  await expect(page.getByText('Written in the tunnel')).toBeVisible()
})

test('what one undoes the other sees undone, and may bring back', async ({ page, server, admin, browser }) => {
  await signIn(page, server)
  const module = await moduleOf(admin, 'sales')
  const card = await newCard(admin, module.id, 'Two undo')
  const other = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await signIn(other, server)
  const url = `${server.url}/m/${module.id}/card/${card.id}`
  await Promise.all([page.goto(url), other.goto(url)])
  await admin.ok('PATCH', `/api/cards/${card.id}`, { fields: { name: 'Named by a third' } })
  for (const one of [page, other]) await expect(one.getByRole('heading', { name: 'Named by a third' })).toBeVisible()
  // The history is read from the latest: the change itself stands last, its undo before it.
  const entries = (one: typeof page) => one.getByRole('listitem').filter({ hasText: 'Named by a third' })
  const undo = { name: 'Undo', exact: true }
  await expect(entries(other).last().getByRole('button', undo)).toBeVisible()
  await entries(page).last().getByRole('button', undo).click()
  for (const one of [page, other]) await expect(one.getByRole('heading', { name: 'Two undo' })).toBeVisible()
  await expect(entries(other)).toHaveCount(2)
  await expect(entries(other).last().getByRole('button', undo)).toHaveCount(0)
  await entries(other).first().getByRole('button', undo).click()
  for (const one of [page, other]) await expect(one.getByRole('heading', { name: 'Named by a third' })).toBeVisible()
  await other.context().close()
})
