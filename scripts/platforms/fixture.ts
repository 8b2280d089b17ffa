import { createHmac } from 'node:crypto'

/** A request as a platform sends it, beside what proves where it comes from. */
export interface Sent {
  /** behind the agent's address */
  path?: string
  /** sent as JSON; a text as it is */
  body: unknown
  headers?: Record<string, string>
}

/** An answer of ours, as the platform reads it. */
export interface Told {
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: every platform reads another shape
  body: any
}

type Proof = Record<string, string>

/** How one platform speaks. Bodies are those of its documentation. */
export interface PlatformFixture {
  name: string
  /** the secret that the platform signs with, where it signs */
  secret?: string
  /** the public half of it, where that is what we are given */
  publicSecret?: string
  /** another secret of the same kind, where it isn't any text */
  otherSecret?: string
  /** signs as the platform does. @param at when, epoch milliseconds */
  sign?(secret: string, body: string, at: number, url: string): Proof | Promise<Proof>
  /** the signature covers a time */
  timed?: boolean
  /** its functions come with the agent's bearer secret, whatever else it signs */
  bearerTools?: boolean
  /** left out where the platform has no functions */
  tool?(name: string, args: object, ids: { callId: string; toolCallId: string }): Sent
  finished(callId: string): Sent
  preCall?(callId: string): Sent
  /** an event that nobody has heard of */
  unknown: Sent
  /** what the agent is told of its function call */
  told?(answer: Told): unknown
  /** the error it is told */
  toldError?(answer: Told): unknown
}

/** An agent of ours as its platform knows it. */
export interface KnownAgent {
  /** where the platform sends everything */
  hookUrl: string
  bearer: string
}

/** What the platform sends, whole: signed where it signs, else with the bearer secret. */
export async function requestOf(
  { sign, secret, bearerTools }: PlatformFixture,
  { hookUrl, bearer }: KnownAgent,
  { path = '', body, headers }: Sent,
  kind: 'tool' | 'event',
): Promise<{ url: string; headers: Record<string, string>; body: string }> {
  const url = hookUrl + path
  const text = textOf(body)
  const isSigned = sign && secret && !(kind === 'tool' && bearerTools)
  const proof = isSigned ? await sign(secret, text, Date.now(), url) : { authorization: `Bearer ${bearer}` }
  return { url, headers: { ...proof, ...headers }, body: text }
}

export const hmac = (
  hash: string,
  secret: string,
  content: string,
  encoding: 'hex' | 'base64' = 'hex',
): string => createHmac(hash, secret).update(content).digest(encoding)

export const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body))
