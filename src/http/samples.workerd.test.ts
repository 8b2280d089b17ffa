import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { addDraft, api } from '../../test/support/api.ts'
import { chain, definition, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { expectContract } from '../../test/support/diga-contract.ts'

const map = (name: string, mapping: object = {}) =>
  piece(name, 'data-mapper', 'advanced_mapping', { mapping })
const webhook = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
const twoSteps = () => addDraft(definition(webhook, chain(map('step_1'), map('step_2'))))
const sampleOf = (id: string, step: string) => `/v1/workflow/${id}/steps/${step}/sample-data`

test("a step's sample is kept until it is replaced, and the trigger is a step too", async () => {
  const id = await twoSteps()
  for (const step of ['trigger', 'step_1']) {
    const path = sampleOf(id, step)
    const nothing = await api('GET', path)
    expect(nothing).toMatchObject({ status: 200, body: { data: null } })
    expectContract('SampleDataResponse', nothing.body)
    const saved = await api('POST', path, { payload: { a: [1] } })
    expect(saved.status).toBe(200)
    expectContract('FlowAllResponse', saved.body)
    expect((await api('POST', path, { payload: { asked: true }, type: 'INPUT' })).status).toBe(200)
    expect((await api('GET', path)).body).toEqual({ data: { a: [1] } })
    expect((await api('GET', `${path}?type=INPUT`)).body).toEqual({ data: { asked: true } })
    await api('POST', path, { payload: 'plain', dataType: 'STRING' })
    const read = await api('GET', `${path}?type=OUTPUT`)
    expect(read.body).toEqual({ data: 'plain' })
    expectContract('SampleDataResponse', read.body)
  }
})

test('the samples of all steps are listed at once, and where that is too much the longest is only named', async () => {
  const id = await twoSteps()
  const list = async () => (await api('GET', `/v1/workflow/${id}/sample-data`)).body.data
  expect(await list()).toEqual([])
  await api('POST', sampleOf(id, 'trigger'), { payload: { a: 'longer' } })
  await api('POST', sampleOf(id, 'step_1'), { payload: null })
  await api('POST', sampleOf(id, 'step_1'), { payload: 'got', type: 'INPUT' })
  const updated = expect.any(String)
  expect(await list()).toEqual([
    { step: 'step_1', updated, pinned: false, data: null },
    { step: 'trigger', updated, pinned: false, data: { a: 'longer' } },
  ])
  const long = JSON.stringify('x'.repeat(2_000_000))
  await env.DB.prepare('UPDATE samples SET payload = ? WHERE step = ? AND workflow_id = ?')
    .bind(long, 'step_1', id)
    .run()
  expect(await list()).toEqual([
    { step: 'trigger', updated, pinned: false, data: { a: 'longer' } },
    { step: 'step_1', updated, pinned: false },
  ])
  expect((await api('GET', '/v1/workflow/nothing/sample-data')).status).toBe(404)
})

test('a pinned sample stays through tests, until somebody changes or unpins it', async () => {
  const id = await twoSteps()
  const path = sampleOf(id, 'step_1')
  const testStep = () =>
    api('POST', `/v1/workflow/${id}/steps/step_1/test`, { input: { mapping: { a: 'tested' } } })
  const sample = async () => (await api('GET', path)).body.data
  await api('POST', path, { payload: { a: 'mine' }, pinned: true })
  expect((await testStep()).body.output).toEqual({ a: 'tested' })
  expect(await sample()).toEqual({ a: 'mine' })
  await api('POST', sampleOf(id, 'trigger'), { payload: {} })
  expect((await api('POST', `/v1/workflow/${id}/test`)).body.success).toBe(true)
  expect(await sample()).toEqual({ a: 'mine' })
  await api('POST', path, { payload: { a: 'changed' } })
  const [listed] = (await api('GET', `/v1/workflow/${id}/sample-data`)).body.data.filter(
    (each: { step: string }) => each.step === 'step_1',
  )
  expect(listed).toMatchObject({ pinned: true, data: { a: 'changed' } })
  await api('POST', path, { payload: { a: 'changed' }, pinned: false })
  await testStep()
  expect(await sample()).toEqual({ a: 'tested' })
})

test('a sample is deleted by its type, or as a whole', async () => {
  const path = sampleOf(await twoSteps(), 'step_1')
  const save = () =>
    Promise.all(['INPUT', 'OUTPUT'].map((type) => api('POST', path, { payload: type, type })))
  await save()
  expect((await api('DELETE', `${path}?type=INPUT`)).status).toBe(204)
  expect((await api('GET', `${path}?type=INPUT`)).body).toEqual({ data: null })
  expect((await api('GET', path)).body).toEqual({ data: 'OUTPUT' })
  await save()
  expect((await api('DELETE', path)).status).toBe(204)
  expect((await api('GET', `${path}?type=INPUT`)).body).toEqual({ data: null })
  expect((await api('GET', path)).body).toEqual({ data: null })
})

test('bad input is refused, named, and changes nothing', async () => {
  const id = await twoSteps()
  const path = sampleOf(id, 'step_1')
  await api('POST', path, { payload: 1 })
  const refusals: [object | string, number, string, string][] = [
    [{}, 422, 'VALIDATION_FAILED', 'payload'],
    [{ payload: 1, type: 'BOTH' }, 422, 'VALIDATION_FAILED', 'type'],
    [{ payload: 1, dataType: 'XML' }, 422, 'VALIDATION_FAILED', 'dataType'],
    [{ payload: {}, dataType: 'STRING' }, 422, 'VALIDATION_FAILED', 'payload'],
    // A body of 300 kB, and a sample of 1.3 MB.
    [`{"payload":[1${',1e20'.repeat(60_000)}]}`, 413, 'SAMPLE_TOO_LARGE', 'sample'],
    [{ payload: 'a'.repeat(1024 * 1024) }, 413, 'PAYLOAD_TOO_LARGE', 'body'],
  ]
  for (const [body, status, code, named] of refusals) {
    const answer = await api('POST', path, body)
    expect(answer).toMatchObject({ status, body: { status: 'error', error_code: code } })
    expect(answer.body.message).toContain(named)
  }
  expect(await api('GET', `${path}?type=BOTH`)).toMatchObject({ status: 422 })
  expect((await api('GET', path)).body).toEqual({ data: 1 })
  for (const method of ['GET', 'POST', 'DELETE']) {
    const body = method === 'POST' ? { payload: 1 } : undefined
    expect(await api(method, sampleOf(id, 'step_9'), body)).toMatchObject({
      status: 404,
      body: { error_code: 'STEP_NOT_FOUND', message: expect.stringContaining('step_9') },
    })
    expect(await api(method, sampleOf('wf_none', 'step_1'), body)).toMatchObject({
      status: 404,
      body: { error_code: 'WORKFLOW_NOT_FOUND' },
    })
  }
})

test('a sample goes with its step, and not to another of that name', async () => {
  const id = await twoSteps()
  for (const step of ['trigger', 'step_1', 'step_2']) await api('POST', sampleOf(id, step), { payload: step })
  await api('DELETE', `/v1/workflow/${id}/action/step_2`)
  const changed = {
    ...piece('step_1', 'math-helper', 'addition_math', { first_number: 1, second_number: 2 }),
  }
  await api('PATCH', `/v1/workflow/${id}/action`, changed)
  await api('POST', `/v1/workflow/${id}/action`, { parentStep: 'step_1', action: map('step_2') })
  expect((await api('GET', sampleOf(id, 'step_1'))).body).toEqual({ data: null })
  expect((await api('GET', sampleOf(id, 'step_2'))).body).toEqual({ data: null })
  expect((await api('GET', sampleOf(id, 'trigger'))).body).toEqual({ data: 'trigger' })
})

test('a step keeps its sample while its settings are edited, and loses it with its workflow', async () => {
  const id = await twoSteps()
  await api('POST', sampleOf(id, 'step_1'), { payload: 1 })
  await api('PATCH', `/v1/workflow/${id}/action`, map('step_1', { b: 2 }))
  expect((await api('GET', sampleOf(id, 'step_1'))).body).toEqual({ data: 1 })
  await api('DELETE', `/v1/workflow/${id}`)
  const left = await env.DB.prepare('SELECT count(*) AS n FROM samples WHERE workflow_id = ?')
    .bind(id)
    .first()
  expect(left).toEqual({ n: 0 })
})

test('a definition that names samples kept elsewhere is imported, and has none here', async () => {
  const sampleData = { sampleDataFileId: 'file_1', lastTestDate: '2026-01-01T00:00:00Z' }
  const step = map('step_1')
  const id = await addDraft(
    definition(
      { ...webhook, settings: { ...webhook.settings, sampleData } },
      { ...step, settings: { ...step.settings, sampleData } },
    ),
  )
  for (const name of ['trigger', 'step_1']) {
    expect((await api('GET', sampleOf(id, name))).body).toEqual({ data: null })
  }
  expect((await api('POST', `/v1/workflow/${id}/steps/step_1/test`)).body.success).toBe(true)
})
