import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { addWorkflow, api, call } from '../../test/support/api.ts'
import { type Script, script, scriptedDefinition } from '../../test/support/scripted-piece.ts'
import { CodedError } from '../errors.ts'
import { createStore } from '../run/store-client.ts'
import { tick } from '../schedule/tick.ts'
import { triggerDeps } from './deps.ts'
import { changeTrigger } from './lifecycle.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const rowOf = (id: string) =>
  env.DB.prepare('SELECT * FROM triggers WHERE workflow_id = ?')
    .bind(id)
    .first<Record<string, string | number>>()
const parts = ({ calls }: Script) => calls.map(({ part }) => part)
const addressIn = ({ calls }: Script) =>
  new URL(String(calls.findLast(({ part }) => part === 'enable')?.webhookUrl)).pathname
const setStatus = (id: string, status: string) => api('PATCH', `/v1/workflow/${id}/status`, { status })
const read = async (id: string) => (await api('GET', `/v1/workflow/${id}`)).body

async function republish(id: string, trigger: string, input: object) {
  await api(
    'POST',
    `/v1/workflow/${id}/import`,
    scriptedDefinition(trigger, input as Record<string, unknown>),
  )
  return api('POST', `/v1/workflow/${id}/publish`)
}

let names = 0
async function subscribed(): Promise<{ id: string; service: Script; source: string }> {
  const source = `service-${++names}`
  const id = await addWorkflow(scriptedDefinition('subscribed', { source }))
  return { id, source, service: script(source) }
}
const refusal = new CodedError('PERMISSION_DENIED', 'Scripted allows no webhooks.')
const refusing = (part: string) => (asked: string) => {
  if (asked === part) throw refusal
}

describe('a subscription', () => {
  test('is made when the workflow is enabled and ended when it is disabled', async () => {
    const { id, service } = await subscribed()
    expect(service.calls).toMatchObject([
      {
        part: 'enable',
        webhookUrl: expect.stringContaining(`/webhooks/${id}/from/in_`),
        secret: expect.any(String),
      },
    ])
    expect(await read(id)).toMatchObject({ trigger_status: 'ACTIVE', trigger_error: null })
    const subscription = service.calls[0]?.id
    await setStatus(id, 'DISABLED')
    expect(service.calls.at(-1)).toEqual({ part: 'disable', state: { id: subscription } })
    expect(await rowOf(id)).toBeNull()
    expect(await read(id)).toMatchObject({ status: 'DISABLED', trigger_status: null })
  })

  test('keeps its secret out of the database in clear', async () => {
    const { id, service } = await subscribed()
    expect(JSON.stringify(await rowOf(id))).not.toContain(String(service.calls[0]?.secret))
  })

  test('survives a new version with the same trigger, and is made anew for another', async () => {
    const { id, source, service } = await subscribed()
    expect((await republish(id, 'subscribed', { source })).status).toBe(200)
    await setStatus(id, 'ENABLED')
    expect(parts(service)).toEqual(['enable'])
    const other = `${source}-b`
    expect((await republish(id, 'subscribed', { source: other })).status).toBe(200)
    expect(parts(service)).toEqual(['enable', 'disable'])
    expect(parts(script(other))).toEqual(['enable'])
    expect(await rowOf(id)).toMatchObject({ status: 'ACTIVE', failures: 0 })
  })

  test('that the service refuses leaves the workflow disabled, with what the service says', async () => {
    const { id, service } = await subscribed()
    await setStatus(id, 'DISABLED')
    service.before = refusing('enable')
    expect(await setStatus(id, 'ENABLED')).toMatchObject({
      status: 422,
      body: { error_code: 'PERMISSION_DENIED', message: 'Scripted allows no webhooks.' },
    })
    expect(await read(id)).toMatchObject({ status: 'DISABLED', trigger_status: null })
    expect(await rowOf(id)).toBeNull()
  })

  test('that the service refuses stops a publication, and the old one goes on', async () => {
    const { id, source, service } = await subscribed()
    const before = await read(id)
    script(`${source}-b`).before = refusing('enable')
    expect((await republish(id, 'subscribed', { source: `${source}-b` })).status).toBe(422)
    expect((await read(id)).published_version_id).toBe(before.published_version_id)
    expect(parts(service)).toEqual(['enable', 'disable', 'enable'])
    expect(await rowOf(id)).toMatchObject({
      status: 'ACTIVE',
      settings: expect.stringContaining(`"${source}"`),
    })
    const sent = await call('POST', addressIn(service), '{"id":"1"}', {
      'content-type': 'application/json',
      'x-secret': String(service.calls.at(-1)?.secret),
    })
    expect(sent.status).toBe(200)
  })

  test('is not touched by a draft that cannot be published', async () => {
    const { id, service } = await subscribed()
    expect((await republish(id, 'subscribed', {})).status).toBe(422)
    expect(parts(service)).toEqual(['enable'])
    expect(await rowOf(id)).toMatchObject({ status: 'ACTIVE' })
  })

  test('that the service will not end does not keep the workflow on, and is asked for again', async () => {
    const { id, service } = await subscribed()
    service.before = refusing('disable')
    expect(await setStatus(id, 'DISABLED')).toMatchObject({ status: 200, body: { status: 'DISABLED' } })
    expect(await read(id)).toMatchObject({
      trigger_status: 'LEFT',
      trigger_error: { code: 'PERMISSION_DENIED' },
    })
    service.before = () => undefined
    await tick(env, Date.now() + HOUR)
    expect(parts(service)).toEqual(['enable', 'disable', 'disable'])
    expect(await rowOf(id)).toBeNull()
  })

  test('ends with the workflow, and takes its store along', async () => {
    const { id, service } = await subscribed()
    const store = createStore(env.STORES, `trigger:${id}`)
    await store.put('a', 1)
    await api('DELETE', `/v1/workflow/${id}`)
    expect(parts(service)).toEqual(['enable', 'disable'])
    expect(await rowOf(id)).toBeNull()
    expect(await store.get('a')).toBeUndefined()
  })

  test('is made once for any number of requests at once; the others are told to wait', async () => {
    const { id, service } = await subscribed()
    await setStatus(id, 'DISABLED')
    const answers = await Promise.all(Array.from({ length: 6 }, () => setStatus(id, 'ENABLED')))
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
    for (const { status, body } of answers)
      expect(status === 200 || body.error_code === 'WORKFLOW_BUSY').toBe(true)
    expect(parts(service).filter((part) => part === 'enable')).toHaveLength(2)
    expect(await rowOf(id)).toMatchObject({ status: 'ACTIVE' })
  })

  test('is renewed before it runs out', async () => {
    const { id, service } = await subscribed()
    await tick(env, Date.now() + HOUR)
    expect(parts(service)).toEqual(['enable'])
    await tick(env, Date.now() + 23 * HOUR)
    expect(service.calls.at(-1)).toMatchObject({
      part: 'renew',
      webhookUrl: expect.stringContaining('/from/'),
    })
    await setStatus(id, 'DISABLED')
    expect(service.calls.at(-1)).toMatchObject({ part: 'disable', state: { renewed: true } })
  })
})

describe('a process that dies', () => {
  /** What the database holds at the moment the service is asked is all that is left after a crash. */
  async function crashIn(part: string, id: string, service: Script, act: () => Promise<unknown>) {
    let left: Record<string, unknown> | null = null
    service.before = async (asked) => {
      if (asked === part && !left) left = await rowOf(id)
    }
    await act()
    service.before = () => undefined
    const columns = Object.keys(left!)
    await env.DB.prepare('DELETE FROM triggers WHERE workflow_id = ?').bind(id).run()
    await env.DB.prepare(`INSERT INTO triggers (${columns.join()}) VALUES (${columns.map(() => '?').join()})`)
      .bind(...Object.values(left!))
      .run()
  }

  test('after the service said yes leaves one working subscription once it is tried again', async () => {
    const { id, service } = await subscribed()
    await setStatus(id, 'DISABLED')
    await crashIn('enable', id, service, () => setStatus(id, 'ENABLED'))
    await env.DB.prepare("UPDATE workflows SET status = 'DISABLED' WHERE id = ?").bind(id).run()
    const lost = service.calls.at(-1)!
    expect((await setStatus(id, 'ENABLED')).body.error_code).toBe('WORKFLOW_BUSY')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * MINUTE })
    try {
      expect((await setStatus(id, 'ENABLED')).status).toBe(200)
    } finally {
      vi.useRealTimers()
    }
    const kept = service.calls.at(-1)!
    const send = ({ webhookUrl, secret }: typeof kept) =>
      call('POST', new URL(String(webhookUrl)).pathname, '{"id":"e"}', {
        'content-type': 'application/json',
        'x-secret': String(secret),
      })
    expect(await send(lost)).toMatchObject({ status: 410, body: { error_code: 'WEBHOOK_GONE' } })
    expect((await send(kept)).status).toBe(200)
  })

  test('is followed by cron, which forgets what is not wanted any more', async () => {
    const { id, service } = await subscribed()
    await setStatus(id, 'DISABLED')
    await crashIn('enable', id, service, () => setStatus(id, 'ENABLED'))
    await env.DB.prepare("UPDATE workflows SET status = 'DISABLED' WHERE id = ?").bind(id).run()
    await tick(env, Date.now() + 10 * MINUTE)
    expect(await rowOf(id)).toBeNull()
  })

  test('while a new version is published is followed by cron, which enables what is published', async () => {
    const { id, service, source } = await subscribed()
    await crashIn('disable', id, service, () => republish(id, 'subscribed', { source: `${source}-b` }))
    await tick(env, Date.now() + 10 * MINUTE)
    expect(await rowOf(id)).toMatchObject({
      status: 'ACTIVE',
      settings: expect.stringContaining(`${source}-b`),
    })
    expect(parts(script(`${source}-b`)).at(-1)).toBe('enable')
  })
})

test('a commit that fails leaves the trigger as it was', async () => {
  const { id, service } = await subscribed()
  const before = await rowOf(id)
  const failing = changeTrigger(triggerDeps(env), id, null, async () => {
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(parts(service)).toEqual(['enable'])
  expect(await rowOf(id)).toMatchObject({ status: 'ACTIVE', address: before!.address })
})

test('a version with another kind of trigger ends what the old kind needed', async () => {
  const { id, service, source } = await subscribed()
  expect((await republish(id, 'polled', { source })).status).toBe(200)
  expect(parts(service)).toEqual(['enable', 'disable', 'poll'])
  expect(await rowOf(id)).toMatchObject({ kind: 'POLLING', status: 'ACTIVE' })
  const made = await api('POST', `/v1/workflow/${id}/import`, {
    ...scriptedDefinition('open', {}),
  })
  expect(made.status).toBe(200)
  await api('POST', `/v1/workflow/${id}/publish`)
  expect(await rowOf(id)).toBeNull()
})
