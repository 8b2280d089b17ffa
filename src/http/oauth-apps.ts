import { Hono } from 'hono'
import * as z from 'zod'
import { seal } from '../connection/seal.ts'
import { oauthKindOf } from '../connection/value.ts'
import { openDb } from '../db/client.ts'
import { deleteApp, findApp, putApp } from '../db/oauth.ts'
import type { OAuthAppRow } from '../db/schema-connections.ts'
import { CodedError } from '../errors.ts'
import { loadPiece } from '../piece/registry.ts'
import { isoTime } from '../run/run-view.ts'
import { namedPiece, packageName } from './connection-view.ts'
import { operation } from './operation.ts'
import { originOf } from './origin.ts'
import type { App } from './types.ts'

/** `/v1/workflow/oauth-apps`: our own OAuth client at each service, so that users log in without bringing one. */
export const oauthApps = new Hono<App>()

const tag = 'Connections'

const AppView = z
  .object({
    piece_name: z.string(),
    client_id: z.string(),
    redirect_url: z.string().meta({ description: 'What the service must be told to send users back to' }),
    created: z.iso.datetime(),
    updated: z.iso.datetime(),
  })
  .meta({ id: 'OAuthApp' })

const AppBody = z.object({
  client_id: z.string().trim().min(1).max(1_000),
  client_secret: z.string().trim().min(1).max(4_000),
})

oauthApps.put(
  '/:piece_name{.+}',
  operation({
    tag,
    summary: 'Store the OAuth app of a piece',
    description: 'Used where a login brings no client of its own. The secret is never shown again.',
    scope: 'members.manage',
    body: AppBody,
    answer: AppView,
    errors: ['PIECE_UNKNOWN', 'CONNECTION_VALUE_INVALID'],
    examples: { body: { client_id: '1234.5678', client_secret: '…' } },
  }),
  async (c) => {
    const piece = await loadPiece(namedPiece(c.req.param('piece_name')))
    oauthKindOf(piece)
    const { client_id, client_secret } = c.req.valid('json')
    const db = openDb(c.env.DB)
    const now = Date.now()
    await putApp(db, {
      pieceName: piece.name,
      clientId: client_id,
      clientSecret: await seal(c.env, client_secret, piece.name),
      createdAt: now,
      updatedAt: now,
    })
    return c.json(view((await findApp(db, piece.name)) ?? missing(piece.name), originOf(c)))
  },
)

oauthApps.get(
  '/:piece_name{.+}',
  operation({
    tag,
    summary: 'Read the OAuth app of a piece',
    scope: 'members.manage',
    answer: AppView,
    errors: ['OAUTH_APP_NOT_FOUND'],
  }),
  async (c) => {
    const name = namedPiece(c.req.param('piece_name'))
    return c.json(view((await findApp(openDb(c.env.DB), name)) ?? missing(name), originOf(c)))
  },
)

oauthApps.delete(
  '/:piece_name{.+}',
  operation({
    tag,
    summary: 'Forget the OAuth app of a piece',
    description: 'Connections made with it work on until their token runs out.',
    scope: 'members.manage',
    status: 204,
  }),
  async (c) => {
    await deleteApp(openDb(c.env.DB), namedPiece(c.req.param('piece_name')))
    return c.body(null, 204)
  },
)

function missing(pieceName: string): never {
  throw new CodedError('OAUTH_APP_NOT_FOUND', `No OAuth app is stored for "${pieceName}".`)
}

function view(app: OAuthAppRow, origin: string): z.input<typeof AppView> {
  return {
    piece_name: packageName(app.pieceName),
    client_id: app.clientId,
    redirect_url: `${origin}/oauth/callback`,
    created: isoTime(app.createdAt),
    updated: isoTime(app.updatedAt),
  }
}
