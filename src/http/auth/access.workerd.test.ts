import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cookieOf, makeMember, OWN_ORIGIN, removeEverybody } from '../../../test/support/people.ts'
import { app } from '../app.ts'

const AUDIENCE = 'f0e1d2c3'
const EMAIL = 'ana@example.com'

const pair = await generateKeyPair('RS256')
const stranger = await generateKeyPair('RS256')
const certs = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }] }

/** A team of its own for each test: keys are kept per team. */
let team: string
let teams = 0
let fetched: string[]

beforeEach(async () => {
  team = `team-${++teams}.cloudflareaccess.com`
  fetched = []
  vi.stubGlobal('fetch', async (url: string) => {
    fetched.push(url)
    return Response.json(certs)
  })
  await removeEverybody()
  await makeMember('MEMBER', { email: EMAIL })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const claims = () => ({ iss: `https://${team}`, aud: [AUDIENCE], email: EMAIL })

const sign = (payload: JWTPayload, expires: string | null = '5m', key = pair.privateKey, kid = 'key-1') => {
  const jwt = new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid }).setIssuedAt()
  return (expires === null ? jwt : jwt.setExpirationTime(expires)).sign(key)
}

async function ask(headers: Record<string, string>, path = '/v1/session', init: RequestInit = {}) {
  const configured = { ...env, PATCHCORD_ACCESS_TEAM_DOMAIN: team, PATCHCORD_ACCESS_AUDIENCE: AUDIENCE }
  const request = new Request(`${OWN_ORIGIN}${path}`, { ...init, headers })
  const response = await app.fetch(request, configured, createExecutionContext())
  return { status: response.status, body: (await response.json()) as Record<string, never> }
}

const assert = (jwt: string) => ask({ 'cf-access-jwt-assertion': jwt })

test('a member whom Access vouches for is in, by header or cookie', async () => {
  const jwt = await sign({ ...claims(), email: 'ANA@example.com' })
  const sent: Record<string, string>[] = [
    { 'cf-access-jwt-assertion': jwt },
    { cookie: `CF_Authorization=${jwt}` },
  ]
  for (const headers of sent) {
    const { status, body } = await ask(headers)
    expect(status).toBe(200)
    expect(body.member).toMatchObject({ type: 'member', email: EMAIL, role: 'MEMBER' })
  }
})

test('the keys of a team are fetched once', async () => {
  const jwt = await sign(claims())
  for (let n = 0; n < 3; n++) expect((await assert(jwt)).status).toBe(200)
  expect(fetched).toEqual([`https://${team}/cdn-cgi/access/certs`])
})

test('whom Access vouches for without being a member is refused', async () => {
  const { status, body } = await assert(await sign({ ...claims(), email: 'stranger@example.com' }))
  expect([status, body.error_code]).toEqual([403, 'ACCESS_REFUSED'])
  expect(JSON.stringify(body)).not.toContain('stranger@')
})

test.each<[string, () => Promise<string>]>([
  ['of another application', () => sign({ ...claims(), aud: ['other'] })],
  ['of another team', () => sign({ ...claims(), iss: 'https://evil.cloudflareaccess.com' })],
  ['that has expired', () => sign(claims(), '-1s')],
  ['that never expires', () => sign(claims(), null)],
  ['that is not valid yet', () => sign({ ...claims(), nbf: Math.floor(Date.now() / 1000) + 60 })],
  [
    'of a service, which has no e-mail',
    () => sign({ ...claims(), email: undefined, common_name: 'x.access' }),
  ],
  ['whose e-mail is no text', () => sign({ ...claims(), email: [EMAIL] })],
  ['that somebody else signed', () => sign(claims(), '5m', stranger.privateKey)],
  ['of a key nobody published', () => sign(claims(), '5m', stranger.privateKey, 'key-2')],
  [
    'signed with what is public',
    async () => {
      const secret = new TextEncoder().encode(JSON.stringify(certs.keys[0]))
      return new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .setExpirationTime('5m')
        .sign(secret)
    },
  ],
  [
    'that is not signed',
    async () => {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      return `${part({ alg: 'none' })}.${part({ ...claims(), exp: 9_999_999_999 })}.`
    },
  ],
  ['that was altered', async () => `${await sign(claims())}x`],
  ['that is none', async () => 'nonsense'],
])('a token %s is refused', async (_, make) => {
  const { status, body } = await assert(await make())
  expect([status, body.error_code]).toEqual([403, 'ACCESS_REFUSED'])
})

test.each<[string, () => Promise<Response>]>([
  ['fails', () => Promise.reject(new TypeError('no route'))],
  ['answers with an error', async () => new Response('', { status: 500 })],
  ['answers with a page', async () => new Response('<html>')],
])('where the list of keys %s, nobody is let in and it is worth trying again', async (_, answer) => {
  vi.stubGlobal('fetch', answer)
  const { status, body } = await assert(await sign(claims()))
  expect([status, body.error_code]).toEqual([503, 'ACCESS_UNAVAILABLE'])
})

test('what Access adds to a request of another site changes nothing', async () => {
  const jwt = await sign(claims())
  const create = (headers: Record<string, string>) =>
    ask({ 'cf-access-jwt-assertion': jwt, ...headers }, '/v1/workflow/', {
      method: 'POST',
      body: JSON.stringify({ name: 'Made' }),
    })
  const foreign: Record<string, string>[] = [{}, { origin: 'https://evil.example' }]
  for (const headers of foreign) {
    expect((await create(headers)).body.error_code).toBe('CSRF_REFUSED')
  }
  expect((await create({ origin: OWN_ORIGIN })).status).toBe(201)
})

test('a bearer credential and a session go before Access', async () => {
  const jwt = { 'cf-access-jwt-assertion': 'nonsense' }
  const byToken = await ask({ ...jwt, authorization: 'Bearer test-admin-token' })
  expect(byToken.body.member).toMatchObject({ type: 'admin' })
  const cookie = await cookieOf(await makeMember('READER'))
  expect((await ask({ ...jwt, cookie })).body.member).toMatchObject({ role: 'READER' })
})

test('without both settings a token of Access means nothing', async () => {
  const jwt = await sign(claims())
  for (const half of [{}, { PATCHCORD_ACCESS_TEAM_DOMAIN: team }, { PATCHCORD_ACCESS_AUDIENCE: AUDIENCE }]) {
    const request = new Request(`${OWN_ORIGIN}/v1/session`, { headers: { 'cf-access-jwt-assertion': jwt } })
    const response = await app.fetch(request, { ...env, ...half }, createExecutionContext())
    expect(await response.json()).toMatchObject({ member: null })
  }
})

test('the team may be written as an address', async () => {
  const configured = {
    ...env,
    PATCHCORD_ACCESS_TEAM_DOMAIN: `https://${team}/`,
    PATCHCORD_ACCESS_AUDIENCE: AUDIENCE,
  }
  const headers = { 'cf-access-jwt-assertion': await sign(claims()) }
  const request = new Request(`${OWN_ORIGIN}/v1/session`, { headers })
  expect((await app.fetch(request, configured, createExecutionContext())).status).toBe(200)
})
