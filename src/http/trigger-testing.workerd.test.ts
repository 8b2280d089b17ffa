import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { addDraft, api, call } from '../../test/support/api.ts'
import { definition, emptyTrigger, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { expectContract } from '../../test/support/diga-contract.ts'
import type { Trigger } from '../workflow/schema.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const EDITOR = { authorization: 'Bearer test-admin-token' }
const KEY = { authType: 'header', authFields: { headerName: 'X-Key', headerValue: 's3cret-value' } }

const answer = piece('step_1', 'webhook', 'return_response', {
  responseType: 'json',
  fields: { status: 201, body: { got: '{{trigger.body}}' } },
})
const draft = (trigger: Trigger) => addDraft(definition(trigger, answer))
const hook = (input: Record<string, unknown> = { authType: 'none' }) =>
  draft(pieceTrigger('webhook', 'catch_webhook', input))

const testTrigger = (id: string, body?: object) => api('POST', `/v1/workflow/${id}/trigger/test`, body)
const listen = (id: string) => api('POST', `/v1/workflow/${id}/trigger/test/listen`)
const listener = (id: string) => api('GET', `/v1/workflow/${id}/trigger/test/listen`)
const sample = async (id: string) =>
  (await api('GET', `/v1/workflow/${id}/steps/trigger/sample-data`)).body.data
const runs = async (id: string) => (await api('GET', `/v1/workflow/${id}/executions`)).body.data
const send = (id: string, kind: string, body: unknown, headers: Record<string, string> = {}) =>
  call('POST', `/webhooks/${id}/${kind}`, body, { ...JSON_TYPE, ...headers })

describe('a test of the trigger', () => {
  test('keeps the event it is given, and answers with it from then on', async () => {
    const id = await hook()
    const event = { body: { phone: '+34600000001' } }
    const given = await testTrigger(id, { payload: event })
    expect(given).toMatchObject({ status: 200, body: { events: [event] } })
    expectContract('TriggerTestResponse', given.body)
    expect(await sample(id)).toEqual(event)
    expect((await testTrigger(id)).body).toEqual({ events: [event] })
  })

  test('makes up an event where there is none, and keeps it', async () => {
    const id = await draft(
      pieceTrigger('diga', 'functionCall', {
        description: 'Books.',
        parameters: [{ name: 'day', type: 'text' }],
      }),
    )
    const { body } = await testTrigger(id)
    expectContract('TriggerTestResponse', body)
    expect(body).toEqual({ events: [{ call_id: 'call_1', arguments: { day: 'day' } }] })
    expect(await sample(id)).toEqual(body.events[0])
  })

  test('answers with a sample that is no object all the same', async () => {
    const id = await hook()
    await api('POST', `/v1/workflow/${id}/steps/trigger/sample-data`, { payload: 'plain' })
    expect((await testTrigger(id)).body).toEqual({ events: [{ value: 'plain' }] })
  })

  test('takes a trigger that is there, and an event that is an object', async () => {
    const refusals: [string, object | undefined, number, string][] = [
      [await draft(emptyTrigger()), undefined, 422, 'TRIGGER_MISSING'],
      [await draft(pieceTrigger('webhook', 'nope')), undefined, 422, 'TRIGGER_UNKNOWN'],
      [await draft(pieceTrigger('nope', 'nope')), undefined, 404, 'PIECE_UNKNOWN'],
      [await hook(), { payload: 'text' }, 422, 'VALIDATION_FAILED'],
      ['wf_none', undefined, 404, 'WORKFLOW_NOT_FOUND'],
    ]
    for (const [id, body, status, error_code] of refusals) {
      expect(await testTrigger(id, body)).toMatchObject({ status, body: { status: 'error', error_code } })
    }
  })
})

describe('the test address', () => {
  test('catches one request as the sample, and starts nothing', async () => {
    const id = await hook()
    expect((await listener(id)).body).toEqual({ listening: false, caught: false, expires_at: null })
    expect(await listen(id)).toMatchObject({ status: 200, body: { listening: true, caught: false } })
    const caught = await Promise.all([1, 2, 3].map((n) => send(id, 'test?a=b', { n }, { 'x-sent': 'z' })))
    const statuses = caught.map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, 404, 404])
    const n = statuses.indexOf(200) + 1
    expect(await sample(id)).toMatchObject({
      method: 'POST',
      queryParams: { a: 'b' },
      headers: { 'x-sent': 'z' },
      body: { n },
    })
    expect((await listener(id)).body).toMatchObject({ listening: false, caught: true })
    expect(await runs(id)).toEqual([])
    // Listening again begins anew.
    expect((await listen(id)).body).toMatchObject({ listening: true, caught: false })
    expect((await send(id, 'test', { n: 4 })).status).toBe(200)
    expect((await sample(id)).body).toEqual({ n: 4 })
  })

  test('is shut unless somebody listens, and after ten minutes', async () => {
    const id = await hook()
    const shut = { status: 404, body: { error_code: 'WEBHOOK_NOT_LISTENING' } }
    expect(await send(id, 'test', {})).toMatchObject(shut)
    const { body } = await listen(id)
    const left = Date.parse(body.expires_at) - Date.now()
    expect(left).toBeLessThanOrEqual(600_000)
    expect(left).toBeGreaterThan(500_000)
    await env.DB.prepare('UPDATE listeners SET expires_at = ? WHERE workflow_id = ?')
      .bind(Date.now() - 1, id)
      .run()
    expect(await send(id, 'test', {})).toMatchObject(shut)
    expect((await listener(id)).body).toMatchObject({ listening: false, caught: false })
    expect(await sample(id)).toBeNull()
  })

  test('asks for what the live one asks for, and keeps no secret', async () => {
    const id = await hook(KEY)
    await listen(id)
    const wrong = await send(id, 'test', {}, { 'x-key': 'wrong' })
    expect(wrong).toMatchObject({ status: 401, body: { error_code: 'WEBHOOK_UNAUTHORIZED' } })
    expect((await listener(id)).body).toMatchObject({ listening: true, caught: false })
    expect((await send(id, 'test', {}, { 'x-key': 's3cret-value' })).status).toBe(200)
    expect(JSON.stringify(await sample(id))).not.toContain('s3cret')
  })

  test('is only there for a workflow that is started by requests', async () => {
    const finished = await draft(pieceTrigger('diga', 'callFinished'))
    expect(await listen(finished)).toMatchObject({
      status: 422,
      body: { error_code: 'TRIGGER_HAS_NO_ADDRESS' },
    })
    expect(await listen(await draft(emptyTrigger()))).toMatchObject({
      status: 422,
      body: { error_code: 'TRIGGER_MISSING' },
    })
    for (const kind of ['test', 'draft']) {
      expect(await send(finished, kind, {}, EDITOR)).toMatchObject({
        status: 404,
        body: { error_code: 'WEBHOOK_OFF' },
      })
      expect(await send('wf_none', kind, {}, EDITOR)).toMatchObject({
        status: 410,
        body: { error_code: 'WEBHOOK_GONE' },
      })
    }
    expect(await listener('wf_none')).toMatchObject({ status: 404 })
  })

  test('takes no more than can be kept', async () => {
    const id = await hook()
    await listen(id)
    // The body is kept twice, as text too.
    const big = await send(id, 'test', { text: 'a'.repeat(600_000) })
    expect(big).toMatchObject({ status: 413, body: { error_code: 'SAMPLE_TOO_LARGE' } })
    expect((await listener(id)).body).toMatchObject({ listening: true })
  })
})

describe("the draft's address", () => {
  test('runs the draft for an editor, and answers like the live one', async () => {
    const id = await hook(KEY)
    const got = await send(id, 'draft', { n: 1 }, EDITOR)
    expect(got).toMatchObject({ status: 201, body: { got: { n: 1 } } })
    const run = (await api('GET', `/v1/workflow/executions/${got.headers.get('x-run-id')}`)).body
    expect(run).toMatchObject({ environment: 'TESTING', eventKind: 'webhook', flowId: id })
    expect((await sample(id)).body).toEqual({ n: 1 })
    expect(JSON.stringify([run, await sample(id)])).not.toContain('test-admin-token')
  })

  test('lets in nobody else', async () => {
    const id = await hook()
    const outsiders: Record<string, string>[] = [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: 'Basic dGVzdC1hZG1pbi10b2tlbjo=' },
      { cookie: 'session=test-admin-token' },
    ]
    for (const headers of outsiders) {
      expect(await send(id, 'draft', {}, headers)).toMatchObject({
        status: 401,
        body: { error_code: 'UNAUTHORIZED' },
      })
    }
    expect(await runs(id)).toEqual([])
    expect(await sample(id)).toBeNull()
  })

  test('takes the API key of an editor, not of somebody who may only look', async () => {
    const id = await hook()
    const withKey = async (scope: string) => {
      const { body } = await api('POST', '/v1/api-keys', { name: scope, scopes: [scope] })
      return send(id, 'draft', { n: 1 }, { authorization: `Bearer ${body.key}` })
    }
    expect(await withKey('workflows.view')).toMatchObject({
      status: 403,
      body: { error_code: 'FORBIDDEN', message: expect.stringContaining('workflows.update') },
    })
    expect(await sample(id)).toBeNull()
    expect((await withKey('workflows.update')).status).toBe(201)
  })

  test('is open for one request where somebody listens, which it keeps', async () => {
    const id = await hook(KEY)
    await listen(id)
    expect((await send(id, 'draft', {}, { 'x-key': 'wrong' })).status).toBe(401)
    const headers = { 'x-key': 's3cret-value', authorization: 'Bearer of-the-sender' }
    const got = await Promise.all([1, 2].map((n) => send(id, 'draft', { n }, headers)))
    expect(got.map(({ status }) => status).toSorted()).toEqual([201, 401])
    const run = got.find(({ status }) => status === 201)
    expect(await sample(id)).toMatchObject({ body: run?.body.got })
    expect((await listener(id)).body).toMatchObject({ listening: false, caught: true })
  })

  test('leaves the listening to somebody else when an editor sends', async () => {
    const id = await hook()
    await listen(id)
    expect((await send(id, 'draft', {}, EDITOR)).status).toBe(201)
    expect((await listener(id)).body).toMatchObject({ listening: true, caught: false })
  })
})
