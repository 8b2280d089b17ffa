import type { JWTVerifyGetKey } from 'jose'
import { CodedError } from '../../errors.ts'

/** An application of Cloudflare Access that this Worker stands behind. */
export interface AccessApplication {
  /** `<team>.cloudflareaccess.com` */
  teamDomain: string
  /** the application's AUD tag */
  audience: string
}

/** The keys of a team, fetched when first needed and again when they are old or a new one shows up. */
const teamKeys = new Map<string, JWTVerifyGetKey>()

/** The application that is configured, if both its settings are. */
export function accessApplication(env: Cloudflare.Env): AccessApplication | undefined {
  const { PATCHCORD_ACCESS_TEAM_DOMAIN: domain, PATCHCORD_ACCESS_AUDIENCE: audience } = env
  if (!domain || !audience) return undefined
  return { teamDomain: domain.replace(/^https:\/\//, '').replace(/\/+$/, ''), audience }
}

/**
 * The e-mail that Cloudflare Access vouches for, in lower case. Rules as in Cloudflare's "Validate JWTs".
 * @param assertion the application token
 * @throws CodedError ACCESS_REFUSED; ACCESS_UNAVAILABLE where the team's keys can't be had
 */
export async function verifyAccess(
  assertion: string,
  { teamDomain, audience }: AccessApplication,
): Promise<string> {
  // Loaded here: who doesn't use Access doesn't pay for it.
  const { createRemoteJWKSet, jwtVerify, errors } = await import('jose')
  const issuer = `https://${teamDomain}`
  const keys = teamKeys.get(teamDomain) ?? createRemoteJWKSet(new URL(`${issuer}/cdn-cgi/access/certs`))
  teamKeys.set(teamDomain, keys)
  const rules = { issuer, audience, algorithms: ['RS256'], requiredClaims: ['exp'] }
  try {
    const { payload } = await jwtVerify(assertion, keys, rules)
    if (typeof payload.email === 'string') return payload.email.toLowerCase()
  } catch (error) {
    const isItsFault = error instanceof errors.JOSEError && !UNAVAILABLE.has(error.code)
    if (!isItsFault) {
      const message = `The keys of Cloudflare Access at ${teamDomain} cannot be read at the moment. Try again.`
      throw new CodedError('ACCESS_UNAVAILABLE', message, { retryable: true, cause: error })
    }
    throw new CodedError('ACCESS_REFUSED', `The token of Cloudflare Access is not valid: ${error.message}.`)
  }
  throw new CodedError(
    'ACCESS_REFUSED',
    'The token of Cloudflare Access names no e-mail: it is for no person.',
  )
}

/** Jose's codes for "no answer" and "not the answer that was expected". */
const UNAVAILABLE = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID'])
