import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { type OAuth2Auth, oauth2 } from '../piece/auth.ts'
import { shortText } from '../piece/fields.ts'
import { createHttpClient } from '../piece/http-client.ts'
import { piece } from '../piece/piece.ts'
import { newToken } from '../token.ts'
import { authorizationUrl, filled } from './oauth-address.ts'
import { claim } from './oauth-login.ts'
import { isGrantEnded, requestToken } from './oauth-token.ts'

// Held against the stateful emulators of npm `emulate`, which were not written with this code.

const http = createHttpClient({ allowPrivateHosts: true })
const redirectUrl = 'http://localhost:9/oauth/callback'
const client = { type: 'OAUTH2', id: 'client-1', secret: 'client secret + 1' } as const
const app = { client_id: client.id, client_secret: client.secret, name: 'P', redirect_uris: [redirectUrl] }

const pieceWith = (auth: OAuth2Auth) =>
  piece({
    name: 'made-up',
    displayName: 'Made-up',
    description: '',
    version: '1',
    categories: [],
    auth: [auth],
  })

/** Logs in as a person does: opens the address, chooses the first user, and comes back. */
async function logIn(url: string): Promise<URLSearchParams> {
  const page = await (await fetch(url)).text()
  const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1] ?? ''
  const form = page.slice(page.indexOf('<form'), page.indexOf('</form>'))
  const inputs = form.matchAll(/name="([^"]+)" value="([^"]*)"/g)
  const body = new URLSearchParams(
    Array.from(inputs, ([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]),
  )
  const back = await fetch(new URL(action, url), { method: 'POST', body, redirect: 'manual' })
  return new URL(back.headers.get('location') ?? 'about:blank').searchParams
}

/** A whole login, up to the stored value. */
async function connected(kind: OAuth2Auth) {
  const verifier = kind.pkce === false ? undefined : newToken()
  const address = { clientId: client.id, redirectUrl, state: 'state-1', verifier, props: {} }
  const back = await logIn(authorizationUrl(kind, { ...address, scopes: kind.scopes }))
  expect(back.get('state')).toBe('state-1')
  const code = back.get('code') ?? ''
  const grant = { code, redirectUrl, ...(verifier !== undefined && { verifier }) }
  const asked = { client, scope: kind.scopes.join(' '), props: {}, grant }
  return { value: await claim(http, pieceWith(kind), asked), asked, verifier }
}

const refreshWith = (kind: OAuth2Auth, refresh_token: string | undefined) =>
  requestToken(http, {
    displayName: 'Made-up',
    tokenUrl: kind.tokenUrl,
    client,
    clientAuth: kind.clientAuth ?? 'BODY',
    parameters: { grant_type: 'refresh_token', refresh_token },
  })

describe.each(['google', 'microsoft', 'linear'] as const)('at %s', (service) => {
  let emulator: Emulator
  let kind: OAuth2Auth
  const paths = {
    google: ['/o/oauth2/v2/auth', '/oauth2/token'],
    microsoft: ['/oauth2/v2.0/authorize', '/oauth2/v2.0/token'],
    linear: ['/oauth/authorize', '/oauth/token'],
  }
  const scopes = {
    google: ['openid', 'email'],
    microsoft: ['openid', 'offline_access'],
    linear: ['read', 'write'],
  }

  beforeAll(async () => {
    const seed = service === 'linear' ? { oauth_apps: [app] } : { oauth_clients: [app] }
    emulator = await createEmulator({ service, port: 0, seed: { [service]: seed } })
    const [authUrl, tokenUrl] = paths[service].map((path) => emulator.url + path) as [string, string]
    kind = oauth2({ authUrl, tokenUrl, scopes: scopes[service], extra: { access_type: 'offline' } })
  })
  afterAll(() => emulator.close())

  test('a login with PKCE gives a token, and its refresh token another', async () => {
    const { value } = await connected(kind)
    expect(value).toMatchObject({ type: 'OAUTH2', client_id: client.id, grant_type: 'authorization_code' })
    expect(value.access_token).not.toBe('')
    expect(value.expires_in).toBeGreaterThan(0)
    const renewed = await refreshWith(kind, value.refresh_token)
    expect(renewed.accessToken).not.toBe(value.access_token)
  })

  test('a code is good for one request, and for the verifier it was asked with', async () => {
    const { asked } = await connected(kind)
    const again = claim(http, pieceWith(kind), asked)
    await expect(again).rejects.toMatchObject({
      code: 'OAUTH_REFUSED',
      details: { error: 'invalid_grant' },
    })
    const address = { clientId: client.id, redirectUrl, state: 's', verifier: newToken(), props: {} }
    const code = (await logIn(authorizationUrl(kind, { ...address, scopes: kind.scopes }))).get('code') ?? ''
    const grant = { code, redirectUrl, verifier: newToken() }
    const stolen = claim(http, pieceWith(kind), { client, scope: '', props: {}, grant })
    await expect(stolen).rejects.toMatchObject({ code: 'OAUTH_REFUSED' })
  })

  test('a refresh token that was never given is told apart, and not repeated', async () => {
    const error = await refreshWith(kind, 'never-given-refresh-token').catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'OAUTH_REFUSED', details: { error: 'invalid_grant' } })
    expect(JSON.stringify(error) + error.message).not.toContain('never-given')
  })
})

test('Microsoft takes the client in a header, and gives it a token of its own', async () => {
  const seed = { microsoft: { oauth_clients: [app] } }
  const emulator = await createEmulator({ service: 'microsoft', port: 0, seed })
  const tokenUrl = `${emulator.url}/oauth2/v2.0/token`
  const kind = oauth2({ authUrl: '', tokenUrl, scopes: [], clientAuth: 'HEADER' })
  const scope = 'https://graph.microsoft.com/.default'
  const value = await claim(http, pieceWith(kind), { client, scope, props: {} }).finally(() =>
    emulator.close(),
  )
  expect(value).toMatchObject({ grant_type: 'client_credentials', authorization_method: 'HEADER' })
})

test('Slack, which refuses PKCE, gives a bot token with its team', async () => {
  const seed = { slack: { team: { name: 'Acme', domain: 'acme' }, oauth_apps: [app] } }
  const emulator = await createEmulator({ service: 'slack', port: 0, seed })
  const kind = oauth2({
    authUrl: `${emulator.url}/oauth/v2/authorize`,
    tokenUrl: `${emulator.url}/api/oauth.v2.access`,
    scopes: ['chat:write', 'channels:read'],
    scopeSeparator: ',',
    pkce: false,
  })
  const { value, asked } = await connected(kind)
  expect(value.access_token).toMatch(/^xoxb-/)
  expect(value.data).toMatchObject({ ok: true, team: { name: 'Acme' } })
  // Slack says no with status 200.
  await expect(claim(http, pieceWith(kind), asked)).rejects.toMatchObject({ code: 'OAUTH_REFUSED' })
  await emulator.close()
})

describe('addresses', () => {
  const kind = oauth2({
    authUrl: 'https://{shop}.example.com/authorize?kept=1',
    tokenUrl: 'https://{shop}.example.com/token',
    scopes: ['a', 'https://{shop}.example.com/b'],
    fields: z.object({ shop: shortText({ label: 'Shop' }) }),
    extra: { access_type: 'offline' },
  })

  test('fields take their places, and what the piece adds is there', () => {
    const request = { clientId: 'c', redirectUrl, state: 's', verifier: undefined, scopes: kind.scopes }
    const url = new URL(authorizationUrl(kind, { ...request, props: { shop: 'my-shop' } }))
    expect(url.host).toBe('my-shop.example.com')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      kept: '1',
      response_type: 'code',
      client_id: 'c',
      redirect_uri: redirectUrl,
      scope: 'a https://my-shop.example.com/b',
      state: 's',
      access_type: 'offline',
    })
  })

  test.each([
    'evil.com/',
    'evil.com#',
    'a@evil.com',
    'evil.com:1',
    '..',
    'a..b',
    '',
    ' ',
    'a\\b',
    '%2f',
    'é',
  ])('the field %j becomes part of no address', (shop) => {
    expect(() => filled(kind.tokenUrl, { shop })).toThrow(
      expect.objectContaining({
        code: 'CONNECTION_VALUE_INVALID',
        message: expect.stringContaining('props.shop'),
      }),
    )
  })
})

describe('a token endpoint that does not do as it should', () => {
  const secret = 'the-refresh-token-itself'
  const ask = (answer: () => Response | Promise<Response>) =>
    requestToken(createHttpClient({ allowPrivateHosts: true, fetch: async () => answer() }), {
      displayName: 'Made-up',
      tokenUrl: 'https://example.com/token',
      client,
      clientAuth: 'BODY',
      parameters: { grant_type: 'refresh_token', refresh_token: secret },
    }).catch((thrown) => thrown)

  test.each([
    ['has trouble', () => Response.json({ error: 'server_error' }, { status: 503 })],
    ['wants fewer requests', () => Response.json({ error: 'slow_down' }, { status: 429 })],
    [
      'answers a page',
      () => new Response('<html>Hello</html>', { headers: { 'content-type': 'text/html' } }),
    ],
    ['answers without a token', () => Response.json({ token_type: 'Bearer' })],
    ['answers an empty token', () => Response.json({ access_token: '' })],
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['redirects', () => Response.redirect('https://evil.example/', 307)],
  ])('that %s is asked again later', async (_, answer) => {
    expect(await ask(answer)).toMatchObject({ code: 'OAUTH_UNAVAILABLE', retryable: true })
  })

  test.each([
    ['Slack', 200, { ok: false, error: 'invalid_refresh_token' }],
    ['HubSpot', 400, { status: 'BAD_REFRESH_TOKEN', message: 'missing or invalid refresh token' }],
    ['the standard', 400, { error: 'invalid_grant' }],
  ])('the end of a grant is understood as %s says it', async (_, status, body) => {
    const error = await ask(() => Response.json(body, { status }))
    expect([error.code, isGrantEnded(error)]).toEqual(['OAUTH_REFUSED', true])
  })

  test('a wrong client is not the end of the grant', async () => {
    const error = await ask(() => Response.json({ error: 'invalid_client' }, { status: 401 }))
    expect([error.code, error.retryable, isGrantEnded(error)]).toEqual(['OAUTH_REFUSED', false, false])
  })

  test('what it echoes of our secrets is taken out', async () => {
    const error_description = `bad ${secret} of ${client.secret}`
    const error = await ask(() =>
      Response.json({ error: 'invalid_grant', error_description }, { status: 400 }),
    )
    expect(error.details).toEqual({ error: 'invalid_grant' })
    expect(error.message).not.toContain(secret)
    expect(error.message).not.toContain(client.secret)
  })

  test('a refresh token nested in its answer reaches no step', async () => {
    const answer = await ask(() =>
      Response.json({
        access_token: 'a',
        expires_in: '3600',
        authed_user: { id: 'U1', refresh_token: secret },
      }),
    )
    expect(answer).toEqual({
      accessToken: 'a',
      tokenType: 'Bearer',
      expiresIn: 3600,
      data: { authed_user: { id: 'U1' } },
    })
  })
})

test('token requests keep to the rules of egress', async () => {
  const inside = requestToken(createHttpClient({ allowPrivateHosts: false }), {
    displayName: 'Made-up',
    tokenUrl: 'http://169.254.169.254/token',
    client,
    clientAuth: 'BODY',
    parameters: {},
  })
  await expect(inside).rejects.toMatchObject({ code: 'HTTP_HOST_REFUSED' })
})
