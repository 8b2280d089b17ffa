import { expect, test } from 'vitest'
import * as z from 'zod'
import { isCoded } from '../errors.ts'
import type { Json } from '../json.ts'
import { type Auth, basicAuth, credentialOf, customAuth, oauth2, secretText } from './auth.ts'
import { number, secretText as secretField, shortText } from './fields.ts'

const key = secretText({ label: 'Key' })
const login = basicAuth({ label: 'Login', username: { label: 'User' }, password: { label: 'Password' } })
const custom = customAuth({
  label: 'Server',
  fields: z.object({
    host: shortText({ label: 'Host' }),
    port: number({ label: 'Port', defaultValue: 443 }),
    token: secretField({ label: 'Token' }),
  }),
})
const oauth = oauth2({ authUrl: 'https://a.example', tokenUrl: 'https://a.example', scopes: ['read'] })
const regional = oauth2({
  authUrl: 'https://{region}.a.example',
  tokenUrl: 'https://{region}.a.example',
  scopes: [],
  fields: z.object({ region: shortText({ label: 'Region' }) }),
})

const of = (kind: Auth, value: unknown) => credentialOf([kind], value as Json, 'Acme')
const refusal = (kinds: readonly Auth[], value: unknown): unknown => {
  try {
    return { accepted: credentialOf(kinds, value as Json | undefined, 'Acme') }
  } catch (error) {
    if (!isCoded(error)) throw error
    return { code: error.code, message: error.message, retryable: error.retryable }
  }
}

test('each kind of connection is read from the shape it is stored in', () => {
  expect(of(key, { type: 'SECRET_TEXT', secret_text: 'k', id: 'c1' })).toEqual({
    type: 'SECRET_TEXT',
    secret: 'k',
  })
  expect(of(login, { type: 'BASIC_AUTH', username: 'ana', password: '' })).toEqual({
    type: 'BASIC_AUTH',
    username: 'ana',
    password: '',
  })
  const data = { instance_url: 'https://x.example' }
  expect(of(oauth, { type: 'OAUTH2', access_token: 't', refresh_token: 'r', data })).toEqual({
    type: 'OAUTH2',
    accessToken: 't',
    fields: {},
    data,
  })
})

test("a connection's fields are cleaned as an action's are, and unknown ones are not handed on", () => {
  const props = { host: 'h', port: '8443', token: 't', old: 1 }
  expect(of(custom, { type: 'CUSTOM_AUTH', props })).toEqual({
    type: 'CUSTOM_AUTH',
    fields: { host: 'h', port: 8443, token: 't' },
  })
  expect(of(custom, { type: 'CUSTOM_AUTH', props: { host: 'h', token: 't' } })).toMatchObject({
    fields: { port: 443 },
  })
  expect(of(regional, { type: 'OAUTH2', access_token: 't', props: { region: 'eu' } })).toMatchObject({
    fields: { region: 'eu' },
    data: {},
  })
})

test.each(['CLOUD_OAUTH2', 'PLATFORM_OAUTH2'])('%s is OAuth like any other', (type) => {
  expect(of(oauth, { type, access_token: 't' })).toMatchObject({ type: 'OAUTH2', accessToken: 't' })
})

test('where a piece takes several kinds, the connection says which it is', () => {
  const value = { type: 'SECRET_TEXT', secret_text: 'k' }
  expect(credentialOf([oauth, key], value, 'Acme')).toEqual({ type: 'SECRET_TEXT', secret: 'k' })
})

test.each([undefined, null, ''])('a step whose "auth" is %j is told to choose a connection', (value) => {
  expect(refusal([key], value)).toEqual({
    code: 'CONNECTION_MISSING',
    message: 'Choose a Acme connection in the field "auth".',
    retryable: false,
  })
})

test.each([
  [{ type: 'BASIC_AUTH', username: 'ana', password: 's3cret' }],
  [{ type: 'SECRET_TEXT', secret_text: '' }],
  [{ type: 'SECRET_TEXT', secret: 's3cret' }],
  [{ type: 'OAUTH2', access_token: '' }],
  [{ type: 'OAUTH2', refresh_token: 's3cret' }],
  ['s3cret'],
  [['s3cret']],
  [{}],
])('%j fits no kind that is offered, which is told without what it holds', (value) => {
  const message =
    'The connection in "auth" does not fit Acme, which takes SECRET_TEXT or OAUTH2. Choose another.'
  expect(refusal([key, oauth], value)).toEqual({ code: 'CONNECTION_INVALID', message, retryable: false })
})

test.each([
  [custom, { type: 'CUSTOM_AUTH', props: { port: 's3cret', token: '' } }, 'host, port, token'],
  [regional, { type: 'OAUTH2', access_token: 's3cret' }, 'region'],
])('the fields at fault are named, and what stands in them is not', (kind, value, names) => {
  const message = `The Acme connection lacks or misstates: ${names}. Edit it.`
  expect(refusal([kind], value)).toEqual({ code: 'CONNECTION_INVALID', message, retryable: false })
})
