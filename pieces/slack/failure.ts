import type { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import type { HttpResponse } from '../../src/piece/http-client.ts'
import { errorOfStatus } from '../../src/piece/service-errors.ts'

/** The statuses that Slack's error codes would have elsewhere; any other is a refused request. */
const STATUS: Readonly<Record<string, number>> = {
  invalid_auth: 401,
  not_authed: 401,
  token_expired: 401,
  token_revoked: 401,
  account_inactive: 401,
  missing_scope: 403,
  not_allowed_token_type: 403,
  restricted_action: 403,
  channel_not_found: 404,
  message_not_found: 404,
  user_not_found: 404,
  users_not_found: 404,
  name_taken: 409,
  already_reacted: 409,
  ratelimited: 429,
  internal_error: 500,
  fatal_error: 500,
  service_unavailable: 503,
}

/** An answer with `ok: false` as the error it stands for. */
export function failure(body: Json, { headers }: HttpResponse): CodedError | undefined {
  if (!isObject(body) || body.ok !== false) return undefined
  const code = String(body.error ?? 'unknown_error')
  const needed = typeof body.needed === 'string' ? ` (needs ${body.needed})` : ''
  const retryAfter = headers['retry-after']
  return errorOfStatus(
    { displayName: 'Slack' },
    STATUS[code] ?? 400,
    code + needed,
    retryAfter === undefined ? undefined : Number(retryAfter) * 1000,
  )
}
