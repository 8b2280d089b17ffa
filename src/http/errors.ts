import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { withoutValues } from '../db/client.ts'
import { type ErrorData, isCoded, toErrorData } from '../errors.ts'
import { isObject } from '../json.ts'

/**
 * The one place that says which HTTP status an error code has. A code that is not here is a fault of ours: 500.
 * The two of webhooks that start nothing are Activepieces'.
 */
const STATUS: Readonly<Record<string, ContentfulStatusCode>> = {
  BODY_INVALID: 400,
  JSON_INVALID: 400,
  PHONE_NUMBER_INVALID: 400,
  OAUTH_STATE_INVALID: 400,
  UNAUTHORIZED: 401,
  WEBHOOK_UNAUTHORIZED: 401,
  LOGIN_FAILED: 401,
  FORBIDDEN: 403,
  ACCESS_REFUSED: 403,
  CSRF_REFUSED: 403,
  CONNECTION_NOT_FOUND: 404,
  FIELD_UNKNOWN: 404,
  FILE_NOT_FOUND: 404,
  NOT_FOUND: 404,
  AGENT_NOT_FOUND: 404,
  APP_EVENTS_UNKNOWN: 404,
  APP_SECRET_NOT_FOUND: 404,
  API_KEY_NOT_FOUND: 404,
  AGENT_VERSION_NOT_FOUND: 404,
  BRANCH_NOT_FOUND: 404,
  CALL_NOT_FOUND: 404,
  INVITE_NOT_FOUND: 404,
  MEMBER_NOT_FOUND: 404,
  FOLDER_NOT_FOUND: 404,
  CAMPAIGN_NOT_FOUND: 404,
  PHONE_NUMBER_NOT_FOUND: 404,
  CONNECTION_REQUEST_NOT_FOUND: 404,
  DO_NOT_CALL_NOT_FOUND: 404,
  OAUTH_APP_NOT_FOUND: 404,
  PIECE_NOT_INSTALLED: 404,
  PIECE_UNKNOWN: 404,
  PLATFORM_UNKNOWN: 404,
  REPLAY_NOT_FOUND: 404,
  RUN_NOT_FOUND: 404,
  STEP_NOT_FOUND: 404,
  TEMPLATE_NOT_FOUND: 404,
  VERSION_NOT_FOUND: 404,
  WAIT_NOT_FOUND: 404,
  WEBHOOK_NOT_LISTENING: 404,
  WEBHOOK_OFF: 404,
  WORKFLOW_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONNECTION_INACTIVE: 409,
  DRAFT_CHANGED: 409,
  EMAIL_TAKEN: 409,
  LAST_ADMINISTRATOR: 409,
  AGENT_DRAFT_EXISTS: 409,
  AGENT_VERSION_ARCHIVED: 409,
  AGENT_VERSION_NOT_DRAFT: 409,
  CAMPAIGN_EMPTY: 409,
  CAMPAIGN_ENDED: 409,
  CAMPAIGN_NOT_STARTED: 409,
  CAMPAIGN_RUNNING: 409,
  CAMPAIGN_STANDING: 409,
  CONNECTION_IN_USE: 409,
  PHONE_NUMBER_TAKEN: 409,
  PIECE_BUILT_IN: 409,
  PIECE_IN_USE: 409,
  PIECE_TAKEN: 409,
  RUN_ENDED: 409,
  RUN_NOT_RETRYABLE: 409,
  RUN_NOT_WAITING: 409,
  RUN_PURGED: 409,
  SECRETS_MISSING: 409,
  SETUP_DONE: 409,
  STEP_NAME_TAKEN: 409,
  VERSION_NOT_LOCKED: 409,
  WAIT_AMBIGUOUS: 409,
  WORKFLOW_BUSY: 409,
  WORKFLOW_NOT_PUBLISHED: 409,
  WORKFLOW_NOT_RUNNABLE: 409,
  WEBHOOK_GONE: 410,
  OUTBOUND_NOT_CONFIGURED: 412,
  CONNECTION_REQUEST_CLOSED: 410,
  FILE_TOO_LARGE: 413,
  PIECE_TOO_LARGE: 413,
  PAYLOAD_TOO_LARGE: 413,
  ADDRESS_REFUSED: 422,
  BRANCH_COUNT: 422,
  BRANCH_IS_FALLBACK: 422,
  CAMPAIGN_FULL: 422,
  CONFLICT: 422,
  CONNECTION_INVALID: 422,
  CONNECTION_MISSING: 422,
  CONNECTION_REFUSED: 422,
  CONNECTION_VALUE_INVALID: 422,
  SAMPLE_TOO_LARGE: 413,
  CSV_INVALID: 422,
  CURSOR_INVALID: 422,
  DEFINITION_INVALID: 422,
  DEFINITION_TOO_DEEP: 422,
  DEFINITION_TOO_LARGE: 422,
  HTTP_HOST_REFUSED: 422,
  HTTP_URL_INVALID: 422,
  IDEMPOTENCY_KEY_REUSED: 422,
  INPUT_INVALID: 422,
  INPUT_REJECTED: 422,
  LOCATION_INVALID: 422,
  MOVE_INTO_ITSELF: 422,
  NOTHING_TO_REPLAY: 422,
  NUMBER_NOT_DIALLABLE: 422,
  NUMBER_ON_DO_NOT_CALL: 422,
  OAUTH_APP_MISSING: 422,
  OAUTH_DENIED: 422,
  OAUTH_REFUSED: 422,
  OPERATION_INVALID: 422,
  PAYMENT_REQUIRED: 422,
  PERMISSION_DENIED: 422,
  PIECE_INVALID: 422,
  PIECE_REFUSED: 422,
  PIECE_NOT_BUNDLED: 422,
  PIECE_UNSUPPORTED: 422,
  REQUEST_REFUSED: 422,
  RESOURCE_NOT_FOUND: 422,
  SAMPLE_MISSING: 422,
  SCHEDULE_ENDED: 422,
  STEP_IS_NO_ROUTER: 422,
  STEP_IS_TRIGGER: 422,
  SYNC_UNSUPPORTED: 422,
  TOO_MANY_STEPS: 422,
  TRIGGER_HAS_NO_ADDRESS: 422,
  TRIGGER_HAS_NO_SCHEDULE: 422,
  TRIGGER_MISSING: 422,
  TRIGGER_TEST_FAILED: 422,
  TRIGGER_UNKNOWN: 422,
  VALIDATION_FAILED: 422,
  WORKFLOW_INVALID: 422,
  UPGRADE_REQUIRED: 426,
  LOGIN_LOCKED: 429,
  TOO_MANY_FOLLOWERS: 429,
  ACCESS_UNAVAILABLE: 503,
  CALL_RATE_LIMITED: 429,
  NUMBER_CALLED_RECENTLY: 429,
  RATE_LIMITED: 429,
  ANSWER_INVALID: 502,
  CALL_REFUSED: 502,
  CONNECTION_REFRESH_FAILED: 502,
  HTTP_NETWORK: 502,
  HTTP_REDIRECT: 502,
  HTTP_STATUS: 502,
  HTTP_TOO_LARGE: 502,
  PIECE_FAILED: 502,
  PIECE_MEMORY: 502,
  PIECE_REQUESTS: 502,
  PIECE_UNLOADABLE: 502,
  OAUTH_UNAVAILABLE: 502,
  SERVICE_UNAVAILABLE: 502,
  TRIGGER_FAILED: 502,
  DATABASE_ERROR: 503,
  FILES_UNAVAILABLE: 503,
  PIECE_SANDBOX_UNAVAILABLE: 503,
  PIECE_UNAVAILABLE: 503,
  TRIGGER_NOT_READY: 503,
  RUNTIME_UNAVAILABLE: 503,
  BUILDER_NOT_BUILT: 503,
  CALL_NOT_PLACED: 502,
  CALL_OUTCOME_UNKNOWN: 504,
  HTTP_TIMEOUT: 504,
  PIECE_TIMEOUT: 504,
  TRIGGER_TIMEOUT: 504,
}

/** The status of an error code. */
export function statusOf(code: string): ContentfulStatusCode {
  return STATUS[code] ?? 500
}

/**
 * Answers with an error in Diga's form. What is not one of our own errors may hold anything, so its text goes to
 * the log and not to the caller.
 */
export function sendError(thrown: Error, c: Context): Response {
  const error = withoutValues(thrown)
  if (isCoded(error)) {
    if (error.code === 'UNAUTHORIZED') c.header('WWW-Authenticate', 'Bearer realm="patchcord"')
    const data = toErrorData(error)
    sayWhenAgain(c, data)
    return c.json(errorBody(data), statusOf(error.code))
  }
  if (error instanceof HTTPException) {
    return c.json(
      errorBody({ code: 'REQUEST_INVALID', message: error.message || 'The request is not valid.' }),
      error.status,
    )
  }
  console.error(error)
  return c.json(errorBody({ code: 'INTERNAL_ERROR', message: 'Something went wrong here. Try again.' }), 500)
}

/** Says when to come back, where a 429 knows it. */
function sayWhenAgain(c: Context, { code, details }: ErrorData): void {
  const waitMs = isObject(details) ? details.retryAfterMs : undefined
  if (statusOf(code) !== 429 || typeof waitMs !== 'number') return
  c.header('Retry-After', String(Math.ceil(waitMs / 1000)))
}

/** Answers where no route is. */
export function sendNotFound(c: Context): Response {
  const message = `There is no ${c.req.method} ${c.req.path}.`
  return c.json(errorBody({ code: 'NOT_FOUND', message }), statusOf('NOT_FOUND'))
}

/** An error as every answer carries it. */
export function errorBody({ code, message, details }: Pick<ErrorData, 'code' | 'message' | 'details'>) {
  return {
    status: 'error' as const,
    error_code: code,
    message,
    ...(details === undefined ? {} : { details }),
  }
}
