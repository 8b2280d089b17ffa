import type { Context } from 'hono'
import type { Lookup } from '../call/directory.ts'
import type { App } from './types.ts'

/** How this request reads the directory of agents and webhooks. */
export function lookupOf(c: Context<App>): Lookup {
  return { env: c.env, background: (work) => c.executionCtx.waitUntil(work) }
}
