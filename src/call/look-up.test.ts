import { expect, test, vi } from 'vitest'
import { makeAgent } from '../../test/support/calls.ts'
import { CodedError, toErrorData } from '../errors.ts'
import { lookUpCall } from './look-up.ts'
import { generic } from './providers/generic.ts'
import type { Provider, Reach } from './providers/provider.ts'

const agent = await makeAgent([])
const unclear = new CodedError('CALL_OUTCOME_UNKNOWN', 'Nobody knows.')
const reach = {} as Reach

type Found = Awaited<ReturnType<NonNullable<Provider['findCall']>>>

/** Looks a call up at a platform that answers so, one look after the other. */
function lookUp(...answers: (Found | Error)[]) {
  const findCall = vi.fn(async (): Promise<Found> => {
    const answer = answers.shift() ?? null
    if (answer instanceof Error) throw answer
    return answer
  })
  const pause = vi.fn(async () => undefined)
  const lost = { clientRequestId: 'run_1.step_2', agent, to: '+34600000001', reach }
  const result = lookUpCall({ ...lost, provider: { ...generic, findCall } }, pause, unclear)
  return { result, findCall, pause }
}

test('a call that the platform has is that call', async () => {
  const { result, findCall } = lookUp({ callId: 'call_9' })
  expect(await result).toBe('call_9')
  expect(findCall.mock.calls).toEqual([['run_1.step_2', agent, reach, '+34600000001']])
})

test('a call that is listed a moment later is found then, also after trouble', async () => {
  expect(await lookUp(null, { callId: 'call_9' }).result).toBe('call_9')
  expect(await lookUp(new Error('down'), { callId: 'call_9' }).result).toBe('call_9')
})

test('what the platform does not know either stays unclear, after two looks with a pause before each', async () => {
  const { result, findCall, pause } = lookUp(null, new Error('down'))
  await expect(result).rejects.toBe(unclear)
  expect([findCall.mock.calls.length, pause.mock.calls.length]).toEqual([2, 2])
})

test('only where the platform says that it dials nobody, the call may be tried again', async () => {
  const { result, findCall } = lookUp('never_placed')
  expect(await result.catch(toErrorData)).toMatchObject({ code: 'CALL_NOT_PLACED', retryable: true })
  expect(findCall).toHaveBeenCalledOnce()
})

test('a platform that can not be asked is not waited for', async () => {
  const pause = vi.fn(async () => undefined)
  const provider = { ...generic, findCall: undefined }
  const lost = { clientRequestId: 'a', agent, to: '+34600000001', reach, provider }
  await expect(lookUpCall(lost, pause, unclear)).rejects.toBe(unclear)
  expect(pause).not.toHaveBeenCalled()
})
