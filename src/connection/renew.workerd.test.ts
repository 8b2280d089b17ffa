import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { api } from '../../test/support/api.ts'
import { type FakeSlack, fakeSlack } from '../../test/support/fake-slack.ts'
import { answersWith, logIn, tokenAnswer } from '../../test/support/oauth.ts'
import { isObject } from '../json.ts'
import { renewIdle } from '../schedule/renewals.ts'
import type { ConnectionObject } from './connection-object.ts'
import { forgetConnection, openConnections, renewConnection } from './open.ts'
import { seal, unseal } from './seal.ts'
import type { OAuthValue } from './value.ts'

let slack: FakeSlack
beforeEach(() => {
  slack = fakeSlack()
  answersWith(slack, tokenAnswer(1))
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const rowOf = (id: string) =>
  env.DB.prepare('SELECT * FROM connections WHERE id = ?').bind(id).first<Record<string, string>>()
const stored = async (id: string) => unseal<OAuthValue>(env, (await rowOf(id))!.secret!, id)
const tokenOf = (value: unknown) => (isObject(value) ? value.access_token : undefined)

/** What a step gets now; nothing is taken from memory. */
async function open(id: string) {
  forgetConnection(id)
  return tokenOf((await openConnections(env, [id]))[id]?.value)
}

/** A connection whose token ran out, or runs out in `inSeconds`. */
async function due(inSeconds = -10): Promise<string> {
  const id = await logIn()
  const value = await stored(id)
  await change(id, { claimed_at: Math.floor(Date.now() / 1000) - value.expires_in! + inSeconds })
  slack.asked.length = 0
  return id
}

async function change(id: string, changes: Partial<OAuthValue>): Promise<void> {
  const secret = await seal(env, { ...(await stored(id)), ...changes }, id)
  await env.DB.prepare('UPDATE connections SET secret = ? WHERE id = ?').bind(secret, id).run()
  forgetConnection(id)
}

const isRefresh = expect.objectContaining({ grant_type: 'refresh_token', refresh_token: 'xoxe-refresh-1' })

test('a step gets the token and none of what only renewing takes', async () => {
  const id = await logIn()
  const { value, secrets } = (await openConnections(env, [id]))[id]!
  expect(value).toMatchObject({
    id,
    type: 'OAUTH2',
    access_token: 'xoxe-access-1',
    data: { team: { id: 'T1' } },
  })
  expect(JSON.stringify(value)).not.toMatch(/refresh-1|own-client-secret/)
  expect(secrets).toEqual(expect.arrayContaining(['xoxe-access-1', 'xoxe-refresh-1', 'own-client-secret']))
  expect(secrets).not.toContain('T1')
  expect(slack.asked).toHaveLength(1)
})

test('twenty steps at once make one request for a new token, and all get it', async () => {
  const id = await due()
  answersWith(slack, tokenAnswer(2), tokenAnswer(3))
  const tokens = await Promise.all(Array.from({ length: 20 }, () => open(id)))
  expect(tokens).toEqual(Array(20).fill('xoxe-access-2'))
  expect(slack.asked).toEqual([isRefresh])
  expect(await stored(id)).toMatchObject({ access_token: 'xoxe-access-2', refresh_token: 'xoxe-refresh-2' })
})

test('twenty refused steps at once make one request for a new token, and all get it', async () => {
  const id = await logIn()
  answersWith(slack, tokenAnswer(2), tokenAnswer(3))
  const opened = (await openConnections(env, [id]))[id]!
  const renewed = await Promise.all(Array.from({ length: 20 }, () => renewConnection(env, id, opened.value)))
  expect(renewed.map((each) => tokenOf(each?.value))).toEqual(Array(20).fill('xoxe-access-2'))
  expect(slack.asked.slice(1)).toEqual([isRefresh])
})

test.each([
  ['is renewed five minutes ahead', 290, 1],
  ['is left alone until then', 370, 0],
])('a token %s', async (_, inSeconds, requests) => {
  const id = await due(inSeconds)
  answersWith(slack, tokenAnswer(2))
  await open(id)
  expect(slack.asked).toHaveLength(requests)
})

test('a short-lived token is renewed in the last quarter of its life', async () => {
  answersWith(slack, tokenAnswer(1, { expires_in: 60 }))
  const id = await due(20)
  await open(id)
  expect(slack.asked).toHaveLength(0)
  await change(id, { claimed_at: Math.floor(Date.now() / 1000) - 50 })
  await open(id)
  expect(slack.asked).toHaveLength(1)
})

test('a refresh token that is not replaced stays, and the next renewal uses the one that was', async () => {
  const id = await due()
  answersWith(slack, tokenAnswer(2, { refresh_token: undefined }))
  await open(id)
  expect(await stored(id)).toMatchObject({ access_token: 'xoxe-access-2', refresh_token: 'xoxe-refresh-1' })
})

test('without a refresh token nothing is renewed, whatever the time', async () => {
  answersWith(slack, tokenAnswer(1, { refresh_token: undefined }))
  const id = await due()
  expect(await open(id)).toBe('xoxe-access-1')
  const { value } = (await openConnections(env, [id]))[id]!
  expect(await renewConnection(env, id, value)).toBeUndefined()
  expect(slack.asked).toEqual([])
})

test('a client that logs in by itself does so again', async () => {
  const id = await due()
  await change(id, { grant_type: 'client_credentials', refresh_token: undefined as never })
  answersWith(slack, tokenAnswer(2))
  expect(await open(id)).toBe('xoxe-access-2')
  expect(slack.asked).toMatchObject([
    { grant_type: 'client_credentials', client_secret: 'own-client-secret' },
  ])
})

test('a grant that has ended makes the connection inactive with the reason, until it is reconnected', async () => {
  const id = await due()
  answersWith(slack, { ok: false, error: 'invalid_grant', error_description: 'revoked by Ana' } as never)
  const inactive = {
    code: 'CONNECTION_INACTIVE',
    message: expect.stringMatching(/revoked by Ana.*Reconnect/),
  }
  await expect(open(id)).rejects.toMatchObject(inactive)
  await expect(open(id)).rejects.toMatchObject(inactive)
  expect(slack.asked).toHaveLength(1)
  expect((await api('GET', `/v1/workflow/connections/${id}`)).body).toMatchObject({
    status: 'ERROR',
    status_reason: expect.stringContaining('revoked by Ana'),
  })
  slack.tokens.add('xoxb-typed-in')
  const value = { secret_text: 'xoxb-typed-in' }
  await api('PUT', `/v1/workflow/connections/${id}/value`, { type: 'SECRET_TEXT', value })
  const opened = (await openConnections(env, [id]))[id]
  expect(opened?.value).toMatchObject({ type: 'SECRET_TEXT', secret_text: 'xoxb-typed-in' })
})

test.each([
  ['has trouble', () => Response.json({ error: 'x' }, { status: 500 })],
  ['says another error', () => Response.json({ error: 'invalid_client' }, { status: 401 }), false],
  ['hangs', () => Promise.reject(new DOMException('timed out', 'TimeoutError'))],
  ['answers a page', () => new Response('<html>')],
])(
  'a token endpoint that %s costs nothing: the token there is stays, and it is left alone for a while',
  async (_, answer, retryable = true) => {
    const id = await due()
    slack.answer = answer
    expect(await Promise.all([open(id), open(id)])).toEqual(['xoxe-access-1', 'xoxe-access-1'])
    expect(slack.asked).toHaveLength(1)
    expect((await rowOf(id))?.status).toBe('ACTIVE')
    const { value } = (await openConnections(env, [id]))[id]!
    await expect(renewConnection(env, id, value)).rejects.toMatchObject({
      code: 'CONNECTION_REFRESH_FAILED',
      retryable,
    })
    vi.setSystemTime(Date.now() + 31_000)
    answersWith(slack, tokenAnswer(2))
    expect(await open(id)).toBe('xoxe-access-2')
  },
)

test('a token that did not reach the database is not lost: the next step brings it there', async () => {
  const id = await due()
  answersWith(slack, tokenAnswer(2), tokenAnswer(3))
  const object = env.CONNECTIONS.getByName(id)
  await runInDurableObject(object, async (instance: ConnectionObject, state) => {
    const deps = Reflect.get(instance, 'deps') as { outbox: { put(text: string): Promise<void> } }
    const before = await stored(id)
    const renewed = { replaces: before.access_token, value: { ...before, access_token: 'xoxe-access-2' } }
    // As `renew` leaves it when the process dies before D1 has answered.
    await deps.outbox.put(await seal(env, renewed, `outbox of ${id}`))
    expect(JSON.stringify([...(await state.storage.list())])).not.toContain('xoxe-access')
  })
  const opened = await renewConnection(env, id, { access_token: 'xoxe-access-1' })
  expect(tokenOf(opened?.value)).toBe('xoxe-access-2')
  expect(await stored(id)).toMatchObject({ access_token: 'xoxe-access-2' })
})

test('what was reconnected meanwhile is not overwritten by a token that comes late', async () => {
  const id = await due()
  slack.answer = async () => {
    await change(id, { access_token: 'xoxe-reconnected', claimed_at: Math.floor(Date.now() / 1000) })
    return Response.json(tokenAnswer(2))
  }
  await open(id)
  expect(await open(id)).toBe('xoxe-reconnected')
})

test('a renewed token outlives that the key was changed while it was asked for', async () => {
  const id = await due()
  slack.answer = async () => {
    await change(id, {})
    return Response.json(tokenAnswer(2))
  }
  await open(id)
  expect(await stored(id)).toMatchObject({ access_token: 'xoxe-access-2', refresh_token: 'xoxe-refresh-2' })
})

test('what is deleted is gone at once, and what is missing is said by its id', async () => {
  const id = await logIn()
  await openConnections(env, [id])
  await api('DELETE', `/v1/workflow/connections/${id}`)
  await expect(openConnections(env, [id])).rejects.toMatchObject({
    code: 'CONNECTION_NOT_FOUND',
    message: expect.stringContaining(id),
  })
})

test('a change in the database is seen within seconds', async () => {
  const id = await logIn()
  await openConnections(env, [id])
  await env.DB.prepare('DELETE FROM connections WHERE id = ?').bind(id).run()
  expect(Object.keys(await openConnections(env, [id]))).toEqual([id])
  vi.setSystemTime(Date.now() + 5_001)
  await expect(openConnections(env, [id])).rejects.toMatchObject({ code: 'CONNECTION_NOT_FOUND' })
})

test('a token that nobody uses is renewed by cron, in the hour of its connection and in no other', async () => {
  const id = await due()
  const share = Number.parseInt(id.slice(-2), 16)
  const HOUR = 3_600_000
  const hours = Math.ceil(Date.now() / HOUR)
  const its = (hours + ((share - (hours % 256) + 256) % 256)) * HOUR
  await renewIdle(env, its + HOUR)
  await renewIdle(env, its + 60_000)
  expect(slack.asked).toEqual([])
  await renewIdle(env, its)
  expect(slack.asked).toEqual([isRefresh])
  await renewIdle(env, its)
  expect(slack.asked).toHaveLength(1)
})

test('a grant that has ended shows before anybody needs it, and does not keep the others', async () => {
  const [ended, other] = [await due(), await due()]
  const ids = [ended, other].map((id) => `${id.slice(0, -2)}ee`)
  for (const [at, id] of [ended, other].entries()) {
    const secret = await seal(env, await stored(id), ids[at]!)
    await env.DB.prepare('UPDATE connections SET id = ?, secret = ? WHERE id = ?')
      .bind(ids[at], secret, id)
      .run()
  }
  answersWith(slack, { ok: false, error: 'invalid_refresh_token' })
  const HOUR = 3_600_000
  const its = Math.ceil(Date.now() / HOUR / 256) * 256 * HOUR + 0xee * HOUR
  await renewIdle(env, its)
  expect(slack.asked).toHaveLength(2)
  for (const id of ids) expect((await rowOf(id))?.status).toBe('ERROR')
})
