import { expect, test } from 'vitest'
import { errorReply, toResponse } from './reply.ts'

test('JSON and text go out as what they are, with the runs they come from', async () => {
  const json = toResponse({ status: 200, body: { a: 1 } }, ['run_1', 'run_2'])
  expect(json.headers.get('content-type')).toMatch('application/json')
  expect(json.headers.get('x-run-id')).toBe('run_1, run_2')
  expect(await json.json()).toEqual({ a: 1 })
  const text = toResponse({ status: 200, body: 'Hello', format: 'text' })
  expect(text.headers.get('content-type')).toMatch('text/plain')
  expect(await text.text()).toBe('Hello')
})

test('a text in JSON stays JSON', async () => {
  expect(await toResponse({ status: 200, body: 'Hello' }).json()).toBe('Hello')
})

test("a workflow's headers count, but for those that would break the answer", () => {
  const headers = {
    'Content-Type': 'text/csv',
    'Content-Length': '9999',
    'X-Bad': 'a\r\nb',
    'X-Own': '1',
    'X-Run-Id': 'x',
  }
  const response = toResponse({ status: 201, body: 'a,b', format: 'text', headers }, ['run_1'])
  expect(response.status).toBe(201)
  expect(Object.fromEntries(response.headers)).toEqual({
    'content-type': 'text/csv',
    'x-content-type-options': 'nosniff',
    'x-own': '1',
    'x-run-id': 'run_1',
  })
})

test.each([204, 205, 304])('status %i has no body', (status) => {
  expect(toResponse({ status, body: {} }).body).toBeNull()
})

test('a page made by a workflow is kept in a sandbox', () => {
  const headers = { 'content-type': 'text/html', 'content-security-policy': 'default-src *' }
  const response = toResponse({ status: 200, body: '<p>', format: 'text', headers })
  expect(response.headers.get('content-security-policy')).toMatch(/^sandbox/)
})

test('an error has the form every route gives', () => {
  const error = { code: 'X', message: 'Because.', retryable: true, details: { parameter: 'p' } }
  expect(errorReply(422, error)).toEqual({
    status: 422,
    body: { status: 'error', error_code: 'X', message: 'Because.', details: { parameter: 'p' } },
  })
})
