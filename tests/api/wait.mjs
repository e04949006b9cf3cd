// wait - for states, never for times: what must come is waited for patiently, also on a machine that is very busy.
import assert from 'node:assert/strict'

export const pause = (ms) => new Promise((done) => setTimeout(done, ms))

// soon - what look() gives, once it gives something.
export async function soon(look, what = 'what was waited for', ms = 60_000) {
  for (const until = Date.now() + ms; ; await pause(25)) {
    const found = await look()
    if (found) return found
    assert.ok(Date.now() < until, `${what}: not within ${ms} ms`)
  }
}
