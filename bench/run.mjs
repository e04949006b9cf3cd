// run - measures the figures of figures.mjs and keeps them in bench/results.json: node bench/run.mjs [--rows N,N…]
// [--databases sqlite,postgres] [--seconds S] [--only NAME,…] [--keep DIR] [--out FILE]. script/bench builds what it needs and
// calls it. Prints one line for each figure. With --keep the filled accounts stay in DIR and are taken from there next time.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { root, run } from '../tests/api/server.mjs'
import { figures } from './figures.mjs'
import { Bench, memory, settled } from './load.mjs'

const { values: wish } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000,1000000' },
    databases: { type: 'string', default: 'sqlite,postgres' },
    seconds: { type: 'string', default: '10' },
    only: { type: 'string' },
    keep: { type: 'string' },
    out: { type: 'string', default: join(root, 'bench/results.json') },
  },
})
const only = wish.only?.split(',')
const unknown = only?.filter((name) => !figures.some((figure) => figure.name === name)) ?? []
if (unknown.length) throw new Error(`no such figure: ${unknown.join(', ')}; there are ${figures.map(({ name }) => name).join(', ')}`)
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'cardinal-bench-'))
const bench = new Bench(folder, { seconds: Number(wish.seconds), keep: wish.keep })

const count = (n) => (n >= 100 ? Math.round(n).toLocaleString('en') : n.toFixed(1))
const ms = (us) => `${(us / 1000).toFixed(1)} ms`

function show(database, rows, figure, got) {
  const beside = [
    got.reply_us !== undefined && `reply ${ms(got.reply_us)}`,
    got.p95_us !== undefined && `p95 ${ms(got.p95_us)}`,
    got.p99_us !== undefined && `p99 ${ms(got.p99_us)}`,
    got.bare !== undefined && `bare ${count(got.bare)}: ${((100 * got.rate) / got.bare).toFixed(0)} %`,
    got.per_commit !== undefined && `${got.per_commit} to a commit`,
    got.more_mib !== undefined && `${got.more_mib.toFixed(0)} MiB more`,
  ].filter(Boolean)
  console.log(`| ${database} | ${rows.toLocaleString('en')} | ${figure.text} | ${count(got.rate ?? got.mib ?? got.seconds)} ${figure.unit} | ${beside.join(', ')} | ${figure.wanted?.[database] ?? ''} |`)
}

async function measure(database, rows) {
  const acc = await bench.account(database, rows)
  const out = { database, rows, start_ms: acc.start_ms, idle_mib: acc.idle_mib, figures: {} }
  for (const figure of figures) {
    if (only && !only.includes(figure.name)) continue
    await settled(acc.server.child.pid)
    const got = await figure.run(bench, acc)
    out.figures[figure.name] = got
    show(database, rows, figure, got)
  }
  out.peak_mib = memory(acc.server.child.pid, 'VmHWM')
  await acc.server.stop()
  const verified = await run(['account', 'verify', '--data', acc.data], { env: acc.env })
  out.verified = verified.code === 0
  console.log(`| ${database} | ${rows.toLocaleString('en')} | start ${out.start_ms.toFixed(0)} ms, idle ${out.idle_mib.toFixed(0)} MiB, at most ${out.peak_mib.toFixed(0)} MiB | account verify ${out.verified ? 'agrees' : 'DIFFERS'} | | |`)
  if (!out.verified) process.exitCode = 1
  rmSync(acc.data, { recursive: true, force: true })
  return out
}

// What was measured before and is not measured now stays as it was.
function merged(runs) {
  let old = []
  try {
    old = JSON.parse(readFileSync(wish.out, 'utf8')).runs
  } catch {
    // the first time
  }
  const all = old.map((one) => {
    const now = runs.find((r) => r.database === one.database && r.rows === one.rows)
    return now ? { ...now, figures: { ...one.figures, ...now.figures } } : one
  })
  return [...all, ...runs.filter((r) => !old.some((one) => one.database === r.database && one.rows === r.rows))]
}

try {
  console.log('| database | cards | figure | measured | | wanted |\n|---|---|---|---|---|---|')
  const runs = []
  for (const database of wish.databases.split(','))
    for (const rows of wish.rows.split(',').map(Number)) runs.push(await measure(database, rows))
  const commit = spawnSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout.trim()
  const machine = { cpu: cpus()[0].model, cores: cpus().length, memory_gib: Math.round(totalmem() / 2 ** 30) }
  const results = { at: new Date().toISOString(), commit, machine, seconds: bench.seconds, runs: merged(runs) }
  writeFileSync(wish.out, JSON.stringify(results, (_, v) => (typeof v === 'number' ? Number(v.toPrecision(5)) : v), 1) + '\n')
} finally {
  bench.stopPostgres()
  rmSync(folder, { recursive: true, force: true })
}
