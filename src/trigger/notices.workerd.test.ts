import { env } from 'cloudflare:workers'
import { Webhook } from 'standardwebhooks'
import { afterEach, expect, test, vi } from 'vitest'
import { addWorkflow, api } from '../../test/support/api.ts'
import { wasteful, watchedDb } from '../../test/support/query-plans.ts'
import { script, scriptedDefinition } from '../../test/support/scripted-piece.ts'
import { listNotices } from '../db/notices.ts'
import { CodedError } from '../errors.ts'
import { tick } from '../schedule/tick.ts'

afterEach(() => vi.restoreAllMocks())

const URL_OF_NOTICES = 'https://ops.example/patchcord'
const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`
const bindings = { ...env, PATCHCORD_NOTICE_URL: URL_OF_NOTICES, PATCHCORD_NOTICE_SECRET: SECRET }
const HOUR = 3_600_000
let now = Date.now()
let names = 0

/** Whoever is told, and what they answer. */
function operator(...statuses: number[]) {
  const told: { id: string; body: Record<string, unknown> }[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init)
    expect(request.url).toBe(URL_OF_NOTICES)
    const text = await request.text()
    const headers = Object.fromEntries(request.headers)
    vi.setSystemTime(Number(headers['webhook-timestamp']) * 1000)
    const body = new Webhook(SECRET).verify(text, headers) as Record<string, unknown>
    vi.useRealTimers()
    told.push({ id: headers['webhook-id'] ?? '', body })
    return new Response('', { status: statuses.shift() ?? 200 })
  })
  return told
}

/** A workflow whose trigger is given up with the next failure. */
async function failing() {
  const source = `notices-${++names}`
  const service = script(source)
  const id = await addWorkflow(scriptedDefinition('polled', { source }))
  service.before = () => {
    throw new CodedError('SERVICE_UNAVAILABLE', 'Scripted has trouble.', { retryable: true })
  }
  await env.DB.prepare('UPDATE triggers SET failures = 19 WHERE workflow_id = ?').bind(id).run()
  now += HOUR
  return { id, service }
}

const listed = async () => (await api('GET', '/v1/workflow/notices')).body.data as { flow_id: string }[]
const noticeOf = async (id: string) => (await listed()).find(({ flow_id }) => flow_id === id)

test('a trigger that is given up is listed, and told to who asked for it until it is taken', async () => {
  const { id } = await failing()
  await tick(env, now)
  expect(await noticeOf(id)).toEqual({
    type: 'workflow.trigger_given_up',
    flow_id: id,
    flow_name: expect.any(String),
    error: { code: 'SERVICE_UNAVAILABLE', message: 'Scripted has trouble.' },
    failures: 20,
    created: new Date(now).toISOString(),
    delivered: null,
  })
  const told = operator(500, 200)
  await expect(tick(bindings, now + 60_000)).rejects.toThrow('500')
  await tick(bindings, now + 120_000)
  await tick(bindings, now + 180_000)
  expect(told).toHaveLength(2)
  expect(told[1]).toEqual(told[0])
  expect(told[0]).toEqual({
    id: `notice_${id}_${now}`,
    body: {
      type: 'workflow.trigger_given_up',
      timestamp: new Date(now).toISOString(),
      data: {
        flow_id: id,
        flow_name: expect.any(String),
        error: { code: 'SERVICE_UNAVAILABLE', message: 'Scripted has trouble.' },
        failures: 20,
      },
    },
  })
  expect(await noticeOf(id)).toMatchObject({ delivered: new Date(now + 120_000).toISOString() })
})

test('what is mended leaves the list, and is told anew when it fails again', async () => {
  const { id, service } = await failing()
  const told = operator()
  await tick(bindings, now)
  await tick(bindings, now + 60_000)
  expect(told.filter(({ id: notice }) => notice.includes(id))).toHaveLength(1)
  const { before } = service
  service.before = () => undefined
  await api('PATCH', `/v1/workflow/${id}/status`, { status: 'ENABLED' })
  expect(await noticeOf(id)).toBeUndefined()
  service.before = before
  await env.DB.prepare('UPDATE triggers SET failures = 19 WHERE workflow_id = ?').bind(id).run()
  now += HOUR
  await tick(bindings, now)
  await tick(bindings, now + 60_000)
  const notices = told.filter(({ id: notice }) => notice.includes(id))
  expect(new Set(notices.map(({ id: notice }) => notice)).size).toBe(2)
})

test('nobody is told without a secret to sign with, and the rest of the tick is done', async () => {
  const { id } = await failing()
  const told = operator()
  await expect(tick({ ...env, PATCHCORD_NOTICE_URL: URL_OF_NOTICES }, now)).rejects.toMatchObject({
    code: 'CONFIG_MISSING',
  })
  expect(told).toEqual([])
  expect(await noticeOf(id)).toBeDefined()
})

test('what was given up is found by an index that holds nothing else', async () => {
  const { db, plans } = watchedDb()
  await listNotices(db, { isOwed: true, limit: 20 })
  const plan = await plans()
  expect(plan[0]).toMatch(/triggers USING INDEX triggers_given_up/)
  expect(wasteful(plan)).toEqual([])
})
