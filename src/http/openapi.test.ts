import { type Schema, Validator as SchemaValidator } from '@cfworker/json-schema'
import { Validator } from '@seriousme/openapi-schema-validator'
import { html } from 'hono/html'
import { expect, test } from 'vitest'
import { management } from './management.ts'
import { describeApi, endpointsOf } from './openapi.ts'
import { referencePage } from './reference.ts'

const api = describeApi(management.routes, '0.1.0')

test('the description is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  expect(await validator.validate(structuredClone(api))).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

test('every reference in it leads somewhere', () => {
  const names = Array.from(
    JSON.stringify(api).matchAll(/"#\/components\/schemas\/([^"]+)"/g),
    ([, name]) => name,
  )
  expect(names.length).toBeGreaterThan(10)
  for (const name of names) expect(api.components.schemas).toHaveProperty([name ?? ''])
})

test('no component is a mere reference, least of all to itself', () => {
  const references = Object.entries(api.components.schemas).filter(([, { $ref }]) => $ref !== undefined)
  expect(references).toEqual([])
  expect(api.components.schemas.Workflow).toHaveProperty('properties.trigger')
})

interface Content {
  content?: { 'application/json': { schema: object; example?: unknown } }
}

test('every example fits its schema', () => {
  const wrong = Object.values(api.paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ operationId, requestBody, responses }) =>
      [requestBody as Content | undefined, ...Object.values(responses as Record<string, Content>)].flatMap(
        (part) => {
          const { schema, example } = part?.content?.['application/json'] ?? {}
          if (example === undefined) return []
          const whole = { ...schema, components: api.components } as Schema
          const { errors } = new SchemaValidator(whole, '2020-12', false).validate(example)
          return errors.slice(-1).map(({ error }) => `${operationId}: ${error}`)
        },
      ),
    ),
  )
  expect(wrong).toEqual([])
})

test('times and numbers are described in a word', () => {
  const { Version, Run } = api.components.schemas
  expect(Version).toHaveProperty('properties.created.format', 'date-time')
  expect(JSON.stringify([Version, Run])).not.toMatch(
    /"pattern"|9007199254740991|"additionalProperties":false/,
  )
})

test('every operation has a name of its own', () => {
  const ids = Object.values(api.paths).flatMap((methods) =>
    Object.values(methods).map((each) => each.operationId),
  )
  expect(ids.length).toBe(endpointsOf(management.routes).length)
  expect(new Set(ids).size).toBe(ids.length)
})

test('the page shows every operation and loads nothing', () => {
  const page = String(referencePage(api))
  for (const { operation } of endpointsOf(management.routes)) {
    expect(page).toContain(String(html`${operation.summary}`))
  }
  expect(page).toContain('<code>authorization_url</code>')
  expect(page).not.toMatch(/<p>[^<]*`/)
  expect(page).not.toMatch(/<script|src=|url\(/)
})
