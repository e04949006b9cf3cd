import { expect, password, test } from './fixtures'

test('the guide leads from nothing to the first list', async ({ page, freshServer, accessible }) => {
  await page.goto(freshServer.url)
  await expect(page.getByRole('heading', { name: 'Choose your language' })).toBeVisible()
  await accessible()
  await page.getByRole('main').getByRole('button', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Next' }).click()

  // A step is not left before it is filled in.
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByText('Please fill this in.')).toBeVisible()
  await page.getByLabel('Company name').fill('Duna Gépek Kft.')
  await page.getByRole('button', { name: 'Next' }).click()

  await page.getByLabel('Your name').fill('Nagy Őszike')
  await page.getByLabel('E-mail').fill('oszike@example.com')
  await page.getByRole('textbox', { name: 'Password' }).fill('short')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByText(/at least 10 characters/i).first()).toBeVisible()
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Next' }).click()

  await expect(page.getByRole('heading', { name: 'Which sales module suits you?' })).toBeVisible()
  await accessible()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: /^Look at demo data/ }).click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()

  await expect(page.getByRole('heading', { name: 'My day' })).toBeVisible({ timeout: 30_000 })
  await page.getByRole('navigation').first().getByRole('link', { name: /Auto-sales/ }).click()
  await expect(page.locator('[data-card]').first()).toBeVisible()
})

test('a wrong password is refused in words, the right one lets in, logging out leads back', async ({ page, server, accessible }) => {
  await page.goto(server.url)
  await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible()
  await accessible()
  await page.getByLabel('E-mail').fill('anna@example.com')
  await page.getByRole('textbox', { name: 'Password' }).fill('not the password')
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { name: 'My day' })).toBeVisible()
  await page.getByRole('button', { name: 'Anna Szűcs: menu' }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible()
})
