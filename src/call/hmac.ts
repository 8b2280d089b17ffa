import { createHmac } from 'node:crypto'
import { sameText } from '../piece/same-text.ts'

/** Proofs of origin that platforms make in their own ways: a keyed hash, and mostly a time beside it. */

/** How far a timestamp may lie in the past or the future, unless a platform says otherwise. Milliseconds. */
export const TOLERANCE_MS = 300_000

interface Signed {
  hash: 'sha1' | 'sha256' | 'sha512'
  /** what is signed, in parts */
  content: readonly (string | Uint8Array)[]
  encoding: 'hex' | 'base64'
}

/** Whether one of `secrets` made the signature. An empty secret makes none: anybody could forge it. */
export function isSignedBy(secrets: readonly string[], given: string | null, signed: Signed): boolean {
  if (!given) return false
  const text = signed.encoding === 'hex' ? given.toLowerCase() : given
  // All are looked at, so that the time tells nothing of which one fits.
  return secrets.filter((secret) => secret && sameText(text, signatureOf(secret, signed))).length > 0
}

/** The signature that the holder of `secret` makes. */
export function signatureOf(secret: string, { hash, content, encoding }: Signed): string {
  const hmac = createHmac(hash, secret)
  for (const part of content) hmac.update(part)
  return hmac.digest(encoding)
}

/**
 * Whether a time is close enough to now. @param time epoch milliseconds, or seconds where it is too small for them
 * @param pastMs how old it may be, for platforms that send again what they signed
 */
export function isRecent(time: number, now: number, pastMs = TOLERANCE_MS): boolean {
  // As milliseconds, ten digits would be a day of 1970.
  const at = time < 1e11 ? time * 1000 : time
  return now - at <= pastMs && at - now <= TOLERANCE_MS
}
