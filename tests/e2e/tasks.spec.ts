import type { Page } from '@playwright/test'
import type { Client } from '../api/server.mjs'
import { moduleOf, newCard } from './arrange'
import { expect, signIn, test } from './fixtures'

const tomorrow = (days = 1) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

// The task as it stands, open or closed.
async function present(admin: Client, id: number) {
  const lists = await Promise.all(['open', 'closed'].map((state) => admin.ok('GET', `/api/tasks?assignee=me&state=${state}&limit=200`)))
  return lists.flatMap(({ rows }) => rows).find((one: { id: number }) => one.id === id)
}

// A card with a task due tomorrow, open on the page.
async function atCard(page: Page, admin: Client, url: string, name: string) {
  const module = await moduleOf(admin, 'sales')
  const card = await newCard(admin, module.id, name)
  const { task } = await admin.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Send the offer', due_date: tomorrow() })
  await page.goto(`${url}/m/${module.id}/card/${card.id}`)
  await expect(page.getByRole('region', { name: 'Next steps' }).getByText('Send the offer')).toBeVisible()
  return { card, task, now: () => present(admin, task.id) }
}

// Just before the page's write to the task arrives, a colleague's does.
async function first(page: Page, path: string, change: () => Promise<unknown>) {
  let done = false
  await page.route(`**/api/tasks/${path}`, async (route) => {
    if (!done && route.request().method() !== 'GET') {
      done = true
      await change()
    }
    await route.continue()
  })
}

async function putOff(page: Page) {
  await page.getByRole('button', { name: 'Postpone Send the offer' }).click()
  await page.getByRole('menuitem', { name: /In 3 days/ }).click()
}

test('a task that a colleague put off meanwhile shows both days, and the chosen one stands', async ({ page, server, admin }) => {
  await signIn(page, server)
  const { task, now } = await atCard(page, admin, server.url, 'Both put it off')
  await first(page, `${task.id}/postpone`, () => admin.ok('POST', `/api/tasks/${task.id}/postpone`, { due_date: tomorrow(9) }))
  await putOff(page)
  const dialog = page.getByRole('dialog', { name: 'Somebody changed this meanwhile' })
  const when = dialog.getByRole('group', { name: 'When' })
  await expect(when.getByRole('button')).toHaveCount(2)
  const theirs = await now()
  await when.getByRole('button', { name: 'Yours' }).click()
  await dialog.getByRole('button', { name: 'Keep the chosen' }).click()
  await expect(dialog).toBeHidden()
  await expect.poll(async () => (await now()).due_at).toBeLessThan(theirs.due_at)
})

test('a task whose words a colleague changed is put off all the same', async ({ page, server, admin }) => {
  await signIn(page, server)
  const { task, now } = await atCard(page, admin, server.url, 'Another field')
  const before = await now()
  await first(page, `${task.id}/postpone`, () => admin.ok('PATCH', `/api/tasks/${task.id}`, { text: 'Send the better offer' }))
  await putOff(page)
  await expect.poll(async () => (await now()).due_at).toBeGreaterThan(before.due_at)
  expect((await now()).text).toBe('Send the better offer')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('a task that a colleague closed otherwise shows both ends; theirs may stand, or mine', async ({ page, server, admin }) => {
  await signIn(page, server)
  for (const [choice, state, result] of [['Theirs', 'failed', 'Nobody there'], ['Yours', 'success', 'They want it']]) {
    const { task, now } = await atCard(page, admin, server.url, `Closed by two: ${choice}`)
    await first(page, `${task.id}/close`, () => admin.ok('POST', `/api/tasks/${task.id}/close`, { state: 'failed', result: 'Nobody there' }))
    await page.getByRole('checkbox', { name: 'Close Send the offer' }).click()
    const close = page.getByRole('dialog', { name: 'Close task' })
    await close.getByText('Successful').click()
    await close.getByLabel('Result').fill('They want it')
    await close.getByRole('button', { name: 'Close task' }).click()
    const dialog = page.getByRole('dialog', { name: 'Somebody changed this meanwhile' })
    await expect(dialog.getByRole('group', { name: 'State' }).getByRole('button', { name: 'Failed' })).toBeVisible()
    await expect(dialog.getByRole('group', { name: 'Result' }).getByRole('button', { name: 'They want it' })).toBeVisible()
    await dialog.getByRole('group', { name: 'State' }).getByRole('button', { name: choice }).click()
    await dialog.getByRole('button', { name: 'Keep the chosen' }).click()
    await expect(dialog).toBeHidden()
    await expect.poll(async () => [(await now()).state, (await now()).result]).toEqual([state, result])
  }
})
