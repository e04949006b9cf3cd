import { farFromMidnight } from '../api/wait.mjs'
import { moduleOf, newCard } from './arrange'
import { expect, signIn, test } from './fixtures'

const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Budapest', dateStyle: 'short' }).format(Date.now())

test('a task repeats, has a checklist, and is moved in the calendar', async ({ page, server, admin, accessible }) => {
  test.slow()
  await farFromMidnight()
  await signIn(page, server)
  await admin.ok('PATCH', '/api/me', { zone: 'Europe/Budapest' })
  const module = await moduleOf(admin, 'sales')
  const card = await newCard(admin, module.id, 'Oak tables')
  const { task } = await admin.ok('POST', `/api/cards/${card.id}/tasks`, { text: 'Weekly call', due_date: today() })

  await page.goto(`${server.url}/m/${module.id}/card/${card.id}`)
  const steps = page.getByRole('region', { name: 'Next steps' })
  await steps.getByRole('button', { name: 'Edit Weekly call' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit task' })
  await dialog.getByRole('combobox', { name: 'Repeat' }).click()
  await page.getByRole('option', { name: 'Weeks' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(steps.getByText('every week')).toBeVisible()

  await steps.getByRole('button', { name: 'Checklist of Weekly call' }).click()
  const add = steps.getByRole('textbox', { name: 'Add an item' })
  for (const item of ['Numbers', 'Minutes']) {
    await add.fill(item)
    await add.press('Enter')
    await expect(steps.getByRole('checkbox', { name: `Tick ${item}` })).toBeVisible()
  }
  await steps.getByRole('checkbox', { name: 'Tick Numbers' }).click()
  await expect(steps.getByText('1 of 2 done')).toBeVisible()
  await accessible()

  await page.goto(`${server.url}/calendar?view=month`)
  const event = page.getByRole('button', { name: 'Weekly call · Oak tables' })
  await expect(event.first()).toBeVisible()
  await accessible()
  await page.goto(`${server.url}/calendar?view=week`)
  await expect(event.first()).toBeVisible()

  // A time of day is a place, too: drawn by the mouse, and taken by the dialog.
  await page.keyboard.press('d')
  await expect(page).toHaveURL(/view=day/)
  await page.getByRole('button', { name: /10:00:00.*10:30:00/ }).click()
  const plan = page.getByRole('dialog', { name: 'New task' })
  await plan.getByRole('textbox', { name: 'Task' }).fill('Lunch with Béla')
  await plan.getByRole('combobox', { name: 'On which card' }).fill('Oak tables')
  await page.getByRole('option', { name: /Oak tables/ }).first().click()
  await plan.getByRole('button', { name: 'Add the task' }).click()
  await expect(page.getByRole('button', { name: 'Lunch with Béla · Oak tables' })).toBeVisible()
  const lunch = async () => {
    const { tasks } = await admin.ok('GET', `/api/cards/${card.id}`)
    const it = tasks.find((one: { text: string }) => one.text === 'Lunch with Béla')
    return it && [it.due_has_time, new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Budapest', timeStyle: 'short' }).format(it.due_at)]
  }
  await expect.poll(lunch).toEqual([true, '10:00'])

  await page.getByRole('button', { name: 'Lunch with Béla · Oak tables' }).click()
  await expect(page).toHaveURL(new RegExp(`/card/${card.id}`))
  const closed = await admin.ok('POST', `/api/tasks/${task.id}/close`, { state: 'done' })
  await expect.poll(() => closed.next.checks).toEqual({ n: 2, done: 0 })

  await page.goto(`${server.url}/settings/feed`)
  await page.getByRole('button', { name: 'Make an address' }).click()
  const address = await page.getByRole('textbox', { name: /shown only now/ }).inputValue()
  const feed = await page.request.get(address)
  expect([feed.status(), (await feed.text()).includes('Lunch with Béla')]).toEqual([200, true])
})
