// stream - an event stream as a browser reads it: what came, and waiting for what must come.
import assert from 'node:assert/strict'

export class Stream {
  constructor(client, lastId = '') {
    this.list = [] // {id, event, data} in their order
    this.waiting = []
    this.stop = new AbortController()
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { cookie, accept: 'text/event-stream' }
    if (lastId) headers['last-event-id'] = lastId
    this.opened = fetch(client.url + '/api/events', { headers, signal: this.stop.signal }).then((reply) => {
      assert.equal(reply.status, 200)
      this.ended = this.#read(reply.body)
      return this
    })
  }

  async #read(body) {
    let text = ''
    try {
      for await (const piece of body) {
        text += Buffer.from(piece).toString()
        for (let at; (at = text.indexOf('\n\n')) >= 0; text = text.slice(at + 2)) this.#take(text.slice(0, at))
      }
    } catch {
      // the server is gone, or the test has closed it
    }
    this.over = true
    this.#look()
  }

  #take(block) {
    const member = (name) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1]
    const event = member('event')
    if (!event) return
    this.lastId = member('id') ?? this.lastId
    this.list.push({ id: this.lastId, event, data: JSON.parse(member('data')) })
    this.#look()
  }

  #look() {
    for (const waiter of [...this.waiting]) waiter()
  }

  // until - the first event for which wanted(event) is true; fails after ms or at the stream's end.
  until(wanted, ms = 60_000) {
    return new Promise((done, fail) => {
      const look = () => {
        const found = this.list.find(wanted)
        if (!found && !this.over) return
        clearTimeout(late)
        this.waiting = this.waiting.filter((one) => one !== look)
        if (found) done(found)
        else fail(new Error(`the stream ended with ${JSON.stringify(this.list)}`))
      }
      const late = setTimeout(() => fail(new Error(`not within ${ms} ms; there were ${JSON.stringify(this.list)}`)), ms)
      this.waiting.push(look)
      look()
    })
  }

  close() {
    this.stop.abort()
    return this.ended
  }
}

// openStream - once the server has greeted it.
export async function openStream(client, lastId) {
  const stream = await new Stream(client, lastId).opened
  await stream.until(({ event }) => event === 'hello')
  return stream
}

// follow - what a browser does: a stream that ends is taken up again where it ended, until what is wanted has come or a reset
// says that all is to be fetched anew.
export async function follow(stream, client, wanted) {
  const told = (one) => one.event === 'reset' || wanted(one)
  const found = await stream.until(told).catch(() => null)
  await stream.close()
  if (found) return
  const again = await openStream(client, stream.lastId)
  await again.until(told)
  await again.close()
}
