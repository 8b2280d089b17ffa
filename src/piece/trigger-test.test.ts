import { expect, test, vi } from 'vitest'
import * as z from 'zod'
import diga from '../../pieces/diga/index.ts'
import subflows from '../../pieces/subflows/index.ts'
import { pieceTrigger } from '../../test/support/definitions.ts'
import { memoryStore } from '../../test/support/memory-store.ts'
import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import type { Credential } from './auth.ts'
import { findTrigger } from './bind-trigger.ts'
import { longText, shortText } from './fields.ts'
import { piece } from './piece.ts'
import type { ServiceHttp } from './service-http.ts'
import { type PollItem, type Trigger, type TriggerContext, trigger } from './trigger.ts'
import { exampleEvent, recentEvents } from './trigger-test.ts'

const example = (found: Trigger | undefined, input: Record<string, unknown>) =>
  exampleEvent(found!, pieceTrigger('any', 'any', input))

test("the example of a function call has the workflow's parameters, each with a value of its type", () => {
  const parameters = ['text', 'number', 'boolean', 'array'].map((type) => ({ name: `a_${type}`, type }))
  expect(example(diga.triggers.functionCall, { description: 'Books.', parameters })).toEqual({
    call_id: 'call_1',
    arguments: { a_text: 'a_text', a_number: 1, a_boolean: true, a_array: ['a_array'] },
  })
  // Settings that are not complete yet.
  expect(example(diga.triggers.functionCall, { parameters: 'none' })).toEqual({
    call_id: 'call_1',
    arguments: {},
  })
})

test("the other call triggers have Diga's third form of the fields", () => {
  for (const name of ['preCall', 'callFinished']) {
    expect(example(diga.triggers[name], {})).toMatchObject({
      id: expect.any(String),
      contact: { identifier: expect.any(String) },
      phone_register_id: expect.any(String),
    })
  }
  expect(example(diga.triggers.callFinished, {})).toMatchObject({ messages: [{ role: 'assistant' }, {}] })
})

test('the example of a callable workflow is the one its author gave', () => {
  const input = { mode: 'simple', exampleData: { sampleData: { a: 1 } } }
  expect(example(subflows.triggers.callableFlow, input)).toEqual({ data: { a: 1 } })
  expect(example(subflows.triggers.callableFlow, { mode: 'simple' })).toEqual({ data: {} })
})

test('a trigger is found by the names of its step', async () => {
  expect(
    (await findTrigger(pieceTrigger('@activepieces/piece-webhook', 'catch_webhook').settings)).trigger.type,
  ).toBe('WEBHOOK')
  await expect(findTrigger(pieceTrigger('webhook', 'toString').settings)).rejects.toMatchObject({
    code: 'TRIGGER_UNKNOWN',
  })
  await expect(findTrigger(pieceTrigger('nope', 'x').settings)).rejects.toMatchObject({
    code: 'PIECE_UNKNOWN',
  })
})

const TOKEN = 'xoxb-very-secret'
type Context = TriggerContext<{ channel: string }, { http: ServiceHttp; auth: Credential }>

/** A piece whose requests carry the connection's value. */
function asked(how: { test?(context: Context): Promise<Json[]>; poll?(): Promise<PollItem[]> }) {
  const declared = trigger({
    name: 'new_message',
    displayName: 'New message',
    description: 'Looks for messages.',
    type: 'POLLING',
    input: z.object({
      channel: shortText({ label: 'Channel' }),
      auth: longText({ label: 'Connection', required: false }),
    }),
    sampleData: {},
    ...(how as object),
  })
  return {
    trigger: declared,
    piece: piece({
      name: 'chat',
      displayName: 'Chat',
      description: 'Chats.',
      version: '0.1.0',
      categories: [],
      triggers: [declared],
      connect: (http, connection) => ({
        http: {
          get: async (url: string) => (await http.request({ method: 'GET', url })).body,
        } as unknown as ServiceHttp,
        auth: { token: connection?.value } as unknown as Credential,
      }),
    }),
  }
}
const deps = () => ({
  http: {
    checkHost: () => {},
    request: vi.fn(async () => ({ status: 200, headers: {}, body: [{ id: 2 }] as Json })),
  },
  connections: vi.fn(async () => ({ slack: { value: TOKEN as Json, secrets: [TOKEN] } })),
  store: memoryStore(),
})
const step = pieceTrigger('chat', 'new_message', {
  channel: '{{"gen" + "eral"}}',
  auth: "{{connections['slack']}}",
})

test('a trigger that can be asked gets its input, its connection and a client', async () => {
  const host = deps()
  const found = asked({
    async test({ input, auth, http, signal, store }) {
      expect([input.channel, auth, signal.aborted]).toEqual(['general', { token: TOKEN }, false])
      expect(store).toBe(host.store)
      return [...((await http.get('https://example.com')) as Json[]), { id: 1, token: `echoed ${TOKEN}` }]
    },
  })
  expect(await recentEvents(found, step, host)).toEqual([{ id: 2 }, { id: 1, token: 'echoed **REDACTED**' }])
  expect(host.connections).toHaveBeenCalledExactlyOnceWith(['slack'])
  expect(host.http.request).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ url: 'https://example.com', signal: expect.any(AbortSignal) }),
  )
})

test('one that polls shows what a poll finds', async () => {
  const found = asked({
    poll: async () => [
      { id: 'b', data: { n: 2 } },
      { id: 'a', data: { n: 1 } },
    ],
  })
  expect(await recentEvents(found, step, deps())).toEqual([{ n: 2 }, { n: 1 }])
})

test('a few of the newest events are enough', async () => {
  const items = Array.from({ length: 9 }, (_, n) => ({ id: String(n), at: n, data: { n } }))
  const recent = await recentEvents(asked({ poll: async () => items }), step, deps())
  expect(recent).toEqual([8, 7, 6, 5, 4].map((n) => ({ n })))
})

test('what the service refuses is told without credentials', async () => {
  const found = asked({
    async test() {
      throw new CodedError('HTTP_STATUS', `401 for ${TOKEN}`)
    },
  })
  await expect(recentEvents(found, step, deps())).rejects.toMatchObject({
    code: 'TRIGGER_TEST_FAILED',
    message: expect.stringMatching(/401 for \*\*REDACTED\*\*$/),
    details: { code: 'HTTP_STATUS' },
  })
})

test('one that can not be asked says so, and settings that do not fit are named', async () => {
  expect(await recentEvents(asked({}), pieceTrigger('chat', 'x'), deps())).toBeUndefined()
  await expect(
    recentEvents(asked({ test: async () => [] }), pieceTrigger('chat', 'x', {}), deps()),
  ).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('channel') })
})
