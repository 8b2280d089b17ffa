import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readWait, signWait } from './wait-token.ts'

const KEY = Buffer.alloc(32, 1).toString('base64')
const RUN = 'a'.repeat(36)

test('a token names its run and its wait, whatever the wait is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (key) => {
      const token = signWait(KEY, RUN, key)
      expect(token).toMatch(/^[\w.-]+$/)
      expect(readWait(KEY, token)).toEqual({ runId: RUN, key })
    }),
    { seed: 5 },
  )
})

test('a token with any character changed is refused', () => {
  const token = signWait(KEY, RUN, 'approval:step_1')
  for (let at = 0; at < token.length; at++) {
    for (const other of ['A', 'Q', '.', '']) {
      if (token[at] === other) continue
      const changed = token.slice(0, at) + other + token.slice(at + 1)
      // The last character of base64 holds two bits that say nothing.
      if (Buffer.from(changed, 'base64url').equals(Buffer.from(token, 'base64url'))) continue
      expect(readWait(KEY, changed), changed).toBeUndefined()
    }
  }
})

test.each(['', '.', '..', '...', `${RUN}.YQ`, `${RUN}.YQ.`, `${signWait(KEY, RUN, 'a')}.x`])(
  'the token "%s" is refused',
  (token) => {
    expect(readWait(KEY, token)).toBeUndefined()
  },
)

test('a token made with another key is refused', () => {
  expect(readWait(KEY, signWait(Buffer.alloc(32, 2).toString('base64'), RUN, 'a'))).toBeUndefined()
})

test('without a key nothing is signed', () => {
  expect(() => signWait('', RUN, 'a')).toThrow(expect.objectContaining({ code: 'CONFIG_MISSING' }))
})
