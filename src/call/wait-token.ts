import { createHmac, timingSafeEqual } from 'node:crypto'
import { CodedError } from '../errors.ts'

/**
 * The secret part of a link that resumes a run: `<run id>.<key of the wait, base64url>.<signature>`. Nobody can make
 * one up, so the link is its own credential.
 */

/** Keeps these signatures apart from anything else made with the same key. */
const PURPOSE = 'patchcord wait link v1'

/**
 * @param keyText PATCHCORD_ENCRYPTION_KEY
 * @throws CodedError CONFIG_MISSING
 */
export function signWait(keyText: string, runId: string, key: string): string {
  const subject = `${runId}.${Buffer.from(key).toString('base64url')}`
  return `${subject}.${signature(keyText, subject).toString('base64url')}`
}

/** The run and the wait a token names; undefined where we didn't make it. @throws CodedError CONFIG_MISSING */
export function readWait(keyText: string, token: string): { runId: string; key: string } | undefined {
  const [runId = '', key = '', given = '', ...rest] = token.split('.')
  const proof = Buffer.from(given, 'base64url')
  const expected = signature(keyText, `${runId}.${key}`)
  const genuine = rest.length === 0 && proof.length === expected.length && timingSafeEqual(proof, expected)
  return genuine ? { runId, key: Buffer.from(key, 'base64url').toString() } : undefined
}

function signature(keyText: string, subject: string): Buffer {
  if (!keyText) {
    const message = 'PATCHCORD_ENCRYPTION_KEY is not set: set it to the output of `openssl rand -base64 32`.'
    throw new CodedError('CONFIG_MISSING', message)
  }
  const key = createHmac('sha256', Buffer.from(keyText, 'base64')).update(PURPOSE).digest()
  return createHmac('sha256', key).update(subject).digest()
}
