import type { Page } from '@playwright/test'

import type { Client } from '../api/server.mjs'
import { expect, signIn, test } from './fixtures'

// Every page of the client, with a card, its customer and an import in it.
async function places(admin: Client) {
  const meta = await admin.ok('GET', '/api/meta')
  const module = (kind: string) => meta.modules.find((one: { kind: string }) => one.kind === kind).id
  const auto = module('autosales')
  const { card } = await admin.ok('POST', `/api/modules/${auto}/cards`, {
    contact: { kind: 'person', first_name: 'Réka', last_name: 'Kovács', points: [{ kind: 'phone', value: '+36301234567' }] },
    company: { kind: 'company', name: 'Kovács és Társa Kft.' },
    task: { text: 'Call back', due_date: '2026-01-15' },
    fields: { qualification: 2, rating: 1 },
  })
  const file = await admin.ok('POST', `/api/imports?module=${auto}&name=few.csv`, 'Name,Mail\nÁgi,agi@example.com\n', {
    headers: { 'content-type': 'text/csv' },
  })
  return {
    home: '/',
    list: `/m/${auto}`,
    board: `/m/${module('sales')}?view=board`,
    box: `/m/${auto}?view=box`,
    table: `/m/${auto}?view=table`,
    panel: `/m/${auto}?card=${card.id}`,
    'new card': `/m/${auto}?new=true`,
    card: `/m/${auto}/card/${card.id}`,
    contacts: '/contacts',
    contact: `/contacts/${card.contact.id}`,
    company: `/contacts/${card.company.id}`,
    imports: '/import',
    import: `/import/${file.id}`,
    'settings: profile': '/settings/profile',
    'settings: company': '/settings/company',
    'settings: people': '/settings/people',
    'settings: modules': '/settings/modules',
    'settings: module': `/settings/module-${auto}`,
  }
}

async function ready(page: Page) {
  await expect(page.locator('h1').first()).toBeVisible()
  await expect(page.locator('.mantine-Skeleton-root, .mantine-Loader-root')).toHaveCount(0)
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null))))
}

for (const scheme of ['light', 'dark'] as const)
  test(`every page is accessible, ${scheme}`, async ({ page, server, admin, accessible }) => {
    test.setTimeout(300_000)
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await signIn(page, server)
    for (const [name, path] of Object.entries(await places(admin)))
      await test.step(name, async () => {
        await page.goto(server.url + path)
        await ready(page)
        await accessible()
      })
  })

test('a phone shows every page without scrolling sideways', async ({ page, server, admin }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await signIn(page, server)
  for (const [name, path] of Object.entries(await places(admin)))
    await test.step(name, async () => {
      await page.goto(server.url + path)
      await ready(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    })
})

test('the language is switched to Hungarian and Romanian', async ({ page, server, admin }) => {
  await signIn(page, server)
  const meta = await admin.ok('GET', '/api/meta')
  const path = `${server.url}/m/${meta.modules[0].id}`
  try {
    for (const [language, words] of [
      ['hu', ['Kezdőlap', 'Kiemelt érdeklődő', 'Elkötelezett VIP', 'Felelős']],
      ['ro', ['Acasă', 'VIP', 'Deținător']],
    ] as const) {
      await admin.ok('PATCH', '/api/me', { language })
      await page.goto(path)
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      for (const word of words) await expect(page.getByText(word).first()).toBeVisible()
    }
  } finally {
    await admin.ok('PATCH', '/api/me', { language: 'en' })
  }
})

test('a page has styles of its own only by a nonce that is never the same', async ({ page, server }) => {
  const nonces = new Set<string>()
  for (let i = 0; i < 3; i++) {
    const reply = await page.request.get(server.url)
    const policy = reply.headers()['content-security-policy'] ?? ''
    expect(policy).not.toContain('unsafe')
    const nonce = /style-src 'self' 'nonce-([\w-]{20,})'/.exec(policy)?.[1] ?? ''
    expect(await reply.text()).toContain(`<style nonce="${nonce}">`)
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(3)
})
