import { Hono } from 'hono'
import * as z from 'zod'
import { addApiKey, listApiKeys, revokeApiKey } from '../../db/api-keys.ts'
import { newId, openDb } from '../../db/client.ts'
import type { ApiKeyRow } from '../../db/schema-access.ts'
import { CodedError } from '../../errors.ts'
import { isoTime } from '../../run/run-view.ts'
import { hashToken, newToken } from '../../token.ts'
import { actorRef, requireHeld, requireScope, SCOPES } from '../actor.ts'
import { nameText, pageOf, pageQuery, time } from '../input.ts'
import { operation } from '../operation.ts'
import type { App } from '../types.ts'
import { KEY_PREFIX } from './authenticate.ts'

/** `/v1/api-keys`: what programs reach the management API with. */
export const apiKeys = new Hono<App>()

const tag = 'API keys'

/** How much of a key stays readable: enough to tell keys apart, too little to help guess the rest. */
const SHOWN_CHARACTERS = KEY_PREFIX.length + 6

const CreateBody = z.object({
  name: nameText,
  scopes: z
    .array(z.enum(SCOPES))
    .min(1)
    .meta({ description: 'What the key may do: nothing that its maker may not.' }),
  expires_at: time.nullish(),
})

const ApiKeyView = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.string()),
    created_by: z.object({ type: z.enum(['admin', 'api_key', 'member']), id: z.string(), name: z.string() }),
    created: z.iso.datetime(),
    last_used_at: z.iso.datetime().nullable(),
    expires_at: z.iso.datetime().nullable(),
    revoked_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey' })

apiKeys.post(
  '/',
  operation({
    tag,
    summary: 'Create an API key',
    description: 'The answer shows the key this once.',
    scope: 'keys.manage',
    body: CreateBody,
    status: 201,
    answer: ApiKeyView.extend({ key: z.string() }),
    examples: { body: { name: 'Nightly export', scopes: ['workflows.view', 'runs.view'] } },
  }),
  async (c) => {
    const { name, scopes, expires_at: expiresAt = null } = c.req.valid('json')
    const actor = requireScope(c.var.actor, 'keys.manage')
    requireHeld(actor, scopes)
    const now = Date.now()
    if (expiresAt !== null && expiresAt <= now) {
      throw new CodedError('VALIDATION_FAILED', '"expires_at" must lie in the future.')
    }
    const key = newToken(KEY_PREFIX)
    const row: ApiKeyRow = {
      id: newId('key'),
      name,
      hash: hashToken(key),
      prefix: key.slice(0, SHOWN_CHARACTERS),
      scopes: [...new Set(scopes)],
      createdBy: actorRef(actor),
      createdAt: now,
      expiresAt,
      lastUsedAt: null,
      revokedAt: null,
    }
    await addApiKey(openDb(c.env.DB), row)
    return c.json({ ...viewApiKey(row), key }, 201)
  },
)

apiKeys.get(
  '/',
  operation({
    tag,
    summary: 'List API keys',
    description: 'With those that have expired or were revoked, and never the keys themselves.',
    scope: 'keys.manage',
    query: pageQuery,
    answer: pageOf(ApiKeyView),
    errors: ['CURSOR_INVALID'],
  }),
  async (c) => {
    const page = await listApiKeys(openDb(c.env.DB), c.req.valid('query'))
    return c.json({ ...page, data: page.data.map(viewApiKey) })
  },
)

apiKeys.delete(
  '/:key_id',
  operation({
    tag,
    summary: 'Revoke an API key',
    description: 'For good, and at once. Revoking it again changes nothing.',
    scope: 'keys.manage',
    status: 204,
    errors: ['API_KEY_NOT_FOUND'],
  }),
  async (c) => {
    await revokeApiKey(openDb(c.env.DB), c.req.param('key_id'), Date.now())
    return c.body(null, 204)
  },
)

function viewApiKey(key: ApiKeyRow): z.input<typeof ApiKeyView> {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    created_by: key.createdBy,
    created: isoTime(key.createdAt),
    last_used_at: isoTime(key.lastUsedAt),
    expires_at: isoTime(key.expiresAt),
    revoked_at: isoTime(key.revokedAt),
  }
}
