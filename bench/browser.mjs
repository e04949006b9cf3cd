// browser - what the browser's figures share: the shipped server in a folder of its own, and Debian's Chromium.
import { join } from 'node:path'

import puppeteer from 'puppeteer-core'

import { root, startServer } from '../tests/api/server.mjs'

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']

// openServer - set up as the guide would, and its demo data there before anything is measured. In a folder that has been
// set up before, it is only started.
export async function openServer(wishes, data) {
  const server = await startServer({ data, args: ['--web', join(root, 'web/dist'), '--rate-session', '0', '--log-level', 'warn'] })
  const { setup_needed } = await server.client().ok('GET', '/api/boot')
  if (!setup_needed) return server
  const client = await server.setUp(wishes)
  for (let rows = 0; wishes.start === 'demo' && rows < 600; ) {
    await new Promise((done) => setTimeout(done, 200))
    const { modules } = await client.ok('GET', '/api/meta')
    const counts = await Promise.all(modules.map(({ id }) => client.ok('GET', `/api/modules/${id}/count`)))
    rows = counts.reduce((sum, { n }) => sum + n, 0)
  }
  return server
}

export function openBrowser() {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...flags, '--disable-component-update', '--disable-sync'],
  })
}

// signIn - give the browser the session of a member, without the log-in page; the client of that session.
export async function signIn(browser, server, email, word) {
  const client = await server.login(email ?? 'anna@example.com', word)
  const cookies = [...client.cookies].map(([name, value]) => ({ name, value, domain: '127.0.0.1', path: '/', httpOnly: true }))
  await browser.setCookie(...cookies)
  return client
}
