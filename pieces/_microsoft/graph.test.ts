import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { authorizationUrl } from '../../src/connection/oauth-address.ts'
import { requestToken } from '../../src/connection/oauth-token.ts'
import type { OAuth2Auth } from '../../src/piece/auth.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import outlook from '../microsoft-outlook/index.ts'
import { quoted } from './graph.ts'

// Held against: Microsoft Entra ID and Graph's /me as npm `emulate` plays them, and Graph's own description.

const client = { id: 'client-1', secret: 'client-secret-1' }
const redirectUrl = 'https://patchcord.example/oauth/callback'
let emulator: Emulator

beforeAll(async () => {
  emulator = await createEmulator({
    service: 'microsoft',
    port: 0,
    seed: {
      microsoft: {
        users: [{ email: 'ana@example.com', name: 'Ana Ruiz' }],
        oauth_clients: [
          {
            client_id: client.id,
            client_secret: client.secret,
            name: 'Patchcord',
            redirect_uris: [redirectUrl],
          },
        ],
      },
    },
  })
})
afterAll(() => emulator.close())

const here = (url: string) => {
  const { pathname, search } = new URL(url)
  return `${emulator.url}${pathname.replace('/common/', '/')}${search}`
}

/** Logs in as a browser would. Gives the code. */
async function logIn(kind: OAuth2Auth, verifier: string): Promise<string> {
  const { scopes } = kind
  const request = { clientId: client.id, redirectUrl, state: 's', verifier, scopes, props: {} }
  const asked = new URL(here(authorizationUrl(kind, request)))
  const page = await fetch(asked)
  expect(page.status).toBe(200)
  const form = new URLSearchParams([...asked.searchParams, ['email', 'ana@example.com']])
  const back = await fetch(`${emulator.url}/oauth2/v2.0/authorize/callback`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  })
  return new URL(back.headers.get('location')!).searchParams.get('code')!
}

test('a login with PKCE gives a token that Graph takes, and one that renews it', async () => {
  const kind = outlook.auth[0] as OAuth2Auth
  const verifier = 'a-verifier-of-at-least-forty-three-characters-1234'
  const http = createHttpClient({ allowPrivateHosts: true })
  const ask = (parameters: Record<string, string>) =>
    requestToken(http, {
      displayName: 'Microsoft',
      tokenUrl: here(kind.tokenUrl),
      client,
      clientAuth: kind.clientAuth ?? 'BODY',
      parameters,
    })
  const code = await logIn(kind, verifier)
  const token = await ask({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUrl,
    code_verifier: verifier,
  })
  expect(token.scope).toBe('offline_access User.Read Mail.ReadWrite Mail.Send')
  const renewed = await ask({ grant_type: 'refresh_token', refresh_token: token.refreshToken! })
  for (const { accessToken } of [token, renewed]) await kitFor(accessToken).validate()
})

test('Graph’s own words are told where it refuses the token', async () => {
  const kit = pieceKit(outlook, { connection: { type: 'OAUTH2', access_token: 'old' } })
  const error = { code: 'InvalidAuthenticationToken', message: 'Lifetime validation failed.' }
  await expect(kit.validate([{ status: 401, body: { error } }])).rejects.toMatchObject({
    code: 'CONNECTION_REFUSED',
    message: expect.stringContaining('Lifetime validation failed.'),
  })
})

const kitFor = (accessToken: string) =>
  pieceKit(outlook, {
    connection: { type: 'OAUTH2', access_token: accessToken },
    contract: 'microsoft-graph',
    forward: () => ({ 'https://graph.microsoft.com': emulator.url }),
  })

test('a list is read page after page, as far as is wanted', async () => {
  const kit = pieceKit(outlook, { connection: { type: 'OAUTH2', access_token: 't' } })
  const next = 'https://graph.microsoft.com/v1.0/me/messages?$top=3&$skip=2'
  const { output, sent } = await kit.run('findEmail', { searchQuery: 'call', top: 3 }, [
    { body: { value: [{ id: '1' }, { id: '2' }], '@odata.nextLink': next } },
    { body: { value: [{ id: '3' }, { id: '4' }], '@odata.nextLink': next } },
  ])
  expect(output).toMatchObject({ result: [{ id: '1' }, { id: '2' }, { id: '3' }], totalCount: 3 })
  expect(sent.map(({ url }) => decodeURIComponent(url.search))).toEqual([
    '?$search="call"&$top=3',
    '?$top=3&$skip=2',
  ])
})

test('a link to the next page that leads elsewhere gets no token', async () => {
  const kit = pieceKit(outlook, { connection: { type: 'OAUTH2', access_token: 't' } })
  const answers = [{ body: { value: [], '@odata.nextLink': 'https://evil.example/v1.0/me' } }]
  await expect(kit.run('findEmail', { searchQuery: 'call' }, answers)).rejects.toMatchObject({
    code: 'ADDRESS_REFUSED',
  })
})

test('an apostrophe cannot end a text in a filter', () => {
  expect(quoted("O'Hara")).toBe("'O''Hara'")
})
