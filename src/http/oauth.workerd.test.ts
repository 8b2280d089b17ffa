import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { api } from '../../test/support/api.ts'
import { type FakeSlack, fakeSlack } from '../../test/support/fake-slack.ts'
import { answersWith, comeBack, logIn, startLogin, tokenAnswer } from '../../test/support/oauth.ts'
import { browse, cookieOf, givenCookie, makeMember } from '../../test/support/people.ts'

const APP = '/v1/workflow/oauth-apps/slack'

let slack: FakeSlack
beforeEach(async () => {
  slack = fakeSlack()
  answersWith(slack, tokenAnswer('first'))
  await api('DELETE', APP)
})
afterEach(() => vi.restoreAllMocks())

const read = async (id: string) => (await api('GET', `/v1/workflow/connections/${id}`)).body

test('a login leads to the service, comes back once, and its window tells the opener', async () => {
  const { url, state } = await startLogin()
  expect(url.origin + url.pathname).toBe('https://slack.com/oauth/v2/authorize')
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: 'own-client',
    redirect_uri: 'http://patchcord.test/oauth/callback',
    state,
    scope: expect.stringContaining('chat:write,'),
  })
  const { status, body, headers } = await comeBack({ state, code: 'the-code' })
  expect(status).toBe(200)
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(body).toMatch(
    /postMessage\(\{"type":"patchcord.connection","connection_id":"conn_\w+"\}, "http:\/\/patchcord.test"\)/,
  )
  expect(slack.asked).toEqual([
    {
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: 'http://patchcord.test/oauth/callback',
      client_id: 'own-client',
      client_secret: 'own-client-secret',
    },
  ])
  const id = /conn_\w+/.exec(body)?.[0] ?? ''
  expect(await read(id)).toMatchObject({ display_name: 'Logged in', type: 'OAUTH2', status: 'ACTIVE' })
  const again = await comeBack({ state, code: 'the-code' })
  expect([again.status, slack.asked.length]).toEqual([400, 1])
})

test('a state that comes back many times at once is good for one', async () => {
  const { state } = await startLogin()
  const answers = await Promise.all(Array.from({ length: 10 }, () => comeBack({ state, code: 'the-code' })))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(slack.asked).toHaveLength(1)
})

test.each(['', 'made-up'])('the state %j is not one of ours', async (state) => {
  const { status, body } = await comeBack({ state, code: 'the-code' })
  expect(status).toBe(400)
  expect(body).toContain('Start it again')
  expect(slack.asked).toEqual([])
})

test('a state runs out', async () => {
  const { state } = await startLogin()
  await env.DB.prepare('UPDATE oauth_states SET expires_at = ?').bind(Date.now()).run()
  expect((await comeBack({ state, code: 'the-code' })).status).toBe(400)
})

test('a login that the user or the service refuses makes no connection, and markup in it stays text', async () => {
  const { state } = await startLogin({ display_name: 'Denied' })
  const denied = await comeBack({ state, error: '</script><b>access_denied' })
  expect(denied.status).toBe(422)
  expect(denied.body).not.toContain('<b>')
  expect(denied.body).toContain('access_denied')
  answersWith(slack, { ok: false, error: 'invalid_code' } as never)
  const refused = await comeBack({ state: (await startLogin({ display_name: 'Denied' })).state, code: 'c' })
  expect(refused.status).toBe(422)
  expect(refused.body).toContain('invalid_code')
  expect((await api('GET', '/v1/workflow/connections?search=Denied')).body).toEqual([])
})

test("the piece's app is used where a login brings no client, and its secret is never shown", async () => {
  const without = await api('POST', '/v1/workflow/connections/oauth/start', { piece_name: 'slack' })
  expect([without.status, without.body.error_code]).toEqual([422, 'OAUTH_APP_MISSING'])
  expect((await api('GET', APP)).status).toBe(404)
  const app = { client_id: 'app-client', client_secret: 'app-planted-secret' }
  const put = await api('PUT', APP, app)
  expect(put.body).toMatchObject({
    piece_name: '@activepieces/piece-slack',
    client_id: 'app-client',
    redirect_url: 'http://patchcord.test/oauth/callback',
  })
  expect((await api('GET', APP)).body).toEqual(put.body)
  expect(JSON.stringify(put.body)).not.toContain('planted')
  const id = await logIn({ client_id: undefined, client_secret: undefined })
  expect(slack.asked[0]).toMatchObject({ client_id: 'app-client', client_secret: 'app-planted-secret' })
  expect((await read(id)).type).toBe('PLATFORM_OAUTH2')
})

test.each([
  ['/v1/workflow/oauth-apps/http', { client_id: 'a', client_secret: 'b' }, 422],
  ['/v1/workflow/oauth-apps/nothing', { client_id: 'a', client_secret: 'b' }, 404],
  [APP, { client_id: 'a' }, 422],
])('an app for %s with a fault is refused', async (path, body, status) => {
  expect((await api('PUT', path, body)).status).toBe(status)
})

test('a connection is reconnected by another login, with the client it had', async () => {
  const id = await logIn()
  await env.DB.prepare("UPDATE connections SET status = 'ERROR' WHERE id = ?").bind(id).run()
  answersWith(slack, tokenAnswer('second'))
  const { body } = await api('POST', '/v1/workflow/connections/oauth/start', { connection_id: id })
  await comeBack({ state: body.state, code: 'another-code' })
  expect(slack.asked[1]).toMatchObject({ code: 'another-code', client_secret: 'own-client-secret' })
  expect(await read(id)).toMatchObject({ id, display_name: 'Logged in', status: 'ACTIVE' })
})

test('a login that a member starts in a browser ends in that browser only', async () => {
  const cookie = await cookieOf(await makeMember('MEMBER'))
  const body = { piece_name: 'slack', display_name: 'By a member', client_id: 'c', client_secret: 's' }
  const begin = () => browse(cookie, 'POST', '/v1/workflow/connections/oauth/start', body)
  const elsewhere = await comeBack({ state: (await begin()).body.state, code: 'c' })
  expect([elsewhere.status, slack.asked.length]).toEqual([400, 0])
  const started = await begin()
  const done = await comeBack({ state: started.body.state, code: 'c' }, givenCookie(started))
  expect(done.status).toBe(200)
})

test("a code that the caller got is exchanged as Diga's create has it", async () => {
  const { status, body } = await api('POST', '/v1/workflow/connections', {
    piece_name: 'slack',
    display_name: 'By code',
    type: 'OAUTH2',
    value: { client_id: 'c', client_secret: 's', code: 'a-code', redirect_url: 'https://panel.example/back' },
  })
  expect([status, body.type]).toEqual([200, 'OAUTH2'])
  expect(slack.asked[0]).toMatchObject({ code: 'a-code', redirect_uri: 'https://panel.example/back' })
})

test('a token that the service itself does not take makes no connection', async () => {
  slack.answer = () => Response.json(tokenAnswer('useless'))
  const { state } = await startLogin()
  const { status, body } = await comeBack({ state, code: 'c' })
  expect(status).toBe(422)
  expect(body).toContain('CONNECTION_REFUSED')
  expect(body).not.toContain('xoxe-access-useless')
})
