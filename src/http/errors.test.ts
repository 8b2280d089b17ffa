import { DrizzleQueryError } from 'drizzle-orm/errors'
import { Hono } from 'hono'
import { afterEach, expect, test, vi } from 'vitest'
import { CodedError } from '../errors.ts'
import { sendError, sendNotFound } from './errors.ts'

afterEach(() => vi.restoreAllMocks())

async function answerTo(error: Error) {
  const app = new Hono()
  app.onError(sendError)
  app.notFound(sendNotFound)
  app.get('/', () => {
    throw error
  })
  const response = await app.request('/')
  return { status: response.status, body: await response.json() }
}

test('an error of ours becomes its status, code, message and details', async () => {
  const error = new CodedError('WORKFLOW_INVALID', 'Step step_1: url is required.', {
    details: [{ step: 'step_1' }],
  })
  expect(await answerTo(error)).toEqual({
    status: 422,
    body: {
      status: 'error',
      error_code: 'WORKFLOW_INVALID',
      message: 'Step step_1: url is required.',
      details: [{ step: 'step_1' }],
    },
  })
})

test('an error that came out of a Durable Object, without its class, keeps its code', async () => {
  const remote = Object.assign(new Error('This run has ended.'), {
    code: 'RUN_ENDED',
    retryable: false,
    remote: true,
  })
  expect(await answerTo(remote)).toMatchObject({ status: 409, body: { error_code: 'RUN_ENDED' } })
})

test('the values of a failed query reach neither the caller nor the log', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const failed = new DrizzleQueryError(
    'insert into agents values (?)',
    ['whsec_secret'],
    new Error('D1_ERROR: busy'),
  )
  const { status, body } = await answerTo(failed)
  expect(status).toBe(503)
  expect(JSON.stringify([body, log.mock.calls])).not.toMatch(/whsec_secret|insert into/)
  expect(body).toMatchObject({
    error_code: 'DATABASE_ERROR',
    message: expect.stringContaining('D1_ERROR: busy'),
  })
})

test('an unforeseen error is logged, and the caller learns nothing from it', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const answer = await answerTo(new Error('password=hunter2'))
  expect(answer.status).toBe(500)
  expect(JSON.stringify(answer.body)).not.toContain('hunter2')
  expect(log).toHaveBeenCalledOnce()
})
