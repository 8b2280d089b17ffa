import type { Context } from 'hono'
import type { App } from './types.ts'

/** The address this server is reached at, without a slash at its end. */
export const originOf = (c: Context<App>): string =>
  c.env.PATCHCORD_PUBLIC_URL?.replace(/\/+$/, '') || new URL(c.req.url).origin
