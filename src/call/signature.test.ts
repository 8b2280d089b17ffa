import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import {
  hashBearer,
  importSigningSecret,
  signatureHeaders,
  verifyBearer,
  verifySignature,
} from './signature.ts'

// The vector published with the reference implementations of Standard Webhooks.
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  seconds: 1614265330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
}
const NOW = VECTOR.seconds * 1000
const bytes = (text: string) => new TextEncoder().encode(text)
const key = await importSigningSecret(VECTOR.secret)

const headers = (changes: Record<string, string> = {}) =>
  new Headers({
    'webhook-id': VECTOR.id,
    'webhook-timestamp': String(VECTOR.seconds),
    'webhook-signature': VECTOR.signature,
    ...changes,
  })

test('the published test vector is signed and verified', async () => {
  expect(await signatureHeaders(key, VECTOR.id, bytes(VECTOR.body), NOW)).toEqual(
    Object.fromEntries(headers()),
  )
  expect(await verifySignature(key, headers(), bytes(VECTOR.body), NOW)).toBe(true)
})

test('the reference library accepts what we sign, and we accept what it signs', async () => {
  const reference = new Webhook(VECTOR.secret)
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.uuid(), async (body, id) => {
      // Its clock is the real one, so ours is too.
      const now = Date.now()
      const ours = await signatureHeaders(key, id, bytes(body), now)
      expect(() => reference.verify(body, ours, { jsonParse: false })).not.toThrow()
      const theirs = { ...ours, 'webhook-signature': reference.sign(id, new Date(now), body) }
      expect(await verifySignature(key, new Headers(theirs), bytes(body), now)).toBe(true)
    }),
    { numRuns: 50, seed: 7 },
  )
})

test('one flipped bit anywhere in the body is noticed', async () => {
  const body = bytes(VECTOR.body)
  for (let bit = 0; bit < body.length * 8; bit++) {
    const changed = body.slice()
    changed[bit >> 3]! ^= 1 << (bit & 7)
    expect(await verifySignature(key, headers(), changed, NOW)).toBe(false)
  }
})

test('a body that is no text is verified as the bytes it is', async () => {
  const body = Uint8Array.of(0xff, 0x00, 0xfe, 0x0a)
  const signed = new Headers(await signatureHeaders(key, 'msg_1', body, NOW))
  expect(await verifySignature(key, signed, body, NOW)).toBe(true)
})

test('a timestamp is accepted up to five minutes on either side', async () => {
  const verifyAt = (seconds: number) =>
    verifySignature(key, headers(), bytes(VECTOR.body), NOW + seconds * 1000)
  expect(await Promise.all([-301, -300, 300, 301].map(verifyAt))).toEqual([false, true, true, false])
})

test('one right signature among several is enough, whatever their versions', async () => {
  const among = headers({ 'webhook-signature': `v1a,AAAA v1,AAAA v1,%% ${VECTOR.signature}` })
  expect(await verifySignature(key, among, bytes(VECTOR.body), NOW)).toBe(true)
})

test.each([
  ['no id', { 'webhook-id': '' }],
  ['another id', { 'webhook-id': 'msg_other' }],
  ['an id with a dot', { 'webhook-id': `${VECTOR.id}.1` }],
  ['no timestamp', { 'webhook-timestamp': '' }],
  ['a timestamp that is no number', { 'webhook-timestamp': 'NaN' }],
  ['no signature', { 'webhook-signature': '' }],
  ['an unknown version', { 'webhook-signature': VECTOR.signature.replace('v1', 'v2') }],
])('%s is refused', async (_, changes) => {
  expect(await verifySignature(key, headers(changes), bytes(VECTOR.body), NOW)).toBe(false)
})

test.each(['', 'whsec_', 'whsec_%%%'])('the signing secret "%s" is refused', async (secret) => {
  await expect(importSigningSecret(secret)).rejects.toMatchObject({ code: 'SIGNING_SECRET_INVALID' })
})

test('a bearer secret is recognised by its hash', async () => {
  // printf abc | sha256sum
  const hash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(await hashBearer('abc')).toBe(hash)
  const verify = (authorization: string, kept = hash) => verifyBearer(new Headers({ authorization }), kept)
  expect(await verify('Bearer abc')).toBe(true)
  expect(await verify('bearer  abc ')).toBe(true)
  for (const wrong of ['Bearer abd', 'Bearer', 'Bearer ', 'abc', 'Basic abc', 'Bearer abc abc']) {
    expect(await verify(wrong)).toBe(false)
  }
  expect(await verify('Bearer abc', '')).toBe(false)
  expect(await verifyBearer(new Headers(), hash)).toBe(false)
})
