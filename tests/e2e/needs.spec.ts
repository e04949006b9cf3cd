import { newCard } from './arrange'
import { expect, signIn, test } from './fixtures'

test('a status asks for its fields in place: by keys on the board, on a phone, for many at once', async ({ page, server, admin, accessible }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const { id } = await admin.ok('POST', '/api/modules', { template: 'helpdesk' })
  const module = async () => (await admin.ok('GET', '/api/meta')).modules.find((one: { id: number }) => one.id === id)
  const { statuses, fields } = await module()
  const status = (role: string) => statuses.find((one: { role: string }) => one.role === role)
  const option = (code: string, label: string) =>
    fields.find((one: { code: string }) => one.code === code).options.find((one: { label: string }) => one.label === label).id
  const cards = []
  for (const name of ['Printer', 'Screen', 'Mouse']) cards.push(await newCard(admin, id, name, { status_id: status('waiting').id }))
  const [printer, screen, mouse] = cards
  const now = (card: { id: number }) => admin.ok('GET', `/api/cards/${card.id}`)
  await signIn(page, server)

  // Carried by keys: the move is refused, both fields are asked for, and it goes on.
  await page.goto(`${server.url}/m/${id}?view=board&owner=all`)
  const column = (label: string) => page.getByRole('region', { name: label, exact: true })
  await column('Waiting for customer').locator(`[data-card="${printer.id}"]`).focus()
  await page.keyboard.press('Space')
  await expect(page.getByText('Printer is over Waiting for customer.')).toBeAttached()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText('Printer is over In progress.')).toBeAttached()
  await page.keyboard.press('Space')
  const dialog = page.getByRole('dialog', { name: 'Move to In progress' })
  await expect(dialog.getByText('Printer')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Move' })).toBeDisabled()
  await accessible()
  for (const [label, value] of [['Priority', 'High'], ['Category', 'Fault']] as const) {
    await dialog.getByRole('combobox', { name: label }).click()
    await page.getByRole('option', { name: value, exact: true }).click()
  }
  await dialog.getByRole('button', { name: 'Move' }).press('Enter')
  await expect(column('In progress').locator(`[data-card="${printer.id}"]`)).toBeVisible()
  const moved = async () => {
    const { status_id, fields: of } = await now(printer)
    return [status_id, of.priority, of.category]
  }
  await expect.poll(moved).toEqual([status('in_progress').id, option('priority', 'High'), option('category', 'Fault')])

  // On a phone, from the card's page.
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${server.url}/m/${id}/card/${printer.id}`)
  await page.getByRole('button', { name: 'Edit Status' }).or(page.getByRole('button', { name: /Edit.*Status/ })).first().click()
  await page.getByRole('option', { name: 'Solved', exact: true }).click()
  const asked = page.getByRole('dialog', { name: 'One more thing' })
  await asked.getByRole('textbox', { name: 'Solution' }).fill('New toner')
  await asked.getByRole('button', { name: 'Save' }).click()
  await expect(asked).toHaveCount(0)
  await expect.poll(async () => (await now(printer)).status_id).toBe(status('solved').id)

  // Many at once: what a card has already stays.
  await page.setViewportSize({ width: 1366, height: 768 })
  await admin.ok('PATCH', `/api/cards/${screen.id}`, { fields: { priority: option('priority', 'Urgent') } })
  await page.goto(`${server.url}/m/${id}?owner=all&view=list`)
  for (const name of ['Screen', 'Mouse']) await page.getByRole('checkbox', { name: `Select ${name}` }).click()
  const bar = page.getByRole('region', { name: 'Selected cards' })
  await bar.getByRole('button', { name: 'Status' }).click()
  await page.getByRole('menuitem', { name: 'In progress' }).click()
  const many = page.getByRole('dialog', { name: 'Move to In progress' })
  for (const [label, value] of [['Priority', 'Low'], ['Category', 'Question']] as const) {
    await many.getByRole('combobox', { name: label }).click()
    await page.getByRole('option', { name: value, exact: true }).click()
  }
  await many.getByRole('button', { name: 'Change 2 cards' }).click()
  await expect(page.getByText('2 cards changed')).toBeVisible()
  expect((await now(screen)).fields.priority).toBe(option('priority', 'Urgent'))
  expect((await now(mouse)).fields.priority).toBe(option('priority', 'Low'))
  expect((await now(mouse)).status_id).toBe(status('in_progress').id)
})
