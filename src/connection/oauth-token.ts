import * as z from 'zod'
import { withoutSecrets } from '../engine/redact.ts'
import { CodedError, type ErrorData } from '../errors.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { basicAuth, type HttpClient } from '../piece/http-client.ts'

/** An OAuth client: ours at the service. `secret` is empty for a public one. */
export interface OAuthClient {
  id: string
  secret: string
}

/** One request to a service's token endpoint (RFC 6749, 4.1.3, 4.4.2 and 6). */
export interface TokenRequest {
  /** the service, for messages */
  displayName: string
  tokenUrl: string
  client: OAuthClient
  /** where the client's id and secret go */
  clientAuth: 'BODY' | 'HEADER'
  /** `grant_type` and what belongs to it */
  parameters: Readonly<Record<string, string | undefined>>
}

/** What a token endpoint gives. */
export interface TokenAnswer {
  accessToken: string
  refreshToken?: string
  tokenType: string
  /** seconds */
  expiresIn?: number
  scope?: string
  /** the rest of the answer */
  data: JsonObject
}

const TOKEN_TIMEOUT_MS = 10_000

/** null and '' are left out, as some services send them. */
const text = z
  .string()
  .nullish()
  .transform((value) => value || undefined)

const Answer = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: text,
  token_type: text,
  expires_in: z.coerce.number().positive().nullish().catch(undefined),
  scope: text,
})

/** RFC 6749, 5.2, as services take it. */
const Refusal = z.looseObject({
  error: z.string().optional().catch(undefined),
  status: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
})

/**
 * Asks for a token. Never repeated: a code, and often a refresh token, is good for one request.
 * @throws CodedError OAUTH_REFUSED where the service says no, its error code in `details.error`; OAUTH_UNAVAILABLE
 * where it says nothing that can be read, is down or hangs; what the HTTP client refuses
 */
export async function requestToken(http: HttpClient, request: TokenRequest): Promise<TokenAnswer> {
  const { displayName, tokenUrl, client } = request
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(request.parameters)) if (value) form.set(name, value)
  const headers: Record<string, string> = { accept: 'application/json' }
  if (request.clientAuth === 'HEADER') headers.authorization = clientHeader(client)
  else {
    form.set('client_id', client.id)
    if (client.secret) form.set('client_secret', client.secret)
  }
  const { status, body } = await http
    .request({
      method: 'POST',
      url: tokenUrl,
      headers,
      body: form,
      anyStatus: true,
      followRedirects: false,
      timeoutMs: TOKEN_TIMEOUT_MS,
    })
    .catch((cause: unknown) => {
      if (cause instanceof CodedError && !cause.retryable) throw cause
      throw unavailable(displayName, 'it gave no answer', cause)
    })
  const parsed = status < 400 ? Answer.safeParse(body) : undefined
  if (parsed?.success) return answerOf(parsed.data)
  throw refusal(request, status, body)
}

/** RFC 6749, 2.3.1: id and secret are encoded before they are joined; a space as %20, which every server reads. */
function clientHeader({ id, secret }: OAuthClient): string {
  return basicAuth(encodeURIComponent(id), encodeURIComponent(secret))
}

function answerOf({
  access_token,
  refresh_token,
  expires_in,
  ...rest
}: z.output<typeof Answer>): TokenAnswer {
  const { token_type = 'Bearer', scope, ...more } = rest
  return {
    accessToken: access_token,
    ...(refresh_token !== undefined && { refreshToken: refresh_token }),
    tokenType: token_type,
    ...(expires_in != null && { expiresIn: expires_in }),
    ...(scope !== undefined && { scope }),
    data: withoutRefreshTokens(more),
  }
}

/** Some services nest a second grant in their answer, with a refresh token that no step may see. */
function withoutRefreshTokens(data: object): JsonObject {
  const text = JSON.stringify(data, (name, value) => (name === 'refresh_token' ? undefined : value))
  return JSON.parse(text) as JsonObject
}

/** What a service calls the end of a grant: the standard, Slack, and HubSpot. */
const ENDED = new Set(['invalid_grant', 'invalid_refresh_token', 'BAD_REFRESH_TOKEN'])

/** True where the user must log in anew. */
export function isGrantEnded({ code, details }: Pick<ErrorData, 'code' | 'details'>): boolean {
  return code === 'OAUTH_REFUSED' && isObject(details) && ENDED.has(String(details.error))
}

function refusal({ displayName, client, parameters }: TokenRequest, status: number, body: Json): CodedError {
  const said = Refusal.safeParse(body).data ?? {}
  // HubSpot has its code in `status`.
  const error = said.error ?? (status >= 400 ? said.status : undefined)
  if (error === undefined || status >= 500 || status === 429) {
    return unavailable(displayName, `it answered ${status} without a token`)
  }
  const { grant_type: _, redirect_uri: __, scope: ___, ...sent } = parameters
  const secrets = [client.secret, ...Object.values(sent)].filter((value) => value !== undefined)
  const description = said.error_description ?? said.message
  const words = withoutSecrets(description ? `${error} (${description})` : error, secrets).slice(0, 300)
  return new CodedError('OAUTH_REFUSED', `${displayName} refused to give a token: ${words}.`, {
    details: { error: withoutSecrets(error, secrets) },
  })
}

function unavailable(displayName: string, why: string, cause?: unknown): CodedError {
  const message = `${displayName} gave no token: ${why}. Try again later.`
  return new CodedError('OAUTH_UNAVAILABLE', message, { retryable: true, cause })
}
