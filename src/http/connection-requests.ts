import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { canBeAsked } from '../connection/client-form.ts'
import { newId, openDb } from '../db/client.ts'
import {
  getRequest,
  insertRequest,
  listRequests,
  renewRequest,
  requestClosed,
  revokeRequest,
} from '../db/connection-requests.ts'
import type { Page } from '../db/page.ts'
import type { ConnectionRequestRow } from '../db/schema-connections.ts'
import { CodedError } from '../errors.ts'
import { loadPiece } from '../piece/registry.ts'
import { isoTime } from '../run/run-view.ts'
import { hashToken, newToken } from '../token.ts'
import { actorRef } from './actor.ts'
import { packageName, pieceName } from './connection-view.ts'
import { nameText, pageOf, pageQuery } from './input.ts'
import { operation } from './operation.ts'
import { originOf } from './origin.ts'
import type { App } from './types.ts'

/** `/v1/workflow/connection-requests`: links on which a client fills in credentials without an account. */
export const connectionRequests = new Hono<App>()

const tag = 'Connections'
const DAY_MS = 86_400_000

const days = z.number().int().min(1).max(30).default(7)

const RequestView = z
  .object({
    id: z.string(),
    piece_name: z.string(),
    display_name: z.string(),
    language: z.enum(['en', 'es']),
    status: z.enum(['PENDING', 'COMPLETED', 'EXPIRED', 'REVOKED']),
    connection_id: z.string().nullable(),
    created: z.iso.datetime(),
    expires: z.iso.datetime(),
  })
  .meta({ id: 'ConnectionRequest' })
const WithLink = RequestView.extend({
  url: z.string().meta({ description: 'Where the client goes. Shown this once.' }),
})

connectionRequests.post(
  '/',
  operation({
    tag,
    summary: 'Ask a client for a connection',
    description: 'Send them `url`: it works once, until it expires or is revoked.',
    scope: 'connections.create',
    body: z.object({
      piece_name: pieceName,
      display_name: nameText,
      expires_in_days: days,
      language: z.enum(['en', 'es']).default('en'),
    }),
    status: 201,
    answer: WithLink,
    errors: ['PIECE_UNKNOWN', 'OAUTH_APP_MISSING'],
    examples: { body: { piece_name: 'slack', display_name: 'Slack of Clínica Sol', language: 'es' } },
  }),
  async (c) => {
    const body = c.req.valid('json')
    const piece = await loadPiece(body.piece_name)
    if (!(await canBeAsked(c.env, piece))) {
      throw new CodedError(
        'OAUTH_APP_MISSING',
        `A client cannot fill in credentials of ${piece.displayName}: store an OAuth app for it first.`,
      )
    }
    const { url, link } = newLink(c, body.expires_in_days)
    const row: ConnectionRequestRow = {
      id: newId('creq'),
      pieceName: piece.name,
      displayName: body.display_name,
      language: body.language,
      attempts: 0,
      createdBy: actorRef(c.var.actor),
      createdAt: Date.now(),
      ...link,
      revokedAt: null,
      completedAt: null,
      connectionId: null,
    }
    await insertRequest(openDb(c.env.DB), row)
    return c.json({ ...view(row), url }, 201)
  },
)

connectionRequests.get(
  '/',
  operation({
    tag,
    summary: 'List connection requests',
    scope: 'connections.view',
    query: pageQuery,
    answer: pageOf(RequestView),
    errors: ['CURSOR_INVALID'],
  }),
  async (c) => {
    const page = await listRequests(openDb(c.env.DB), c.req.valid('query'))
    return c.json({ ...page, data: page.data.map(view) } satisfies Page<unknown>)
  },
)

connectionRequests.post(
  '/:request_id/regenerate',
  operation({
    tag,
    summary: 'Replace the link of a connection request',
    description: 'The link there was stops working.',
    scope: 'connections.create',
    body: z.object({ expires_in_days: days }).prefault({}),
    answer: WithLink,
    errors: ['CONNECTION_REQUEST_NOT_FOUND', 'CONNECTION_REQUEST_CLOSED'],
    examples: { body: { expires_in_days: 7 } },
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id } = await getRequest(db, c.req.param('request_id'))
    const { url, link } = newLink(c, c.req.valid('json').expires_in_days)
    if (!(await renewRequest(db, id, link))) throw requestClosed()
    return c.json({ ...view(await getRequest(db, id)), url })
  },
)

connectionRequests.delete(
  '/:request_id',
  operation({
    tag,
    summary: 'Revoke a connection request',
    scope: 'connections.delete',
    status: 204,
    errors: ['CONNECTION_REQUEST_NOT_FOUND'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id } = await getRequest(db, c.req.param('request_id'))
    await revokeRequest(db, id, Date.now())
    return c.body(null, 204)
  },
)

function newLink(c: Context<App>, daysOpen: number) {
  const token = newToken()
  return {
    url: `${originOf(c)}/connect/${token}`,
    link: { tokenHash: hashToken(token), expiresAt: Date.now() + daysOpen * DAY_MS },
  }
}

function view(row: ConnectionRequestRow): z.input<typeof RequestView> {
  return {
    id: row.id,
    piece_name: packageName(row.pieceName),
    display_name: row.displayName,
    language: row.language,
    status: statusOf(row),
    connection_id: row.connectionId,
    created: isoTime(row.createdAt),
    expires: isoTime(row.expiresAt),
  }
}

function statusOf({ completedAt, revokedAt, expiresAt }: ConnectionRequestRow) {
  if (completedAt !== null) return 'COMPLETED'
  if (revokedAt !== null) return 'REVOKED'
  return expiresAt > Date.now() ? 'PENDING' : 'EXPIRED'
}
