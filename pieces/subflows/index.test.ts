import { expect, test, vi } from 'vitest'
import { answerOf, outputOf, resumeWith, runAction } from '../../test/support/run-action.ts'
import piece from './index.ts'

const call = { flow: { externalId: 'wf_child', exampleData: {} }, flowProps: { payload: { a: 1 } } }

test('the child starts once for this step, with the data in `data`', async () => {
  const startWorkflow = vi.fn(async () => ({ runId: 'run_child' }))
  const result = await runAction(piece, 'callFlow', call, {
    services: { startWorkflow },
    idempotencyKey: 'key_1',
  })
  expect(result).toEqual({ output: { runId: 'run_child' } })
  expect(startWorkflow).toHaveBeenCalledExactlyOnceWith({
    workflowId: 'wf_child',
    payload: { data: { a: 1 } },
    eventId: 'key_1',
  })
})

test('waiting for the response waits for the reply that was asked for, one for each iteration', async () => {
  const keys = ['loop[0].step_2', 'loop[1].step_2'].map(async (path) => {
    const startWorkflow = vi.fn(async () => ({ runId: 'run_child' }))
    const input = { ...call, flow: 'wf_child', waitForResponse: true }
    const { wait } = await runAction(piece, 'callFlow', input, { services: { startWorkflow }, path })
    expect(startWorkflow).toHaveBeenCalledWith(expect.objectContaining({ replyKey: wait?.key }))
    return wait?.key
  })
  expect(new Set(await Promise.all(keys)).size).toBe(2)
})

test('the reply is the output', async () => {
  const output = await outputOf(piece, 'callFlow', call, resumeWith({ status: 'success', data: { b: 2 } }))
  expect(output).toEqual({ status: 'success', data: { b: 2 } })
})

test('a child that failed fails the step, saying why', async () => {
  const reply = resumeWith({ status: 'error', data: { message: 'No such customer' } })
  await expect(runAction(piece, 'callFlow', call, reply)).rejects.toMatchObject({
    code: 'SUBFLOW_FAILED',
    message: expect.stringContaining('No such customer'),
  })
})

test('data may be given as JSON text in advanced mode', async () => {
  const startWorkflow = vi.fn(async () => ({ runId: 'run_child' }))
  const input = { ...call, mode: 'advanced', flowProps: { payload: '[1,2]' } }
  await runAction(piece, 'callFlow', input, { services: { startWorkflow } })
  expect(startWorkflow).toHaveBeenCalledWith(expect.objectContaining({ payload: { data: [1, 2] } }))
})

test('a call without a workflow is refused', async () => {
  await expect(runAction(piece, 'callFlow', { flow: {} })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
})

test('the response goes to whoever called, and the run goes on', async () => {
  const result = await runAction(piece, 'returnResponse', {
    mode: 'simple',
    response: { response: { ok: true } },
  })
  expect(answerOf(result)).toEqual({ kind: 'response', format: 'json', body: { ok: true } })
  expect(result).toMatchObject({ output: { ok: true } })
  expect(result.stop).toBeUndefined()
})
