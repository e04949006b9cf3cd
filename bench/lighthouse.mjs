// lighthouse - Lighthouse (its mobile preset: a slow phone on a slow network) over the shipped client, served by the
// shipped server with the demo company in it: node bench/lighthouse.mjs [--runs N] [--report FOLDER]. Prints the median
// of each score as a table, and what fell short.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import lighthouse from 'lighthouse'

import { openBrowser, openServer, signIn } from './browser.mjs'

const { values: wish } = parseArgs({ options: { runs: { type: 'string', default: '3' }, report: { type: 'string' } } })
const categories = ['performance', 'accessibility', 'best-practices']
const timings = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift']

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]

// shortfalls - the checks of a run that cost points, or, of the performance, those that name savings.
function shortfalls({ audits, categories: all }) {
  return categories.slice(1).flatMap((category) =>
    all[category].auditRefs
      .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
      .map(({ id }) => `${category}: ${audits[id].title}`),
  )
}

async function measure(browser, name, url) {
  const results = []
  for (let run = 0; run < Number(wish.runs); run += 1) {
    const page = await browser.newPage()
    await page.goto('about:blank')
    const flags = { logLevel: 'error', onlyCategories: categories, disableStorageReset: false, skipAboutBlank: false }
    const { lhr, report } = await lighthouse(url, { ...flags, output: 'html' }, undefined, page)
    await page.close()
    if (lhr.runtimeError) {
      console.log(`  ${name}, run ${run + 1} does not count: ${lhr.runtimeError.message}`)
      continue
    }
    if (wish.report) {
      mkdirSync(wish.report, { recursive: true })
      writeFileSync(join(wish.report, `${name}-${run}.html`), report)
      writeFileSync(join(wish.report, `${name}-${run}.json`), JSON.stringify(lhr, null, 1))
    }
    results.push(lhr)
  }
  const score = (id) => Math.round(median(results.map((one) => one.categories[id].score)) * 100)
  const time = (id) => median(results.map((one) => one.audits[id].numericValue))
  const times = timings.map((id) => (id.startsWith('cum') ? time(id).toFixed(3) : `${Math.round(time(id))} ms`))
  console.log(`| ${[name, ...categories.map(score), ...times].join(' | ')} |`)
  for (const line of new Set(results.flatMap(shortfalls))) console.log(`  ${line}`)
}

const server = await openServer({ start: 'demo' })
const browser = await openBrowser()
try {
  console.log(`| page | ${[...categories, 'first paint', 'largest paint', 'blocked', 'layout shift'].join(' | ')} |`)
  console.log('|---|---|---|---|---|---|---|---|')
  await measure(browser, 'log-in', `${server.url}/login`)
  const client = await signIn(browser, server)
  const { modules } = await client.ok('GET', '/api/meta')
  const auto = modules.find((one) => one.kind === 'autosales')
  await measure(browser, 'module list', `${server.url}/m/${auto.id}`)
  await measure(browser, 'home', `${server.url}/`)
} finally {
  await browser.close()
  await server.stop()
}
