import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { removeAppSecret } from '../db/app-secrets.ts'
import { openDb } from '../db/client.ts'
import { CodedError } from '../errors.ts'
import { loadPiece } from '../piece/registry.ts'
import { isoTime } from '../run/run-view.ts'
import { keptAppSecrets, setAppSecret } from '../trigger/app-secrets.ts'
import { operation } from './operation.ts'
import { originOf } from './origin.ts'
import type { App } from './types.ts'

/** `/v1/workflow/app-secrets`: what apps sign their events with. It goes in, and never comes out. */
export const appSecrets = new Hono<App>()

const tag = 'Pieces'

const SecretBody = z.object({ secret: z.string().min(1).max(4096) })
const AppSecretView = z
  .object({
    piece_name: z.string(),
    events_url: z.string().meta({ description: 'Where the app is to send its events.' }),
  })
  .meta({ id: 'AppSecret' })

const KeptAppSecret = AppSecretView.extend({
  updated: z.iso.datetime().nullable().meta({
    description: 'When it was set; null for one of `PATCHCORD_APP_SECRETS`.',
  }),
}).meta({ id: 'KeptAppSecret' })

appSecrets.get(
  '/',
  operation({
    tag,
    summary: 'List the pieces whose apps may send events',
    description: 'Those that a secret is kept for. The secrets themselves are shown to nobody.',
    scope: 'members.manage',
    answer: z.object({ data: z.array(KeptAppSecret) }),
  }),
  async (c) => {
    const kept = await keptAppSecrets(c.env)
    const data = kept.map(({ pieceName, updatedAt }) => ({
      piece_name: pieceName,
      events_url: eventsUrl(c, pieceName),
      updated: isoTime(updatedAt),
    }))
    return c.json({ data })
  },
)

appSecrets.put(
  '/:piece_name',
  operation({
    tag,
    summary: "Set what a piece's app signs its events with",
    description: 'Kept encrypted and shown to nobody. Without it the app gets 401 and starts nothing.',
    scope: 'members.manage',
    body: SecretBody,
    answer: AppSecretView,
    errors: ['PIECE_UNKNOWN', 'APP_EVENTS_UNKNOWN'],
    examples: { body: { secret: '8f742231b10e8888abcd99yyyzzz85a5' } },
  }),
  async (c) => {
    const name = await appOf(c.req.param('piece_name'))
    await setAppSecret(c.env, name, c.req.valid('json').secret, Date.now())
    return c.json({ piece_name: name, events_url: eventsUrl(c, name) })
  },
)

appSecrets.delete(
  '/:piece_name',
  operation({
    tag,
    summary: "Forget what a piece's app signs its events with",
    scope: 'members.manage',
    status: 204,
    errors: ['PIECE_UNKNOWN', 'APP_EVENTS_UNKNOWN', 'APP_SECRET_NOT_FOUND'],
  }),
  async (c) => {
    const name = await appOf(c.req.param('piece_name'))
    if (await removeAppSecret(openDb(c.env.DB), name)) return c.body(null, 204)
    throw new CodedError('APP_SECRET_NOT_FOUND', `No secret was set for the app of "${name}".`)
  },
)

const eventsUrl = (c: Context<App>, piece: string): string => `${originOf(c)}/app-events/${piece}`

/** The short name of a piece whose app sends events. @throws CodedError PIECE_UNKNOWN, APP_EVENTS_UNKNOWN */
async function appOf(asked: string): Promise<string> {
  const { name, appEvents } = await loadPiece(asked)
  if (appEvents) return name
  throw new CodedError('APP_EVENTS_UNKNOWN', `The app of "${name}" has no address for all its events.`)
}
