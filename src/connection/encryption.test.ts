import { createDecipheriv } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decrypt, encrypt } from './encryption.ts'

const KEY = Buffer.alloc(32, 7).toString('base64')
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64')

test('whatever was encrypted comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (plain, owner) => {
      expect(await decrypt(KEY, await encrypt(KEY, plain, owner), owner)).toBe(plain)
    }),
  )
})

test('what is stored is AES-256-GCM that another implementation opens', async () => {
  const [version, , iv, sealed] = (await encrypt(KEY, 'señal', 'agent_1')).split('.')
  const bytes = Buffer.from(sealed ?? '', 'base64url')
  const decipher = createDecipheriv(
    'aes-256-gcm',
    Buffer.from(KEY, 'base64'),
    Buffer.from(iv ?? '', 'base64url'),
  )
  decipher.setAAD(Buffer.from('agent_1'))
  decipher.setAuthTag(bytes.subarray(-16))
  const plain = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()])
  expect([version, plain.toString()]).toEqual(['v1', 'señal'])
})

test('the same secret is stored differently every time', async () => {
  const stored = await Promise.all(Array.from({ length: 20 }, () => encrypt(KEY, 'same', 'a')))
  expect(new Set(stored).size).toBe(20)
})

test.each([
  ['another key', (stored: string) => decrypt(OTHER_KEY, stored, 'agent_1')],
  ['another row', (stored: string) => decrypt(KEY, stored, 'agent_2')],
  ['an altered text', (stored: string) => decrypt(KEY, `${stored.slice(0, -4)}AAAA`, 'agent_1')],
  ['no ciphertext', (stored: string) => decrypt(KEY, stored.split('.').slice(0, 3).join('.'), 'agent_1')],
  ['another version', (stored: string) => decrypt(KEY, stored.replace('v1', 'v9'), 'agent_1')],
])('%s opens nothing and shows nothing', async (_, open) => {
  const error = await open(await encrypt(KEY, 'top secret', 'agent_1')).catch((thrown) => thrown)
  expect(error).toMatchObject({ code: 'DECRYPT_FAILED' })
  expect(String(error.message)).not.toContain('top secret')
})

test.each([undefined, '', 'short', Buffer.alloc(31, 1).toString('base64'), 'not base64 !'.repeat(4)])(
  'the key %j is refused with what to set, and is not repeated in the error',
  async (key) => {
    const error = await encrypt(key, 'x', 'a').catch((thrown) => thrown)
    expect(error).toMatchObject({
      code: 'CONFIG_MISSING',
      message: expect.stringContaining('PATCHCORD_ENCRYPTION_KEY'),
    })
    if (key) expect(error.message).not.toContain(key)
  },
)
