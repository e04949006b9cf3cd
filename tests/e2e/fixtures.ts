// fixtures - what every end-to-end test imports instead of @playwright/test.
//   server       one running server per worker, set up with an administrator (Anna Szűcs) and the three sales modules
//   freshServer  a server of the test's own, not set up
//   admin        an API client of the administrator of `server`, to arrange what a test needs
//   page         signed in as that administrator when the test calls signIn(page, server)
//   accessible   axe finds nothing on the page, WCAG 2.2 AA
// A page that logs an error or throws fails its test.
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'

import { type Client, type Server, password, root, startServer } from '../api/server.mjs'

// Tests log in more often in a minute than people do.
const args = ['--web', `${root}/web/dist`, '--rate-login-address', '0', '--rate-session', '0']

export const test = base.extend<
  { freshServer: Server; admin: Client; accessible: () => Promise<void>; quiet: void },
  { server: Server }
>({
  server: [
    async ({}, use) => {
      const server = await startServer({ args })
      await server.setUp()
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],

  freshServer: async ({}, use) => {
    const server = await startServer({ args })
    await use(server)
    await server.stop()
  },

  admin: async ({ server }, use) => {
    await use(await server.login('anna@example.com'))
  },

  accessible: async ({ page }, use) => {
    await use(async () => {
      const found = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze()
      const says = found.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.target).join('; ')})`)
      // Soft: a test that walks many pages tells of all of them.
      expect.soft(says, new URL(page.url()).pathname).toEqual([])
    })
  },

  quiet: [
    async ({ page }, use) => {
      const noise: string[] = []
      page.on('pageerror', (error) => noise.push(error.message))
      page.on('console', (line) => {
        // A refused request is an answer that tests may provoke; the browser reports each as an error of its own.
        if (line.type() === 'error' && !line.text().startsWith('Failed to load resource')) noise.push(line.text())
      })
      await use()
      expect(noise).toEqual([])
    },
    { auto: true },
  ],
})

// signIn - give the browser the session of a member, without the log-in page.
export async function signIn(page: Page, server: Server, email = 'anna@example.com', word = password) {
  const client = await server.login(email, word)
  await page
    .context()
    .addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: server.url, httpOnly: true })))
}

export { expect, password, root }
