import { type Context, Hono } from 'hono'
import { readBytes } from '../call/body.ts'
import { deliver, runsOf } from '../call/dispatch.ts'
import { payloadOf, readRequest } from '../call/payload.ts'
import { toResponse } from '../call/reply.ts'
import { readWait } from '../call/wait-token.ts'
import { runReply } from '../call/webhook.ts'
import { CodedError } from '../errors.ts'
import { objectOfRun } from '../run/ids.ts'
import type { RunReply } from '../run/protocol.ts'
import type { App } from './types.ts'

/** How long a sync caller waits for what the run answers next. */
const SYNC_WAIT_MS = 60_000

/** Links that resume a waiting run. The token in them is the credential. */
export const waits = new Hono<App>()
  .all('/:token', async (c) => {
    const run = await resume(c, 0)
    return toResponse({ status: 200, body: { message: 'Received. The workflow goes on.' } }, [run.runId])
  })
  .all('/:token/sync', async (c) => {
    const run = await resume(c, SYNC_WAIT_MS)
    return toResponse(runReply(run), [run.runId])
  })

async function resume(c: Context<App>, waitMs: number): Promise<RunReply> {
  const token = c.req.param('token') ?? ''
  const { PATCHCORD_ENCRYPTION_KEY: key, PATCHCORD_ENCRYPTION_KEY_PREVIOUS: previous } = c.env
  const wait = readWait(key, token) ?? (previous ? readWait(previous, token) : undefined)
  const objectName = wait && objectOfRun(wait.runId)
  if (!wait || !objectName)
    throw new CodedError('WAIT_NOT_FOUND', 'This link is not one of ours, or is incomplete.')
  // Mail scanners look whether a link works before its reader decides.
  if (c.req.method === 'HEAD') throw new CodedError('METHOD_NOT_ALLOWED', 'Open this link with GET or POST.')
  const { raw } = c.req
  const request = await readRequest(raw, await readBytes(raw))
  return deliver(runsOf(c.env), objectName, wait.runId, wait.key, payloadOf(request), waitMs)
}
