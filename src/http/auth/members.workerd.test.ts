import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { api, call } from '../../../test/support/api.ts'
import { browse, cookieOf, makeMember, removeEverybody } from '../../../test/support/people.ts'

beforeEach(removeEverybody)

const PASSWORD = 'correct horse battery'
const ana = { email: 'Ana@Example.com ', name: 'Ana', role: 'MEMBER' }

const setPassword = (token: string, password = PASSWORD) =>
  call('POST', '/v1/session/password', { token, password })
const logIn = (email: string, password = PASSWORD) => call('POST', '/v1/session', { email, password })
const isLoggedIn = async (cookie: string) => (await browse(cookie, 'GET', '/v1/session')).body.member !== null

test('a member is invited, sets a password and logs in with it', async () => {
  const { status, body } = await api('POST', '/v1/members', ana)
  expect(status).toBe(201)
  expect(body).toMatchObject({
    email: 'ana@example.com',
    name: 'Ana',
    role: 'MEMBER',
    has_password: false,
    last_login_at: null,
    invite_token: expect.stringMatching(/^[\w-]{43}$/),
  })
  const days = (Date.parse(body.invite_expires_at) - Date.parse(body.created)) / 86_400_000
  expect(days).toBe(7)
  const set = await setPassword(body.invite_token)
  expect([set.status, set.body.member.email]).toEqual([200, 'ana@example.com'])
  expect(set.headers.get('set-cookie')).toMatch(/^patchcord_session=/)
  expect((await logIn('ANA@example.com')).status).toBe(200)
  const [listed] = (await api('GET', '/v1/members')).body.data
  expect(listed).toMatchObject({ id: body.id, has_password: true, invite_expires_at: null })
  expect(listed.last_login_at).not.toBeNull()
})

test('an invitation is good once and for seven days, and is not kept readable', async () => {
  const { invite_token: token, id } = (await api('POST', '/v1/members', ana)).body
  const row = await env.DB.prepare('SELECT * FROM members').first()
  expect(JSON.stringify(row)).not.toContain(token)
  await env.DB.prepare('UPDATE members SET invite_expires_at = ?').bind(Date.now()).run()
  expect((await setPassword(token)).body.error_code).toBe('INVITE_NOT_FOUND')
  const renewed = (await api('POST', `/v1/members/${id}/invite`)).body.invite_token
  const answers = await Promise.all([setPassword(renewed), setPassword(renewed, 'another password')])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
  expect((await setPassword(renewed)).status).toBe(404)
  expect((await setPassword('')).status).toBe(404)
})

test('a member who is added with a password needs no invitation', async () => {
  const { status, body } = await api('POST', '/v1/members', { ...ana, password: PASSWORD })
  expect(status).toBe(201)
  expect(body).not.toHaveProperty('invite_token')
  expect((await logIn('ana@example.com')).status).toBe(200)
  const text = JSON.stringify([body, (await env.DB.prepare('SELECT * FROM members').all()).results])
  expect(text).not.toContain(PASSWORD)
})

test('inviting again ends the password and every session', async () => {
  const { id } = (await api('POST', '/v1/members', { ...ana, password: PASSWORD })).body
  const cookie = (await logIn('ana@example.com')).headers.get('set-cookie')!.split(';')[0]!
  expect(await isLoggedIn(cookie)).toBe(true)
  const { status, body } = await api('POST', `/v1/members/${id}/invite`)
  expect([status, body.has_password]).toEqual([200, false])
  expect(await isLoggedIn(cookie)).toBe(false)
  expect((await logIn('ana@example.com')).body.error_code).toBe('LOGIN_FAILED')
  await setPassword(body.invite_token, 'another password')
  expect((await logIn('ana@example.com', 'another password')).status).toBe(200)
})

test('an e-mail belongs to one member, also when two requests race', async () => {
  const answers = await Promise.all([
    api('POST', '/v1/members', ana),
    api('POST', '/v1/members', { ...ana, email: 'ANA@EXAMPLE.COM' }),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(answers.find(({ status }) => status === 409)?.body.error_code).toBe('EMAIL_TAKEN')
})

test('members are listed page by page', async () => {
  for (let n = 0; n < 3; n++) await makeMember('READER', { id: `m${n}`, createdAt: n })
  const { body } = await api('GET', '/v1/members?limit=2')
  expect(body).toMatchObject({ first_id: 'm2', last_id: 'm1', has_more: true, total_pages: 2 })
  expect(JSON.stringify(body)).not.toMatch(/hash|token/i)
})

test('another role ends the sessions, another name does not', async () => {
  await makeMember('ADMINISTRATOR')
  const member = await makeMember('MEMBER')
  const cookie = await cookieOf(member)
  const change = (body: object) => api('PATCH', `/v1/members/${member.id}`, body)
  expect((await change({ name: 'Renamed' })).body).toMatchObject({ name: 'Renamed', role: 'MEMBER' })
  expect((await change({ role: 'MEMBER' })).status).toBe(200)
  expect(await isLoggedIn(cookie)).toBe(true)
  expect((await change({ role: 'READER' })).body).toMatchObject({ name: 'Renamed', role: 'READER' })
  expect(await isLoggedIn(cookie)).toBe(false)
})

test('a member who is removed is logged out and gone', async () => {
  const member = await makeMember('MEMBER')
  const cookie = await cookieOf(member)
  expect((await api('DELETE', `/v1/members/${member.id}`)).status).toBe(204)
  expect(await isLoggedIn(cookie)).toBe(false)
  const left = await env.DB.prepare('SELECT count(*) AS n FROM sessions').first()
  expect(left).toEqual({ n: 0 })
  const again = await api('DELETE', `/v1/members/${member.id}`)
  expect([again.status, again.body.error_code]).toEqual([404, 'MEMBER_NOT_FOUND'])
})

test('the last administrator can be neither demoted nor removed, and stays logged in', async () => {
  const last = await makeMember('ADMINISTRATOR')
  const cookie = await cookieOf(last)
  await makeMember('MEMBER')
  for (const answer of [
    await api('PATCH', `/v1/members/${last.id}`, { role: 'READER', name: 'Nobody' }),
    await api('DELETE', `/v1/members/${last.id}`),
  ]) {
    expect([answer.status, answer.body.error_code]).toEqual([409, 'LAST_ADMINISTRATOR'])
    expect(answer.body.message).toContain(last.name)
  }
  expect(await isLoggedIn(cookie)).toBe(true)
  const kept = await api('PATCH', `/v1/members/${last.id}`, { role: 'ADMINISTRATOR', name: 'Boss' })
  expect(kept.body).toMatchObject({ role: 'ADMINISTRATOR', name: 'Boss' })
})

test.each([
  ['demoted', (id: string) => api('PATCH', `/v1/members/${id}`, { role: 'MEMBER' })],
  ['removed', (id: string) => api('DELETE', `/v1/members/${id}`)],
])('of two administrators who are %s at once, one stays', async (_, leave) => {
  const both = [await makeMember('ADMINISTRATOR'), await makeMember('ADMINISTRATOR')]
  const answers = await Promise.all(both.map(({ id }) => leave(id)))
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(1)
  const { body } = await api('GET', '/v1/members')
  expect(body.data.filter(({ role }: { role: string }) => role === 'ADMINISTRATOR')).toHaveLength(1)
})

test('nobody makes of others more than they are themselves', async () => {
  const boss = await makeMember('ADMINISTRATOR')
  const reader = await makeMember('READER')
  const { key } = (
    await api('POST', '/v1/api-keys', { name: 'Directory', scopes: ['members.manage', 'workflows.view'] })
  ).body
  const withKey = (method: string, path: string, body?: unknown) =>
    call(method, path, body, { authorization: `Bearer ${key}` })
  for (const answer of [
    await withKey('POST', '/v1/members', { ...ana, role: 'ADMINISTRATOR' }),
    await withKey('PATCH', `/v1/members/${reader.id}`, { role: 'ADMINISTRATOR' }),
    await withKey('POST', `/v1/members/${boss.id}/invite`),
  ]) {
    expect([answer.status, answer.body.error_code]).toEqual([403, 'FORBIDDEN'])
  }
  expect((await withKey('PATCH', `/v1/members/${reader.id}`, { name: 'Renamed' })).status).toBe(200)
  expect((await api('GET', '/v1/members')).body.data).toHaveLength(2)
})

test.each([
  [{ ...ana, email: 'nobody' }, 'email'],
  [{ ...ana, email: `${'a'.repeat(250)}@example.com` }, 'email'],
  [{ ...ana, role: 'OWNER' }, 'role'],
  [{ ...ana, name: ' ' }, 'name'],
  [{ ...ana, password: 'ninechars' }, 'password'],
  [{ ...ana, password: 'x'.repeat(201) }, 'password'],
  [{ ...ana, password: 'ANA@example.com' }, 'password'],
])('the member %j is refused by name and not added', async (body, field) => {
  const answer = await api('POST', '/v1/members', body)
  expect([answer.status, answer.body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
  expect(answer.body.message).toContain(field)
  if ('password' in body) expect(JSON.stringify(answer.body)).not.toContain(body.password)
  expect((await api('GET', '/v1/members')).body.data).toEqual([])
})

test('a bad password leaves the invitation as it was', async () => {
  const { invite_token: token } = (await api('POST', '/v1/members', ana)).body
  for (const password of ['ninechars', 'x'.repeat(201), 'ana@example.com']) {
    const { status, body } = await setPassword(token, password)
    expect([status, body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
    expect(JSON.stringify(body)).not.toContain(password)
  }
  expect((await setPassword(token)).status).toBe(200)
})

test.each([{}, { role: 'OWNER' }, { name: '' }])('the change %j is refused', async (change) => {
  const { id } = await makeMember('READER')
  expect((await api('PATCH', `/v1/members/${id}`, change)).status).toBe(422)
})

test('who is not there is not found', async () => {
  for (const [method, path, body] of [
    ['PATCH', '/v1/members/member_nobody', { role: 'READER' }],
    ['POST', '/v1/members/member_nobody/invite'],
    ['DELETE', '/v1/members/member_nobody'],
  ] as const) {
    const answer = await api(method, path, body)
    expect([answer.status, answer.body.error_code]).toEqual([404, 'MEMBER_NOT_FOUND'])
  }
})
