// report - writes bench/RESULTS.md and its plots from bench/results.json, and compares with what was committed last:
// node bench/report.mjs. Machines differ and are noisy, so a comparison means something on one machine only, and there from
// a fifth upwards.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as vega from 'vega'
import { compile } from 'vega-lite'

import { root } from '../tests/api/server.mjs'
import { figures } from './figures.mjs'

const here = join(root, 'bench')
const now = JSON.parse(readFileSync(join(here, 'results.json'), 'utf8'))
const committed = spawnSync('git', ['-C', root, 'show', 'HEAD:bench/results.json'], { encoding: 'utf8', maxBuffer: 2 ** 26 })
const before = committed.status === 0 ? JSON.parse(committed.stdout) : null

const count = (n) => (n >= 100 ? Math.round(n).toLocaleString('en') : n.toFixed(1))
const ms = (us) => (us === undefined ? '' : `${(us / 1000).toFixed(1)} ms`)
const size = (rows) => (rows >= 1e6 ? `${rows / 1e6}M` : `${rows / 1e3}k`)
const runs = [...now.runs].sort((a, b) => (a.database === b.database ? a.rows - b.rows : a.database < b.database ? 1 : -1))
const databases = [...new Set(runs.map(({ database }) => database))]
const value = (got) => got?.rate ?? got?.mib ?? got?.seconds
const isRate = ({ unit }) => unit.endsWith('/s')
// What else was seen: how soon the reply came, how much memory it took.
const also = (got) =>
  [got.reply_us !== undefined && `reply ${ms(got.reply_us)}`, got.more_mib !== undefined && `${got.more_mib.toFixed(0)} MiB more`].filter(Boolean).map((text) => `; ${text}`).join('')
const title = { sqlite: 'SQLite', postgres: 'PostgreSQL' }

// changed - how the figure stands to the last committed one of the same database and size.
function changed(run, name) {
  const old = value(before?.runs.find((r) => r.database === run.database && r.rows === run.rows)?.figures[name])
  const is = value(run.figures[name])
  return old && is && before.at !== now.at ? `${is >= old ? '+' : ''}${(100 * (is / old - 1)).toFixed(0)} %` : ''
}

function table(run) {
  const smallest = runs.find((r) => r.database === run.database)
  const lines = ['| figure | measured | p95 | p99 | bare reference | wanted at 1M | time, smallest = 1 | against the last |', '|---|---|---|---|---|---|---|---|']
  for (const figure of figures) {
    const { name, text, unit, wanted } = figure
    const got = run.figures[name]
    if (!got) continue
    const bare = got.bare === undefined ? '' : `${count(got.bare)}: ${((100 * got.rate) / got.bare).toFixed(0)} %${got.bare_p99_us ? `, p99 ${ms(got.bare_p99_us)}` : ''}`
    const first = value(smallest.figures[name])
    const slower = smallest === run || !first || !isRate(figure) ? '' : (first / value(got)).toFixed(2)
    lines.push(`| ${text} | ${count(value(got))} ${unit}${also(got)} | ${ms(got.p95_us)} | ${ms(got.p99_us)} | ${bare} | ${wanted?.[run.database] ?? ''} | ${slower} | ${changed(run, name)} |`)
  }
  lines.push(`| start to first answer; memory idle, at most | ${run.start_ms.toFixed(0)} ms; ${run.idle_mib.toFixed(0)} MiB, ${run.peak_mib.toFixed(0)} MiB | | | | 300 ms; 64 MiB, 256 MiB | | |`)
  return lines.join('\n')
}

// plot - one figure over the number of cards, a line for each database and its bare reference.
async function plot(figure) {
  const values = runs.flatMap((run) => {
    const got = run.figures[figure.name]
    if (!got) return []
    const point = { cards: run.rows, rate: value(got), what: title[run.database] }
    return got.bare === undefined ? [point] : [point, { ...point, rate: got.bare, what: `${title[run.database]}, bare` }]
  })
  if (new Set(values.map(({ cards }) => cards)).size < 2) return null
  const spec = {
    width: 420,
    height: 220,
    background: 'white',
    title: figure.text,
    data: { values },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'cards', type: 'quantitative', scale: { type: 'log' }, axis: { title: 'cards', format: '~s' } },
      y: { field: 'rate', type: 'quantitative', axis: { title: figure.unit, format: ',' } },
      color: { field: 'what', type: 'nominal', title: null },
      strokeDash: { field: 'what', type: 'nominal', title: null },
    },
  }
  const svg = await new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' }).toSVG()
  mkdirSync(join(here, 'plots'), { recursive: true })
  writeFileSync(join(here, 'plots', `${figure.name}.svg`), `${svg}\n`)
  return `![${figure.text}](plots/${figure.name}.svg)`
}

const plots = (await Promise.all(figures.filter(isRate).map(plot))).filter(Boolean)
const parts = [
  '# Results',
  '',
  `Written by \`node bench/report.mjs\` from \`results.json\`; README.md says what is measured and what bounds it. Measured ${now.at.slice(0, 10)} at ${now.commit}: ${now.machine.cpu}, ${now.machine.cores} cores shared with the load generator, ${now.machine.memory_gib} GiB; ${now.seconds} s a figure, 32 connections unless said otherwise. A run varies by a fifth; the ratios to the bare references, taken in the same run, say more.`,
  '',
  ...databases.flatMap((database) => [
    `## ${title[database]}`,
    '',
    ...runs.filter((run) => run.database === database).flatMap((run) => [`### ${size(run.rows)} cards`, '', table(run), '', run.verified ? '' : '**account verify differs**\n']),
  ]),
  ...(plots.length ? ['## Over the number of cards', '', ...plots.flatMap((line) => [line, ''])] : []),
]
writeFileSync(join(here, 'RESULTS.md'), `${parts.join('\n').replace(/\n{3,}/g, '\n\n').trim()}\n`)
console.log(`bench/RESULTS.md, ${plots.length} plots`)
