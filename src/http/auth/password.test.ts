import { scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashPassword, isOutdated, verifyPassword } from './password.ts'

test('only the same password fits, and the hash does not give it away', async () => {
  const stored = await hashPassword('correct horse battery')
  expect(await verifyPassword('correct horse battery', stored)).toBe(true)
  for (const wrong of ['correct horse batterY', 'correct horse battery ', '', 'x'.repeat(200)]) {
    expect(await verifyPassword(wrong, stored)).toBe(false)
  }
  expect(stored).not.toContain('correct')
  expect(await hashPassword('correct horse battery')).not.toBe(stored)
})

test('it is scrypt with parameters that OWASP recommends, in 16 MiB', async () => {
  const [name, N, r, p, salt = '', hash] = (await hashPassword('correct horse battery')).split('$')
  expect([name, N, r, p]).toEqual(['scrypt', '16384', '8', '5'])
  const options = { N: 16_384, r: 8, p: 5 }
  const expected = scryptSync('correct horse battery', Buffer.from(salt, 'base64url'), 32, options)
  expect(hash).toBe(expected.toString('base64url'))
})

test('nothing fits where there is no hash', async () => {
  expect(await verifyPassword('', null)).toBe(false)
  expect(await verifyPassword('correct horse battery', null)).toBe(false)
})

test('a password fits however the keyboard composes its letters', async () => {
  const stored = await hashPassword('contraseña fácil', { N: 1024, r: 8, p: 1 })
  expect(await verifyPassword('contraseña fácil'.normalize('NFD'), stored)).toBe(true)
})

test('a hash made with other parameters still fits, and is known to be outdated', async () => {
  const old = await hashPassword('correct horse battery', { N: 1024, r: 8, p: 1 })
  expect(await verifyPassword('correct horse battery', old)).toBe(true)
  expect(isOutdated(old)).toBe(true)
  expect(isOutdated(await hashPassword('correct horse battery'))).toBe(false)
})

test('parameters may be raised beyond the memory that scrypt takes unasked', async () => {
  const stored = await hashPassword('correct horse battery', { N: 65_536, r: 8, p: 1 })
  expect(await verifyPassword('correct horse battery', stored)).toBe(true)
})
