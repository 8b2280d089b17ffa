import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { credentialsOf } from '../connection/credentials.ts'
import { addConnection, reconnect } from '../connection/keep.ts'
import { chooseClient, earlierLogin, startLogin } from '../connection/oauth-login.ts'
import { forgetConnection } from '../connection/open.ts'
import { rotateKey } from '../connection/rotate.ts'
import { testConnection } from '../connection/test-connection.ts'
import { openDb } from '../db/client.ts'
import { changeConnection, deleteConnection, getConnection, listConnections } from '../db/connections.ts'
import { CONNECTION_TYPES } from '../db/schema-connections.ts'
import { loadPiece } from '../piece/registry.ts'
import { requireScope } from './actor.ts'
import { ConnectionView, pieceName, viewConnections } from './connection-view.ts'
import { nameText } from './input.ts'
import { browserToken } from './oauth-callback.ts'
import { operation } from './operation.ts'
import { originOf } from './origin.ts'
import type { App } from './types.ts'

/** `/v1/workflow/connections`: credentials of services. List and create are Diga's. No answer ever holds a secret. */
export const connections = new Hono<App>()

const tag = 'Connections'

const value = z.record(z.string(), z.unknown()).default({}).meta({
  description:
    'By type: `{secret_text}`, `{username, password}`, `{props}`, or of OAuth `{code, redirect_url, code_verifier?, client_id?, client_secret?, props?}` or `{grant_type: "client_credentials", client_id?, client_secret?, props?}`.',
})
const validate = z
  .enum(['true', 'false'])
  .default('true')
  .transform((text) => text === 'true')
  .meta({ description: 'false keeps the credentials without trying them out' })

const ListQuery = z.object({
  piece_name: pieceName.optional(),
  status: z.enum(['ACTIVE', 'ERROR']).optional(),
  search: z.string().max(200).optional(),
})
const CreateBody = z.object({
  piece_name: pieceName,
  display_name: nameText,
  type: z.enum(CONNECTION_TYPES),
  value,
})
const ValueBody = z.object({ type: z.enum(CONNECTION_TYPES).optional(), value })
const StartBody = z
  .object({
    piece_name: pieceName.optional(),
    display_name: nameText.optional(),
    connection_id: z.string().optional(),
    client_id: z.string().max(1_000).optional(),
    client_secret: z.string().max(4_000).optional(),
    props: z.record(z.string(), z.unknown()).optional(),
    scopes: z.array(z.string().min(1).max(500)).max(200).optional(),
  })
  .refine(({ piece_name, connection_id }) => piece_name !== undefined || connection_id !== undefined, {
    message: 'send "piece_name", or "connection_id" to reconnect',
  })

const REFUSALS = [
  'CONNECTION_VALUE_INVALID',
  'CONNECTION_REFUSED',
  'SERVICE_UNAVAILABLE',
  'OAUTH_REFUSED',
  'OAUTH_UNAVAILABLE',
]

connections.get(
  '/',
  operation({
    tag,
    summary: 'List connections',
    description: 'Newest first, a thousand at most.',
    scope: 'connections.view',
    query: ListQuery,
    answer: z.array(ConnectionView),
  }),
  async (c) => {
    const { piece_name, ...filter } = c.req.valid('query')
    const db = openDb(c.env.DB)
    const chosen = { ...filter, pieceName: piece_name }
    return c.json(await viewConnections(db, await listConnections(db, chosen)))
  },
)

connections.post(
  '/',
  operation({
    tag,
    summary: 'Create a connection',
    description: 'The credentials are tried out at the service before they are kept.',
    scope: 'connections.create',
    query: z.object({ validate }),
    body: CreateBody,
    answer: ConnectionView,
    errors: ['PIECE_UNKNOWN', 'OAUTH_APP_MISSING', ...REFUSALS],
    examples: {
      body: {
        piece_name: 'slack',
        display_name: 'Team Slack',
        type: 'SECRET_TEXT',
        value: { secret_text: 'xoxb-…' },
      },
    },
  }),
  async (c) => {
    const { piece_name, display_name: displayName, type, value: given } = c.req.valid('json')
    const piece = await loadPiece(piece_name)
    const credentials = await credentialsOf(c.env, piece, type, given)
    const { validate: isTried } = c.req.valid('query')
    const row = await addConnection(c.env, { piece, displayName, value: credentials, validate: isTried })
    return answer(c, row.id)
  },
)

connections.post(
  '/oauth/start',
  operation({
    tag,
    summary: 'Start an OAuth login',
    description:
      'Open `authorization_url` in a window. When it comes back, the connection is made, or with `connection_id` reconnected, and the window tells its opener: `{type: "patchcord.connection", connection_id}` or `{…, error}`. A login that a member starts in a browser ends only in that browser.',
    scope: 'connections.create',
    body: StartBody,
    answer: z.object({ authorization_url: z.string(), state: z.string() }),
    errors: ['PIECE_UNKNOWN', 'CONNECTION_NOT_FOUND', 'CONNECTION_VALUE_INVALID', 'OAUTH_APP_MISSING'],
    examples: { body: { piece_name: 'slack', display_name: 'Team Slack' } },
  }),
  async (c) => {
    const body = c.req.valid('json')
    const { connection_id: id } = body
    if (id !== undefined) requireScope(c.var.actor, 'connections.update')
    const kept = id === undefined ? undefined : await getConnection(openDb(c.env.DB), id)
    const piece = await loadPiece(kept?.pieceName ?? body.piece_name ?? '')
    const before = kept ? await earlierLogin(c.env, kept) : {}
    const started = await startLogin(c.env, {
      piece,
      displayName: body.display_name ?? piece.displayName,
      client: await chooseClient(c.env, piece, body.client_id === undefined ? before : body),
      props: body.props ?? before.props,
      redirectUrl: `${originOf(c)}/oauth/callback`,
      ...(id !== undefined && { connectionId: id }),
      ...(body.scopes && { scopes: body.scopes }),
      ...(c.var.actor?.type === 'member' && { browser: browserToken(c) }),
    })
    return c.json({ authorization_url: started.authorizationUrl, state: started.state })
  },
)

connections.post(
  '/rotate-key',
  operation({
    tag,
    summary: 'Re-encrypt secrets with the current key',
    description:
      'Everything stored with PATCHCORD_ENCRYPTION_KEY_PREVIOUS, a batch at a time: repeat it until nothing but `unreadable` remains. Doing it again changes nothing.',
    scope: 'members.manage',
    answer: z.object({ rotated: z.number(), unreadable: z.number(), remaining: z.number() }),
    errors: ['CONFIG_MISSING'],
  }),
  async (c) => c.json(await rotateKey(openDb(c.env.DB), c.env)),
)

connections.get(
  '/:connection_id',
  operation({
    tag,
    summary: 'Read a connection',
    scope: 'connections.view',
    answer: ConnectionView,
    errors: ['CONNECTION_NOT_FOUND'],
  }),
  (c) => answer(c, c.req.param('connection_id')),
)

connections.patch(
  '/:connection_id',
  operation({
    tag,
    summary: 'Rename a connection',
    scope: 'connections.update',
    body: z.object({ display_name: nameText }),
    answer: ConnectionView,
    errors: ['CONNECTION_NOT_FOUND'],
    examples: { body: { display_name: 'Team Slack' } },
  }),
  async (c) => {
    const id = c.req.param('connection_id')
    const { display_name: displayName } = c.req.valid('json')
    await changeConnection(openDb(c.env.DB), id, { displayName, updatedAt: Date.now() })
    return answer(c, id)
  },
)

connections.put(
  '/:connection_id/value',
  operation({
    tag,
    summary: 'Reconnect a connection',
    description: 'New credentials under the same id: steps that name it go on with them.',
    scope: 'connections.update',
    query: z.object({ validate }),
    body: ValueBody,
    answer: ConnectionView,
    errors: ['CONNECTION_NOT_FOUND', 'OAUTH_APP_MISSING', ...REFUSALS],
    examples: { body: { value: { secret_text: 'xoxb-…' } } },
  }),
  async (c) => {
    const row = await getConnection(openDb(c.env.DB), c.req.param('connection_id'))
    const piece = await loadPiece(row.pieceName)
    const { type = row.type, value: given } = c.req.valid('json')
    const credentials = await credentialsOf(c.env, piece, type, given)
    const { validate: isTried } = c.req.valid('query')
    await reconnect(c.env, row.id, { piece, value: credentials, validate: isTried })
    return answer(c, row.id)
  },
)

connections.post(
  '/:connection_id/test',
  operation({
    tag,
    summary: 'Test a connection',
    description:
      'Asks its service. Credentials that it refuses make the connection inactive, good ones active.',
    scope: 'connections.update',
    answer: z.object({
      success: z.boolean(),
      error: z.object({ code: z.string(), message: z.string() }).nullable(),
    }),
    errors: ['CONNECTION_NOT_FOUND', 'PIECE_UNKNOWN'],
  }),
  async (c) => {
    const row = await getConnection(openDb(c.env.DB), c.req.param('connection_id'))
    const error = await testConnection(c.env, row)
    return c.json({ success: error === null, error: error && { code: error.code, message: error.message } })
  },
)

connections.delete(
  '/:connection_id',
  operation({
    tag,
    summary: 'Delete a connection',
    description: 'Refused while a published workflow or an agent names it. Drafts that do are no obstacle.',
    scope: 'connections.delete',
    status: 204,
    errors: ['CONNECTION_NOT_FOUND', 'CONNECTION_IN_USE'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id } = await getConnection(db, c.req.param('connection_id'))
    await deleteConnection(db, id)
    forgetConnection(id)
    return c.body(null, 204)
  },
)

async function answer(c: Context<App>, id: string) {
  const db = openDb(c.env.DB)
  const [view] = await viewConnections(db, [await getConnection(db, id)])
  return c.json(view)
}
