import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { withoutSecrets } from '../engine/redact.ts'
import { customAuth } from '../piece/auth.ts'
import { secretText, shortText } from '../piece/fields.ts'
import { basicAuth } from '../piece/http-client.ts'
import { piece } from '../piece/piece.ts'
import { secretsOf } from './secrets.ts'
import type { ConnectionValue } from './value.ts'

const fields = z.object({ site: shortText({ label: 'Site' }), token: secretText({ label: 'Token' }) })
const declared = piece({
  name: 'made-up',
  displayName: 'Made-up',
  description: '',
  version: '1',
  categories: [],
  auth: [customAuth({ label: 'Key', fields })],
})

test('a declared piece keeps its secret fields out of records and shows the others', () => {
  const props = { site: 'https://acme.example', token: 'the-token' }
  const secrets = secretsOf(declared, { type: 'CUSTOM_AUTH', props })
  expect(secrets).toContain('the-token')
  expect(secrets).not.toContain('https://acme.example')
})

test('of an unknown piece every text is secret', () => {
  const value: ConnectionValue = {
    type: 'CUSTOM_AUTH',
    props: { a: 'first-one', deep: { b: ['second-one'] } },
  }
  expect(secretsOf(undefined, value)).toEqual(expect.arrayContaining(['first-one', 'second-one']))
})

test("a user's name is shown, except where it is the key", () => {
  const value = { type: 'BASIC_AUTH', username: 'ana@example.com' } as const
  expect(secretsOf(undefined, { ...value, password: 'a-password' })).not.toContain('ana@example.com')
  expect(secretsOf(undefined, { ...value, password: 'x' })).toContain('ana@example.com')
})

test('of what came with a token only what speaks of secrets is one', () => {
  const secrets = secretsOf(undefined, {
    type: 'OAUTH2',
    access_token: 'access-token',
    token_type: 'a-token-type',
    claimed_at: 1,
    scope: 'the-scope',
    token_url: 'https://example.com/token',
    client_id: 'client-id',
    grant_type: 'authorization_code',
    authorization_method: 'BODY',
    data: { team: { name: 'Acme-Team' }, user: { access_token: 'nested-token' }, id_token: 'identity' },
  })
  expect(secrets).toEqual(expect.arrayContaining(['access-token', 'nested-token', 'identity']))
  for (const shown of ['a-token-type', 'the-scope', 'client-id', 'Acme-Team', 'https://example.com/token']) {
    expect(secrets).not.toContain(shown)
  }
})

test('whatever a request makes of a secret is taken out', () => {
  const text = fc
    .string({ minLength: 12, maxLength: 40, unit: 'grapheme' })
    .filter((each) => each.trim() === each)
  fc.assert(
    fc.property(text, fc.string({ maxLength: 12 }), (secret, user) => {
      const secrets = secretsOf(undefined, { type: 'SECRET_TEXT', secret_text: secret })
      const sent = {
        raw: secret,
        url: `https://example.com/?key=${encodeURIComponent(secret)}&a=1`,
        form: new URLSearchParams({ secret }).toString(),
        body: JSON.stringify({ secret }),
        header: basicAuth(user, secret),
        keyAsUser: basicAuth(secret, ''),
      }
      const record = JSON.parse(withoutSecrets(JSON.stringify(sent), secrets))
      for (const [name, value] of Object.entries(record)) expect(value, name).toContain('**REDACTED**')
      expect(record.raw).toBe('**REDACTED**')
    }),
  )
})
