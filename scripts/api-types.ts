import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { management } from '../src/http/management.ts'
import { describeApi } from '../src/http/openapi.ts'
import { VERSION } from '../src/http/version.ts'

interface Schema {
  $ref?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  type?: string | string[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
}

interface Described {
  summary: string
  parameters: { name: string; in: string; required: boolean; schema: Schema }[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, { content?: Content }>
}

/** by media type */
type Content = Record<string, { schema: Schema }>

const FILE = join(import.meta.dirname, '../src/client/api.d.ts')

/** The types of the API in the form `openapi-fetch` reads, made from the API's own description. */
export function apiTypes(): string {
  const { paths, components } = describeApi(management.routes, VERSION)
  const lines = Object.entries(paths).map(
    ([path, methods]) =>
      `  ${JSON.stringify(path)}: {\n${Object.entries(methods)
        .map(
          ([method, each]) =>
            `    /** ${(each as unknown as Described).summary} */\n    ${method}: ${operation(each as unknown as Described)}`,
        )
        .join('\n')}\n  }`,
  )
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema as Schema)}`,
  )
  return `/** The management API. Made by \`npm run api:types\`. */
export interface Paths {
${lines.join('\n')}
}

${schemas.join('\n\n')}
`
}

function operation({ parameters, requestBody, responses }: Described): string {
  const group = (place: string) => {
    const these = parameters.filter((each) => each.in === place)
    if (these.length === 0) return `${place}?: never`
    const fields = these.map(
      ({ name, required, schema }) => `${name}${required ? '' : '?'}: ${typeOf(schema)}`,
    )
    return `${place}${these.some(({ required }) => required) ? '' : '?'}: { ${fields.join('; ')} }`
  }
  const body = requestBody
    ? `requestBody${requestBody.required ? '' : '?'}: ${content(requestBody.content)}; `
    : ''
  const answers = Object.entries(responses).map(([status, each]) => `${status}: ${content(each.content)}`)
  return `{ parameters: { ${group('query')}; ${group('path')} }; ${body}responses: { ${answers.join('; ')} } }`
}

function content(given: Content | undefined): string {
  if (!given) return '{ content?: never }'
  const types = Object.entries(given).map(([type, { schema }]) => `'${type}': ${typeOf(schema)}`)
  return `{ content: { ${types.join('; ')} } }`
}

/** A JSON Schema as TypeScript writes it. */
function typeOf(schema: Schema): string {
  const { $ref, anyOf, oneOf, allOf, type } = schema
  if ($ref) return $ref.split('/').at(-1) ?? 'unknown'
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)))
  if (anyOf ?? oneOf) return union((anyOf ?? oneOf ?? []).map(typeOf))
  if (allOf) return allOf.map(typeOf).join(' & ')
  if (Array.isArray(type)) return union(type.map((each) => typeOf({ ...schema, type: each })))
  if (type === 'array') return `(${schema.items ? typeOf(schema.items) : 'unknown'})[]`
  if (type === 'object' || schema.properties) return objectType(schema)
  const plain: Record<string, string> = {
    string: 'string',
    number: 'number',
    integer: 'number',
    boolean: 'boolean',
    null: 'null',
  }
  return plain[type ?? ''] ?? 'unknown'
}

function objectType({ properties = {}, required = [], additionalProperties }: Schema): string {
  const fields = Object.entries(properties).map(
    ([name, each]) =>
      `${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(each)}`,
  )
  if (fields.length === 0) {
    return `Record<string, ${typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown'}>`
  }
  const open = additionalProperties === true || typeof additionalProperties === 'object'
  return `{ ${fields.join('; ')}${open ? '; [name: string]: unknown' : ''} }`
}

const union = (types: string[]) => [...new Set(types)].join(' | ') || 'never'

/** Whether the file that is kept says what the API says. */
export function areTypesCurrent(): boolean {
  return readFileSync(FILE, 'utf8') === apiTypes()
}

if (import.meta.main) writeFileSync(FILE, apiTypes())
