import { drag, moduleOf, newCard, quicker } from './arrange'
import { expect, signIn, test } from './fixtures'

test('the table sorts, and a value typed into a cell is kept', async ({ page, server, admin }) => {
  const { id } = await moduleOf(admin, 'sales')
  const cards = []
  for (const [name, value] of [['Tabula Bé', 300_00], ['Tabula Cé', 100_00], ['Tabula Á', 200_00]] as const)
    cards.push(await newCard(admin, id, name, { value_minor: value }))
  await signIn(page, server)
  await page.goto(`${server.url}/m/${id}?view=table&q=Tabula&columns=name:220,value:140,owner:160`)
  const names = () => page.locator('[data-card]').evaluateAll((rows) => rows.map((row) => row.querySelector('a')?.textContent))
  const heading = (name: string) => page.getByRole('columnheader', { name: new RegExp(`^${name}`) })
  await heading('Value').getByRole('button').click()
  await expect(heading('Value')).toHaveAttribute('aria-sort', 'ascending')
  await expect.poll(names).toEqual(['Tabula Cé', 'Tabula Á', 'Tabula Bé'])
  await heading('Value').getByRole('button').click()
  await expect.poll(names).toEqual(['Tabula Bé', 'Tabula Á', 'Tabula Cé'])
  await expect(page).toHaveURL(/sort=value.*desc=/)
  await heading('Name').getByRole('button').click()
  await expect.poll(names).toEqual(['Tabula Á', 'Tabula Bé', 'Tabula Cé'])

  const row = page.locator(`[data-card="${cards[1].id}"]`)
  await row.getByRole('gridcell').nth(2).click()
  const box = row.getByRole('textbox')
  await box.fill('4567')
  await box.press('Enter')
  await expect(row).toContainText('4,567')
  await expect.poll(async () => (await admin.ok('GET', `/api/cards/${cards[1].id}`)).value_minor).toBe(4567_00)

  // Escape gives back what stood there.
  await row.getByRole('gridcell').nth(2).click()
  await row.getByRole('textbox').fill('1')
  await row.getByRole('textbox').press('Escape')
  await expect(row).toContainText('4,567')
  expect((await admin.ok('GET', `/api/cards/${cards[1].id}`)).value_minor).toBe(4567_00)
})

test('columns are chosen, moved and widened, and stay so', async ({ page, server, admin }) => {
  const { id } = await moduleOf(admin, 'sales')
  await newCard(admin, id, 'Columna One')
  await signIn(page, server)
  await page.goto(`${server.url}/m/${id}?view=table&q=Columna&columns=name:220,value:140,owner:160`)
  const shown = () => page.getByRole('columnheader').evaluateAll((all) => all.map((one) => one.textContent.trim()).filter(Boolean))
  await expect.poll(shown).toEqual(['Name', 'Value', 'Owner'])
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Source', exact: true }).check()
  await page.keyboard.press('Escape')
  await expect.poll(shown).toEqual(['Name', 'Value', 'Owner', 'Source'])

  const heading = (name: string) => page.getByRole('columnheader', { name: new RegExp(`^${name}`) })
  await drag(page, heading('Source').getByRole('button'), heading('Value').getByRole('button'))
  await expect.poll(shown).toEqual(['Name', 'Source', 'Value', 'Owner'])

  const edge = heading('Owner').getByRole('separator')
  const before = (await heading('Owner').boundingBox())?.width ?? 0
  const at = await edge.boundingBox()
  if (!at) throw new Error('no edge')
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2)
  await page.mouse.down()
  await page.mouse.move(at.x + at.width / 2 + 60, at.y + at.height / 2, { steps: 6 })
  await page.mouse.up()
  await expect.poll(async () => (await heading('Owner').boundingBox())?.width).toBe(before + 60)

  await page.reload()
  await expect.poll(shown).toEqual(['Name', 'Source', 'Value', 'Owner'])
  expect((await heading('Owner').boundingBox())?.width).toBe(before + 60)
})

test('a cell that a colleague changed meanwhile shows both values', async ({ page, server, admin }) => {
  const { id } = await moduleOf(admin, 'sales')
  const card = await newCard(admin, id, 'Collisio', { value_minor: 100_00 })
  await signIn(page, server)
  await page.goto(`${server.url}/m/${id}?view=table&q=Collisio&columns=name:220,value:140`)
  const row = page.locator(`[data-card="${card.id}"]`)
  const type = async (value: string) => {
    await row.getByRole('gridcell').nth(2).click()
    await row.getByRole('textbox').fill(value)
    await row.getByRole('textbox').press('Enter')
  }
  await quicker(page, admin, card.id, { value: 222_00 })
  await type('333')
  const dialog = page.getByRole('dialog', { name: 'Somebody changed this meanwhile' })
  await expect(dialog.getByRole('button', { name: /^Yours.*333/ })).toBeVisible()
  await expect(dialog.getByRole('button', { name: /^Theirs.*222/ })).toHaveAttribute('aria-pressed', 'true')
  await dialog.getByRole('button', { name: 'Keep the chosen' }).click()
  await expect(row).toContainText('222')
  expect((await admin.ok('GET', `/api/cards/${card.id}`)).value_minor).toBe(222_00)

  // A change elsewhere on the card is no conflict: both stand.
  await page.unrouteAll()
  await quicker(page, admin, card.id, { name: 'Collisio renamed' })
  await type('444')
  await expect(row).toContainText('444')
  await expect(dialog).toHaveCount(0)
  const now = async () => {
    const { name, value_minor } = await admin.ok('GET', `/api/cards/${card.id}`)
    return [name, value_minor]
  }
  await expect.poll(now).toEqual(['Collisio renamed', 444_00])
})
