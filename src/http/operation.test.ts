import { Hono } from 'hono'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { sendError } from './errors.ts'
import { operation, requireDeclared } from './operation.ts'
import type { App } from './types.ts'

const declared = () => operation({ summary: 'Read', tag: 'Things', scope: 'workflows.view' })
const answer = () => new Response('in')
const pass = async (_: unknown, next: () => Promise<void>) => next()

/** A management API with middleware of its own and these routes under `/v1/things`. */
function api(build: (things: Hono<App>) => void): Hono<App> {
  const things = new Hono<App>()
  things.use(pass)
  build(things)
  return new Hono<App>().use(pass).use('/v1/*', pass).route('/v1/things', things)
}

test('an API whose routes all begin with their operation is accepted', () => {
  const whole = api((things) => {
    things.get('/', declared(), answer).post('/', declared(), pass, answer).all('/any', declared(), answer)
  })
  expect(() => requireDeclared(whole)).not.toThrow()
})

test.each<[string, (things: Hono<App>) => void]>([
  ['GET /v1/things/:id', (things) => things.get('/:id', answer)],
  ['GET /v1/things/:id', (things) => things.get('/:id', answer).get('/:name', declared(), answer)],
  ['GET /v1/things/:id', (things) => things.get('/:name', declared(), answer).get('/:id', answer)],
  ['GET /v1/things/:id', (things) => things.get('/:id', answer).get('/:id', declared(), answer)],
  ['GET /v1/things/:id', (things) => things.get('/:id', pass, declared(), answer)],
  ['POST /v1/things/:id', (things) => things.get('/:id', declared(), answer).post('/:id', answer)],
  ['GET /v1/things/*', (things) => things.get('/*', answer)],
  ['ALL /v1/things/any', (things) => things.all('/any', answer)],
])('%s is found where it has none, whatever stands beside it', (route, build) => {
  expect(() => requireDeclared(api(build))).toThrow(`operation(…): ${route}`)
})

test.each([
  [z.object({ name: z.string().optional() }).prefault({}), 200, { got: {} }],
  [z.object({ name: z.string() }).optional(), 200, { got: null }],
  [z.object({ name: z.string().optional() }), 400, { message: 'The body is empty: send JSON.' }],
])('a body may be left out where its schema says so (%#)', async (body, status, answered) => {
  const app = new Hono<App>().onError(sendError)
  app.post('/', operation({ summary: 'Make', tag: 'Things', scope: null, body }), (c) =>
    c.json({ got: c.req.valid('json') ?? null }),
  )
  const response = await app.request('/', { method: 'POST' })
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject(answered)
})
