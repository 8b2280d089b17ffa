import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { addCallWorkflow, respond } from '../../test/support/agents.ts'
import { addWorkflow, api, call, worker } from '../../test/support/api.ts'
import { chain, code, definition, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { signWait } from '../call/wait-token.ts'
import type { Action, Definition } from '../workflow/schema.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

async function addWebhook(
  first: Action,
  input: Record<string, unknown> = { authType: 'none' },
  settings?: Definition['settings'],
): Promise<string> {
  const made = definition(pieceTrigger('webhook', 'catch_webhook', input), first, settings)
  return addWorkflow({ ...made, displayName: 'Hook' })
}

const answer = (fields: object, responseType = 'json') =>
  piece('answer', 'webhook', 'return_response', { responseType, fields, respond: 'stop' })
const echo = answer({ status: 201, headers: { 'x-own': 'yes' }, body: '{{trigger}}' })
const nothing = piece('step_1', 'data-mapper', 'advanced_mapping', { mapping: { a: 1 } })
const broken = code('step_1', 'export const code = () => { throw new Error("no") }')
const waitForApproval = piece('wait', 'approval', 'wait_for_approval', {})
const delay = (seconds: number) => piece('delay', 'delay', 'delayFor', { unit: 'seconds', delayFor: seconds })

const read = async (runId: string | null) => (await api('GET', `/v1/workflow/executions/${runId}`)).body
const ended = (runId: string | null, status = 'SUCCEEDED') =>
  vi.waitFor(async () => {
    const run = await read(runId)
    expect(run.status).toBe(status)
    return run
  })

describe('a webhook', () => {
  test('answers a sync caller with what the workflow returns', async () => {
    const id = await addWebhook(echo)
    const got = await call('PUT', `/webhooks/${id}/sync?a=1`, '{"b":2}', { ...JSON_TYPE, 'x-sent': 'z' })
    expect(got).toMatchObject({
      status: 201,
      body: {
        method: 'PUT',
        queryParams: { a: '1' },
        body: { b: 2 },
        rawBody: '{"b":2}',
        headers: { 'x-sent': 'z' },
      },
    })
    expect(got.headers.get('x-own')).toBe('yes')
    expect(got.headers.get('x-run-id')).toMatch(/^[\w-]{36}$/)
  })

  test('accepts an async caller at once, and runs', async () => {
    const id = await addWebhook(nothing)
    const got = await call('GET', `/webhooks/${id}?a=1`)
    expect(got).toMatchObject({ status: 200, body: {} })
    const runId = got.headers.get('x-webhook-id')
    expect(runId).toBe(got.headers.get('x-run-id'))
    expect((await ended(runId)).steps.trigger.output).toMatchObject({
      method: 'GET',
      queryParams: { a: '1' },
      body: {},
    })
  })

  test.each<[string, Action, number, object]>([
    ['ends in silence', nothing, 200, {}],
    ['fails', broken, 500, { status: 'error', error_code: 'CODE_FAILED' }],
    ['pauses', waitForApproval, 202, { status: 'paused' }],
  ])('tells a sync caller at once when the run %s', async (_, first, status, body) => {
    expect(await call('POST', `/webhooks/${await addWebhook(first)}/sync`)).toMatchObject({ status, body })
  })

  test('tells a sync caller at once when the run is stopped', async () => {
    const id = await addWebhook(delay(5))
    const waiting = call('POST', `/webhooks/${id}/sync`, '{}', { 'idempotency-key': 'stop' })
    const { headers } = await call('POST', `/webhooks/${id}`, '{}', { 'idempotency-key': 'stop' })
    await vi.waitFor(async () => {
      expect((await api('POST', `/v1/workflow/executions/${headers.get('x-run-id')}/cancel`)).status).toBe(
        200,
      )
    })
    expect(await waiting).toMatchObject({ status: 500, body: { error_code: 'RUN_CANCELED' } })
  })

  test('lets no caller wait past the deadline of the workflow', async () => {
    const slow = chain(delay(3), echo)
    const settings = { deadlineSeconds: 0.5 }
    const plain = await addWebhook(slow, undefined, settings)
    const spoken = await addWebhook(slow, undefined, { ...settings, fallbackAnswer: 'Later.' })
    const answers = await Promise.all([plain, spoken].map((id) => call('POST', `/webhooks/${id}/sync`)))
    expect(answers[0]).toMatchObject({ status: 504, body: { error_code: 'DEADLINE_EXCEEDED' } })
    expect(answers[1]).toMatchObject({ status: 200, body: 'Later.' })
  })

  test.each(['idempotency-key', 'webhook-id', 'x-idempotency-key'])('runs once for one %s', async (name) => {
    const id = await addWebhook(echo)
    const send = (key: string) => call('POST', `/webhooks/${id}/sync`, '{}', { [name]: key })
    const runs = await Promise.all([send('a'), send('a'), send('b')])
    const [first, second, third] = runs.map(({ headers }) => headers.get('x-run-id'))
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  test('starts nothing for a caller without its secret, and keeps the secret out of the run', async () => {
    const id = await addWebhook(echo, {
      authType: 'header',
      authFields: { headerName: 'X-Key', headerValue: 's3cret-value' },
    })
    const send = (headers: Record<string, string>) => call('POST', `/webhooks/${id}/sync`, '{}', headers)
    for (const headers of [{}, { 'x-key': 'wrong' }, { authorization: 'Bearer s3cret-value' }]) {
      expect(await send(headers as Record<string, string>)).toMatchObject({
        status: 401,
        body: { error_code: 'WEBHOOK_UNAUTHORIZED' },
      })
    }
    expect((await api('GET', `/v1/workflow/${id}/executions`)).body.data).toEqual([])
    const got = await send({ 'x-key': 's3cret-value', cookie: 'session=s3cret-value' })
    expect(got.status).toBe(201)
    expect(JSON.stringify([got.body, await read(got.headers.get('x-run-id'))])).not.toContain('s3cret-value')
  })

  test('that is not there, off, or not a webhook has a status of its own', async () => {
    expect(await call('POST', '/webhooks/nope')).toMatchObject({ status: 410 })
    const draft = await api('POST', '/v1/workflow/', { name: 'Draft' })
    expect(await call('POST', `/webhooks/${draft.body.id}`)).toMatchObject({ status: 404 })
    expect(
      await call('POST', `/webhooks/${await addCallWorkflow('x', 'callFinished', {}, nothing)}`),
    ).toMatchObject({
      status: 404,
    })
    const id = await addWebhook(nothing)
    expect((await call('POST', `/webhooks/${id}`)).status).toBe(200)
    await api('PATCH', `/v1/workflow/${id}/status`, { status: 'DISABLED' })
    expect(await call('POST', `/webhooks/${id}`)).toMatchObject({
      status: 404,
      body: { error_code: 'WEBHOOK_OFF' },
    })
    await api('DELETE', `/v1/workflow/${id}`)
    expect(await call('POST', `/webhooks/${id}/sync`)).toMatchObject({ status: 410 })
  })

  test('refuses a body that is not what it claims to be', async () => {
    const id = await addWebhook(nothing)
    expect(await call('POST', `/webhooks/${id}`, '{', JSON_TYPE)).toMatchObject({
      status: 400,
      body: { error_code: 'JSON_INVALID' },
    })
  })
})

describe('a link that resumes a run', () => {
  const links = (first: Action) => piece('links', 'approval', 'create_approval_links', {}, first)
  async function pausedRun() {
    const after = piece('done', 'data-mapper', 'advanced_mapping', { mapping: { ok: '{{wait.approved}}' } })
    const id = await addWebhook(links({ ...waitForApproval, nextAction: after }))
    const { headers } = await call('POST', `/webhooks/${id}/sync`)
    const runId = headers.get('x-run-id')
    const { steps } = await read(runId)
    const pathOf = (link: string) => link.replace(/^https?:\/\/[^/]+/, '')
    return {
      runId,
      approve: pathOf(steps.links.output.approvalLink),
      disapprove: pathOf(steps.links.output.disapprovalLink),
    }
  }

  test('decides how it goes on', async () => {
    const { runId, disapprove } = await pausedRun()
    expect(await call('GET', disapprove)).toMatchObject({
      status: 200,
      body: { message: expect.any(String) },
    })
    expect((await ended(runId)).steps.done.output).toEqual({ ok: false })
    expect(await call('GET', disapprove)).toMatchObject({ status: 409, body: { error_code: 'RUN_ENDED' } })
  })

  test('is not followed by those who only look whether it works', async () => {
    const { runId, approve } = await pausedRun()
    const looked = await worker.fetch(`http://patchcord.test${approve}`, { method: 'HEAD' })
    expect(looked.status).toBe(405)
    expect((await read(runId)).status).toBe('PAUSED')
  })

  test('is asked for once more in a browser, so that no scanner and no preview can decide', async () => {
    const { runId, approve } = await pausedRun()
    const browser = { accept: 'text/html,*/*;q=0.8', 'accept-language': 'es-ES' }
    const page = await call('GET', approve, undefined, browser)
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("default-src 'none'"),
    ])
    expect(page.body).toMatch(/¿Aprobar\?[\s\S]*<form method="post"><button>Sí/)
    expect((await read(runId)).status).toBe('PAUSED')
    const form = { ...browser, 'content-type': 'application/x-www-form-urlencoded' }
    expect((await call('POST', approve, '', form)).body).toContain('Gracias')
    expect((await ended(runId)).steps.done.output).toEqual({ ok: true })
    expect(await call('GET', '/waits/made.up', undefined, browser)).toMatchObject({ status: 404 })
  })

  test('can not be made up', async () => {
    const { runId, approve } = await pausedRun()
    const forged = signWait(Buffer.alloc(32, 9).toString('base64'), runId ?? '', 'approval:links')
    const changed = approve.replace(/(?=[^.]{43}\?)./, (char) => (char === 'A' ? 'B' : 'A'))
    for (const path of [`/waits/${forged}`, changed, '/waits/x', '/waits/a.b.c']) {
      expect(await call('POST', path), path).toMatchObject({
        status: 404,
        body: { error_code: 'WAIT_NOT_FOUND' },
      })
    }
    const stranger = signWait(env.PATCHCORD_ENCRYPTION_KEY, 'x'.repeat(36), 'key')
    expect(await call('POST', `/waits/${stranger}`)).toMatchObject({ status: 404 })
    expect((await read(runId)).status).toBe('PAUSED')
  })

  test('can wait for what the run answers next', async () => {
    const question = piece('ask', 'webhook', 'return_response_and_wait_for_next_webhook', {
      responseType: 'json',
      fields: { body: { question: 'How many?' } },
    })
    const id = await addWebhook(chain(question, answer({ body: { got: '{{ask.body.people}}' } })))
    const asked = await call('POST', `/webhooks/${id}/sync`)
    expect(asked).toMatchObject({ status: 200, body: { question: 'How many?' } })
    const next = new URL(asked.headers.get('x-activepieces-resume-webhook-url') ?? '')
    expect(await call('POST', `${next.pathname}/sync`, '{"people":4}', JSON_TYPE)).toMatchObject({
      status: 200,
      body: { got: 4 },
    })
  })
})

test('a workflow of the agent is not reachable as a webhook', async () => {
  const id = await addCallWorkflow('tool', 'functionCall', { description: 'x' }, respond('x'))
  expect((await call('POST', `/webhooks/${id}/sync`)).status).toBe(404)
})
