import type { Context } from 'hono'
import { tile } from '../piece/tile.ts'
import type { App } from './types.ts'

/** Answers with an icon made of the letters of a piece's name. */
export function pieceIcon(c: Context<App>) {
  const name = (c.req.param('icon') ?? '').replace(/\.svg$/, '')
  return c.body(tile(name, name), 200, {
    'content-type': 'image/svg+xml',
    'cache-control': 'public, max-age=86400',
    'content-security-policy': "default-src 'none'",
  })
}
