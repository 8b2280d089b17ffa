import { afterEach, expect, test, vi } from 'vitest'
import { CodedError } from '../errors.ts'
import type { DispatchRequest, RunApi } from '../run/protocol.ts'
import { deliver, dispatch } from './dispatch.ts'

afterEach(() => vi.useRealTimers())

const REQUEST: DispatchRequest = {
  event: { id: 'e', kind: 'function_call', at: 0 },
  environment: 'PRODUCTION',
  starts: [{ workflow: { id: 'w', versionId: 'v', name: 'n' }, payload: {}, waitMs: 5_000 }],
}
const REPLY = { duplicate: false, runs: [], variables: {} }

/** Each stub does what the next of `attempts` does. */
function stubs(...attempts: ((request: DispatchRequest) => unknown)[]) {
  const made: string[] = []
  const runs = (name: string) => {
    const attempt = attempts[made.length]!
    made.push(name)
    return { dispatch: async (request: DispatchRequest) => attempt(request) } as unknown as RunApi
  }
  return { runs, made }
}

const broken = (marks: object) => () => {
  throw Object.assign(new Error('Network connection lost.'), marks)
}

test('an object that was moved is asked once more, through a new stub, for what is left of the time', async () => {
  vi.useFakeTimers({ now: 0 })
  const seen: number[] = []
  const note = (request: DispatchRequest) => seen.push(request.starts[0]!.waitMs)
  const first = (request: DispatchRequest) => {
    note(request)
    vi.setSystemTime(2_000)
    return broken({ retryable: true })()
  }
  const { runs, made } = stubs(first, (request) => {
    note(request)
    return REPLY
  })
  expect(await dispatch(runs, 'object', REQUEST)).toEqual(REPLY)
  expect(made).toEqual(['object', 'object'])
  expect(seen).toEqual([5_000, 3_000])
})

test.each<[string, ((request: DispatchRequest) => unknown)[]]>([
  ['that is overloaded', [broken({ retryable: true, overloaded: true })]],
  ['whose error says nothing', [broken({})]],
  ['that fails twice', [broken({ retryable: true }), broken({ retryable: true })]],
])('an object %s is given up with an error that may be tried again', async (_, attempts) => {
  const { runs, made } = stubs(...attempts)
  await expect(dispatch(runs, 'object', REQUEST)).rejects.toMatchObject({
    code: 'RUNTIME_UNAVAILABLE',
    retryable: true,
  })
  expect(made).toHaveLength(attempts.length)
})

test('an error of ours is handed on and never tried again, retryable or not', async () => {
  const error = new CodedError('OWN', 'Ours.', { retryable: true })
  const { runs, made } = stubs(() => {
    throw error
  })
  await expect(dispatch(runs, 'object', REQUEST)).rejects.toBe(error)
  expect(made).toHaveLength(1)
})

test('a delivery is never tried again: it could resume a later wait', async () => {
  let calls = 0
  const runs = () =>
    ({
      async deliver() {
        calls++
        broken({ retryable: true })()
      },
    }) as unknown as RunApi
  await expect(deliver(runs, 'object', 'run', 'key', {}, 0)).rejects.toMatchObject({
    code: 'RUNTIME_UNAVAILABLE',
  })
  expect(calls).toBe(1)
})
