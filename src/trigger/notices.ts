import { importSigningSecret, signatureHeaders } from '../call/signature.ts'
import { openDb } from '../db/client.ts'
import { listNotices, type Notice, noteTold } from '../db/notices.ts'
import { CodedError } from '../errors.ts'
import { type HttpClient, httpClientFor } from '../piece/http-client.ts'

/** In one tick. */
const MAX_SENT = 20
const TIMEOUT_MS = 10_000

/**
 * Tells PATCHCORD_NOTICE_URL of triggers that were given up, at least once each: what is not taken is sent again with the
 * next tick, under the same id. The rows of the triggers are the outbox: what was mended meanwhile is not told any more.
 * @throws CodedError CONFIG_MISSING, and what the request throws
 */
export async function sendNotices(
  env: Cloudflare.Env,
  now: number,
  http: HttpClient = httpClientFor(env),
): Promise<void> {
  const { PATCHCORD_NOTICE_URL: url, PATCHCORD_NOTICE_SECRET: secret } = env
  if (!url) return
  if (!secret)
    throw new CodedError('CONFIG_MISSING', 'PATCHCORD_NOTICE_URL needs PATCHCORD_NOTICE_SECRET: whsec_….')
  const db = openDb(env.DB)
  const owed = await listNotices(db, { isOwed: true, limit: MAX_SENT })
  if (owed.length === 0) return
  const key = await importSigningSecret(secret)
  // One after another: where one is not taken, the others would not be either.
  for (const notice of owed) {
    const body = JSON.stringify(messageOf(notice))
    const signed = await signatureHeaders(key, idOf(notice), new TextEncoder().encode(body), now)
    const headers = { 'content-type': 'application/json', ...signed }
    const { status } = await http.request({
      method: 'POST',
      url,
      headers,
      body,
      timeoutMs: TIMEOUT_MS,
      followRedirects: false,
    })
    if (status > 299) throw new CodedError('HTTP_STATUS', `PATCHCORD_NOTICE_URL answered ${status}.`)
    await noteTold(db, notice, now)
  }
}

const idOf = ({ workflowId, at }: Notice) => `notice_${workflowId}_${at}`

/** In the form of Standard Webhooks. */
function messageOf({ workflowId, workflowName, error, failures, at }: Notice) {
  return {
    type: 'workflow.trigger_given_up',
    timestamp: new Date(at).toISOString(),
    data: {
      flow_id: workflowId,
      flow_name: workflowName,
      error: error && { code: error.code, message: error.message },
      failures,
    },
  }
}
