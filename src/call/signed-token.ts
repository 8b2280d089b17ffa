import { createHmac, timingSafeEqual } from 'node:crypto'
import { CodedError } from '../errors.ts'

/** Texts that only we can make: `<subject>.<signature>`. A subject may hold dots. */

/**
 * @param keyText PATCHCORD_ENCRYPTION_KEY
 * @param purpose keeps these signatures apart from anything else made with the same key
 * @throws CodedError CONFIG_MISSING
 */
export function signToken(keyText: string, purpose: string, subject: string): string {
  return `${subject}.${signature(keyText, purpose, subject).toString('base64url')}`
}

/** What a token says; undefined where we didn't make it. @throws CodedError CONFIG_MISSING */
export function readToken(keyText: string, purpose: string, token: string): string | undefined {
  const end = token.lastIndexOf('.')
  const subject = token.slice(0, Math.max(end, 0))
  const proof = Buffer.from(token.slice(end + 1), 'base64url')
  const expected = signature(keyText, purpose, subject)
  return proof.length === expected.length && timingSafeEqual(proof, expected) ? subject : undefined
}

function signature(keyText: string, purpose: string, subject: string): Buffer {
  if (!keyText) {
    const message = 'PATCHCORD_ENCRYPTION_KEY is not set: set it to the output of `openssl rand -base64 32`.'
    throw new CodedError('CONFIG_MISSING', message)
  }
  const key = createHmac('sha256', Buffer.from(keyText, 'base64')).update(purpose).digest()
  return createHmac('sha256', key).update(subject).digest()
}
