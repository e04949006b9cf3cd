// proxy - the way from a server to its PostgreSQL, which a test can hold up or break at the worst moment.
import { connect, createServer } from 'node:net'

export class Proxy {
  constructor(conninfo) {
    const host = /host=(\S+)/.exec(conninfo)[1]
    this.target = `${host}/.s.PGSQL.5432`
    this.pairs = new Set()
    this.holding = false
    // A COMMIT on a connection that carried the text `mark` is cut off: 'before' it arrives, or 'after', with its answer.
    this.plan = null
    this.mark = ''
    this.cuts = 0
    this.server = createServer((here) => this.#join(here))
  }

  start() {
    return new Promise((done) => this.server.listen(0, '127.0.0.1', () => done(this)))
  }

  // The conninfo that goes through here.
  through(conninfo) {
    return conninfo.replace(/host=\S+/, `host=127.0.0.1 port=${this.server.address().port}`)
  }

  #join(here) {
    const there = connect(this.target)
    const pair = { here, there, cutting: false }
    this.pairs.add(pair)
    const end = () => {
      here.destroy()
      there.destroy()
      this.pairs.delete(pair)
    }
    for (const one of [here, there]) {
      one.on('error', end)
      one.on('close', end)
      if (this.holding) one.pause()
    }
    here.on('data', (piece) => {
      if (this.plan && piece.includes(this.mark)) pair.marked = true
      if (this.plan && pair.marked && piece.includes('\0COMMIT\0')) {
        this.cuts++
        const plan = this.plan
        this.plan = null
        if (plan === 'before') return end()
        pair.cutting = true
      }
      there.write(piece)
    })
    there.on('data', (piece) => {
      if (pair.cutting) return end()
      here.write(piece)
    })
  }

  // hold - nothing passes any more, and nobody is told.
  hold() {
    this.holding = true
    for (const { here, there } of this.pairs) for (const one of [here, there]) one.pause()
  }

  release() {
    this.holding = false
    for (const { here, there } of this.pairs) for (const one of [here, there]) one.resume()
  }

  stop() {
    for (const { here, there } of this.pairs) for (const one of [here, there]) one.destroy()
    return new Promise((done) => this.server.close(done))
  }
}
