// schema - checks replies against the server's own OpenAPI document: the part of JSON Schema that it uses.

const typeOf = (value) =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value

const fits = (type, value) => {
  const is = typeOf(value)
  return type === is || (type === 'number' && is === 'integer') || (type === 'object' && is === 'object')
}

// problems - what is wrong with value, as a list of sentences; empty when nothing is.
export function problems(api, schema, value, at = '$') {
  if (schema.$ref) return problems(api, api.components.schemas[schema.$ref.split('/').at(-1)], value, at)
  if (schema.anyOf) {
    const tries = schema.anyOf.map((one) => problems(api, one, value, at))
    return tries.some((list) => list.length === 0) ? [] : tries[0]
  }
  const found = []
  const types = schema.type === undefined ? null : [schema.type].flat()
  if (types && !types.some((type) => fits(type, value)))
    return [`${at}: ${types.join(' or ')} expected, ${typeOf(value)} found`]
  if (schema.enum && !schema.enum.includes(value)) found.push(`${at}: ${JSON.stringify(value)} is none of ${schema.enum}`)
  if (Array.isArray(value) && schema.items)
    value.forEach((item, i) => found.push(...problems(api, schema.items, item, `${at}[${i}]`)))
  if (typeOf(value) === 'object' && schema.properties) {
    for (const name of schema.required ?? [])
      if (!Object.hasOwn(value, name)) found.push(`${at}.${name} is missing`)
    for (const [name, item] of Object.entries(value)) {
      const kid = schema.properties[name]
      if (kid) found.push(...problems(api, kid, item, `${at}.${name}`))
      else if (schema.additionalProperties === false) found.push(`${at}.${name} is not described`)
    }
  }
  return found
}

// operationOf - the described operation that answers a method and a real path, literal segments first.
export function operationOf(api, method, url) {
  const path = url.split('?')[0].split('/')
  const score = (pattern) => {
    const parts = pattern.split('/')
    if (parts.length !== path.length) return -1
    let literal = 0
    for (let i = 0; i < parts.length; i++) {
      if (parts[i] === path[i]) literal++
      else if (!parts[i].startsWith('{')) return -1
    }
    return literal
  }
  const best = Object.keys(api.paths)
    .map((pattern) => [score(pattern), pattern])
    .filter(([points]) => points >= 0)
    .sort((a, b) => b[0] - a[0])[0]
  return best && api.paths[best[1]][method.toLowerCase()]
}

// checkReply - throws when a JSON reply is not what the document promises.
export function checkReply(api, method, url, reply) {
  const operation = operationOf(api, method, url)
  if (!operation || reply.body === null) return
  const described = operation.responses[reply.status] ?? (reply.status >= 400 ? operation.responses.default : null)
  if (!described) throw new Error(`${method} ${url}: status ${reply.status} is not described`)
  const type = reply.headers.get('content-type').split(';')[0]
  const content = described.content[type]
  if (!content) throw new Error(`${method} ${url}: ${type} is not described for ${reply.status}`)
  const found = problems(api, content.schema, reply.body)
  if (found.length) throw new Error(`${method} ${url} ${reply.status}:\n  ${found.slice(0, 12).join('\n  ')}`)
}

// watch - from now on every reply to this client is checked.
export function watch(api, client) {
  const plain = client.request.bind(client)
  client.request = async (method, path, ...rest) => {
    const reply = await plain(method, path, ...rest)
    checkReply(api, method, path, reply)
    return reply
  }
  return client
}
