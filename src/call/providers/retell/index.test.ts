import Retell from 'retell-sdk'
import { expect, test } from 'vitest'
import { retellFixture } from '../../../../scripts/platforms/retell.ts'
import type { JsonObject } from '../../../json.ts'
import type { CallMoment, FunctionCalls } from '../../events.ts'
import type { HookRoute } from '../provider.ts'
import { retell } from './index.ts'

const ROUTE: HookRoute = { agentId: 'agent_1', query: new URLSearchParams() }
const none = new Headers()
const bytes = (text: string) => Uint8Array.from(Buffer.from(text))
const verify = (secret: string, body: string, signature: string, now: number) => {
  const request = { url: '', headers: new Headers({ 'x-retell-signature': signature }), rawBody: bytes(body) }
  return retell.verify(request, { bearerHash: '', signingKey: {} as CryptoKey, secrets: [secret] }, now)
}

test('what Retell’s own SDK signs is proven, and what we would sign its SDK proves', async () => {
  const body = '{"event":"call_ended","call":{"call_id":"c_1"}}'
  const signature = await Retell.sign(body, 'key_test')
  expect(await verify('key_test', body, signature, Date.now())).toBe(true)
  expect(await verify('key_tesT', body, signature, Date.now())).toBe(false)
  expect(await verify('key_test', `${body} `, signature, Date.now())).toBe(false)
  const { 'x-retell-signature': ours = '' } = await retellFixture.sign!('key_test', body, Date.now(), '')
  expect(await Retell.verify(body, 'key_test', ours)).toBe(true)
})

test('the published vectors hold, five minutes to either side', async () => {
  const at = 1_700_000_000_000
  const signature = 'v=1700000000000,d=07024cabe7dd8f6d1c6e4a8324ca92c812e6ad4a7ee506c04f7e462e3321823e'
  const seen = (now: number) => verify('test-api-key', '{"event":"call_ended"}', signature, now)
  expect(await Promise.all([at, at + 299_000, at - 299_000].map(seen))).toEqual([true, true, true])
  expect(await Promise.all([at + 301_000, at - 301_000].map(seen))).toEqual([false, false])
})

const callFinished = (changes: object = {}, query = '') => {
  const { event, call } = retellFixture.finished('call_1').body as { event: string; call: JsonObject }
  const body = { event, call: { ...call, ...changes } }
  return retell.normalise('call_finished', body, none, {
    ...ROUTE,
    query: new URLSearchParams(query),
  }) as CallMoment
}

test('an analysed call becomes a finished call in Diga’s fields', () => {
  const { call, payload } = callFinished()
  expect(call).toMatchObject({
    call_id: 'call_1',
    type: 'inbound',
    status: 'completed',
    end_reason: 'user_hangup',
    duration: 22,
    phone_number: '+34600000001',
    start_time: '2023-12-23T03:33:27.333Z',
    dynamic_variables: { customer_name: 'Ana' },
  })
  expect(payload).toMatchObject({
    messages: [
      { role: 'assistant', content: 'Hello.', created_date: '2023-12-23T03:33:28.033Z' },
      { role: 'user', content: 'I would like a table.' },
    ],
    summary: 'A table for two.',
    carrier_call_id: 'CA1',
  })
})

test('of an outgoing call the one who was called is the human, and our ids come back', () => {
  const metadata = { client_request_id: 'run_1.step', agent_version_id: 'v2' }
  const { call, payload } = callFinished({ direction: 'outbound', metadata })
  expect(call).toMatchObject({ phone_number: '+34910000000', agent_version_id: 'v2' })
  expect(payload.client_request_id).toBe('run_1.step')
})

test('the end counts once: with its analysis, or at once for who asks for that', () => {
  const kind = (event: string, query = '') =>
    retell.classify({ event, call: {} }, { ...ROUTE, query: new URLSearchParams(query) })
  expect(['call_started', 'call_ended', 'call_analyzed'].map((event) => kind(event))).toEqual([
    'ignored',
    'ignored',
    'call_finished',
  ])
  expect(kind('call_ended', 'finished=call_ended')).toBe('call_finished')
  expect(kind('call_analyzed', 'finished=call_ended')).toBe('ignored')
})

const functionCall = (body: JsonObject, headers: Headers, route: Partial<HookRoute> = {}) =>
  retell.normalise('function_call', body, headers, { ...ROUTE, ...route }) as FunctionCalls

test('bare arguments get name and call from the address and the header that our functions carry', () => {
  const event = functionCall({ date: '2026-11-02' }, new Headers({ 'x-call-id': 'call_9' }), {
    tool: 'check_slot',
  })
  expect(event.call.call_id).toBe('call_9')
  expect(event.invocations).toEqual([{ id: null, name: 'check_slot', arguments: { date: '2026-11-02' } }])
})

test('an invocation is known by its id, unless that is the id of one that is done', () => {
  const invoked = { role: 'tool_call_invocation', tool_call_id: 't1', name: 'book', arguments: '{}' }
  const done = { role: 'tool_call_result', tool_call_id: 't1', content: 'ok' }
  const idOf = (...transcript_with_tool_calls: JsonObject[]) =>
    functionCall({ name: 'book', args: {}, call: { call_id: 'c', transcript_with_tool_calls } }, none)
      .invocations[0]!.id
  expect(idOf(invoked)).toBe('t1')
  expect(idOf(invoked, done)).toBeNull()
  expect(idOf()).toBeNull()
})
