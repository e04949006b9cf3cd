import { expect, signIn, test } from './fixtures'

test('contacts are narrowed by a tag, and those shown are given another', async ({ page, server, admin, accessible }) => {
  const ids: number[] = []
  for (const name of ['Fenyves', 'Tölgyes']) {
    ids.push((await admin.ok('POST', '/api/contacts', { kind: 'company', name: `${name} Kft.`, tags: 'erdő' })).contact.id)
  }
  await admin.ok('POST', '/api/contacts', { kind: 'company', name: 'Mezei Kft.' })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await signIn(page, server)
  await page.goto(`${server.url}/contacts`)
  await expect(page.getByText('Mezei Kft.')).toBeVisible()
  const tag = page.getByRole('combobox', { name: 'Tag', exact: true }).or(page.getByRole('textbox', { name: 'Tag', exact: true })).first()
  await tag.fill('erdo') // found by the server, which sees no accents
  await page.getByRole('option', { name: 'erdő' }).click()
  await expect(page.getByText('Mezei Kft.')).toHaveCount(0)
  await expect(page.getByText('Fenyves Kft.')).toBeVisible()
  await expect(page).toHaveURL(/tag=\d+/)
  await page.getByRole('button', { name: 'Tag these…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Tag these…' })
  await expect(dialog.getByText('2 contacts that are shown')).toBeVisible()
  await accessible()
  await dialog.getByLabel('Tag', { exact: true }).fill('partner')
  await dialog.getByRole('button', { name: 'Change 2 contacts' }).click()
  await expect(page.getByText('Tag “partner” given to 2')).toBeVisible()
  const tags = async () => Promise.all(ids.map(async (id) => (await admin.ok('GET', `/api/contacts/${id}`)).tags))
  expect(await tags()).toEqual(['erdő, partner', 'erdő, partner'])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(tags).toEqual(['erdő', 'erdő'])
})
