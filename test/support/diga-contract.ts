import { type Schema, Validator } from '@cfworker/json-schema'
import { expect } from 'vitest'
import contract from '../fixtures/diga-workflow-openapi.json' with { type: 'json' }

/** A JSON Schema as Diga's description writes it. */
export interface DigaSchema {
  $ref?: string
  anyOf?: DigaSchema[]
  type?: string
  format?: string
  const?: string
  enum?: string[]
  minimum?: number
  maximum?: number
  required?: string[]
  properties?: Record<string, DigaSchema>
}

/** One operation of Diga's published API description. */
export interface DigaOperation {
  /** as it is named in messages: `GET /v1/workflow/{flow_id}` */
  name: string
  method: string
  path: string
  parameters: { name: string; in: string; required?: boolean; schema: DigaSchema }[]
  /** what its body must fit */
  body: DigaSchema | undefined
  bodyRequired: boolean
  responses: Record<string, { content?: { 'application/json': { schema: DigaSchema } } }>
}

interface Described {
  parameters?: DigaOperation['parameters']
  requestBody?: { required?: boolean; content: { 'application/json': { schema: DigaSchema } } }
  responses: DigaOperation['responses']
}

/** All operations of Diga's published API description. */
export const DIGA_OPERATIONS: DigaOperation[] = Object.entries(
  contract.paths as unknown as Record<string, Record<string, Described>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { parameters = [], requestBody, responses }]) => ({
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    parameters: parameters.filter((each) => each.in !== 'header'),
    body: requestBody?.content['application/json'].schema,
    bodyRequired: requestBody?.required ?? false,
    responses,
  })),
)

/** A path without the names of its parameters, by which ours and Diga's are compared. */
export const shapeOf = (path: string) => path.replace(/\{[^}]*\}|:\w+/g, '{}').replace(/(.)\/$/, '$1')

const byShape = new Map(DIGA_OPERATIONS.map((each) => [`${each.method} ${shapeOf(each.path)}`, each]))

/** Diga's operation on a path with placeholders, in either way of writing them. */
export function digaOperationAt(method: string, path: string): DigaOperation | undefined {
  return byShape.get(`${method} ${shapeOf(path)}`)
}

/** The part of the description that a schema's reference leads to, or the schema itself. */
export function resolved(schema: DigaSchema): DigaSchema {
  const name = schema.$ref?.replace('#/components/schemas/', '')
  return name ? ((contract.components.schemas as Record<string, DigaSchema>)[name] ?? {}) : schema
}

const validators = new Map<string, Validator>()

function complaints(schema: DigaSchema, answer: unknown): string {
  const key = JSON.stringify(schema)
  const { components } = contract
  const validator =
    validators.get(key) ?? new Validator({ ...schema, components } as Schema, '2020-12', false)
  validators.set(key, validator)
  // The last ones are the innermost: they say what is wrong, the others only that something is.
  const errors = depthOf(answer) > MAX_DEPTH ? [] : validator.validate(answer).errors.slice(-3)
  return errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`).join('; ')
}

/** The validator recurses, and a chain of a thousand steps nests a thousand deep. */
const MAX_DEPTH = 300

function depthOf(value: unknown): number {
  let level = [value]
  for (let depth = 0; ; depth++) {
    if (level.length === 0) return depth
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
}

/** Checks an answer against a schema of Diga's published API description. */
export function expectContract(schema: string, answer: unknown): void {
  expect(complaints({ $ref: `#/components/schemas/${schema}` }, answer)).toBe('')
}

/**
 * Holds an answer against what Diga's operation says of its status. Errors have ErrorResponseSchema's form, as the
 * description's text says: the schema it gives for 422 is that of Diga's framework.
 */
export function expectDigaAnswer(operation: DigaOperation, status: number, answer: unknown): void {
  const where = `${operation.name} of Diga's API answers ${status} ${JSON.stringify(answer)?.slice(0, 600)}`
  if (status >= 400) {
    expect(complaints({ $ref: '#/components/schemas/ErrorResponseSchema' }, answer), where).toBe('')
    expect(answer, where).toMatchObject({ status: 'error' })
    return
  }
  const response = operation.responses[status]
  expect(response, `${where}: the status is not Diga's`).toBeDefined()
  const schema = response?.content?.['application/json'].schema
  if (schema) expect(complaints(schema, answer), where).toBe('')
}
