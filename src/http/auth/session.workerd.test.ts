import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { type ApiAnswer, api, call, worker } from '../../../test/support/api.ts'
import {
  browse,
  cookieOf,
  givenCookie,
  makeMember,
  OWN_ORIGIN,
  removeEverybody,
} from '../../../test/support/people.ts'
import { openDb } from '../../db/client.ts'
import { openSession } from '../../db/sessions.ts'
import { keepHouse } from '../../schedule/housekeeping.ts'
import { hashToken } from '../../token.ts'
import { hashPassword } from './password.ts'

const DAY_MS = 86_400_000
const PASSWORD = 'correct horse battery'
/** The same password's hash as an earlier release would have made it, which is quick. */
const QUICK_HASH = await hashPassword(PASSWORD, { N: 1024, r: 8, p: 1 })
const EMAIL = 'ana@example.com'

beforeEach(removeEverybody)

const addAna = () => makeMember('MEMBER', { email: EMAIL, name: 'Ana', passwordHash: QUICK_HASH })
const logIn = (email: string, password: string, headers: HeadersInit = {}) =>
  call('POST', '/v1/session', { email, password }, headers)
const whoAmI = async (cookie: string) => (await browse(cookie, 'GET', '/v1/session')).body.member
const codeOf = ({ status, body }: ApiAnswer) => [status, body.error_code]

test('who logs in gets a cookie that scripts and other sites do not', async () => {
  const { id } = await addAna()
  const before = Date.now()
  const answer = await logIn(' ANA@example.com', PASSWORD)
  expect(answer.status).toBe(200)
  expect(answer.body.member).toMatchObject({ type: 'member', id, name: 'Ana', email: EMAIL, role: 'MEMBER' })
  const lasts = Date.parse(answer.body.expires_at) - before
  expect(Math.round(lasts / DAY_MS)).toBe(30)
  const [cookie, ...attributes] = answer.headers.get('set-cookie')!.split('; ')
  expect(cookie).toMatch(/^patchcord_session=[\w-]{43}$/)
  expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Lax'])
  expect((await browse(cookie!, 'GET', '/v1/workflow/')).status).toBe(200)
})

test('over https the cookie is secure and bound to this host, and no other one counts', async () => {
  await addAna()
  const response = await worker.fetch('https://patchcord.test/v1/session', {
    method: 'POST',
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  })
  const [cookie, ...attributes] = response.headers.get('set-cookie')!.split('; ')
  expect(cookie).toMatch(/^__Host-patchcord_session=/)
  expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Lax', 'Secure'])
  const who = async (sent: string) => {
    const answer = await worker.fetch('https://patchcord.test/v1/session', { headers: { cookie: sent } })
    return ((await answer.json()) as { member: { email: string } | null }).member?.email
  }
  expect(await who(cookie!)).toBe(EMAIL)
  expect(await who(cookie!.replace('__Host-', ''))).toBeUndefined()
})

test('the database holds neither the password nor the token', async () => {
  await addAna()
  const token = givenCookie(await logIn(EMAIL, PASSWORD)).split('=')[1]!
  const tables = ['members', 'sessions', 'login_attempts'].map((name) =>
    env.DB.prepare(`SELECT * FROM ${name}`),
  )
  const text = JSON.stringify((await env.DB.batch(tables)).map(({ results }) => results))
  expect(text).toContain(hashToken(token))
  expect(text).not.toContain(token)
  expect(text).not.toContain(PASSWORD)
})

test('a hash of an older release is replaced when its owner logs in', async () => {
  await addAna()
  const hash = async () =>
    (await env.DB.prepare('SELECT password_hash AS h FROM members').first())?.h as string
  await logIn(EMAIL, 'something else')
  expect(await hash()).toBe(QUICK_HASH)
  expect((await logIn(EMAIL, PASSWORD)).status).toBe(200)
  expect(await hash()).toMatch(/^scrypt\$16384\$8\$5\$/)
  expect((await logIn(EMAIL, PASSWORD)).status).toBe(200)
})

test('a wrong password, a stranger and a member who never set one are told the same', async () => {
  await addAna()
  await makeMember('READER', { email: 'invited@example.com' })
  const answers = [
    await logIn(EMAIL, 'not the password'),
    await logIn('stranger@example.com', PASSWORD),
    await logIn('invited@example.com', PASSWORD),
    await logIn('invited@example.com', ''),
  ]
  const shown = answers.map(({ status, body, headers }) => [status, body, headers.get('set-cookie')])
  expect(shown[0]).toMatchObject([401, { error_code: 'LOGIN_FAILED' }, null])
  for (const each of shown) expect(each).toEqual(shown[0])
})

test.each(['ana@example.com', 'stranger@example.com'])(
  'five failures lock %s, for longer each time',
  async (email) => {
    await addAna()
    const statuses = async (tries: number) => {
      const answers = []
      for (let n = 0; n < tries; n++) answers.push((await logIn(email, `wrong password ${n}`)).status)
      return answers
    }
    expect(await statuses(6)).toEqual([401, 401, 401, 401, 401, 429])
    const locked = await logIn(email, PASSWORD)
    expect(codeOf(locked)).toEqual([429, 'LOGIN_LOCKED'])
    const waits = [Number(locked.headers.get('retry-after'))]
    for (let n = 0; n < 8; n++) {
      await env.DB.prepare('UPDATE login_attempts SET locked_until = 1').run()
      expect(await statuses(2)).toEqual([401, 429])
      waits.push(Number((await logIn(email, PASSWORD)).headers.get('retry-after')))
    }
    const minutes = waits.map((seconds) => Math.round(seconds / 60))
    expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64])
  },
)

test('of many guesses at once no more than five are looked at', async () => {
  await addAna()
  const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => logIn(EMAIL, `wrong password ${n}`)))
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(7)
})

test('a login that succeeds clears the failures before it', async () => {
  await addAna()
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < 4; n++) expect((await logIn(EMAIL, 'wrong password')).status).toBe(401)
    expect((await logIn(EMAIL, PASSWORD)).status).toBe(200)
  }
})

test('a new invitation opens a locked account', async () => {
  const { id } = await addAna()
  for (let n = 0; n < 5; n++) await logIn(EMAIL, 'wrong password')
  expect((await logIn(EMAIL, PASSWORD)).status).toBe(429)
  const { invite_token: token } = (await api('POST', `/v1/members/${id}/invite`)).body
  await call('POST', '/v1/session/password', { token, password: PASSWORD })
  expect((await logIn(EMAIL, PASSWORD)).status).toBe(200)
})

test('a lock leaves those who are logged in where they are', async () => {
  const cookie = await cookieOf(await addAna())
  for (let n = 0; n < 6; n++) await logIn(EMAIL, 'wrong password')
  expect(await whoAmI(cookie)).toMatchObject({ email: EMAIL })
})

test('no session is opened with a password that was reset while it was looked at', async () => {
  const asItWas = await addAna()
  await api('POST', `/v1/members/${asItWas.id}/invite`)
  expect(await openSession(openDb(env.DB), asItWas, hashToken('x'), Date.now())).toBe(false)
  expect(await whoAmI('patchcord_session=x')).toBeNull()
})

test('everybody is told who they are', async () => {
  const key = await api('POST', '/v1/api-keys', { name: 'Export', scopes: ['runs.view'] })
  const as = (authorization: string) => call('GET', '/v1/session', undefined, { authorization })
  expect((await as(`Bearer ${key.body.key}`)).body.member).toEqual({
    type: 'api_key',
    id: key.body.id,
    name: 'Export',
    scopes: ['runs.view'],
  })
  expect((await as('Bearer test-admin-token')).body.member).toMatchObject({ type: 'admin', id: 'admin' })
  expect((await call('GET', '/v1/session')).body).toEqual({ member: null, setup_required: true })
  const cookie = await cookieOf(await addAna())
  expect((await browse(cookie, 'GET', '/v1/session')).body).toMatchObject({
    member: { type: 'member', role: 'MEMBER', email: EMAIL },
    setup_required: false,
  })
  expect((await call('GET', '/v1/session')).body).toEqual({ member: null, setup_required: false })
  expect((await as('Bearer wrong')).status).toBe(401)
})

test('who logs out is out, on the server too', async () => {
  const cookie = await cookieOf(await addAna())
  const answer = await browse(cookie, 'DELETE', '/v1/session')
  expect(answer.status).toBe(204)
  expect(answer.headers.get('set-cookie')).toMatch(/^patchcord_session=; Max-Age=0; Path=\/; HttpOnly/)
  expect(await whoAmI(cookie)).toBeNull()
  expect((await browse(cookie, 'GET', '/v1/workflow/')).status).toBe(401)
  expect((await call('DELETE', '/v1/session')).status).toBe(204)
})

test('a session that is used lasts on, and is written at most once a day', async () => {
  const member = await addAna()
  const expiry = async () =>
    (await env.DB.prepare('SELECT expires_at AS at FROM sessions').first())?.at as number
  const fresh = await cookieOf(member, Date.now() - DAY_MS + 60_000)
  const before = await expiry()
  expect((await browse(fresh, 'GET', '/v1/session')).headers.has('set-cookie')).toBe(false)
  expect(await expiry()).toBe(before)
  await env.DB.prepare('UPDATE sessions SET expires_at = expires_at - 120000').run()
  const extended = await browse(fresh, 'GET', '/v1/session')
  expect(givenCookie(extended)).toBe(fresh)
  expect(await expiry()).toBeGreaterThan(before)
})

test('a session ends after thirty days without use', async () => {
  const member = await addAna()
  const last = await cookieOf(member, Date.now() - 30 * DAY_MS + 60_000)
  const ended = await cookieOf(member, Date.now() - 30 * DAY_MS)
  expect(await whoAmI(last)).not.toBeNull()
  expect(await whoAmI(ended)).toBeNull()
  expect(codeOf(await browse(ended, 'GET', '/v1/workflow/'))).toEqual([401, 'UNAUTHORIZED'])
})

test.each(['', 'nonsense', 'a.b', '%', "' OR 1=1 --"])(
  'the cookie %j is nobody, and no error',
  async (token) => {
    const cookie = `patchcord_session=${token}`
    expect(await whoAmI(cookie)).toBeNull()
    expect((await browse(cookie, 'GET', '/v1/workflow/')).status).toBe(401)
    expect((await browse(cookie, 'GET', '/v1/workflow/piece')).status).toBe(200)
  },
)

test('a bearer credential beats the cookie, also where it is wrong', async () => {
  const cookie = await cookieOf(await makeMember('READER'))
  const create = (authorization: string) =>
    call('POST', '/v1/workflow/', { name: 'By bearer' }, { cookie, authorization })
  expect((await create('Bearer test-admin-token')).status).toBe(201)
  expect((await create('Bearer wrong')).status).toBe(401)
})

const CHANGES = [
  ['POST', '/v1/workflow/', { name: 'Forged' }],
  ['PATCH', '/v1/workflow/x/rename', { name: 'Forged' }],
  ['DELETE', '/v1/session', undefined],
] as const

test.each([
  ['no origin', {}],
  ['another origin', { origin: 'https://evil.example' }],
  ['an origin that begins like ours', { origin: 'http://patchcord.test.evil.example' }],
  ['our host over https', { origin: 'https://patchcord.test' }],
  ['our host on another port', { origin: 'http://patchcord.test:8080' }],
  ['a sandboxed page', { origin: 'null' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a sister host', { 'sec-fetch-site': 'same-site' }],
  ['the address bar', { 'sec-fetch-site': 'none' }],
])('%s changes nothing by cookie', async (_, headers: Record<string, string>) => {
  const cookie = await cookieOf(await makeMember('ADMINISTRATOR'))
  for (const [method, path, body] of CHANGES) {
    expect(codeOf(await call(method, path, body, { cookie, ...headers }))).toEqual([403, 'CSRF_REFUSED'])
  }
  const socket = await call('GET', '/v1/workflow/', undefined, { cookie, upgrade: 'WebSocket', ...headers })
  expect(codeOf(socket)).toEqual([403, 'CSRF_REFUSED'])
  expect((await call('GET', '/v1/workflow/', undefined, { cookie, ...headers })).status).toBe(200)
  expect(await whoAmI(cookie)).not.toBeNull()
  expect((await api('GET', '/v1/workflow?search=Forged')).body.data).toEqual([])
})

test.each<Record<string, string>>([{ origin: OWN_ORIGIN }, { 'sec-fetch-site': 'same-origin' }])(
  'our own pages change things by cookie: %j',
  async (headers) => {
    const cookie = await cookieOf(await makeMember('ADMINISTRATOR'))
    expect((await call('POST', '/v1/workflow/', { name: 'Ours' }, { cookie, ...headers })).status).toBe(201)
    const socket = await call('GET', '/v1/workflow/', undefined, { cookie, upgrade: 'websocket', ...headers })
    expect(socket.status).toBe(200)
  },
)

test('another site can log nobody in, as itself or by an invitation', async () => {
  await addAna()
  const origin = 'https://evil.example'
  expect(codeOf(await logIn(EMAIL, PASSWORD, { origin }))).toEqual([403, 'CSRF_REFUSED'])
  const set = await call('POST', '/v1/session/password', { token: 'x', password: PASSWORD }, { origin })
  expect(codeOf(set)).toEqual([403, 'CSRF_REFUSED'])
  expect((await logIn(EMAIL, PASSWORD, { origin: OWN_ORIGIN })).status).toBe(200)
})

const boss = { email: 'Boss@Example.com', name: 'Boss', password: PASSWORD }

test('the admin token makes the first administrator, who is logged in at once', async () => {
  const answer = await api('POST', '/v1/session/setup', boss)
  expect(answer.status).toBe(201)
  expect(answer.body.member).toMatchObject({ email: 'boss@example.com', role: 'ADMINISTRATOR' })
  expect(await whoAmI(givenCookie(answer))).toMatchObject({ name: 'Boss', role: 'ADMINISTRATOR' })
  expect((await call('GET', '/v1/session')).body.setup_required).toBe(false)
  expect((await logIn('boss@example.com', PASSWORD)).status).toBe(200)
  expect(codeOf(await api('POST', '/v1/session/setup', { ...boss, email: 'second@example.com' }))).toEqual([
    409,
    'SETUP_DONE',
  ])
})

test('of two first administrators at once, one is made', async () => {
  const both = ['one@example.com', 'two@example.com'].map((email) =>
    api('POST', '/v1/session/setup', { ...boss, email }),
  )
  expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([201, 409])
  expect((await api('GET', '/v1/members')).body.data).toHaveLength(1)
})

test('nobody sets up without the admin token', async () => {
  const { key } = (await api('POST', '/v1/api-keys', { name: 'Some', scopes: ['members.manage'] })).body
  expect((await call('POST', '/v1/session/setup', boss)).status).toBe(401)
  const byKey = await call('POST', '/v1/session/setup', boss, { authorization: `Bearer ${key}` })
  expect(codeOf(byKey)).toEqual([403, 'FORBIDDEN'])
  expect((await call('GET', '/v1/session')).body.setup_required).toBe(true)
})

test.each([
  ['/v1/session', { email: EMAIL }, 'password'],
  ['/v1/session', { email: 1, password: 'x' }, 'email'],
  ['/v1/session', { email: EMAIL, password: 'x'.repeat(201) }, 'password'],
  ['/v1/session/password', { password: PASSWORD }, 'token'],
  ['/v1/session/setup', { ...boss, password: 'boss@example.com' }, 'password'],
  ['/v1/session/setup', { ...boss, email: 'boss' }, 'email'],
])('to %s the body %j is refused by name', async (path, body, field) => {
  const answer = await api('POST', path, body)
  expect(codeOf(answer)).toEqual([422, 'VALIDATION_FAILED'])
  expect(answer.body.message).toContain(field)
})

test('on the full hour, sessions that have expired and old failures are removed', async () => {
  const member = await addAna()
  const now = Date.UTC(2030, 0, 1, 12, 0)
  const db = openDb(env.DB)
  await cookieOf(member, now - 30 * DAY_MS)
  await cookieOf(member, now - 30 * DAY_MS + 1)
  const attempt = 'INSERT INTO login_attempts (email_hash, count, last_at) VALUES (?, 1, ?)'
  await env.DB.prepare(attempt)
    .bind('old', now - DAY_MS)
    .run()
  await env.DB.prepare(attempt)
    .bind('new', now - DAY_MS + 1)
    .run()
  const left = async () => {
    const counts = ['sessions', 'login_attempts'].map((name) =>
      env.DB.prepare(`SELECT count(*) AS n FROM ${name}`),
    )
    return (await env.DB.batch<{ n: number }>(counts)).map(({ results }) => results[0]!.n)
  }
  await keepHouse(db, now + 60_000)
  expect(await left()).toEqual([2, 2])
  await keepHouse(db, now)
  expect(await left()).toEqual([1, 1])
})
