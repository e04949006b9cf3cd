import { newCard } from './arrange'
import { expect, signIn, test } from './fixtures'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

test('a CV in its field: chosen, replaced by a drop, undone, removed', async ({ page, server, admin, accessible }) => {
  const { id } = await admin.ok('POST', '/api/modules', { template: 'hr' })
  const card = await newCard(admin, id, 'Nagy Éva')
  await signIn(page, server)
  await page.goto(`${server.url}/m/${id}/card/${card.id}`)
  const cv = page.getByRole('group', { name: 'CV', exact: true })
  await expect(cv.getByRole('button', { name: 'Add a file' })).toBeVisible()
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), cv.getByRole('button', { name: 'Add a file' }).click()])
  await chooser.setFiles({ name: 'Önéletrajz.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') })
  const link = cv.getByRole('link', { name: 'Önéletrajz.txt' })
  await expect(link).toBeVisible()
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(download.suggestedFilename()).toBe('Önéletrajz.txt')
  await expect(page.getByRole('region', { name: 'Files' }).getByRole('link')).toHaveCount(0)

  const dropped = await page.evaluateHandle((bytes) => {
    const data = new DataTransfer()
    data.items.add(new File([new Uint8Array(bytes)], 'photo.png', { type: 'image/png' }))
    return data
  }, [...PNG])
  await cv.dispatchEvent('drop', { dataTransfer: dropped })
  await expect(cv.getByRole('link', { name: 'photo.png' })).toBeVisible()
  await expect.poll(() => cv.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
  await expect(page.getByRole('region', { name: 'History' })).toContainText('photo.png')
  await accessible()

  await cv.getByRole('button', { name: 'CV: remove the file' }).click()
  await expect(cv.getByRole('button', { name: 'Add a file' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
  await expect(cv.getByRole('link', { name: 'photo.png' })).toBeVisible()
})
