// world - a server with a small company in it, for the tests of the routes: an administrator, a manager, two users who
// see their own cards only, and a client for each. Every reply is checked against OpenAPI.
import { password, startServer } from './server.mjs'
import { watch } from './schema.mjs'
import { soon } from './wait.mjs'

export { password }

export async function startWorld(options = {}) {
  const server = await startServer({
    ...options,
    args: ['--rate-public', '0', '--rate-login-address', '0', '--rate-login-email', '0', '--rate-session', '0', ...(options.args ?? [])],
  })
  try {
    return await fill(server)
  } catch (error) {
    await server.kill()
    throw error
  }
}

async function fill(server) {
  const admin = await server.setUp()
  const api = await admin.ok('GET', '/api/openapi.json')
  watch(api, admin)
  const world = { server, api, admin, anonymous: watch(api, server.client()) }
  for (const [name, role] of [['manager', 'manager'], ['bela', 'user'], ['cili', 'user']]) {
    const { invite_url } = await admin.ok('POST', '/api/members', { name: `${name} Teszt`, email: `${name}@example.com`, role, language: 'en' })
    const client = watch(api, server.client())
    await client.ok('POST', `/api/invites/${invite_url.split('/').at(-1)}`, { name: `${name} Teszt`, password })
    world[name] = client
    world[`${name}Me`] = await client.ok('GET', '/api/me')
  }
  world.adminMe = await admin.ok('GET', '/api/me')
  world.meta = await admin.ok('GET', '/api/meta')
  world.module = (kind) => world.meta.modules.find((module) => module.kind === kind)
  world.card = (client, kind = 'autosales', body = {}) =>
    client.ok('POST', `/api/modules/${world.module(kind).id}/cards`, { name: 'Card', ...body }).then(({ card }) => card)
  world.stop = () => server.stop()
  return world
}

// expect - the status and, when given, code, field and rule of a refusal.
export async function refused(reply, status, wish = {}) {
  const got = await reply
  if (got.status !== status) throw new Error(`${status} expected, got ${got.status}: ${got.text.slice(0, 400)}`)
  for (const [name, value] of Object.entries(wish))
    if (JSON.stringify(got.body?.[name]) !== JSON.stringify(value))
      throw new Error(`${name} ${JSON.stringify(value)} expected, got ${got.text.slice(0, 400)}`)
  return got
}

// jobEnd - wait for a job, and what became of it.
export const jobEnd = (client, id) =>
  soon(async () => {
    const job = await client.ok('GET', `/api/jobs/${id}`)
    return !['waiting', 'running'].includes(job.state) && job
  }, `the end of job ${id}`)
