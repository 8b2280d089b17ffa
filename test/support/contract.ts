import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Schema, Validator } from '@cfworker/json-schema'
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql'

/** Where vendors' descriptions of their APIs lie: a folder beside the repository, or the one that is named. */
const FOLDER = process.env.PATCHCORD_CONTRACTS ?? join(import.meta.dirname, '../../../shared/contracts')

interface Parameter extends Record<string, unknown> {
  required?: boolean
}

interface Operation {
  method: string
  alsoMethods?: string[]
  path: string
  baseUrl?: string
  query?: Record<string, Parameter>
  headers?: Record<string, Parameter>
  body?: { contentTypes: string[]; required?: boolean; schema?: JsonSchema; inferred?: boolean }
  responses?: Record<string, JsonSchema>
}

interface JsonSchema extends Record<string, unknown> {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  additionalProperties?: unknown
  anyOf?: JsonSchema[]
}

interface Contract {
  baseUrls: string[]
  auth: { type: string; in: string; name: string; scheme?: string }[]
  operations?: Operation[]
  graphql?: { endpoint: string; sdl: string }
}

/** A request as a piece sent it. */
export interface SentRequest {
  method: string
  url: URL
  headers: Headers
  /** the body: JSON parsed, a form as an object, a multipart form as its names, else text */
  body: unknown
}

/** What was wrong with a request, or with the answer a test made up for it. */
export type Complaint = string

/** A vendor's description, or undefined where it is not on this machine. */
export function loadContract(service: string): Contract | undefined {
  const path = join(FOLDER, `${service}.json`)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Contract) : undefined
}

/** Everything about a request that the vendor's description does not allow. */
export function complaintsAbout(contract: Contract, request: SentRequest): Complaint[] {
  const operation = operationOf(contract, request)
  const where = `${request.method} ${request.url.origin}${request.url.pathname}`
  if (!operation) return [`${where}: the vendor describes no such method and path`]
  const isOther = request.method !== operation.method
  return [
    ...authComplaints(contract, request),
    ...(isOther
      ? argumentComplaints(operation, request)
      : [
          ...queryComplaints(contract, operation, request.url.searchParams),
          ...bodyComplaints(operation, request),
        ]),
    ...graphqlComplaints(contract, request),
  ].map((complaint) => `${where}: ${complaint}`)
}

/** Everything about an answer that the vendor's description does not allow. */
export function complaintsAboutAnswer(
  contract: Contract,
  request: SentRequest,
  answer: unknown,
): Complaint[] {
  const responses = operationOf(contract, request)?.responses ?? {}
  const schema = Object.values(responses)[0]
  return schema ? schemaComplaints(schema, answer).map((each) => `made-up answer: ${each}`) : []
}

function operationOf(contract: Contract, { method, url }: SentRequest): Operation | undefined {
  const fits = (contract.operations ?? []).filter(
    (each) =>
      (each.method === method || each.alsoMethods?.includes(method)) &&
      (each.baseUrl ? [each.baseUrl] : contract.baseUrls).some((base) =>
        matcher(base, each.path).test(bare(url)),
      ),
  )
  // The path with the fewest placeholders says most.
  return fits.sort((a, b) => placeholders(a.path) - placeholders(b.path))[0]
}

const bare = (url: URL) => `${url.origin}${decodeURIComponent(url.pathname)}`
const placeholders = (path: string) => path.split('{').length

function matcher(base: string, path: string): RegExp {
  const pattern = `${base.replace(/\/$/, '')}${path}`
    .split(/\{[^}]*\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]+')
  return new RegExp(`^${pattern}/?$`)
}

function authComplaints({ auth }: Contract, { headers, url }: SentRequest): Complaint[] {
  if (auth.length === 0) return []
  const proven = auth.some(({ type, in: place, name, scheme }) => {
    if (place === 'path') return true
    const value = place === 'query' ? url.searchParams.get(name) : headers.get(name)
    if (!value) return false
    if (type === 'http-basic') return /^Basic [A-Za-z0-9+/]+=*$/.test(value)
    if (scheme) return value.startsWith(`${scheme} `)
    return type === 'apiKey' || /^Bearer \S+$/.test(value)
  })
  return proven
    ? []
    : [`no credentials as ${auth.map(({ type, name }) => `${type} in ${name}`).join(' or ')}`]
}

function queryComplaints(contract: Contract, { query = {} }: Operation, sent: URLSearchParams): Complaint[] {
  const authNames = contract.auth.filter((each) => each.in === 'query').map(({ name }) => name)
  const known = (name: string) =>
    [name, `${name}[]`, name.replace(/\[.*$/, '')].some((each) => Object.hasOwn(query, each))
  const unknown = [...new Set(sent.keys())].filter((name) => !known(name) && !authNames.includes(name))
  const missing = Object.entries(query).filter(
    ([name, { required }]) =>
      required && ![...sent.keys()].some((key) => key.replace(/\[.*$/, '') === name.replace(/\[.*$/, '')),
  )
  const wrong = Object.entries(query).flatMap(([name, schema]) =>
    sent.getAll(name).flatMap((text) => {
      const value = /integer|number/.test(String(schema.type)) ? Number(text) : text
      return schema.enum && !(schema.enum as unknown[]).includes(value)
        ? [`query "${name}" is "${text}", not one of its values`]
        : []
    }),
  )
  return [
    ...unknown.map((name) => `query "${name}" is not known`),
    ...missing.map(([name]) => `query "${name}" is missing`),
    ...wrong,
  ]
}

/** With the other method an operation answers to, its arguments stand in the query instead of the body, or the reverse. */
function argumentComplaints({ query = {}, body }: Operation, { url, body: sent }: SentRequest): Complaint[] {
  const given = [...url.searchParams.keys(), ...Object.keys((sent ?? {}) as object)]
  const known = { ...query, ...body?.schema?.properties }
  const required = [
    ...Object.keys(query).filter((name) => query[name]?.required),
    ...((body?.schema?.required as string[] | undefined) ?? []),
  ]
  return [
    ...given.filter((name) => !Object.hasOwn(known, name)).map((name) => `argument "${name}" is not known`),
    ...required.filter((name) => !given.includes(name)).map((name) => `argument "${name}" is missing`),
  ]
}

function bodyComplaints({ body }: Operation, request: SentRequest): Complaint[] {
  if (request.body === undefined) return body?.required ? ['the body is missing'] : []
  if (!body) return ['a body is sent where none is described']
  const type = request.headers.get('content-type')?.split(';')[0] ?? ''
  const types = body.contentTypes
  const allowed =
    types.includes(type) || types.includes('*/*') || /octet-stream|^(image|audio|video)\//.test(types.join())
  if (!allowed) return [`the content type is ${type}, not ${types.join(' or ')}`]
  if (!body.schema || typeof request.body === 'string') return []
  if (type !== types[0] && !type.includes('json')) return []
  // Form fields are text whatever they stand for.
  const found = type.includes('json') && !body.inferred ? schemaComplaints(body.schema, request.body) : []
  return [...found, ...unknownFields(body.schema, request.body, '')]
}

function graphqlComplaints(contract: Contract, { url, body }: SentRequest): Complaint[] {
  if (!contract.graphql || !url.pathname.endsWith(contract.graphql.endpoint)) return []
  const { query } = body as { query: string }
  return validate(graphqlSchema(contract.graphql.sdl), parse(query)).map(({ message }) => message)
}

const schemas = new Map<string, GraphQLSchema>()

function graphqlSchema(sdl: string): GraphQLSchema {
  const known = schemas.get(sdl) ?? buildSchema(sdl)
  schemas.set(sdl, known)
  return known
}

function schemaComplaints(schema: JsonSchema, value: unknown): Complaint[] {
  const { valid, errors } = new Validator(schema as Schema, '2020-12', false).validate(value)
  // The last ones are the innermost: they say what is wrong, the others only that something is.
  return valid ? [] : errors.slice(-3).map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`)
}

/** Fields that a described object does not have. */
function unknownFields(schema: JsonSchema, value: unknown, path: string): Complaint[] {
  if (Array.isArray(value))
    return value.flatMap((each) => (schema.items ? unknownFields(schema.items, each, `${path}[]`) : []))
  const { properties } = schema
  if (
    typeof value !== 'object' ||
    value === null ||
    !properties ||
    schema.anyOf ||
    schema.additionalProperties
  )
    return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const known = properties[name] ?? properties[name.replace(/\[.*$/, '')] ?? properties[`${name}[]`]
    return known ? unknownFields(known, inner, `${path}.${name}`) : [`field ${path}.${name} is not known`]
  })
}
