import { expect, test } from 'vitest'
import http from '../../pieces/http/index.ts'
import webhook from '../../pieces/webhook/index.ts'
import { resumeWith, runAction } from '../../test/support/run-action.ts'
import { createStepHost } from './host.ts'
import { createHttpClient } from './http-client.ts'
import type { Services } from './services.ts'

const host = createStepHost({
  http: createHttpClient({ allowPrivateHosts: true }),
  runCode: async ({ inputs }) => ({ output: inputs, logs: [] }),
  services: () => ({}) as Services,
  connections: async () => ({}),
})

const step = (pieceName: string, actionName: string) => ({
  name: 'step_1',
  displayName: 'step_1',
  type: 'PIECE' as const,
  settings: { pieceName, pieceVersion: '1', actionName, input: {} },
})

test("credentials given in a step's fields are named as secret", async () => {
  expect((await host.prepare(step('http', 'send_request'))).secretInputs).toEqual(['authFields'])
  expect((await host.prepare(step('math-helper', 'addition_math'))).secretInputs).toEqual([])
})

test('an unknown piece or action is refused by name', async () => {
  expect(() => host.prepare(step('nothing', 'x'))).toThrow(/"nothing"/)
  await expect((async () => host.prepare(step('http', 'toString')))()).rejects.toMatchObject({
    code: 'ACTION_UNKNOWN',
    message: expect.stringMatching(/step_1.*http.*toString/),
  })
})

test('an input that does not fit names the step and the field', async () => {
  await expect(runAction(webhook, 'return_response', { fields: 5 })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringMatching(/step_1.*fields/),
  })
})

test('an action that answers and waits does both', async () => {
  const name = 'return_response_and_wait_for_next_webhook'
  const services = { resumeUrl: (key: string) => key }
  const result = await runAction(webhook, name, { fields: { body: 1 } }, { services })
  expect(Object.keys(result).sort()).toEqual(['answer', 'wait'])
  const resumed = await runAction(
    webhook,
    name,
    { fields: { body: 1 } },
    { services, ...resumeWith({ body: 2 }) },
  )
  expect(Object.keys(resumed)).toEqual(['output'])
})

test("a cancelled step's request ends with it", async () => {
  const canceled = AbortSignal.abort(new Error('canceled'))
  const input = { method: 'GET', url: 'http://127.0.0.1:9/' }
  await expect(runAction(http, 'send_request', input, { signal: canceled })).rejects.toThrow('canceled')
})
