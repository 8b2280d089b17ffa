import { describe, expect, test } from 'vitest'
import { addWorkflow, api, call } from '../../test/support/api.ts'
import { payloadsOf } from '../../test/support/runs-of.ts'
import { type Script, script, scriptedDefinition } from '../../test/support/scripted-piece.ts'

let names = 0
async function subscribed(before?: Script['before']) {
  const source = `sender-${++names}`
  const service = script(source)
  if (before) service.before = before
  const id = await addWorkflow(scriptedDefinition('subscribed', { source }))
  const { webhookUrl, secret } = service.calls[0]!
  return { id, service, path: new URL(String(webhookUrl)).pathname, secret: String(secret) }
}
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call('POST', path, body, { 'content-type': 'application/json', ...headers })
const runsOf = async (id: string) => (await api('GET', `/v1/workflow/${id}/executions`)).body.data

describe('a delivery of a service', () => {
  test('starts one run for each of its events', async () => {
    const { id, path, secret } = await subscribed()
    const events = [{ id: 'a' }, { id: 'b' }, { n: 3 }]
    const sent = await post(path, { events }, { 'x-secret': secret })
    expect(sent).toMatchObject({ status: 200, body: {} })
    expect(sent.headers.get('x-run-id')?.split(', ')).toHaveLength(3)
    expect(await payloadsOf(id, 3)).toEqual(expect.arrayContaining(events))
  })

  test('without events starts nothing', async () => {
    const { id, path, secret } = await subscribed()
    expect((await post(path, { events: [] }, { 'x-secret': secret })).status).toBe(200)
    expect(await runsOf(id)).toEqual([])
  })

  test('that comes again starts nothing more, by the id of the event or of the delivery', async () => {
    const { id, path, secret } = await subscribed()
    const headers = { 'x-secret': secret }
    const named = await Promise.all([1, 2, 3].map(() => post(path, { events: [{ id: 'a' }] }, headers)))
    expect(new Set(named.map((sent) => sent.headers.get('x-run-id'))).size).toBe(1)
    for (let n = 0; n < 2; n++) {
      await post(path, { events: [{ n: 1 }, { n: 2 }] }, { ...headers, 'webhook-id': 'delivery-1' })
    }
    expect(await payloadsOf(id, 3)).toHaveLength(3)
    expect(await runsOf(id)).toHaveLength(3)
    await post(path, { events: [{ n: 1 }] }, headers)
    expect(await payloadsOf(id, 4)).toHaveLength(4)
  })

  test('that does not prove where it comes from starts nothing', async () => {
    const { id, path } = await subscribed()
    for (const secret of ['', 'wrong']) {
      const sent = await post(path, { id: 'a' }, { 'x-secret': secret })
      expect(sent).toMatchObject({ status: 401, body: { error_code: 'WEBHOOK_UNAUTHORIZED' } })
    }
    expect(await runsOf(id)).toEqual([])
  })

  test('finds no other address than the one the service was given', async () => {
    const { id, secret } = await subscribed()
    const headers = { 'x-secret': secret }
    expect((await post(`/webhooks/${id}/from/in_0`, {}, headers)).status).toBe(410)
    expect((await post(`/webhooks/${id}`, {}, headers)).status).toBe(404)
    expect((await post(`/webhooks/${id}/sync`, {}, headers)).status).toBe(404)
  })

  test('is refused once the workflow is off', async () => {
    const { id, path, secret } = await subscribed()
    await api('PATCH', `/v1/workflow/${id}/status`, { status: 'DISABLED' })
    expect((await post(path, { id: 'a' }, { 'x-secret': secret })).status).toBe(410)
  })
})

test('a service that tries out the address while it is being enabled gets its answer, an event is to come again', async () => {
  const tried: unknown[] = []
  const { path, secret } = await subscribed(async (part) => {
    const { webhookUrl, secret: given } = script(`sender-${names}`).calls[0]!
    const address = new URL(String(webhookUrl)).pathname
    if (part !== 'enable') return
    tried.push(await call('GET', `${address}?challenge=42`))
    tried.push(await post(address, { id: 'early' }, { 'x-secret': String(given) }))
  })
  expect(tried).toMatchObject([
    { status: 200, body: '42' },
    { status: 503, body: { error_code: 'TRIGGER_NOT_READY' } },
  ])
  expect((await post(path, { id: 'early' }, { 'x-secret': secret })).status).toBe(200)
})

test('a trigger without a subscription reads the events of requests to its open address', async () => {
  const id = await addWorkflow(scriptedDefinition('open', {}))
  for (const path of [`/webhooks/${id}`, `/webhooks/${id}/sync`]) {
    expect((await post(path, { events: [{ id: 'a' }, { id: 'b' }] })).status).toBe(200)
  }
  expect(await payloadsOf(id, 2)).toHaveLength(2)
  expect(await runsOf(id)).toHaveLength(2)
})
