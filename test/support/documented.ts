import { type Schema, Validator } from '@cfworker/json-schema'
import { expect } from 'vitest'
import * as z from 'zod'
import { statusOf } from '../../src/http/errors.ts'
import { management } from '../../src/http/management.ts'
import { endpointsOf } from '../../src/http/openapi.ts'
import type { Operation } from '../../src/http/operation.ts'
import { digaOperationAt, expectDigaAnswer } from './diga-contract.ts'

const endpoints = endpointsOf(management.routes).map(({ method, path, operation }) => ({
  method,
  operation,
  diga: digaOperationAt(method, path),
  pattern: new RegExp(`^${path.replace(/:\w+\{\.\+\}/g, '.+').replace(/:\w+/g, '[^/]+')}/?$`),
}))

const validators = new Map<Operation, Validator>()

function validatorOf(operation: Operation): Validator {
  const known = validators.get(operation)
  if (known) return known
  const schema = z.toJSONSchema(operation.answer ?? z.unknown(), { io: 'output', unrepresentable: 'any' })
  const made = new Validator(schema as Schema, '2020-12', false)
  validators.set(operation, made)
  return made
}

/** Codes that any operation may answer with, as its place in the API brings with it. */
const COMMON = new Set([
  'UNAUTHORIZED',
  'FORBIDDEN',
  'VALIDATION_FAILED',
  'JSON_INVALID',
  'PAYLOAD_TOO_LARGE',
  'DATABASE_ERROR',
  'CSRF_REFUSED',
  'ACCESS_REFUSED',
])

/**
 * Holds an answer of the management API against what its operation declares (status, fields, error codes) and, where
 * Diga's API has the operation too, against Diga's description.
 */
export function expectDocumented(method: string, path: string, status: number, body: unknown): void {
  const bare = path.split('?')[0] ?? ''
  const found = endpoints.find((each) => each.method === method && each.pattern.test(bare))
  if (!found) return
  const { operation, diga } = found
  if (diga) expectDigaAnswer(diga, status, body)
  const where = `${method} ${bare} (${operation.summary}) answers ${status} ${JSON.stringify(body)?.slice(0, 600)}`
  if (status >= 400) {
    const code = (body as { error_code?: string } | undefined)?.error_code ?? ''
    expect(statusOf(code), where).toBe(status)
    expect(COMMON.has(code) || operation.errors?.includes(code), `${where}: the code is not declared`).toBe(
      true,
    )
    return
  }
  expect(status, where).toBe(operation.status ?? 200)
  if (!operation.answer) return
  const { valid, errors } = validatorOf(operation).validate(body)
  expect(valid, `${where}: ${JSON.stringify(errors.slice(-3))}`).toBe(true)
}
