// scroll - how smoothly the day's list scrolls through a large account: node bench/scroll.mjs [--rows N]. The wheel is
// turned for ten seconds, and every frame that the browser should have drawn is looked at: how far apart they came, how
// long the page's own work took: as on a desk, on a desk with most of the list flung past, and as on a phone with a
// processor four times as slow.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { root } from '../tests/api/server.mjs'
import { openBrowser, openServer, signIn } from './browser.mjs'

const { values: wish } = parseArgs({ options: { rows: { type: 'string', default: '100000' } } })
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'cardinal-scroll-'))

// Set up, then filled while no server stands on it.
async function filledServer() {
  const first = await openServer({ start: 'empty' }, folder)
  await first.stop()
  const file = readdirSync(folder, { recursive: true }).map(String).find((name) => name.endsWith('.db') && !name.endsWith('directory.db'))
  const filled = spawnSync(join(root, 'build/bench/bench_fill'), [join(folder, file), wish.rows], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (filled.status !== 0) throw new Error('bench_fill failed')
  return openServer({}, folder)
}

const at = (list, share) => list[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0

// scrolled - turn the wheel for ten seconds at 30 notches a second; what the page saw of it.
async function scrolled(page, notch) {
  await page.evaluate(() => {
    const seen = (window.seen = { frames: [], tasks: [] })
    new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((one) => one.duration))).observe({ type: 'longtask' })
    let last = performance.now()
    const frame = (now) => {
      seen.frames.push(now - last)
      last = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const box = await (await page.$('[role=grid]')).boundingBox()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  const until = Date.now() + 10_000
  while (Date.now() < until) {
    await page.mouse.wheel({ deltaY: notch })
    await new Promise((done) => setTimeout(done, 33))
  }
  const { seen, top, gaps } = await page.evaluate(() => ({
    seen: window.seen,
    top: document.querySelector('[role=grid]').scrollTop,
    gaps: document.querySelectorAll('[role=grid] [role=presentation]').length,
  }))
  const frames = seen.frames.slice(5).sort((a, b) => a - b)
  return { frames, tasks: seen.tasks.sort((a, b) => b - a), top, gaps }
}

async function measure(browser, name, url, viewport, { slower = 1, notch = 400 } = {}) {
  const page = await browser.newPage()
  await page.setViewport(viewport)
  await page.emulateCPUThrottling(slower)
  await page.goto(url, { waitUntil: 'networkidle0' })
  await page.waitForSelector('[data-card]')
  const { frames, tasks, top, gaps } = await scrolled(page, notch)
  const late = frames.filter((ms) => ms > 34).length
  const cells = [
    name, frames.length, `${at(frames, 0.5).toFixed(1)} ms`, `${at(frames, 0.95).toFixed(1)} ms`, `${at(frames, 0.99).toFixed(1)} ms`,
    `${((late / frames.length) * 100).toFixed(1)} %`, `${Math.round(tasks[0] ?? 0)} ms`, Math.round(top), gaps,
  ]
  console.log(`| ${cells.join(' | ')} |`)
  await page.close()
}

let server = null
let browser = null
try {
  server = await filledServer()
  browser = await openBrowser()
  const client = await signIn(browser, server)
  const { modules } = await client.ok('GET', '/api/meta')
  const auto = modules.find((one) => one.kind === 'autosales')
  const { groups } = await client.ok('GET', `/api/modules/${auto.id}/groups`)
  const url = `${server.url}/m/${auto.id}?owner=all&day=${groups.toSorted((a, b) => b.n - a.n)[0].day}`
  console.log('| list | frames in 10 s | median | p95 | p99 | later than 34 ms | longest task | pixels passed | grey places at the end |')
  console.log('|---|---|---|---|---|---|---|---|---|')
  await measure(browser, 'desk', url, { width: 1440, height: 900 })
  await measure(browser, 'desk, flung', url, { width: 1440, height: 900 }, { notch: 6000 })
  await measure(browser, 'phone, 4 times slower', url, { width: 412, height: 823, isMobile: true, deviceScaleFactor: 2 }, { slower: 4 })
} finally {
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}
