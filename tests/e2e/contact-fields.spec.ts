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

  // The list of people shows, orders and filters by their own fields.
  for (const [last_name, hobby] of [['Almási', 'Rowing'], ['Zsoldos', 'Archery']]) {
    await admin.ok('POST', '/api/contacts', { kind: 'person', last_name, fields: { hobby } })
  }
  await page.goto(`${server.url}/contacts`)
  await expect(page.getByRole('link', { name: /Almási/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Columns' })).toHaveCount(0)
  await page.getByText('People', { exact: true }).click()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Hobby' }).check()
  await page.keyboard.press('Escape')
  const names = page.getByRole('link', { name: /Almási|Fenyvesi|Zsoldos/ })
  await expect(names).toHaveText([/Almási.*Rowing/, /Fenyvesi.*Bridge/, /Zsoldos.*Archery/])
  const heading = page.getByRole('group', { name: 'Order' }).getByRole('button', { name: 'Hobby' })
  await heading.click()
  await expect(names).toHaveText([/Zsoldos/, /Fenyvesi/, /Almási/])
  await heading.click()
  await expect(names).toHaveText([/Almási/, /Fenyvesi/, /Zsoldos/])
  await expect(page).toHaveURL(/desc=true/)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const filter = page.getByRole('dialog', { name: 'Filter' })
  await filter.getByRole('button', { name: 'Condition', exact: true }).click()
  await filter.getByRole('combobox', { name: 'Field' }).click()
  await page.getByRole('option', { name: 'Hobby' }).click()
  await filter.getByRole('textbox', { name: 'Hobby' }).fill('arch')
  await expect(filter.getByText('1 contact matches')).toBeVisible()
  await filter.getByRole('button', { name: 'Show' }).click()
  await expect(names).toHaveText([/Zsoldos/])
  await accessible()
  await page.reload()
  await expect(names).toHaveText([/Zsoldos/])
  await page.getByRole('button', { name: /^Remove: Hobby/ }).click()
  await expect(names).toHaveText([/Almási/, /Fenyvesi/, /Zsoldos/])

  // A filter that the server refuses says so, and goes with its cross.
  await page.goto(`${server.url}/contacts?kind=person&f=gone:empty`)
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByRole('button', { name: 'Remove: 1 condition' }).click()
  await expect(names).toHaveCount(3)
})
