import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/**
 * Passwords at rest: scrypt, stored with its parameters as `scrypt$N$r$p$salt$hash` (base64url), so that they can be
 * raised later.
 */

/** The strongest of OWASP's equal choices (Password Storage Cheat Sheet) that stay under 32 MB: this one takes 16 MiB. */
const PARAMETERS = { N: 16_384, r: 8, p: 5 }
const SALT_BYTES = 16
const HASH_BYTES = 32

/** What to compare with where there is no hash: as much work as for one, and never right. */
const NO_HASH = format(PARAMETERS, Buffer.alloc(SALT_BYTES), Buffer.alloc(HASH_BYTES))

type Parameters = typeof PARAMETERS

/** The hash to store of a password. */
export async function hashPassword(password: string, parameters: Parameters = PARAMETERS): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  return format(parameters, salt, await derive(password, salt, parameters))
}

/** Whether `stored` is the hash of this password. Without a hash it never is, and takes as long to say so. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const { parameters, salt, hash } = parse(stored ?? NO_HASH)
  const derived = await derive(password, salt, parameters)
  return timingSafeEqual(derived, hash) && stored !== null
}

/** Whether a hash was made with other parameters than new ones are. */
export function isOutdated(stored: string): boolean {
  const { N, r, p } = parse(stored).parameters
  return N !== PARAMETERS.N || r !== PARAMETERS.r || p !== PARAMETERS.p
}

function format({ N, r, p }: Parameters, salt: Buffer, hash: Buffer): string {
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

function parse(stored: string): { parameters: Parameters; salt: Buffer; hash: Buffer } {
  const [, N, r, p, salt = '', hash = ''] = stored.split('$')
  return {
    parameters: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  }
}

/** Unicode has several spellings of one text, and keyboards differ in which they send. */
function derive(password: string, salt: Buffer, parameters: Parameters): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  // scrypt needs 128·N·r bytes and a little more.
  const options: ScryptOptions = { ...parameters, maxmem: 256 * parameters.N * parameters.r }
  scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
    error ? reject(error) : resolve(key),
  )
  return promise
}
