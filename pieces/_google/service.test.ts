import { describe, expect, test } from 'vitest'
import { authorizationUrl } from '../../src/connection/oauth-address.ts'
import type { OAuth2Auth } from '../../src/piece/auth.ts'
import { loadContract } from '../../test/support/contract.ts'
import gmail from '../gmail/index.ts'
import googleCalendar from '../google-calendar/index.ts'
import googleContacts from '../google-contacts/index.ts'
import googleDocs from '../google-docs/index.ts'
import googleDrive from '../google-drive/index.ts'
import googleForms from '../google-forms/index.ts'
import googleSheets from '../google-sheets/index.ts'
import { errorMessage, statusOf } from './errors.ts'

// Held against: the scopes in Google's own descriptions of its APIs (discovery documents), and the shapes of errors in
// https://cloud.google.com/apis/design/errors and https://developers.google.com/workspace/drive/api/guides/handle-errors,
// and how to ask for a login in https://developers.google.com/identity/protocols/oauth2/web-server

describe.each([
  [gmail, 'gmail'],
  [googleCalendar, 'google-calendar'],
  [googleContacts, 'google-people'],
  [googleDocs, 'google-docs'],
  [googleDrive, 'google-drive'],
  [googleForms, 'google-forms'],
  [googleSheets, 'google-sheets'],
])('$name', (piece, contract) => {
  const [login] = piece.auth as [OAuth2Auth]

  test('logs in for good, over PKCE', () => {
    const request = {
      clientId: 'c',
      redirectUrl: 'https://x.example/oauth/callback',
      state: 's',
      verifier: 'v',
      props: {},
    }
    const url = new URL(authorizationUrl(login, { ...request, scopes: login.scopes }))
    expect(url.origin + url.pathname).toBe('https://accounts.google.com/o/oauth2/v2/auth')
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      access_type: 'offline',
      prompt: 'consent',
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: login.scopes.join(' '),
    })
  })

  test('asks for scopes that its API knows', () => {
    const known = loadContract(contract)?.auth[0] as { scopes?: string[] } | undefined
    if (known) expect(known.scopes).toEqual(expect.arrayContaining([...login.scopes]))
    expect(login.scopes.length).toBeGreaterThan(0)
  })
})

describe('errors', () => {
  const older = (reason: string) => ({
    error: { code: 403, message: 'Refused', errors: [{ domain: 'usageLimits', reason, message: 'Refused' }] },
  })

  test('the reason stands beside Google’s words where they don’t hold it', () => {
    expect(errorMessage(older('insufficientPermissions'))).toBe('Refused [insufficientPermissions]')
    expect(errorMessage({ error: { message: 'Bad', status: 'INVALID_ARGUMENT' } })).toBe(
      'Bad [INVALID_ARGUMENT]',
    )
    expect(errorMessage({ error: { message: 'Only this' } })).toBe('Only this')
  })

  test('what is no error of Google’s is left to others', () => {
    expect(errorMessage({ error: 'invalid_grant', error_description: 'Revoked' })).toBeUndefined()
    expect(errorMessage('<html>')).toBeUndefined()
  })

  test('a 403 for too many requests is told from one for missing rights', () => {
    expect(statusOf(older('rateLimitExceeded'))).toBe(429)
    expect(statusOf(older('insufficientPermissions'))).toBeUndefined()
    expect(statusOf('nonsense')).toBeUndefined()
  })
})
