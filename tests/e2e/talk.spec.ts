import { newCard } from './arrange'
import { expect, password, signIn, test } from './fixtures'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

test('files on a card, a comment that calls a colleague, and his bell', async ({ page, browser, server, admin, accessible }) => {
  const { invite_url } = await admin.ok('POST', '/api/members', { name: 'Nagy Béla', email: 'bela-talk@example.com', role: 'manager', language: 'en' })
  await server.client().ok('POST', `/api/invites/${invite_url.split('/').at(-1)}`, { name: 'Nagy Béla', password })
  const sales = (await admin.ok('GET', '/api/meta')).modules.find((one: { kind: string }) => one.kind === 'sales').id
  const card = await newCard(admin, sales, 'Talked about')
  await signIn(page, server)
  const his = await browser.newPage()
  await signIn(his, server, 'bela-talk@example.com', password)
  await his.goto(`${server.url}/m/${sales}/card/${card.id}`)
  await page.goto(`${server.url}/m/${sales}/card/${card.id}`)

  // Two files at once, one of them a picture; the other window sees them without being asked.
  const files = page.getByRole('region', { name: 'Files' })
  await files.locator('input[type=file]').or(page.locator('input[type=file]')).first().setInputFiles([
    { name: 'Árajánlat.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') },
    { name: 'picture.png', mimeType: 'image/png', buffer: PNG },
  ])
  await expect(files.getByRole('link', { name: 'Árajánlat.txt' })).toBeVisible()
  await expect(files.getByRole('link', { name: 'picture.png' })).toBeVisible()
  await expect(his.getByRole('region', { name: 'Files' }).getByRole('link', { name: 'picture.png' })).toBeVisible()
  await expect.poll(() => files.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
  const [download] = await Promise.all([page.waitForEvent('download'), files.getByRole('link', { name: 'Árajánlat.txt' }).click()])
  expect(download.suggestedFilename()).toBe('Árajánlat.txt')

  // Dropped, and taken away and back.
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer()
    data.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }))
    return data
  })
  await files.dispatchEvent('drop', { dataTransfer: dropped })
  await expect(files.getByRole('link', { name: 'dropped.txt' })).toBeVisible()
  await files.getByRole('button', { name: 'Move dropped.txt to the trash' }).click()
  await expect(files.getByRole('link', { name: 'dropped.txt' })).toHaveCount(0)
  await page.getByText('dropped.txt moved to the trash').locator('..').getByRole('button', { name: 'Undo' }).click()
  await expect(files.getByRole('link', { name: 'dropped.txt' })).toBeVisible()

  // @ offers who may see the card; the comment appears in both histories, and in his bell.
  const box = page.getByRole('combobox', { name: 'Comment' })
  await box.pressSequentially('Please look, @nag before noon')
  for (let i = 0; i < ' before noon'.length; i++) await box.press('ArrowLeft')
  await expect(page.getByRole('option', { name: 'Nagy Béla' })).toBeVisible()
  await box.press('Enter')
  await box.pressSequentially('https://example.com/offer.')
  await expect(box).toHaveValue('Please look, @Nagy Béla https://example.com/offer. before noon')
  await box.press('Control+Enter')
  const history = page.getByRole('region', { name: 'History' })
  await expect(history.getByText('@Nagy Béla')).toBeVisible()
  await expect(history.getByRole('link', { name: 'https://example.com/offer' })).toHaveAttribute('rel', /noopener/)
  await expect(his.getByRole('region', { name: 'History' }).getByText('@Nagy Béla')).toBeVisible()
  await his.getByRole('button', { name: 'Notifications: 1 unread' }).click()
  const told = his.getByRole('link', { name: /Anna Szűcs mentioned you · Talked about/ })
  await expect(told).toBeVisible()
  await told.click()
  await expect(his.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible()
  await expect(his.getByRole('button', { name: /^Following/ })).toBeVisible()
  await his.close()

  // Its author changes it, and may look at comments alone.
  await history.getByText('Comments', { exact: true }).click()
  await history.getByRole('button', { name: 'Edit' }).click()
  const edit = history.getByRole('combobox', { name: 'Comment' }).last()
  await edit.fill('Done, thank you')
  await edit.press('Control+Enter')
  await expect(history.getByText('Done, thank you')).toBeVisible()
  await expect(history.getByText('(edited)')).toBeVisible()
  await page.reload() // from its beginning, and nothing half under a message
  await expect(history.getByText('Done, thank you')).toBeVisible()
  await accessible()

  // Browsers are told only where the company wants it.
  await page.goto(`${server.url}/settings/notifications`)
  await expect(page.getByRole('switch', { name: 'Tell this browser' })).toBeDisabled()
  await expect(page.getByText('Your company has it switched off')).toBeVisible()
  await accessible()
})
