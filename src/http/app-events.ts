import { Hono } from 'hono'
import { readBytes } from '../call/body.ts'
import { readRequest } from '../call/payload.ts'
import { receiveAppEvents } from '../trigger/app-events.ts'
import { appSecretOf } from '../trigger/app-secrets.ts'
import { triggerDeps } from '../trigger/deps.ts'
import type { App } from './types.ts'
import { handshakeResponse } from './webhooks.ts'

/** One address a piece, for all events of its app. */
export const appEvents = new Hono<App>().all('/:piece', async (c) => {
  const { raw } = c.req
  const request = await readRequest(raw, await readBytes(raw))
  const secretOf = (piece: string) => appSecretOf(c.env, piece)
  const { runIds, ...answer } = await receiveAppEvents(
    triggerDeps(c.env),
    c.req.param('piece'),
    request,
    secretOf,
  )
  return handshakeResponse(answer, runIds)
})
