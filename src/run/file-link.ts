import { randomBytes } from 'node:crypto'
import { readToken, signToken } from '../call/signed-token.ts'

/**
 * The secret part of a link to a file: `<expiry, seconds in base 36>.<random>.<signature>`. Nobody can make one up, so
 * the link is its own credential.
 */

const PURPOSE = 'patchcord file link v1'
const RANDOM_BYTES = 18

/** Where a file lies, and until when. */
export interface FileLocation {
  /** in the bucket: the day it runs out comes first, so that what is over lists first */
  key: string
  /** epoch milliseconds */
  expiresAt: number
}

/**
 * A place for a new file, with the token of its link.
 * @param keyText PATCHCORD_ENCRYPTION_KEY
 * @throws CodedError CONFIG_MISSING
 */
export function newFileLink(keyText: string, expiresAt: number): FileLocation & { token: string } {
  const seconds = Math.floor(expiresAt / 1000)
  const random = randomBytes(RANDOM_BYTES).toString('base64url')
  const token = signToken(keyText, PURPOSE, `${seconds.toString(36)}.${random}`)
  return { ...locationOf(seconds, random), token }
}

/** The file a token names; undefined where we didn't make it. @throws CodedError CONFIG_MISSING */
export function readFileToken(keyText: string, token: string): FileLocation | undefined {
  const [seconds, random] = readToken(keyText, PURPOSE, token)?.split('.') ?? []
  return seconds === undefined || random === undefined
    ? undefined
    : locationOf(Number.parseInt(seconds, 36), random)
}

const locationOf = (seconds: number, random: string): FileLocation => ({
  key: `${dayOf(seconds * 1000)}/${random}`,
  expiresAt: seconds * 1000,
})

/** The day of a moment, as keys begin with it: 2026-03-03. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
