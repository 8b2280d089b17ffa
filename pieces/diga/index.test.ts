import { expect, test, vi } from 'vitest'
import type { CallList } from '../../src/piece/services.ts'
import { answerOf, outputOf, runAction } from '../../test/support/run-action.ts'
import piece from './index.ts'
import { FunctionCallInput, PreCallInput } from './triggers.ts'

test('a call is placed with the numbers, the variables and a key that is the same at every attempt', async () => {
  const placeCall = vi.fn(async () => ({ id: 'call_9' }))
  const input = { from: ' agent_1 ', to: '600 000 001', dynamicVariables: '{"name":"Ana"}' }
  const output = await outputOf(piece, 'makeCall', input, {
    services: { placeCall },
    idempotencyKey: 'key_1',
  })
  expect(output).toEqual({ id: 'call_9' })
  expect(placeCall).toHaveBeenCalledExactlyOnceWith({
    from: 'agent_1',
    to: '600 000 001',
    agentVersion: undefined,
    dynamicVariables: { name: 'Ana' },
    clientRequestId: 'key_1',
  })
})

test('waiting for a call may be repeated after a crash: it dials nobody', () => {
  expect(piece.actions.wait_for_call?.idempotent).toBe(true)
})

test('a call is never dialled again after a crash; one that is left to a campaign may be', () => {
  const idempotent = piece.actions.makeCall?.idempotent as (...call: unknown[]) => boolean
  expect(idempotent({ to: '+34600000001', campaign: '' }, false)).toBe(false)
  expect(idempotent({ to: '+34600000001', campaign: 'camp_1' }, false)).toBe(true)
})

/** A campaign that takes every number but Ana's. */
const campaigns = () => {
  const call = vi.fn(async ({ rows }: CallList) => ({
    campaign_id: 'camp_1',
    agent: 'agent_7',
    agent_version: null,
    added: 1,
    skipped: rows[0]?.number === 'Ana' ? 1 : 0,
    already_there: [],
    ended: null,
  }))
  const refuse = () => Promise.reject(new Error('nobody asks'))
  return { call, services: { campaigns: { call, progress: refuse, control: refuse } } }
}

test('a call is left to a standing campaign, once, and is shown as a queued one', async () => {
  const { call, services } = campaigns()
  const input = { from: 'a', to: '600 000 001', campaign: 'camp_1', dynamicVariables: '{"name":"Ana"}' }
  const output = await outputOf(piece, 'makeCall', input, { services, idempotencyKey: 'key_1' })
  expect(output).toMatchObject({
    id: 'key_1',
    agent_id: 'agent_7',
    status: 'queued',
    contact: { identifier: '600 000 001' },
    dynamic_variables: { name: 'Ana' },
    campaign_id: 'camp_1',
  })
  expect(call).toHaveBeenCalledExactlyOnceWith({
    once: 'key_1',
    campaign: 'camp_1',
    rows: [{ number: '600 000 001', variables: { name: 'Ana' } }],
  })
})

test('a campaign takes no number that is none, and is not waited for', async () => {
  const { services } = campaigns()
  const input = { from: 'a', to: 'Ana', campaign: 'camp_1' }
  await expect(runAction(piece, 'makeCall', input, { services })).rejects.toMatchObject({
    code: 'PHONE_NUMBER_INVALID',
  })
  const waiting = runAction(piece, 'makeCall', { ...input, wait_for_end: true }, { services })
  await expect(waiting).rejects.toMatchObject({ code: 'INPUT_INVALID' })
})

test.each([
  ['json', '{"free":["10:00"]}', { free: ['10:00'] }],
  ['json', { free: [] }, { free: [] }],
  ['json', null, null],
  ['json', 5, 5],
  ['text', 'We are open.', 'We are open.'],
  ['text', { a: 1 }, '{"a":1}'],
  ['text', 0, '0'],
])('a %s response of %j answers the agent with %j', async (responseType, content, body) => {
  const result = await runAction(piece, 'returnResponse', { responseType, content })
  expect(answerOf(result)).toEqual({ kind: 'response', format: responseType, body })
  expect(result.output).toEqual(body)
  expect(result.stop).toBeUndefined()
})

test('a response that is no JSON is refused with what to do about it', async () => {
  await expect(runAction(piece, 'returnResponse', { content: '{"name": Ana}' })).rejects.toMatchObject({
    code: 'RESPONSE_INVALID',
    message: expect.stringContaining('"content"'),
  })
})

test('call data adds to the prompt and to the variables', async () => {
  const input = { promptAddition: 'Call her {{name}}.', dynamicVariables: { name: 'Ana', visits: 3 } }
  const result = await runAction(piece, 'returnCallData', input)
  expect(answerOf(result)).toEqual({ kind: 'call_data', ...input })
})

test('call data may be empty', async () => {
  const result = await runAction(piece, 'returnCallData', { promptAddition: '', dynamicVariables: null })
  expect(answerOf(result)).toEqual({ kind: 'call_data', promptAddition: '', dynamicVariables: {} })
})

test('a pre-call workflow has 30 seconds unless told otherwise, and never more than 55', () => {
  expect(PreCallInput.parse({})).toEqual({ timeout: 30, abort_on_failure: false })
  expect(PreCallInput.parse({ timeout: '55', abort_on_failure: 'TRUE' })).toEqual({
    timeout: 55,
    abort_on_failure: true,
  })
  expect(PreCallInput.safeParse({ timeout: 56 }).success).toBe(false)
})

test('a function call is synchronous and silent unless told otherwise, and its parameters are texts', () => {
  const parsed = FunctionCallInput.parse({ description: 'Books a table', parameters: [{ name: 'people' }] })
  expect(parsed).toEqual({
    description: 'Books a table',
    parameters: [{ name: 'people', type: 'text', required: false, description: '', valueSource: 'ai' }],
    executionMode: 'sync',
    executionAudio: 'none',
    preSpeech: 'auto',
    confirmation: false,
  })
})

test('a parameter of an unknown type is refused where it stands', () => {
  const parsed = FunctionCallInput.safeParse({ description: 'x', parameters: [{ name: 'a', type: 'date' }] })
  expect(parsed.error?.issues[0]?.path).toEqual(['parameters', 0, 'type'])
})
