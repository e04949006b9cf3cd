// arrange - what tests put in place through the API, and gestures that several of them make.
import type { Locator, Page } from '@playwright/test'

import type { Client } from '../api/server.mjs'

export type Kind = 'autosales' | 'sales' | 'leads'

export async function moduleOf(admin: Client, kind: Kind) {
  const meta = await admin.ok('GET', '/api/meta')
  return meta.modules.find((one: { kind: string }) => one.kind === kind)
}

export async function newCard(admin: Client, module: number, name: string, more: object = {}) {
  return (await admin.ok('POST', `/api/modules/${module}/cards`, { name, ...more })).card
}

// drag - by the mouse, in the small steps a hand makes.
export async function drag(page: Page, from: Locator, to: Locator) {
  const a = await from.boundingBox()
  const b = await to.boundingBox()
  if (!a || !b) throw new Error('nothing to drag')
  await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2)
  await page.mouse.down()
  await page.mouse.move(a.x + a.width / 2 + 12, a.y + a.height / 2 + 12, { steps: 4 })
  await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2, { steps: 12 })
  await page.mouse.up()
}

// quicker - hold up the page's next change of a card until a colleague's of the same card is in.
export async function quicker(page: Page, admin: Client, card: number, fields: object) {
  let first = true
  await page.route(`**/api/cards/${card}`, async (route) => {
    if (first && route.request().method() === 'PATCH') {
      first = false
      await admin.ok('PATCH', `/api/cards/${card}`, { fields })
    }
    await route.continue()
  })
}

// join - a colleague who has accepted his invitation.
export async function join(admin: Client, url: string, name: string, email: string, role = 'user', word = 'correct horse battery') {
  const invited = await admin.ok('POST', '/api/members', { name, email, role, sees_all: true })
  const reply = await fetch(`${url}/api/invites/${invited.invite_url.split('/').at(-1)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-cardinal': '1' },
    body: JSON.stringify({ name, password: word }),
  })
  if (!reply.ok) throw new Error(await reply.text())
  return invited.member
}
