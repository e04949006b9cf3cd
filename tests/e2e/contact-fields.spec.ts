import { expect, signIn, test } from './fixtures'

test('people and companies have fields of their own: made by an administrator, asked for, filled and edited', async ({ page, freshServer: server, accessible }) => {
  await server.setUp() // required fields would be asked for in other tests, too
  const admin = await server.login('anna@example.com')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await signIn(page, server)
  await page.goto(`${server.url}/settings/contact_fields`)
  const add = async (group: string, type: string, name: string) => {
    await page.getByRole('button', { name: `Add field to ${group}` }).click()
    await page.getByRole('combobox', { name: 'Type' }).click()
    await page.getByRole('option', { name: type, exact: true }).click()
    await page.getByRole('textbox', { name: 'Name of the field' }).fill(name)
  }
  const save = async (name: string) => {
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText(`Field added: ${name}`)).toBeVisible()
    await expect(page.getByRole('button', { name: `Move: ${name}`, exact: true })).toBeVisible()
  }

  // The first one makes the place; what only cards have is not offered.
  await add('Without a group', 'Text', 'Hobby')
  await expect(page.getByRole('combobox', { name: 'Required from this status on' })).toHaveCount(0)
  await page.getByRole('checkbox', { name: 'Required', exact: true }).check()
  await save('Hobby')
  await add('Without a group', 'Date', 'Birthday')
  await save('Birthday')
  await page.getByText('Companies', { exact: true }).click()
  await expect(page.getByRole('button', { name: 'Move: Hobby', exact: true })).toHaveCount(0)
  await add('Without a group', 'Choice', 'Size')
  await page.getByRole('button', { name: 'Add a choice' }).click()
  await page.getByRole('textbox', { name: 'Name of the choice' }).fill('Large')
  await save('Size')
  await page.reload()
  await expect(page.getByRole('button', { name: 'Move: Birthday', exact: true })).toBeVisible()
  await accessible()

  // A new person is asked for what is required.
  await page.goto(`${server.url}/contacts?new=person`)
  const dialog = page.getByRole('dialog', { name: 'New contact' })
  await dialog.getByRole('textbox', { name: 'Last name' }).fill('Fenyvesi')
  await dialog.getByRole('button', { name: 'More fields' }).click()
  await expect(dialog.getByLabel('Birthday')).toBeVisible()
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog.getByRole('textbox', { name: 'Hobby' })).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByRole('textbox', { name: 'Hobby' }).fill('Chess')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { name: 'Fenyvesi', level: 1 })).toBeVisible()

  // Edited where it stands.
  const more = page.getByRole('region', { name: 'More', exact: true })
  await more.getByText('Chess').click()
  await more.getByRole('textbox', { name: 'Hobby' }).fill('Bridge')
  await more.getByRole('textbox', { name: 'Hobby' }).press('Enter')
  await expect(more.getByText('Bridge')).toBeVisible()
  const id = Number(/contacts\/(\d+)/.exec(page.url())?.[1])
  await expect.poll(async () => (await admin.ok('GET', `/api/contacts/${id}`)).fields.hobby).toBe('Bridge')
  await accessible()

  const { contact } = await admin.ok('POST', '/api/contacts', { kind: 'company', name: 'Fenyves Bútor Kft.' })
  await page.goto(`${server.url}/contacts/${contact.id}`)
  await more.getByRole('button', { name: 'Edit Size' }).click()
  await page.getByRole('option', { name: 'Large' }).click()
  await expect(more.getByText('Large')).toBeVisible()
  await expect.poll(async () => (await admin.ok('GET', `/api/contacts/${contact.id}`)).fields.size).toBeGreaterThan(0)
})
