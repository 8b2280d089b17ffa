import { describe, expect, test } from 'vitest'
import type { Piece } from '../../client/api.d.ts'
import { type AuthKind, authKindsOf, credentialsFrom, initialValues, isLogin, missingFields } from './auth.ts'

const postgres: AuthKind = {
  type: 'CUSTOM_AUTH',
  displayName: 'Connection',
  props: {
    host: { type: 'SHORT_TEXT', displayName: 'Host', required: true },
    port: { type: 'NUMBER', displayName: 'Port', required: true, defaultValue: 5432 },
    schema: { type: 'SHORT_TEXT', displayName: 'Schema' },
    enable_ssl: { type: 'CHECKBOX', displayName: 'Encrypt', required: true, defaultValue: true },
  },
}

describe('a form of credentials', () => {
  test('begins with the defaults, and says what is missing', () => {
    const values = initialValues(postgres)
    expect(values).toEqual({ host: '', port: 5432, schema: '', enable_ssl: true })
    expect(missingFields(postgres, values)).toEqual(['host'])
    expect(missingFields(postgres, { ...values, host: 'db.example.com' })).toEqual([])
  })

  test('sends numbers as numbers, and leaves out what is empty', () => {
    const values = { host: 'db', port: '5433', schema: ' ', enable_ssl: false }
    expect(credentialsFrom(postgres, values)).toEqual({
      type: 'CUSTOM_AUTH',
      value: { props: { host: 'db', port: 5433, enable_ssl: false } },
    })
  })

  test('of a user lets the password be empty', () => {
    const kind: AuthKind = { type: 'BASIC_AUTH', displayName: 'Account' }
    expect(missingFields(kind, { username: 'key', password: '' })).toEqual([])
    expect(credentialsFrom(kind, { username: 'key', password: '' }).value).toEqual({
      username: 'key',
      password: '',
    })
  })
})

test('only OAuth by authorisation leads through a window', () => {
  expect(isLogin({ type: 'OAUTH2', displayName: 'A', grantType: 'authorization_code' })).toBe(true)
  expect(isLogin({ type: 'OAUTH2', displayName: 'A', grantType: 'client_credentials' })).toBe(false)
  expect(isLogin(postgres)).toBe(false)
})

test('a piece is connected in the ways it names; one that names none takes a key or a user', () => {
  const of = (auth?: unknown) => authKindsOf({ auth } as unknown as Piece).map(({ type }) => type)
  expect(of(postgres)).toEqual(['CUSTOM_AUTH'])
  expect(of([{ type: 'OAUTH2' }, { type: 'SECRET_TEXT' }])).toEqual(['OAUTH2', 'SECRET_TEXT'])
  expect(of()).toEqual(['SECRET_TEXT', 'BASIC_AUTH'])
})
