import type { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'

import { METHOD_NAME_ALL } from 'hono/router'
import type * as z from 'zod'

import { checkBody } from '../call/body.ts'
import { requireScope, type Scope } from './actor.ts'
import { queryOf, readJson, readOptionalJson } from './input.ts'
import type { App } from './types.ts'

/**
 * One operation of the management API, said once: what it takes, what it answers and who may use it. Requests are
 * checked against it, `/openapi.json` is made from it, and tests hold the answers against it.
 */
export interface Operation {
  /** an imperative phrase: "Publish a workflow" */
  summary: string
  description?: string
  /** the group it is shown in */
  tag: string
  /** what the caller must hold; null lets anybody in */
  scope: Scope | null
  query?: z.ZodObject
  /** the JSON body; it may be left out where the schema takes undefined */
  body?: z.ZodType
  /** the media type of a body that is no JSON; the handler reads it */
  upload?: string
  /** bytes the body may have, where it is more than elsewhere */
  maxBodyBytes?: number
  /** true where the body may nest to any depth, because the handler follows it without recursion */
  anyDepth?: boolean
  /** status of a good answer; 200 where unset, 101 for a WebSocket */
  status?: 101 | 200 | 201 | 202 | 204
  /** the JSON of a good answer; none with 204 */
  answer?: z.ZodType
  /** the media type of a good answer that is no JSON */
  download?: string
  /** codes it may answer with, beside those of every operation */
  errors?: readonly string[]
  examples?: { body?: unknown; answer?: unknown }
}

/** What handlers find under `c.req.valid(…)`. */
type Checked<O extends Operation> = O['body'] extends z.ZodType
  ? O['query'] extends z.ZodType
    ? Body<O['body']> & Query<O['query']>
    : Body<O['body']>
  : O['query'] extends z.ZodType
    ? Query<O['query']>
    : object
interface Body<S extends z.ZodType> {
  in: { json: z.input<S> }
  out: { json: z.output<S> }
}
interface Query<S extends z.ZodType> {
  in: { query: z.input<S> }
  out: { query: z.output<S> }
}

/**
 * Stands in front of a handler: refuses who may not, checks query and body, and hands them on as `c.req.valid('query')`
 * and `c.req.valid('json')`. @throws CodedError UNAUTHORIZED, FORBIDDEN, JSON_INVALID, VALIDATION_FAILED
 */
export function operation<const O extends Operation>(declaration: O) {
  const { scope, query, body, anyDepth } = declaration
  const mayBeLeftOut = body?.safeParse(undefined).success
  const middleware = createMiddleware<App, string, Checked<O>>(async (c, next) => {
    if (scope) requireScope(c.var.actor, scope)
    if (query) c.req.addValidatedData('query', checkBody(query, queryOf(c)))
    if (body) {
      const sent = mayBeLeftOut ? await readOptionalJson(c) : await readJson(c, anyDepth)
      c.req.addValidatedData('json', checkBody(body, sent) as object)
    }
    await next()
  })
  return Object.assign(middleware, { operation: declaration as Operation })
}

/** The declaration a route's middleware carries, if it is one of `operation`. */
export function operationOf(handler: object): Operation | undefined {
  return (handler as { operation?: Operation }).operation
}

/**
 * Refuses a management API with a route that does not begin with its `operation`: it would be open to all. Handlers
 * for every method on a path that ends in `*` are taken for middleware. @throws Error naming the routes
 */
export function requireDeclared({ routes }: Hono<App>): void {
  const firstHandlers = new Map<string, object>()
  for (const { method, path, handler } of routes) {
    const isMiddleware = method === METHOD_NAME_ALL && path.endsWith('*')
    const route = `${method} ${path}`
    if (!isMiddleware && !firstHandlers.has(route)) firstHandlers.set(route, handler)
  }
  const undeclared = [...firstHandlers].filter(([, handler]) => !operationOf(handler)).map(([route]) => route)
  if (undeclared.length === 0) return
  throw new Error(`These routes must begin with their operation(…): ${undeclared.join(', ')}`)
}
