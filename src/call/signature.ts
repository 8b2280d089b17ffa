import { timingSafeEqual } from 'node:crypto'
import { CodedError } from '../errors.ts'
import { fromBase64, toBase64 } from '../piece/base64.ts'

/** Proofs of origin: Standard Webhooks (standardwebhooks.com, version `v1`) and bearer secrets. */

/** How far a timestamp may lie in the past or the future: the tolerance of the reference libraries. */
const TOLERANCE_SECONDS = 300

/** Signatures looked at in one header; a sender that rotates its secret sends two. */
const MAX_SIGNATURES = 5

const HMAC = { name: 'HMAC', hash: 'SHA-256' }
const utf8 = new TextEncoder()

/**
 * The key in a `whsec_…` secret, to sign and to verify with.
 * @throws CodedError SIGNING_SECRET_INVALID where it is empty or no base64: an empty key could be forged
 */
export async function importSigningSecret(secret: string): Promise<CryptoKey> {
  const bytes = decoded(secret.replace(/^whsec_/, ''))
  if (!bytes?.length) {
    throw new CodedError(
      'SIGNING_SECRET_INVALID',
      'The signing secret must be "whsec_" followed by base64. Rotate the secrets of the agent.',
    )
  }
  return crypto.subtle.importKey('raw', bytes, HMAC, false, ['sign', 'verify'])
}

/**
 * Whether the three `webhook-*` headers prove that the holder of `key` sent `body` just now.
 * @param now epoch milliseconds
 */
export async function verifySignature(
  key: CryptoKey,
  headers: Headers,
  body: Uint8Array,
  now: number,
): Promise<boolean> {
  const id = headers.get('webhook-id')
  const timestamp = headers.get('webhook-timestamp')
  const signatures = headers.get('webhook-signature')
  // The specification forbids a dot in the id: it separates the parts of what is signed.
  if (!id || !timestamp || !signatures || id.includes('.') || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false
  const content = signedContent(id, timestamp, body)
  for (const each of signatures.split(' ').slice(0, MAX_SIGNATURES)) {
    const signature = each.startsWith('v1,') ? decoded(each.slice(3)) : undefined
    // WebCrypto compares in constant time.
    if (signature && (await crypto.subtle.verify(HMAC, key, signature, content))) return true
  }
  return false
}

/**
 * The headers that prove `body` comes from us.
 * @param id the same for every attempt of one message; without dots
 * @param now epoch milliseconds
 */
export async function signatureHeaders(
  key: CryptoKey,
  id: string,
  body: Uint8Array,
  now: number,
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000))
  const signature = await crypto.subtle.sign(HMAC, key, signedContent(id, timestamp, body))
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${toBase64(new Uint8Array(signature))}`,
  }
}

/** The hex SHA-256 under which a bearer secret is kept. */
export async function hashBearer(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', utf8.encode(secret))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether the `authorization` header carries the secret with that hash. */
export async function verifyBearer(headers: Headers, bearerHash: string): Promise<boolean> {
  return isSecret(/^bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1], bearerHash)
}

/** Whether `secret` is the one with that hash, for platforms that send it in a header of their own. */
export async function isSecret(secret: string | null | undefined, bearerHash: string): Promise<boolean> {
  if (!secret) return false
  const given = utf8.encode(await hashBearer(secret))
  const kept = utf8.encode(bearerHash)
  return given.length === kept.length && timingSafeEqual(given, kept)
}

function signedContent(id: string, timestamp: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = utf8.encode(`${id}.${timestamp}.`)
  const content = new Uint8Array(head.length + body.length)
  content.set(head)
  content.set(body, head.length)
  return content
}

function decoded(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return fromBase64(base64)
  } catch {
    return undefined
  }
}
