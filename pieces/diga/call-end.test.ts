import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { StepResult } from '../../src/engine/ports.ts'
import { CodedError } from '../../src/errors.ts'
import type { Json } from '../../src/json.ts'
import { type RunOverrides, runAction } from '../../test/support/run-action.ts'
import piece from './index.ts'

const PLACED = {
  id: 'call_9',
  agent_id: 'agent_1',
  status: 'dialing',
  contact: { identifier: '+34600000001', contact_type: 'call' },
  dynamic_variables: { name: 'Ana' },
}
const RESULT = {
  outcome: 'no_answer' as const,
  call_id: 'call_9',
  status: 'completed',
  end_reason: 'no_answer',
  duration_seconds: 0,
  started_at: '2026-03-03T10:00:00Z',
  ended_at: '2026-03-03T10:00:30Z',
  recording_url: null,
  dynamic_variables: { name: 'Ana', tried: 1 },
}
const INPUT = { from: 'agent_1', to: '+34600000001', wait_for_end: true, timeout_minutes: 60 }
const MINUTE = 60_000

const call = (services: RunOverrides['services'], overrides: RunOverrides = {}) =>
  runAction(piece, 'makeCall', INPUT, { services, ...overrides })

const timedOut = (state: Json) => ({ resume: { payload: null, timedOut: true, state } })

/** Lets the time of each wait pass. Gives what came in the end, and after how many minutes. */
async function untilGivenUp(first: StepResult, goOn: (state: Json) => Promise<StepResult>) {
  const startedAt = Date.now()
  let step = first
  while (step.wait) {
    vi.setSystemTime(step.wait.until ?? 0)
    step = await goOn(step.wait.state ?? null)
  }
  return { output: step.output, minutes: (Date.now() - startedAt) / MINUTE }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

describe('Make Call that waits for the end', () => {
  test('pauses, and goes on with the call and how it went', async () => {
    const placeCall = vi.fn(async () => PLACED)
    const { wait } = await call({ placeCall })
    expect(placeCall).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ endKey: wait?.key, clientRequestId: 'run_1/step_1' }),
    )
    expect(wait?.holdsCaller).toBeFalsy()
    const resume = { payload: RESULT, timedOut: false, state: wait?.state ?? null }
    expect(await call({}, { resume })).toEqual({ output: { ...PLACED, ...RESULT } })
  })

  test('has an event of its own in each iteration of a loop', async () => {
    const keys = ['loop[0].step_2', 'loop[1].step_2'].map(async (path) => {
      const { wait } = await call({ placeCall: async () => PLACED }, { path })
      return wait?.key
    })
    expect(new Set(await Promise.all(keys)).size).toBe(2)
  })

  test('asks for the end itself now and then, until the time is up; then the outcome is "timeout"', async () => {
    const watchCall = vi.fn(async () => null)
    const paused = await call({ placeCall: async () => PLACED })
    const { output, minutes } = await untilGivenUp(paused, (state) => call({ watchCall }, timedOut(state)))
    expect([watchCall.mock.calls.length, minutes]).toEqual([4, 60])
    expect(watchCall).toHaveBeenCalledWith({ agent: 'agent_1', callId: 'call_9', endKey: 'call_end:step_1' })
    expect(output).toEqual({
      ...PLACED,
      outcome: 'timeout',
      call_id: 'call_9',
      end_reason: null,
      duration_seconds: null,
      started_at: null,
      ended_at: null,
      recording_url: null,
    })
  })

  test('goes on with an end that got lost on the way', async () => {
    const { wait } = await call({ placeCall: async () => PLACED })
    vi.setSystemTime(wait?.until ?? 0)
    const ended = await call({ watchCall: async () => RESULT }, timedOut(wait?.state ?? null))
    expect(ended).toEqual({ output: { ...PLACED, ...RESULT } })
  })

  test('is not undone by an object that is out of reach when it asks', async () => {
    const { wait } = await call({ placeCall: async () => PLACED })
    vi.setSystemTime(wait?.until ?? 0)
    const watchCall = () => Promise.reject(new CodedError('RUNTIME_UNAVAILABLE', 'No.', { retryable: true }))
    expect((await call({ watchCall }, timedOut(wait?.state ?? null))).wait?.key).toBe(wait?.key)
  })

  test('waits for word of a call that may or may not have been placed, and fails only where none comes', async () => {
    const doubt = new CodedError('CALL_OUTCOME_UNKNOWN', 'The call may or may not have been placed.')
    const { wait } = await call({ placeCall: () => Promise.reject(doubt) })
    const resume = { payload: RESULT, timedOut: false, state: wait?.state ?? null }
    expect(await call({}, { resume })).toEqual({ output: { id: 'call_9', ...RESULT } })
    const givingUp = untilGivenUp({ wait }, (state) => call({}, timedOut(state)))
    await expect(givingUp).rejects.toMatchObject({
      code: 'CALL_OUTCOME_UNKNOWN',
      message: doubt.message,
      retryable: false,
    })
  })

  test('fails at once where nobody was dialled', async () => {
    const placeCall = () => Promise.reject(new CodedError('CALL_REFUSED', 'No credit.'))
    await expect(call({ placeCall })).rejects.toMatchObject({ code: 'CALL_REFUSED' })
  })

  test('has its end at once in a test that dials nobody', async () => {
    const simulated = { ...PLACED, simulated: true, ...RESULT }
    expect(await call({ placeCall: async () => simulated })).toEqual({ output: simulated })
  })

  test('may be repeated once its wait is over, and never before', () => {
    const { idempotent } = piece.actions.makeCall!
    if (typeof idempotent !== 'function') throw new Error('It hangs on the wait.')
    expect([idempotent({}, false), idempotent({}, true)]).toEqual([false, true])
  })
})

describe('waiting for a call of an earlier step', () => {
  const wait = (services: RunOverrides['services'], overrides: RunOverrides = {}) =>
    runAction(piece, 'wait_for_call', { agent: ' agent_1 ', call_id: 'call_9' }, { services, ...overrides })

  test('gives the result at once where it has ended', async () => {
    const watchCall = vi.fn(async () => RESULT)
    expect(await wait({ watchCall })).toEqual({ output: { id: 'call_9', ...RESULT } })
    expect(watchCall).toHaveBeenCalledExactlyOnceWith({
      agent: 'agent_1',
      callId: 'call_9',
      endKey: 'call_end:step_1',
    })
  })

  test('pauses until it ends, for two hours unless told otherwise', async () => {
    const watchCall = async () => null
    const paused = await wait({ watchCall })
    const resume = { payload: RESULT, timedOut: false, state: paused.wait?.state ?? null }
    expect(await wait({}, { resume })).toEqual({ output: { id: 'call_9', ...RESULT } })
    expect(await untilGivenUp(paused, (state) => wait({ watchCall }, timedOut(state)))).toMatchObject({
      minutes: 120,
      output: { outcome: 'timeout', call_id: 'call_9' },
    })
  })

  test('fails where there is no such call', async () => {
    const watchCall = () => Promise.reject(new CodedError('CALL_NOT_FOUND', 'Nothing is known of it.'))
    await expect(wait({ watchCall })).rejects.toMatchObject({ code: 'CALL_NOT_FOUND' })
  })
})
