// Somebody who works in two companies: the choice after the log-in, the switch in the menu, and addresses of one company.
import { run } from '../api/server.mjs'
import { expect, password, test } from './fixtures'

test('one log-in, two companies', async ({ page, freshServer: server }) => {
  const make = ['--email', 'multi@example.com', '--name', 'Multi Teszt', '--modules', 'autosales', '--data', server.data]
  await run(['account', 'create', 'alma', '--company', 'Alma Kft.', ...make], { input: `${password}\n` })
  await run(['account', 'create', 'korte', '--company', 'Körte Bt.', ...make])
  await expect.poll(async () => (await (await fetch(`${server.url}/a/korte/api/boot`)).json()).company, { timeout: 20_000 }).toBe('Körte Bt.')

  await page.goto(server.url)
  await page.getByLabel('E-mail').fill('multi@example.com')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { name: 'Which company?' })).toBeVisible()
  await page.getByRole('button', { name: 'Körte Bt.' }).click()
  await page.getByRole('button', { name: /Multi Teszt: menu/ }).click()
  await page.getByRole('menuitem', { name: /Alma Kft\./ }).click()
  await page.getByRole('button', { name: /Multi Teszt: menu/ }).click()
  await expect(page.getByRole('menuitem', { name: /Körte Bt\./ })).toBeVisible()

  // Under its address each company has a log-in of its own; pages, links and live changes stay there.
  await page.goto(`${server.url}/a/korte/`)
  await page.getByLabel('E-mail').fill('multi@example.com')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('link', { name: 'Auto-sales' }).first().click()
  await expect(page).toHaveURL(/\/a\/korte\/m\/\d+/)
  await page.reload()
  await expect(page).toHaveURL(/\/a\/korte\/m\/\d+/)
  await expect(page.getByRole('button', { name: /Multi Teszt: menu/ })).toBeVisible()
  await page.goto(server.url)
  await expect(page.getByRole('button', { name: /Multi Teszt: menu/ })).toBeVisible() // still in the other one here
})
