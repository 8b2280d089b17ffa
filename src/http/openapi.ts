import type { RouterRoute } from 'hono/types'
import * as z from 'zod'
import { statusOf } from './errors.ts'
import { type Operation, operationOf } from './operation.ts'

/** A JSON Schema, or any other part of the document. */
type Part = { [name: string]: unknown }

/** The OpenAPI 3.1 document of the routes that declare an operation. */
export interface OpenApi extends Part {
  openapi: '3.1.0'
  paths: Record<string, Record<string, Part>>
  components: { schemas: Record<string, Part>; securitySchemes: Part }
}

/** One operation as it is reached. */
export interface Endpoint {
  method: string
  /** with Hono's placeholders: `/v1/agents/:agent_id` */
  path: string
  operation: Operation
}

/** The operations among an app's routes, in the order in which they were declared. */
export function endpointsOf(routes: readonly RouterRoute[]): Endpoint[] {
  return routes.flatMap(({ method, path, handler }) => {
    const operation = operationOf(handler)
    return operation ? [{ method, path: path.replace(/(.)\/$/, '$1'), operation }] : []
  })
}

/** Describes an API from what its handlers themselves check and promise. */
export function describeApi(routes: readonly RouterRoute[], version: string): OpenApi {
  const schemas: Record<string, Part> = { Error: ERROR }
  const paths: OpenApi['paths'] = {}
  for (const endpoint of endpointsOf(routes)) {
    const path = endpoint.path.replace(/:(\w+)(?:\{[^}]*\})?/g, '{$1}')
    paths[path] ??= {}
    paths[path][endpoint.method.toLowerCase()] = describe(endpoint, schemas)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Patchcord', version, description: ABOUT, license: { name: 'MIT', identifier: 'MIT' } },
    paths,
    components: { schemas, securitySchemes: SECURITY },
  }
}

const ABOUT =
  'Workflows around voice-agent calls: build, test, publish and watch them. Errors of every operation have the same form.'

const SECURITY = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or the admin token.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'patchcord_session',
    description: 'Of a member who logged in.',
  },
}

const ERROR: Part = {
  type: 'object',
  required: ['status', 'error_code', 'message'],
  properties: {
    status: { const: 'error' },
    error_code: { type: 'string', description: 'Stable, in capitals.' },
    message: { type: 'string', description: 'Names what is at fault and says what to do.' },
    details: { description: 'The fields at fault, where there are several.' },
  },
}

function describe({ method, path, operation }: Endpoint, schemas: Record<string, Part>): Part {
  const { summary, description, tag, scope, query, body, upload, examples } = operation
  const id = operationId(summary)
  return {
    operationId: id,
    summary,
    ...(description && { description }),
    tags: [tag],
    ...(scope ? { security: [{ bearer: [] }, { session: [] }], 'x-scope': scope } : { security: [] }),
    parameters: [...pathParameters(path), ...(query ? queryParameters(query, schemas, id) : [])],
    ...(body && {
      requestBody: {
        required: method !== 'DELETE' && !body.safeParse(undefined).success,
        content: json(schemaOf(body, 'input', schemas, id), examples?.body),
      },
    }),
    ...(upload && {
      requestBody: { required: true, content: { [upload]: { schema: { type: 'string' } } } },
    }),
    responses: { ...goodAnswer(operation, schemas, id), ...errorAnswers(operation) },
  }
}

/** "Publish the draft" is publishDraft. */
function operationId(summary: string): string {
  const words = summary
    .replace(/[^A-Za-z0-9 ]/g, '')
    .split(/\s+/)
    .filter((word) => !/^(a|an|the)$/i.test(word))
  return words
    .map((word, n) => (n === 0 ? word.toLowerCase() : `${word[0]?.toUpperCase()}${word.slice(1)}`))
    .join('')
}

function pathParameters(path: string): Part[] {
  const names = Array.from(path.matchAll(/:(\w+)/g), ([, name]) => name)
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
}

function queryParameters(query: z.ZodObject, schemas: Record<string, Part>, id: string): Part[] {
  const { properties = {}, required = [] } = schemaOf(query, 'input', schemas, id) as {
    properties?: Record<string, Part>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function goodAnswer(
  { status = 200, answer, download, examples }: Operation,
  schemas: Record<string, Part>,
  id: string,
): Part {
  const description = status === 204 ? 'Done.' : 'The answer.'
  if (download) return { [status]: { description, content: { [download]: { schema: { type: 'string' } } } } }
  if (!answer) return { [status]: { description } }
  return {
    [status]: { description, content: json(schemaOf(answer, 'output', schemas, id), examples?.answer) },
  }
}

/** Codes any operation may answer with. */
const USUAL = ['DATABASE_ERROR']

function errorAnswers({ scope, query, body, upload, errors = [] }: Operation): Part {
  const codes = [
    ...(scope ? ['UNAUTHORIZED', 'FORBIDDEN'] : []),
    ...(query || body ? ['VALIDATION_FAILED'] : []),
    ...(body ? ['JSON_INVALID'] : []),
    ...(body || upload ? ['PAYLOAD_TOO_LARGE'] : []),
    ...errors,
    ...USUAL,
  ]
  const byStatus = Map.groupBy(codes, statusOf)
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }
  return Object.fromEntries(
    Array.from(byStatus, ([status, these]) => [
      status,
      { description: [...new Set(these)].join(', '), content },
    ]),
  )
}

const json = (schema: Part, example: unknown) => ({
  'application/json': { schema, ...(example !== undefined && { example }) },
})

/**
 * A zod schema as JSON Schema, the same dialect as OpenAPI 3.1's. Schemas that carry an id become components; what a
 * body takes and what an answer holds can differ, so the former get a name of their own.
 */
function schemaOf(
  schema: z.ZodType,
  io: 'input' | 'output',
  schemas: Record<string, Part>,
  id: string,
): Part {
  const { $schema, $defs, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      // What is prepared first (a single value made a list) takes what it ends up as.
      const { def } = zodSchema._zod
      if (def.type === 'pipe' && def.in._zod.def.type === 'transform') {
        Object.assign(jsonSchema, bare(z.toJSONSchema(def.out as z.ZodType, { io, unrepresentable: 'any' })))
      }
      simplify(jsonSchema, io)
    },
  }) as Part & { $defs?: Record<string, Part> }
  const nameOf = (name: string) =>
    name.startsWith('__') ? `${id}${name.slice(2)}` : io === 'input' ? `${name}Input` : name
  for (const [name, part] of Object.entries($defs ?? {})) schemas[nameOf(name)] = renamed(part, nameOf)
  return renamed(rest, nameOf)
}

/** Leaves out what a reader gains nothing by, and that answers have no other fields: one day they will. */
function simplify(part: Part, io: 'input' | 'output'): void {
  if (part.format === 'date-time') delete part.pattern
  if (part.minimum === Number.MIN_SAFE_INTEGER) delete part.minimum
  if (part.maximum === Number.MAX_SAFE_INTEGER) delete part.maximum
  if (io === 'output' && part.additionalProperties === false) delete part.additionalProperties
}

const bare = ({ $schema, ...rest }: Part): Part => rest

/** The same part, its references leading to the components. */
function renamed(part: Part, nameOf: (name: string) => string): Part {
  const { id, ...rest } = part
  return JSON.parse(JSON.stringify(rest), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' && value.startsWith('#/$defs/')
      ? `#/components/schemas/${nameOf(value.slice('#/$defs/'.length))}`
      : value,
  ) as Part
}
