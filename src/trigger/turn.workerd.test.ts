import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { addWorkflow, api } from '../../test/support/api.ts'
import { payloadsOf } from '../../test/support/runs-of.ts'
import { type Script, script, scriptedDefinition } from '../../test/support/scripted-piece.ts'
import { CodedError } from '../errors.ts'
import type { PollItem } from '../piece/trigger.ts'
import { createStore } from '../run/store-client.ts'
import { tick } from '../schedule/tick.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Time goes on from test to test, so that a poll is due again. */
let now = Date.now()
const nextPoll = () => {
  now += 6 * MINUTE
  return tick(env, now)
}
let names = 0
const item = (id: string, at?: number): PollItem => ({ id, data: { id }, ...(at !== undefined && { at }) })
const polls = ({ calls }: Script) => calls.filter(({ part }) => part === 'poll').length

async function polled(...items: PollItem[]): Promise<{ id: string; service: Script; source: string }> {
  const source = `polled-${++names}`
  const service = script(source)
  service.items = items
  const id = await addWorkflow(scriptedDefinition('polled', { source }))
  return { id, service, source }
}
const rowOf = (id: string) =>
  env.DB.prepare('SELECT * FROM triggers WHERE workflow_id = ?')
    .bind(id)
    .first<Record<'status' | 'cursor' | 'lease', string> & Record<'failures' | 'next_at', number>>()
const read = async (id: string) => (await api('GET', `/v1/workflow/${id}`)).body
const down = new CodedError('SERVICE_UNAVAILABLE', 'Scripted has trouble.', { retryable: true })

test('each new item starts one run; what was there before starts none', async () => {
  const { id, service } = await polled(item('old', 1))
  await nextPoll()
  service.items = [item('b', 3), item('a', 2), item('old', 1)]
  await nextPoll()
  await nextPoll()
  expect(new Set(await payloadsOf(id, 2))).toEqual(new Set([{ id: 'a' }, { id: 'b' }]))
  expect(service.calls.at(-1)).toEqual({ part: 'poll', since: 3 })
  const { body } = await api('GET', `/v1/workflow/${id}/executions`)
  expect(body.data).toHaveLength(2)
})

test('is polled at its interval and not before', async () => {
  const { service } = await polled()
  await tick(env, Date.now() + MINUTE)
  expect(polls(service)).toBe(1)
  await nextPoll()
  expect(polls(service)).toBe(2)
})

test('ticks at the same moment poll once', async () => {
  const { id, service } = await polled()
  service.items = [item('a')]
  now += 6 * MINUTE
  await Promise.all([tick(env, now), tick(env, now), tick(env, now)])
  expect(polls(service)).toBe(2)
  expect(await payloadsOf(id, 1)).toEqual([{ id: 'a' }])
})

test('a poll that dies before it could remember starts nothing twice', async () => {
  const { id, service } = await polled()
  const before = await rowOf(id)
  service.items = [item('a'), item('b')]
  await nextPoll()
  await payloadsOf(id, 2)
  await env.DB.prepare('UPDATE triggers SET cursor = ?, next_at = ? WHERE workflow_id = ?')
    .bind(before!.cursor, 1, id)
    .run()
  service.items = [item('c'), item('a'), item('b')]
  await nextPoll()
  expect(new Set(await payloadsOf(id, 3))).toEqual(new Set([{ id: 'a' }, { id: 'b' }, { id: 'c' }]))
  const { body } = await api('GET', `/v1/workflow/${id}/executions`)
  expect(body.data).toHaveLength(3)
})

test('a tick that dies in the middle is followed by another once its claim has run out', async () => {
  const { id, service } = await polled()
  now += 6 * MINUTE
  await env.DB.prepare("UPDATE triggers SET lease = 'dead', next_at = ? WHERE workflow_id = ?")
    .bind(now + 3 * MINUTE, id)
    .run()
  await tick(env, now)
  expect(polls(service)).toBe(1)
  await nextPoll()
  expect(polls(service)).toBe(2)
})

test('what a poll found while the workflow was switched does not overwrite what came of that', async () => {
  const { id, service } = await polled()
  const reached = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  service.before = async () => {
    reached.resolve()
    await goOn.promise
  }
  const ticking = nextPoll()
  await reached.promise
  service.before = () => undefined
  await api('PATCH', `/v1/workflow/${id}/status`, { status: 'DISABLED' })
  goOn.resolve()
  await ticking
  expect(await rowOf(id)).toBeNull()
})

test('the memory survives a new version with the same trigger', async () => {
  const { id, service, source } = await polled(item('old'))
  service.items = [item('a'), item('old')]
  await nextPoll()
  await payloadsOf(id, 1)
  const made = scriptedDefinition('polled', { source })
  await api('POST', `/v1/workflow/${id}/import`, { ...made, displayName: 'Another name' })
  expect((await api('POST', `/v1/workflow/${id}/publish`)).status).toBe(200)
  expect(polls(service)).toBe(2)
  service.items = [item('b'), item('a'), item('old')]
  await nextPoll()
  expect(await payloadsOf(id, 2)).toEqual(expect.arrayContaining([{ id: 'a' }, { id: 'b' }]))
})

test('failures wait ever longer, show on the workflow, and are forgotten with the first success', async () => {
  const { id, service } = await polled()
  service.before = () => {
    throw down
  }
  await nextPoll()
  const first = await rowOf(id)
  expect(first).toMatchObject({ status: 'ACTIVE', failures: 1, next_at: now + 10 * MINUTE })
  expect((await read(id)).trigger_error).toEqual({
    code: 'SERVICE_UNAVAILABLE',
    message: 'Scripted has trouble.',
  })
  now += 11 * MINUTE
  await tick(env, now)
  expect(await rowOf(id)).toMatchObject({ failures: 2, next_at: now + 20 * MINUTE })
  service.before = () => undefined
  now += HOUR
  await tick(env, now)
  expect(await rowOf(id)).toMatchObject({ status: 'ACTIVE', failures: 0 })
  expect((await read(id)).trigger_error).toBeNull()
})

test('twenty failures in a row end it, and enabling it again goes on where it was', async () => {
  const { id, service } = await polled(item('old'))
  service.before = () => {
    throw down
  }
  for (let n = 0; n < 20; n++) {
    now += 6 * HOUR + MINUTE
    await tick(env, now)
  }
  expect(await read(id)).toMatchObject({ status: 'ENABLED', trigger_status: 'ERROR' })
  const before = polls(service)
  now += 24 * HOUR
  await tick(env, now)
  expect(polls(service)).toBe(before)
  service.before = () => undefined
  service.items = [item('missed'), item('old')]
  await api('PATCH', `/v1/workflow/${id}/status`, { status: 'ENABLED' })
  expect(await read(id)).toMatchObject({ trigger_status: 'ACTIVE', trigger_error: null })
  await nextPoll()
  expect(await payloadsOf(id, 1)).toEqual([{ id: 'missed' }])
})

test('a trigger that hangs is given up, and the others have their turn', async () => {
  const { id, service } = await polled()
  const { service: other } = await polled()
  service.before = () => new Promise(() => undefined)
  const set = globalThis.setTimeout
  vi.stubGlobal('setTimeout', (fn: () => void, ms: number) => set(fn, ms === 60_000 ? 50 : ms))
  try {
    await nextPoll()
  } finally {
    vi.unstubAllGlobals()
    service.before = () => undefined
  }
  expect((await read(id)).trigger_error.code).toBe('TRIGGER_TIMEOUT')
  expect(polls(other)).toBe(2)
})

test('has a store of its own', async () => {
  const { id } = await polled()
  await nextPoll()
  expect(await createStore(env.STORES, `trigger:${id}`).get('polls')).toBe(2)
})

test('an item too large for a run is said, and does not stop those after it', async () => {
  const { id, service } = await polled()
  service.items = [item('b', 2), { id: 'a', at: 1, data: 'x'.repeat(2 * 1024 * 1024) }]
  await nextPoll()
  expect(await payloadsOf(id, 1)).toEqual([{ id: 'b' }])
  expect((await read(id)).trigger_error.code).toBe('PAYLOAD_TOO_LARGE')
})

test('a workflow that was switched off behind its back is polled no more', async () => {
  const { id, service } = await polled()
  await env.DB.prepare("UPDATE workflows SET status = 'DISABLED' WHERE id = ?").bind(id).run()
  await nextPoll()
  expect(polls(service)).toBe(1)
  expect(await rowOf(id)).toBeNull()
})
