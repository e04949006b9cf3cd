// routes - calls of any route, made from the server's own description of it.

// What a schema takes, with the ids of what the caller may not see.
function sample(api, schema, id, depth = 0) {
  if (schema.$ref) return sample(api, api.components.schemas[schema.$ref.split('/').at(-1)], id, depth)
  const variant = (schema.anyOf ?? schema.oneOf)?.find(({ type }) => type !== 'null')
  if (variant) return sample(api, variant, id, depth)
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (schema.enum) return schema.enum[0]
  if (type === 'integer' || type === 'number') return Math.min(Math.max(id, schema.minimum ?? id), schema.maximum ?? id)
  if (type === 'boolean') return true
  if (type === 'string') return 'x'.repeat(Math.max(schema.minLength ?? 1, 1))
  if (type === 'array') return depth > 3 ? [] : [sample(api, schema.items ?? {}, id, depth + 1)]
  const value = {}
  for (const [name, member] of Object.entries(schema.properties ?? {})) if (depth < 3 && name !== 'version') value[name] = sample(api, member, id, depth + 1)
  return value
}

// callRoute - a row of `cardinal describe routes`, with an id wherever one is wanted.
export function callRoute(api, client, route, id) {
  const described = api.paths[route.path]?.[route.method.toLowerCase()]
  const path = route.path.replace(/\{(\w+)\}/g, (_, name) => (name.endsWith('id') ? id : 'x'))
  const query = (described?.parameters ?? []).filter((one) => one.in === 'query' && one.required).map((one) => `${one.name}=${encodeURIComponent(sample(api, one.schema, id))}`)
  const schema = described?.requestBody?.content?.['application/json']?.schema
  const file = described?.requestBody && !schema
  return client.request(route.method, path + (query.length ? `?${query.join('&')}` : ''), file ? 'Name\nx\n' : schema && sample(api, schema, id), file ? { headers: { 'content-type': 'text/csv' } } : {})
}
