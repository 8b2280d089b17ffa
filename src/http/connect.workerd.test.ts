import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { api, call } from '../../test/support/api.ts'
import { type FakeSlack, fakeSlack } from '../../test/support/fake-slack.ts'
import { answersWith, comeBack, tokenAnswer } from '../../test/support/oauth.ts'

const PATH = '/v1/workflow/connection-requests'
const SECRET = 'xoxb-typed-by-a-client'

let slack: FakeSlack
beforeEach(async () => {
  slack = fakeSlack()
  slack.tokens.add(SECRET)
  await api('DELETE', '/v1/workflow/oauth-apps/slack')
})
afterEach(() => vi.restoreAllMocks())

async function asked(changes: object = {}) {
  const body = { piece_name: 'slack', display_name: 'Slack of <Sol>', ...changes }
  const answer = await api('POST', PATH, body)
  expect(answer.status).toBe(201)
  return { ...answer.body, path: new URL(answer.body.url).pathname }
}

const send = (path: string, fields: Record<string, string>) =>
  call('POST', path, new URLSearchParams(fields).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  })

const state = async (id: string) =>
  (await api('GET', PATH)).body.data.find((each: { id: string }) => each.id === id)

test('a client fills in a form without an account, once, and learns only that it worked', async () => {
  const request = await asked()
  expect(request).toMatchObject({ status: 'PENDING', language: 'en', connection_id: null })
  const page = await call('GET', request.path)
  expect(page.status).toBe(200)
  expect(page.body).toMatch(/<input type="password" name="secret_text"[^>]*required>/)
  expect(page.body).toContain('Slack of &lt;Sol&gt;')
  expect(page.body.match(/Starts with xoxb-/g)).toHaveLength(1)
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none';.*form-action 'self'.*frame-ancestors 'none'$/,
  )
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  expect(page.body).not.toMatch(/src=|href=/)

  const sent = await send(request.path, { kind: '0', secret_text: SECRET })
  expect(sent.status).toBe(200)
  expect(sent.body).toContain('Connected')
  expect(sent.body).not.toMatch(/conn_|planted/)

  const after = await state(request.id)
  expect(after.status).toBe('COMPLETED')
  const made = await api('GET', `/v1/workflow/connections/${after.connection_id}`)
  expect(made.body).toMatchObject({ display_name: 'Slack of <Sol>', type: 'SECRET_TEXT', status: 'ACTIVE' })
  for (const again of [await call('GET', request.path), await send(request.path, { secret_text: SECRET })]) {
    expect(again.status).toBe(410)
  }
})

test('of ten forms sent in at once one makes a connection', async () => {
  const request = await asked({ display_name: 'Raced' })
  const sent = await Promise.all(
    Array.from({ length: 10 }, () => send(request.path, { secret_text: SECRET })),
  )
  expect(sent.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(410)])
  expect((await api('GET', '/v1/workflow/connections?search=Raced')).body).toHaveLength(1)
})

test('what does not fit or is refused brings the form back, without what was typed', async () => {
  const request = await asked({ language: 'es' })
  const empty = await send(request.path, { secret_text: '' })
  expect(empty.status).toBe(422)
  expect(empty.body).toContain('No ha funcionado')
  const refused = await send(request.path, { secret_text: 'xoxb-mistyped-secret' })
  expect(refused.status).toBe(422)
  expect(refused.body).toContain('invalid_auth')
  expect(refused.body).not.toContain('xoxb-mistyped-secret')
  expect((await send(request.path, { secret_text: SECRET })).status).toBe(200)
})

test('credentials cannot be tried out on a link without end', async () => {
  const request = await asked()
  for (let n = 0; n < 20; n++) await send(request.path, { secret_text: 'xoxb-guess' })
  const limited = await send(request.path, { secret_text: SECRET })
  expect([limited.status, limited.body.includes('tried too often')]).toEqual([429, true])
})

test.each(['nothing', 'a'.repeat(43), '%00'])('the link /connect/%s leads nowhere', async (token) => {
  expect((await call('GET', `/connect/${token}`)).status).toBe(410)
  expect((await send(`/connect/${token}`, { secret_text: SECRET })).status).toBe(410)
})

test('a link can be revoked, replaced and runs out', async () => {
  const request = await asked({ expires_in_days: 1 })
  expect(Date.parse(request.expires) - Date.parse(request.created)).toBeLessThanOrEqual(86_400_000)
  expect((await api('DELETE', `${PATH}/${request.id}`)).status).toBe(204)
  expect((await call('GET', request.path)).status).toBe(410)
  expect((await state(request.id)).status).toBe('REVOKED')

  const { body: anew } = await api('POST', `${PATH}/${request.id}/regenerate`, { expires_in_days: 2 })
  expect(anew.url).not.toBe(request.url)
  expect((await call('GET', request.path)).status).toBe(410)
  expect((await call('GET', new URL(anew.url).pathname)).status).toBe(200)

  await env.DB.prepare('UPDATE connection_requests SET expires_at = ? WHERE id = ?')
    .bind(Date.now(), request.id)
    .run()
  expect((await call('GET', new URL(anew.url).pathname)).status).toBe(410)
  expect((await state(request.id)).status).toBe('EXPIRED')
})

test('a login goes through the service and ends in the browser that began it', async () => {
  const app = { client_id: 'app', client_secret: 'app-secret' }
  await api('PUT', '/v1/workflow/oauth-apps/slack', app)
  answersWith(slack, tokenAnswer('client'))
  const begin = async (path: string) => {
    const page = await send(path, { kind: '0' })
    const address = /href="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const cookie = page.headers.get('set-cookie') ?? ''
    return { state: new URL(address).searchParams.get('state') ?? '', cookie }
  }
  const request = await asked({ language: 'es' })
  expect((await call('GET', request.path)).body).toContain('Conectar con Slack')
  const first = await begin(request.path)
  expect(first.cookie).toMatch(/HttpOnly.*SameSite=Lax/)
  const elsewhere = await comeBack({ state: first.state, code: 'c' })
  expect([elsewhere.status, slack.asked.length]).toEqual([400, 0])

  const second = await begin(request.path)
  const done = await comeBack({ state: second.state, code: 'c' }, second.cookie.split(';')[0])
  expect(done.status).toBe(200)
  expect(done.body).toContain('Conectado')
  expect(done.body).not.toMatch(/conn_|<script/)
  expect((await state(request.id)).status).toBe('COMPLETED')
})

test.each([
  [{ piece_name: 'nothing-like-it' }, 404, 'PIECE_UNKNOWN'],
  [{ piece_name: 'http' }, 422, 'OAUTH_APP_MISSING'],
  [{ expires_in_days: 31 }, 422, 'VALIDATION_FAILED'],
  [{ expires_in_days: 0 }, 422, 'VALIDATION_FAILED'],
  [{ language: 'fr' }, 422, 'VALIDATION_FAILED'],
  [{ display_name: '' }, 422, 'VALIDATION_FAILED'],
])('the request %j is refused', async (changes, status, code) => {
  const { status: given, body } = await api('POST', PATH, {
    piece_name: 'slack',
    display_name: 'x',
    ...changes,
  })
  expect([given, body.error_code]).toEqual([status, code])
})

test('a request that is not there is not found', async () => {
  expect((await api('DELETE', `${PATH}/creq_nothing`)).body.error_code).toBe('CONNECTION_REQUEST_NOT_FOUND')
  expect((await api('POST', `${PATH}/creq_nothing/regenerate`)).status).toBe(404)
})

test('the link is nowhere kept as it was sent', async () => {
  const request = await asked()
  const token = request.path.split('/').at(-1)
  const { results } = await env.DB.prepare('SELECT * FROM connection_requests').all()
  expect(JSON.stringify(results)).not.toContain(token)
  expect(JSON.stringify((await api('GET', PATH)).body)).not.toContain(token)
})
