import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { fromBase64, toBase64 } from '../../src/piece/base64.ts'
import { choice, dynamic, secretText, shortText } from '../../src/piece/fields.ts'
import { variantOf } from '../../src/piece/input.ts'
import { trigger, type WebhookRequest } from '../../src/piece/trigger.ts'

const variants = {
  none: z.object({}),
  basic: z.object({
    username: shortText({ label: 'User name' }),
    password: secretText({ label: 'Password' }),
  }),
  header: z.object({
    headerName: shortText({ label: 'Header name' }),
    headerValue: secretText({ label: 'Header value' }),
  }),
  hmac: z.object({
    hmacHeaderName: shortText({ label: 'Signature header' }),
    hmacSecret: secretText({ label: 'Secret' }),
    hmacAlgorithm: choice({
      label: 'Algorithm',
      defaultValue: 'sha256',
      choices: [
        { value: 'sha256', label: 'SHA-256' },
        { value: 'sha1', label: 'SHA-1' },
        { value: 'sha512', label: 'SHA-512' },
      ],
    }),
    hmacEncoding: choice({
      label: 'Encoding',
      defaultValue: 'hex',
      choices: [
        { value: 'hex', label: 'Hex' },
        { value: 'base64', label: 'Base64' },
      ],
    }),
    hmacSignaturePrefix: shortText({
      label: 'Prefix',
      description: 'What stands before the signature, such as "sha256=".',
      required: false,
      defaultValue: '',
    }),
  }),
}

/** Any request to the workflow's address. */
export const catchWebhook = trigger({
  name: 'catch_webhook',
  displayName: 'Catch webhook',
  description: "Starts with every request to the workflow's address, whatever its method.",
  type: 'WEBHOOK',
  input: z.object({
    authType: choice({
      label: 'Authentication',
      defaultValue: 'none',
      choices: [
        { value: 'none', label: 'None' },
        { value: 'basic', label: 'User and password' },
        { value: 'header', label: 'A header' },
        { value: 'hmac', label: 'HMAC signature of the body' },
      ],
    }),
    authFields: dynamic({
      label: 'Authentication details',
      required: false,
      dependsOn: 'authType',
      variants,
    }),
  }),
  sampleData: { method: 'POST', headers: {}, queryParams: {}, body: {} },
  async verify(request, input) {
    const proven =
      input.authType === 'none' ||
      (input.authType === 'basic' && basic(request, input.authFields)) ||
      (input.authType === 'header' && header(request, input.authFields)) ||
      (input.authType === 'hmac' && (await hmac(request, input.authFields)))
    if (proven) return
    throw new CodedError(
      'WEBHOOK_UNAUTHORIZED',
      'The request does not carry the credentials this webhook asks for.',
    )
  },
})

const utf8 = new TextEncoder()

function basic(request: WebhookRequest, authFields: unknown): boolean {
  const { username, password } = variantOf(variants, 'basic', authFields, 'authFields')
  const given = /^basic +(.*)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1] ?? ''
  // Compared encoded: decoding what a stranger sent gains nothing.
  return equal(given, toBase64(utf8.encode(`${username}:${password}`)))
}

function header(request: WebhookRequest, authFields: unknown): boolean {
  const { headerName, headerValue } = variantOf(variants, 'header', authFields, 'authFields')
  return equal(headerOf(request, headerName) ?? '', headerValue)
}

const HASHES = { sha1: 'SHA-1', sha256: 'SHA-256', sha512: 'SHA-512' } as const

async function hmac(request: WebhookRequest, authFields: unknown): Promise<boolean> {
  const fields = variantOf(variants, 'hmac', authFields, 'authFields')
  const given = headerOf(request, fields.hmacHeaderName) ?? ''
  if (!given.startsWith(fields.hmacSignaturePrefix)) return false
  const signature = decoded(given.slice(fields.hmacSignaturePrefix.length), fields.hmacEncoding)
  const algorithm = { name: 'HMAC', hash: HASHES[fields.hmacAlgorithm] }
  const key = await crypto.subtle.importKey('raw', utf8.encode(fields.hmacSecret), algorithm, false, [
    'verify',
  ])
  // WebCrypto compares in constant time.
  return signature !== undefined && crypto.subtle.verify('HMAC', key, signature, request.rawBody)
}

function decoded(text: string, encoding: 'hex' | 'base64'): Uint8Array<ArrayBuffer> | undefined {
  if (encoding === 'hex') {
    if (!/^(?:[0-9a-f]{2})+$/i.test(text)) return undefined
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  }
  try {
    return fromBase64(text)
  } catch {
    return undefined
  }
}

function headerOf(request: WebhookRequest, name: string): string | undefined {
  const wanted = name.trim().toLowerCase()
  return Object.entries(request.headers).find(([each]) => each.toLowerCase() === wanted)?.[1]
}

/** Compares in time that tells nothing about the secret but its length. */
function equal(given: string, secret: string): boolean {
  const a = utf8.encode(given)
  const b = utf8.encode(secret)
  let difference = a.length ^ b.length
  for (let i = 0; i < b.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}
