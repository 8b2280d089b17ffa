import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { addAgent, addCallWorkflow, hook, respond, type TestAgent } from '../../test/support/agents.ts'
import { type ApiAnswer, api, call } from '../../test/support/api.ts'
import { expectContract } from '../../test/support/diga-contract.ts'
import { runsOf } from '../call/dispatch.ts'
import { callObject } from '../run/ids.ts'
import type { CallInfo } from '../run/protocol.ts'

/** What platforms were sent, and what they say: a stand-in for the internet. */
const dialled: { client_request_id: string; agent_version_id?: string; from_number: string }[] = []
let platform: (body: (typeof dialled)[number]) => Response | Promise<Response>
const rings = (body: { client_request_id: string }) =>
  Response.json({ call_id: `platform_${body.client_request_id}` }, { status: 201 })
vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
  const body = JSON.parse(String(init?.body))
  dialled.push(body)
  return platform(body)
})
platform = rings
// Before a call is looked up.
beforeEach(() => void vi.spyOn(scheduler, 'wait').mockResolvedValue(undefined))
afterEach(() => {
  platform = rings
  dialled.length = 0
})

const NUMBER = '+34910000071'
const agent = await addAgent([], { phone_number: NUMBER, outbound_url: 'http://127.0.0.1:9/dial' })
const { version_id: live } = (await api('GET', `/v1/agents/${agent.id}`)).body

const REQUEST = { from_number: NUMBER, to_number: '+34600000001' }
const place = (changes: object = {}, key?: string): Promise<ApiAnswer> =>
  call(
    'POST',
    '/v1/call/',
    { ...REQUEST, ...changes },
    {
      authorization: 'Bearer test-admin-token',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
  )
const list = async (query: string) => {
  const answer = await api('GET', `/v1/call/?${query}`)
  expect(answer.status).toBe(200)
  expectContract('PaginatedResponse_CallResponse_', answer.body)
  return answer.body
}
const idsOf = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id)

describe('placing a call', () => {
  test('answers with a call of Diga, which is listed as it rings', async () => {
    const { status, body } = await place({ to_number: '+34 600 000 001', dynamic_variables: { name: 'Ana' } })
    expect(status).toBe(201)
    expectContract('CallResponse', body)
    expect(body).toMatchObject({
      agent_id: agent.id,
      agent_version_id: live,
      status: 'dialing',
      type: 'outbound',
      contact: { identifier: '+34600000001', contact_type: 'call' },
      dynamic_variables: { name: 'Ana' },
    })
    expect(dialled).toMatchObject([
      { from_number: NUMBER, to_number: '+34600000001', dynamic_variables: { name: 'Ana' } },
    ])
    await vi.waitFor(async () => {
      const { data } = await list(`agent_id=${agent.id}&status=dialing`)
      expect(data).toContainEqual(body)
    })
  })

  test('the agent may be named by its id, and a version of it asked for', async () => {
    const { body: draft } = await api('POST', `/v1/agents/${agent.id}/versions`, {})
    const { status, body } = await place({ from_number: agent.id, agent_version_id: draft.id })
    expect([status, body.agent_version_id]).toEqual([201, draft.id])
    expect(dialled).toMatchObject([{ from_number: NUMBER, agent_version_id: draft.id }])
    await api('DELETE', `/v1/agents/${agent.id}/versions/${draft.id}`)
  })

  test('its events run on the version it was asked for', async () => {
    const { body: draft } = await api('POST', `/v1/agents/${agent.id}/versions`, {})
    const after = await addCallWorkflow('after', 'callFinished', {}, respond('x'))
    await api('PATCH', `/v1/agents/${agent.id}/versions/${draft.id}`, { flow_ids: [after] })
    await place({ agent_version_id: draft.id })
    const id = `platform_${dialled[0]?.client_request_id}`
    const { runs } = (await hook(agent, '/call-finished', { id })).body
    expect(runs.map(({ name }: { name: string }) => name)).toEqual(['after'])
    await api('DELETE', `/v1/agents/${agent.id}/versions/${draft.id}`)
  })

  test.each<[object, number, string, string]>([
    [{ to_number: '60 00 00' }, 400, 'PHONE_NUMBER_INVALID', 'to_number'],
    [{ to_number: '112' }, 422, 'NUMBER_NOT_DIALLABLE', 'to_number'],
    [{ from_number: '+34999999999' }, 404, 'PHONE_NUMBER_NOT_FOUND', 'from_number'],
    [{ agent_version_id: 'nobody' }, 404, 'AGENT_VERSION_NOT_FOUND', 'agent_version_id'],
    [{ to_number: 7 }, 422, 'VALIDATION_FAILED', 'to_number'],
    [{ from_number: '' }, 422, 'VALIDATION_FAILED', 'from_number'],
    [{ dynamic_variables: 'x' }, 422, 'VALIDATION_FAILED', 'dynamic_variables'],
  ])('with %j it is a %i %s that dials nobody', async (changes, status, code, field) => {
    for (const answer of [await place(changes), await place(changes, 'a key')]) {
      expectContract('ErrorResponseSchema', answer.body)
      expect([answer.status, answer.body.error_code]).toEqual([status, code])
      expect(answer.body.message).toContain(field)
    }
    expect(dialled).toEqual([])
  })

  test('an agent that has nowhere to send calls is a failed precondition', async () => {
    const silent = await addAgent([])
    const { status, body } = await place({ from_number: silent.id })
    expectContract('ErrorResponseSchema', body)
    expect([status, body.error_code]).toEqual([412, 'OUTBOUND_NOT_CONFIGURED'])
  })

  test.each([
    [400, 502, 'CALL_REFUSED'],
    [429, 429, 'CALL_RATE_LIMITED'],
    [500, 504, 'CALL_OUTCOME_UNKNOWN'],
  ])('a platform that answers %i makes it a %i %s', async (said, status, code) => {
    platform = () => Response.json({}, { status: said })
    const answer = await place()
    expect([answer.status, answer.body.error_code]).toEqual([status, code])
  })

  test('a number that is written as it is dialled in the country of the agent is called', async () => {
    const { body } = await place({ to_number: '600 000 001' })
    expect(body.contact.identifier).toBe('+34600000001')
    expect(dialled).toMatchObject([{ to_number: '+34600000001' }])
  })

  test('a number on the do-not-call list is called when it is off it again, by the same key too', async () => {
    await api('POST', '/v1/do-not-call', { numbers: [REQUEST.to_number] })
    const answers = [await place(), await place({ to_number: '0034 600 000 001' }, 'listed')]
    for (const { status, body } of answers) {
      expectContract('ErrorResponseSchema', body)
      expect([status, body.error_code]).toEqual([422, 'NUMBER_ON_DO_NOT_CALL'])
    }
    expect(dialled).toEqual([])
    await api('DELETE', `/v1/do-not-call/${REQUEST.to_number}`)
    expect((await place({ to_number: '0034 600 000 001' }, 'listed')).status).toBe(201)
  })

  test('nobody dials without a credential', async () => {
    expect((await call('POST', '/v1/call/', REQUEST)).status).toBe(401)
    expect(dialled).toEqual([])
  })

  test('a call through the simulator is played to its end, with the version asked for', async () => {
    const simulated = await addAgent([], { provider: 'simulator', phone_number: '+34910000072' })
    const { body: draft } = await api('POST', `/v1/agents/${simulated.id}/versions`, {})
    const { body } = await place({ from_number: '+34910000072', agent_version_id: draft.id })
    expectContract('CallResponse', body)
    await vi.waitFor(async () => {
      const { data } = await list(`agent_id=${simulated.id}`)
      expect(data).toMatchObject([{ id: body.id, status: 'completed', end_reason: 'user_hangup' }])
      expect(data[0].agent_version_id).toBe(draft.id)
    })
  })
})

describe('an Idempotency-Key', () => {
  test('makes repeats at the same time and later one call, with one answer', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => place({}, 'five at once')))
    answers.push(await place({}, 'five at once'))
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(201))
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body)
    expect(dialled).toHaveLength(1)
  })

  test('tells calls apart: another key and no key dial anew', async () => {
    const answers = [await place({}, 'one'), await place({}, 'two'), await place(), await place()]
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(4)
    expect(dialled).toHaveLength(4)
  })

  test('is for one request', async () => {
    await place({}, 'mine')
    const { status, body } = await place({ to_number: '+34600000002' }, 'mine')
    expect([status, body.error_code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    expect(dialled).toHaveLength(1)
  })

  test('is spent where the phone may be ringing', async () => {
    platform = () => Response.json({}, { status: 500 })
    const first = await place({}, 'unknown')
    platform = rings
    const second = await place({}, 'unknown')
    expect([first.status, second.status]).toEqual([504, 504])
    expect(second.body).toEqual(first.body)
    expect(dialled).toHaveLength(1)
  })

  test('is free again where nobody was dialled', async () => {
    platform = () => Response.json({}, { status: 429 })
    expect((await place({}, 'limited')).status).toBe(429)
    platform = rings
    expect((await place({}, 'limited')).status).toBe(201)
  })

  test('whose process died meanwhile is never dialled again', async () => {
    platform = () => Response.json({}, { status: 500 })
    await place({}, 'died')
    await env.DB.prepare('UPDATE call_requests SET outcome = NULL, created_at = created_at - 60000').run()
    platform = rings
    const { status, body } = await place({}, 'died')
    expect([status, body.error_code]).toEqual([504, 'CALL_OUTCOME_UNKNOWN'])
    expect(dialled).toHaveLength(1)
  })

  test.each([
    ['unclear', (id: string) => ({ client_request_id: id })],
    ['interrupted', (id: string) => ({ metadata: { client_request_id: id } })],
  ])(
    'whose outcome was %s is answered with the call once the call itself names the request',
    async (key, named) => {
      platform = () => Response.json({}, { status: 500 })
      expect((await place({}, key)).status).toBe(504)
      if (key === 'interrupted') await env.DB.prepare('UPDATE call_requests SET outcome = NULL').run()
      const id = dialled[0]?.client_request_id ?? ''
      const ended = { id: `late-${key}`, type: 'outbound', contact: { identifier: '+34600000001' } }
      expect((await hook(agent, '/call-finished', { ...ended, ...named(id) })).status).toBe(202)
      const { status, body } = await place({}, key)
      expectContract('CallResponse', body)
      expect(status).toBe(201)
      expect(body).toMatchObject({ agent_id: agent.id, type: 'outbound', status: 'completed' })
      expect(dialled).toHaveLength(1)
    },
  )

  test('whose call was placed keeps its answer, whatever a later event names', async () => {
    const { body } = await place({}, 'clear')
    const id = dialled[0]?.client_request_id
    await hook(agent, '/call-finished', { id: 'another', client_request_id: id })
    expect((await place({}, 'clear')).body).toEqual(body)
  })

  test.each(['   ', 'x'.repeat(256)])('must say something, and not too much', async (key) => {
    const { status, body } = await place({}, key)
    expect([status, body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
    expect(body.message).toContain('Idempotency-Key')
  })
})

describe('the list of calls', async () => {
  const [one, two] = [await addAgent([]), await addAgent([])]
  const times = new Map<string, string>()
  const send = async (from: TestAgent, id: string, path: string, facts: Partial<CallInfo> & object) => {
    await hook(from, path, { id, ...facts })
    const at = new Date().toISOString()
    times.set(id, at)
    await vi.waitFor(async () => {
      const query = 'SELECT 1 AS n FROM calls WHERE provider_call_id = ?'
      expect(await env.DB.prepare(query).bind(id).first('n')).toBe(1)
    })
  }
  const ana = { contact: { identifier: '+34600000011' } }
  await send(one, 'c1', '/pre-call', { type: 'inbound', status: 'in_progress', ...ana })
  await send(one, 'c2', '/call-finished', {
    type: 'outbound',
    status: 'no_answer',
    duration: 0.6,
    end_time: 'never',
    ...ana,
  })
  await send(two, 'c3', '/pre-call', { channel: 'web', status: 'in_queue', contact_id: crypto.randomUUID() })
  const all = (await list('order=asc')).data.filter((each: { agent_id: string }) =>
    [one.id, two.id].includes(each.agent_id),
  )
  const [c1, c2, c3] = all

  test('shows each in the form of the contract, whatever its platform left out', () => {
    expect(all).toMatchObject([
      {
        type: 'inbound',
        status: 'in_progress',
        phone_register_id: one.id,
        contact: { contact_type: 'call' },
      },
      { type: 'outbound', status: 'completed', duration: 1, end_time: null },
      { status: 'in_queue', phone_register_id: null, contact: { contact_type: 'web' } },
    ])
    expect(c1.contact.id).toBe(c2.contact.id)
  })

  test.each<[string, () => string, string[]]>([
    ['agent', () => `agent_id=${one.id}`, ['c2', 'c1']],
    ['status', () => `status=completed&agent_id=${one.id}`, ['c2']],
    ['another status', () => 'status=in_queue', ['c3']],
    ['type', () => `type=inbound&agent_id=${one.id}`, ['c1']],
    ['another type', () => `type=outbound&agent_id=${one.id}`, ['c2']],
    ['contact', () => `contact_id=${c1.contact.id}`, ['c2', 'c1']],
    ["a contact with the platform's own id", () => `contact_id=${c3.contact.id}`, ['c3']],
    ['phone', () => `phone_id=${one.id}`, ['c2', 'c1']],
    ['a phone that took no calls', () => `phone_id=${two.id}`, []],
    ['start', () => `start_created_date=${c2.created_date}&agent_id=${one.id}`, ['c2']],
    ['end', () => `end_created_date=${c1.created_date}&agent_id=${one.id}`, ['c1']],
    ['order', () => `order=asc&agent_id=${one.id}`, ['c1', 'c2']],
  ])('is filtered by %s', async (_, query, expected) => {
    const names = new Map([c1, c2, c3].map((each, n) => [each.id, `c${n + 1}`]))
    expect(idsOf(await list(query())).map((id) => names.get(id))).toEqual(expected)
  })

  test('is paged by the ids it shows, in either order', async () => {
    const ofOne = `agent_id=${one.id}&limit=1`
    const newest = await list(ofOne)
    expect(newest).toMatchObject({ first_id: c2.id, last_id: c2.id, has_more: true, total_pages: 2 })
    expect(idsOf(await list(`${ofOne}&after=${newest.last_id}`))).toEqual([c1.id])
    expect(idsOf(await list(`${ofOne}&before=${c1.id}`))).toEqual([c2.id])
    expect(idsOf(await list(`${ofOne}&order=asc&after=${c1.id}`))).toEqual([c2.id])
    expect(idsOf(await list(`${ofOne}&order=asc&before=${c2.id}`))).toEqual([c1.id])
  })

  test.each([
    ['limit=1001', 'VALIDATION_FAILED', 'limit'],
    ['status=done', 'VALIDATION_FAILED', 'status'],
    ['start_created_date=yesterday', 'VALIDATION_FAILED', 'start_created_date'],
    [`after=${crypto.randomUUID()}`, 'CURSOR_INVALID', 'after'],
    ['before=x', 'CURSOR_INVALID', 'before'],
  ])('refuses %s', async (query, code, field) => {
    const { status, body } = await api('GET', `/v1/call/?${query}`)
    expectContract('ErrorResponseSchema', body)
    expect([status, body.error_code]).toEqual([422, code])
    expect(body.message).toContain(field)
  })
})

test('what is known of a call is not undone by the late news that it was placed', async () => {
  await hook(agent, '/call-finished', { id: 'quick', status: 'completed', duration: 3 })
  const object = runsOf(env)(callObject(agent.id, 'quick'))
  await object.dispatch({
    event: { id: 'call_placed', kind: 'call_placed', at: 1 },
    call: { agent_id: agent.id, call_id: 'quick', status: 'dialing', phone_number: '+34600000001' },
    environment: 'PRODUCTION',
    starts: [],
  })
  expect((await object.timeline()).call).toMatchObject({
    status: 'completed',
    duration: 3,
    phone_number: '+34600000001',
  })
})
