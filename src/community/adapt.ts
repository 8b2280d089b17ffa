import { openDb } from '../db/client.ts'
import { CodedError } from '../errors.ts'
import { isObject } from '../json.ts'
import type { Piece } from '../piece/piece.ts'
import { mapValues } from '../piece/property.ts'
import { communityPin } from '../workflow/piece-name.ts'
import { actionOf } from './action.ts'
import { appEventsOf } from './app-events.ts'
import { authOf } from './auth.ts'
import { baseOf, type Connecting, partsOf } from './bound.ts'
import type { InstalledPiece } from './code.ts'
import { callableFlows } from './flows.ts'
import { perform } from './loader.ts'
import { type Ask, asksOf } from './options.ts'
import { triggerOf } from './trigger.ts'

/** How long a piece may take to answer a form or try out credentials, in milliseconds. */
const ASK_MS = 20_000

/** A community piece as one of ours, so that nothing else need know of the difference. */
export function pieceOf(env: Cloudflare.Env, installed: InstalledPiece): Piece {
  const { name, version, metadata } = installed
  const { displayName, description, categories, authors, logoUrl, actions, triggers } = metadata
  const auth = authOf(metadata)
  const ask = askOf(env, installed)
  return {
    name,
    displayName,
    description: description || displayName,
    version: communityPin(version),
    community: { package: installed.package, authors, ...(logoUrl && { logoUrl }) },
    categories,
    auth,
    // Its own parts read the connection from here; no HTTP of ours is bound for it.
    connect: (_, connection) => ({ connection }) as never,
    ...(metadata.auth.some(({ validates }) => validates) && {
      validate: (connected) => tryOut(ask, connected as Connecting, displayName),
    }),
    ...(metadata.hasAppEvents && { appEvents: appEventsOf(ask) }),
    actions: mapValues(actions, (data) => actionOf(env, installed, data, asksOf(ask, 'actions', data.name))),
    triggers: mapValues(triggers, (data) =>
      triggerOf(env, installed, data, asksOf(ask, 'triggers', data.name)),
    ),
  }
}

/** A way to ask the piece something for nobody's run: it may read nothing but its connection. */
function askOf(env: Cloudflare.Env, piece: InstalledPiece): Ask {
  return async ({ connection }, task, asked) => {
    const controller = new AbortController()
    const late = () =>
      controller.abort(
        new CodedError('PIECE_TIMEOUT', `${piece.metadata.displayName} gave no answer in time.`),
      )
    const timer = setTimeout(late, ASK_MS)
    try {
      const binding = {
        signal: controller.signal,
        note: () => undefined,
        flows: () => callableFlows(openDb(env.DB)),
      }
      return await perform(env.LOADER, piece, {
        task,
        asked: { ...baseOf(env, connection), ...asked },
        host: partsOf(env, piece, binding),
        signal: controller.signal,
      })
    } finally {
      clearTimeout(timer)
    }
  }
}

/** @throws CodedError PIECE_REFUSED in the words of the piece */
async function tryOut(ask: Ask, connecting: Connecting, displayName: string): Promise<void> {
  const { output } = await ask(connecting, 'validate', {})
  if (!isObject(output) || output.valid !== false) return
  const why = typeof output.error === 'string' ? output.error : 'The credentials were refused.'
  throw new CodedError('PIECE_REFUSED', `${displayName}: ${why}`)
}
