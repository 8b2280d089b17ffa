/** What programs and strangers send where something else was asked for. */

type Schema = {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  format?: string
  minLength?: number
}

const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  0.5,
  '',
  ' ',
  'x',
  '\u0000',
  '\ud800',
  '‮ñandú 🜚 \u202e',
  "'; DROP TABLE workflows; --",
  '../../etc/passwd',
  '{{trigger.x}}',
  'x'.repeat(70_000),
  [],
  [null],
  Array.from({ length: 2_000 }, (_, n) => n),
  {},
  { toString: 1, constructor: { prototype: {} }, length: -1 },
  nested(300),
]

function nested(depth: number): unknown {
  let value: unknown = 'deep'
  for (let n = 0; n < depth; n++) value = n % 2 ? [value] : { a: value }
  return value
}

/** A value that a schema describes, with `ids` where a text could be one. */
export function plausible(schema: Schema, ids: readonly string[], seed: number): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[seed % schema.enum.length]
  if (schema.anyOf) return plausible(schema.anyOf[seed % schema.anyOf.length] ?? {}, ids, seed)
  const type = Array.isArray(schema.type) ? schema.type[seed % schema.type.length] : schema.type
  switch (type) {
    case 'string':
      if (schema.format === 'date-time') return '2026-03-03T10:00:00Z'
      if (schema.format === 'email') return `ana${seed}@example.com`
      return seed % 3 === 0 ? ids[seed % ids.length] : `text ${seed} ${'y'.repeat(schema.minLength ?? 0)}`
    case 'integer':
    case 'number':
      return (seed % 29) + 1
    case 'boolean':
      return seed % 2 === 0
    case 'null':
      return null
    case 'array':
      return [plausible(schema.items ?? {}, ids, seed), plausible(schema.items ?? {}, ids, seed + 1)].slice(
        0,
        1 + (seed % 2),
      )
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, each], n) => [
          name,
          plausible(each, ids, seed + n),
        ]),
      )
    default:
      return ODD[seed % ODD.length]
  }
}

/** Bodies for a schema: as meant, and in every way not. Texts are sent as they are. */
export function hostileBodies(schema: Schema, ids: readonly string[], seed: number): unknown[] {
  const meant = plausible(schema, ids, seed)
  const fields =
    typeof meant === 'object' && meant !== null && !Array.isArray(meant) ? Object.keys(meant) : []
  const wrong = fields.flatMap((name, n) => {
    const odd = [0, 7, 13].map((step) => ODD[(seed + n * 5 + step) % ODD.length])
    return [
      ...odd.map((value) => ({ ...(meant as object), [name]: value })),
      without(meant as Record<string, unknown>, name),
    ]
  })
  return [
    meant,
    plausible(schema, ids, seed + 1),
    ...wrong,
    { ...(meant as object), unheard_of: ODD[seed % ODD.length] },
    ODD[seed % ODD.length],
    [meant],
    '',
    '{',
    'null',
    '{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}}',
    `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  ]
}

/** Queries for a schema: each parameter as meant, and otherwise. */
export function hostileQueries(schema: Schema, ids: readonly string[], seed: number): string[] {
  const names = Object.keys(schema.properties ?? {})
  const meant = plausible(schema, ids, seed) as Record<string, unknown>
  const texts = (value: unknown): string =>
    typeof value === 'string' ? value.slice(0, 5_000) : (JSON.stringify(value)?.slice(0, 5_000) ?? '')
  const query = (values: Record<string, unknown>) =>
    `?${new URLSearchParams(Object.entries(values).map(([name, value]) => [name, wellFormed(texts(value))]))}`
  return [
    query(meant),
    '?unheard_of=1',
    '?%00=%ff&=&&&a=b=c',
    ...names.flatMap((name, n) => [
      query({ [name]: ODD[(seed + n) % ODD.length] }),
      query({ [name]: ids[(seed + n) % ids.length] }),
      `?${name}=1&${name}=2`,
      `?${name}=99999999999999999999`,
    ]),
  ]
}

const wellFormed = (text: string) => text.toWellFormed()

function without(value: Record<string, unknown>, name: string): Record<string, unknown> {
  const { [name]: _, ...rest } = value
  return rest
}
