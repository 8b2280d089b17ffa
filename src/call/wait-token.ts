import { readToken, signToken } from './signed-token.ts'

/**
 * The secret part of a link that resumes a run: `<run id>.<key of the wait, base64url>.<signature>`. Nobody can make
 * one up, so the link is its own credential.
 */

const PURPOSE = 'patchcord wait link v1'

/**
 * @param keyText PATCHCORD_ENCRYPTION_KEY
 * @throws CodedError CONFIG_MISSING
 */
export function signWait(keyText: string, runId: string, key: string): string {
  return signToken(keyText, PURPOSE, `${runId}.${Buffer.from(key).toString('base64url')}`)
}

/** The run and the wait a token names; undefined where we didn't make it. @throws CodedError CONFIG_MISSING */
export function readWait(keyText: string, token: string): { runId: string; key: string } | undefined {
  const subject = readToken(keyText, PURPOSE, token)
  if (subject === undefined) return undefined
  const [runId = '', key = ''] = subject.split('.')
  return { runId, key: Buffer.from(key, 'base64url').toString() }
}
