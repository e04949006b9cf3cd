// totp - what an authenticator app does (RFC 6238), for tests: codes of a key, each later than the one before, none twice.
import { createHmac } from 'node:crypto'

const STEP = 30_000
const pause = (ms) => new Promise((done) => setTimeout(done, ms))

function bytesOf(base32) {
  let bits = ''
  for (const letter of base32.replace(/=/g, '')) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
}

export function codeAt(key, step) {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', bytesOf(key)).update(counter).digest()
  const at = hash[19] & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

// app - an app with a key: next() is this half minute's code, or the next one's, which is good already, or it waits.
export function app(key) {
  let last = 0
  const now = () => Math.floor(Date.now() / STEP)
  return {
    async next() {
      while (now() + 1 <= last) await pause(200)
      last = Math.max(last + 1, now())
      return codeAt(key, last)
    },
    again: () => codeAt(key, last),
    // A code that is none of those that are good now.
    wrong() {
      const good = [-2, -1, 0, 1, 2].map((d) => codeAt(key, now() + d))
      for (let n = 0; ; n++) if (!good.includes(String(n).padStart(6, '0'))) return String(n).padStart(6, '0')
    },
  }
}
