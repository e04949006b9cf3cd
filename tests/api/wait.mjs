// wait - for states, never for times: what must come is waited for patiently, also on a machine that is very busy.
import assert from 'node:assert/strict'

export const pause = (ms) => new Promise((done) => setTimeout(done, ms))

// farFromMidnight - once the day in Budapest has some minutes left: for what is planned today and must still be today's later.
export async function farFromMidnight(minutes = 2) {
  const left = () => {
    const [h, m] = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Budapest', timeStyle: 'short' }).format().split(':').map(Number)
    return 24 * 60 - (h % 24) * 60 - m
  }
  while (left() <= minutes) await pause(1000)
}

// soon - what look() gives, once it gives something.
export async function soon(look, what = 'what was waited for', ms = 60_000) {
  for (const until = Date.now() + ms; ; await pause(25)) {
    const found = await look()
    if (found) return found
    assert.ok(Date.now() < until, `${what}: not within ${ms} ms`)
  }
}
