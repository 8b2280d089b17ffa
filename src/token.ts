import { createHash, randomBytes } from 'node:crypto'

const TOKEN_BYTES = 32

/** A secret nobody guesses: 256 random bits, base64url, after `prefix`. */
export function newToken(prefix = ''): string {
  return prefix + randomBytes(TOKEN_BYTES).toString('base64url')
}

/** The hex SHA-256 under which a token is kept: enough for what is random, too little for a password. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
