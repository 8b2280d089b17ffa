import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { api, call, worker } from '../../test/support/api.ts'
import { expectContract } from '../../test/support/diga-contract.ts'

const response = (name: string, nextAction?: unknown) => ({
  name,
  type: 'PIECE',
  displayName: 'Answer',
  valid: true,
  settings: {
    pieceName: '@activepieces/piece-diga',
    pieceVersion: '0.1.0',
    actionName: 'returnResponse',
    input: { responseType: 'text', content: 'Hello {{trigger.arguments.name}}' },
  },
  ...(nextAction ? { nextAction } : {}),
})

const functionCall = {
  name: 'trigger',
  type: 'PIECE_TRIGGER',
  displayName: 'Function call',
  valid: true,
  settings: {
    pieceName: 'diga',
    triggerName: 'functionCall',
    input: {
      description: 'Says hello',
      parameters: [
        { name: 'name', type: 'text', required: true },
        { name: 'tier', type: 'text', valueSource: 'dynamicVariable', dynamicVariableName: 'customer_tier' },
      ],
    },
  },
}

const definition = (displayName: string, nextAction: unknown = response('step_1')) => ({
  displayName,
  trigger: { ...functionCall, nextAction },
  schemaVersion: '21',
})

async function created(name: string): Promise<string> {
  const { status, body } = await api('POST', '/v1/workflow/', { name })
  expect(status).toBe(201)
  return body.id
}

async function imported(name: string): Promise<string> {
  const id = await created(name)
  expect((await api('POST', `/v1/workflow/${id}/import`, definition(name))).status).toBe(200)
  return id
}

test('the contract these tests check against refuses what does not fit it', () => {
  const times = { created: '2026-01-01T00:00:00Z', updated: '2026-01-01T00:00:00Z' }
  expectContract('FlowAllResponse', { id: 'a', ...times })
  for (const wrong of [
    { ...times },
    { id: 'a', ...times, status: 'ON' },
    { id: 'a', created: 'x', updated: 'y' },
  ]) {
    expect(() => expectContract('FlowAllResponse', wrong)).toThrow()
  }
})

test('a new workflow is an empty, disabled draft', async () => {
  const { status, body } = await api('POST', '/v1/workflow/', { name: 'New one' })
  expect(status).toBe(201)
  expectContract('FlowAllResponse', body)
  expect(body).toMatchObject({
    name: 'New one',
    status: 'DISABLED',
    flow_category: 'empty',
    published_version_id: null,
  })
  expect((await api('GET', `/v1/workflow/${body.id}`)).body).toEqual(body)
})

test('an imported definition comes back as it was sent, unknown fields included', async () => {
  const id = await created('Before')
  const sent = {
    ...definition('Round trip', {
      name: 'step_1',
      type: 'ROUTER',
      displayName: 'Which?',
      settings: {
        executionType: 'EXECUTE_FIRST_MATCH',
        branches: [
          {
            branchName: 'VIP',
            branchType: 'CONDITION',
            conditions: [
              [
                {
                  operator: 'TEXT_EXACTLY_MATCHES',
                  firstValue: '{{trigger.arguments.name}}',
                  secondValue: 'Ana',
                },
              ],
            ],
          },
          { branchName: 'Otherwise', branchType: 'FALLBACK' },
        ],
        fromTheFuture: { kept: true },
      },
      children: [response('step_2'), response('step_3')],
      nextAction: {
        name: 'step_4',
        type: 'LOOP_ON_ITEMS',
        displayName: 'Each',
        settings: { items: '{{trigger.arguments.list}}' },
        firstLoopAction: response('step_5'),
      },
    }),
    settings: { deadlineSeconds: 5, fallbackAnswer: 'One moment.' },
  }
  const { status, body } = await api('POST', `/v1/workflow/${id}/import`, sent)
  expect(status).toBe(200)
  expectContract('FlowAllResponse', body)
  expect(body).toMatchObject({
    name: 'Round trip',
    flow_category: 'during_call',
    consumed_variables: ['customer_tier'],
    settings: sent.settings,
  })
  const judged = structuredClone(sent.trigger) as { nextAction: { valid?: boolean; nextAction: object } }
  Object.assign(judged.nextAction, { valid: true })
  Object.assign(judged.nextAction.nextAction, { valid: true })
  expect(body.trigger).toEqual(judged)
})

test('references of the nested dialect are stored flat', async () => {
  const id = await created('Nested')
  const step = response('step_2')
  step.settings.input.content = "{{step_1['output'].greeting}}"
  const sent = { ...definition('Nested', response('step_1', step)), schemaVersion: '22' }
  const { body } = await api('POST', `/v1/workflow/${id}/import`, sent)
  expect(body.trigger.nextAction.nextAction.settings.input.content).toBe('{{step_1.greeting}}')
  expect(body.schemaVersion).toBe('21')
})

test('a definition that cannot be read is refused with each fault at its place, and the draft stays', async () => {
  const id = await imported('Good')
  const broken = definition('Broken', { ...response('step_1'), type: 'PIECES' })
  const { status, body } = await api('POST', `/v1/workflow/${id}/import`, broken)
  expect(status).toBe(422)
  expectContract('ErrorResponseSchema', body)
  expect(body).toMatchObject({
    error_code: 'DEFINITION_INVALID',
    message: expect.stringContaining('step_1'),
    details: [{ severity: 'error', step: 'step_1', path: 'type', code: expect.any(String) }],
  })
  expect((await api('GET', `/v1/workflow/${id}`)).body).toMatchObject({
    name: 'Good',
    flow_category: 'during_call',
  })
})

test('a workflow that cannot run cannot be published, and the answer says why', async () => {
  const id = await created('Unfinished')
  const step = response('step_1')
  step.settings.actionName = 'returnNothing'
  await api('POST', `/v1/workflow/${id}/import`, definition('Unfinished', step))
  const { status, body } = await api('POST', `/v1/workflow/${id}/publish`)
  expect(status).toBe(422)
  expect(body).toMatchObject({
    error_code: 'WORKFLOW_INVALID',
    details: [{ step: 'step_1', path: 'settings.actionName', code: 'ACTION_UNKNOWN' }],
  })
  expect((await api('GET', `/v1/workflow/${id}`)).body.published_version_id).toBeNull()
})

test('a required input with a default may be left out, one without may not', async () => {
  const id = await created('Inputs')
  const trigger = { ...functionCall, settings: { ...functionCall.settings, input: { parameters: [] } } }
  await api('POST', `/v1/workflow/${id}/import`, {
    displayName: 'Inputs',
    trigger: { ...trigger, nextAction: response('step_1') },
  })
  const { body } = await api('POST', `/v1/workflow/${id}/publish`)
  expect(body.details).toMatchObject([
    { step: 'trigger', path: 'settings.input.description', code: 'INPUT_REQUIRED' },
  ])
  expect(body.details).toHaveLength(1)
})

test('publishing leaves a workflow disabled and tells what it would better have', async () => {
  const id = await created('No answer')
  const step = {
    ...response('step_1'),
    settings: { pieceName: 'delay', actionName: 'delayFor', input: { unit: 'seconds', delayFor: 1 } },
  }
  await api('POST', `/v1/workflow/${id}/import`, definition('No answer', step))
  const { status, body } = await api('POST', `/v1/workflow/${id}/publish`)
  expect(status).toBe(200)
  expectContract('FlowAllResponse', body)
  expect(body).toMatchObject({
    status: 'DISABLED',
    published_version_id: expect.any(String),
    warnings: [{ severity: 'warning', code: 'ANSWER_MISSING' }],
  })
})

test('publishing twice without a change keeps the version, a change makes a new one', async () => {
  const id = await imported('Twice')
  const first = (await api('POST', `/v1/workflow/${id}/publish`)).body.published_version_id
  expect((await api('POST', `/v1/workflow/${id}/publish`)).body.published_version_id).toBe(first)
  await api('PATCH', `/v1/workflow/${id}/rename`, { name: 'Changed' })
  expect((await api('GET', `/v1/workflow/${id}`)).body.published_version_id).toBe(first)
  expect((await api('POST', `/v1/workflow/${id}/publish`)).body.published_version_id).not.toBe(first)
})

test('a workflow that was never published stays disabled, with status 200', async () => {
  const id = await imported('Never published')
  const { status, body } = await api('PATCH', `/v1/workflow/${id}/status`, { status: 'ENABLED' })
  expect([status, body.status]).toEqual([200, 'DISABLED'])
  await api('POST', `/v1/workflow/${id}/publish`)
  expect((await api('PATCH', `/v1/workflow/${id}/status`, { status: 'ENABLED' })).body.status).toBe('ENABLED')
  expect((await api('PATCH', `/v1/workflow/${id}/status`, { status: 'DISABLED' })).body.status).toBe(
    'DISABLED',
  )
})

test('a deleted workflow is gone, from lists and from its agents too', async () => {
  const id = await imported('To delete')
  const agent = (await api('POST', '/v1/agents', { name: 'A', provider: 'generic', flow_ids: [id] })).body
  expect(agent.flow_ids).toEqual([id])
  const answer = await api('DELETE', `/v1/workflow/${id}`)
  expect([answer.status, answer.body]).toEqual([204, ''])
  for (const [method, path, body] of [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/publish'],
    ['PATCH', '/rename', { name: 'x' }],
    ['PATCH', '', { retention_days: 5 }],
    ['POST', '/duplicate', {}],
    ['GET', '/executions'],
  ] as const) {
    const { status, body: error } = await api(method, `/v1/workflow/${id}${path}`, body)
    expect([status, error.error_code]).toEqual([404, 'WORKFLOW_NOT_FOUND'])
  }
  expect((await api('GET', '/v1/workflow?search=To delete')).body.data).toEqual([])
  expect((await api('GET', `/v1/agents/${agent.id}`)).body.flow_ids).toEqual([])
})

test('a list is read page by page, newest first, by number or from an item on', async () => {
  const ids: string[] = []
  for (let n = 0; n < 5; n++) {
    const id = await created(`Paged ${n}`)
    ids.unshift(id)
    // Two of them were made in the same millisecond, or so the list must believe.
    await env.DB.prepare('UPDATE workflows SET created_at = ? WHERE id = ?').bind(Math.max(n, 1), id).run()
  }
  const tied = ids.splice(3, 2).sort().reverse()
  ids.push(...tied)
  const list = async (query: string) => {
    const { status, body } = await api('GET', `/v1/workflow/?search=Paged&limit=2&${query}`)
    expect(status).toBe(200)
    expectContract('PaginatedResponseStrId_FlowAllResponse_', body)
    return { ids: body.data.map((each: { id: string }) => each.id), ...body }
  }
  expect(await list('')).toMatchObject({
    ids: ids.slice(0, 2),
    has_more: true,
    current_page: 1,
    total_pages: 3,
  })
  expect(await list('page=3')).toMatchObject({ ids: ids.slice(4), has_more: false, current_page: 3 })
  expect(await list(`after=${ids[1]}`)).toMatchObject({
    ids: ids.slice(2, 4),
    has_more: true,
    current_page: null,
  })
  expect(await list(`before=${ids[3]}`)).toMatchObject({ ids: ids.slice(1, 3), has_more: true })
  expect(await list(`before=${ids[1]}`)).toMatchObject({
    ids: ids.slice(0, 1),
    has_more: false,
    first_id: ids[0],
  })
})

test('a list is narrowed by status, category, kind of trigger and text', async () => {
  const draft = await created('Filter 100%_a')
  const live = await imported('Filter 100 b')
  await api('POST', `/v1/workflow/${live}/publish`)
  await api('PATCH', `/v1/workflow/${live}/status`, { status: 'ENABLED' })
  const found = async (query: string) =>
    (await api('GET', `/v1/workflow?search=filter&${query}`)).body.data.map((each: { id: string }) => each.id)
  expect((await found('')).sort()).toEqual([live, draft].sort())
  expect(await found('status=ENABLED')).toEqual([live])
  expect(await found('flow_category=empty')).toEqual([draft])
  expect(await found('is_diga_trigger=true')).toEqual([live])
  expect(await found('is_diga_trigger=false')).toEqual([draft])
  const { body } = await api('GET', `/v1/workflow?search=${encodeURIComponent('0%_')}`)
  expect(body.data.map((each: { id: string }) => each.id)).toEqual([draft])
})

test('a list is narrowed by what the drafts use, by either name of a piece', async () => {
  const plain = await imported('Uses nothing')
  const id = await created('Uses http')
  const step = {
    name: 'step_1',
    type: 'PIECE',
    displayName: 'Ask',
    settings: {
      pieceName: '@activepieces/piece-http',
      actionName: 'send_request',
      input: { url: "https://example.com/{{connections['con_42'].path}}", method: 'GET' },
    },
  }
  const { body } = await api('POST', `/v1/workflow/${id}/import`, definition('Uses http', step))
  expect(body.pieces).toEqual(['diga', 'http'])
  const found = async (query: string) =>
    (await api('GET', `/v1/workflow?search=Uses&${query}`)).body.data.map((each: { id: string }) => each.id)
  expect(await found('piece=http')).toEqual([id])
  expect(await found('piece=@activepieces/piece-http')).toEqual([id])
  expect((await found('piece=diga')).sort()).toEqual([id, plain].sort())
  expect(await found('piece=htt')).toEqual([])
  expect(await found('connection=con_42')).toEqual([id])
  expect(await found('connection=con_4')).toEqual([])
  await api('DELETE', `/v1/workflow/${id}/action/step_1`)
  expect(await found('piece=http')).toEqual([])
})

test('how long runs are kept is set, taken away, and refused beyond ten years', async () => {
  const id = await created('Kept')
  const change = (body: unknown) => api('PATCH', `/v1/workflow/${id}`, body)
  const { status, body } = await change({ retention_days: 30 })
  expectContract('FlowAllResponse', body)
  expect([status, body.retention_days, body.folder_id]).toEqual([200, 30, null])
  expect((await change({ retention_days: null })).body.retention_days).toBeNull()
  for (const [sent, field] of [
    [{ retention_days: 0 }, 'retention_days'],
    [{ retention_days: 3651 }, 'retention_days'],
    [{ retention_days: 1.5 }, 'retention_days'],
    [{ folder_id: 7 }, 'folder_id'],
    [{}, 'folder_id'],
  ] as const) {
    const refused = await change(sent)
    expect([refused.status, refused.body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
    expect(refused.body.message).toContain(field)
  }
  expect(await change({ folder_id: 'folder_nobody', retention_days: 5 })).toMatchObject({
    status: 404,
    body: { error_code: 'FOLDER_NOT_FOUND', message: expect.stringContaining('folder_id') },
  })
  expect((await api('GET', `/v1/workflow/${id}`)).body.retention_days).toBeNull()
})

const saveSample = (id: string, step: string, payload: string) =>
  env.DB.prepare(
    "INSERT INTO samples (workflow_id, step, type, payload, updated_at) VALUES (?, ?, 'OUTPUT', ?, 0)",
  )
    .bind(id, step, payload)
    .run()
const samplesOf = async (id: string) =>
  (await env.DB.prepare('SELECT step, type, payload FROM samples WHERE workflow_id = ?').bind(id).all())
    .results

test('a duplicate is a disabled copy of the draft in the same folder, with its sample data', async () => {
  const id = await imported('Original')
  const folder = (await api('POST', '/v1/folders', { name: 'Same' })).body
  await api('PATCH', `/v1/workflow/${id}`, { folder_id: folder.id, retention_days: 7 })
  await api('POST', `/v1/workflow/${id}/publish`)
  await api('PATCH', `/v1/workflow/${id}/status`, { status: 'ENABLED' })
  await saveSample(id, 'step_1', '{"a":1}')
  const original = (await api('GET', `/v1/workflow/${id}`)).body
  const { status, body } = await api('POST', `/v1/workflow/${id}/duplicate`)
  expect(status).toBe(201)
  expectContract('FlowAllResponse', body)
  expect(body.id).not.toBe(id)
  expect(body).toEqual({
    ...original,
    id: body.id,
    name: 'Original (copy)',
    ...{ created: body.created, updated: body.updated, draft_updated: body.draft_updated },
    ...{ status: 'DISABLED', published_version_id: null, has_unpublished_changes: true },
  })
  expect((await api('GET', `/v1/workflow/${body.id}`)).body).toEqual(body)
  expect(await samplesOf(body.id)).toEqual([{ step: 'step_1', type: 'OUTPUT', payload: '{"a":1}' }])
  await api('DELETE', `/v1/workflow/${body.id}/action/step_1`)
  expect((await api('GET', `/v1/workflow/${id}`)).body).toEqual(original)
  const named = await api('POST', `/v1/workflow/${id}/duplicate`, { name: 'Another' })
  expect(named.body.name).toBe('Another')
})

test('the name of a duplicate fits, and a name that does not is refused', async () => {
  const id = await created('x'.repeat(200))
  const { name } = (await api('POST', `/v1/workflow/${id}/duplicate`, {})).body
  expect(name).toBe(`${'x'.repeat(193)} (copy)`)
  for (const [sent, expected, code] of [
    [{ name: ' ' }, 422, 'VALIDATION_FAILED'],
    ['null', 422, 'VALIDATION_FAILED'],
    ['{', 400, 'JSON_INVALID'],
  ] as const) {
    const { status, body } = await api('POST', `/v1/workflow/${id}/duplicate`, sent)
    expect([status, body.error_code]).toEqual([expected, code])
  }
})

test('a deleted workflow takes its sample data along, and leaves its versions to its runs', async () => {
  const [id, other] = [await imported('Sampled'), await imported('Other')]
  await api('POST', `/v1/workflow/${id}/publish`)
  for (const each of [id, other]) await saveSample(each, 'step_1', '1')
  await api('DELETE', `/v1/workflow/${id}`)
  expect([await samplesOf(id), (await samplesOf(other)).length]).toEqual([[], 1])
  const left = await env.DB.prepare('SELECT state FROM versions WHERE workflow_id = ?').bind(id).all()
  expect(left.results).toHaveLength(2)
})

test.each([
  ['limit=31', 'limit'],
  ['status=ON', 'status'],
  ['flow_category=sales', 'flow_category'],
  ['after=nobody', 'after'],
  ['after=a&before=b', 'before'],
])('the query %s is refused by name', async (query, field) => {
  const { status, body } = await api('GET', `/v1/workflow/?${query}`)
  expect(status).toBe(422)
  expect(body.message).toContain(field)
})

test.each([
  ['{"name": ', 400, 'JSON_INVALID'],
  ['', 400, 'JSON_INVALID'],
  ['[]', 422, 'VALIDATION_FAILED'],
  ['{}', 422, 'VALIDATION_FAILED'],
  ['{"name": 7}', 422, 'VALIDATION_FAILED'],
  ['{"name": "   "}', 422, 'VALIDATION_FAILED'],
])('the body %s is refused and creates nothing', async (sent, expected, code) => {
  const count = async () => (await api('GET', '/v1/workflow?limit=1')).body.total_pages
  const before = await count()
  const { status, body } = await api('POST', '/v1/workflow/', sent)
  expect([status, body.error_code, body.status]).toEqual([expected, code, 'error'])
  expect(await count()).toBe(before)
})

test('a body of two megabytes is refused, also where it does not say how long it is', async () => {
  const body = JSON.stringify({ name: 'x'.repeat(2_000_000) })
  const authorization = 'Bearer test-admin-token'
  expect(await call('POST', '/v1/workflow/', body, { authorization })).toMatchObject({
    status: 413,
    body: { error_code: 'PAYLOAD_TOO_LARGE' },
  })
  const stream = new Blob([body]).stream()
  const request = new Request('http://patchcord.test/v1/workflow/', {
    method: 'POST',
    body: stream,
    headers: { authorization },
  })
  expect(request.headers.has('content-length')).toBe(false)
  expect((await worker.fetch(request)).status).toBe(413)
})

test.each([undefined, 'Bearer wrong', 'Bearer ', 'Basic test-admin-token', 'test-admin-token'])(
  'nobody gets in with %j',
  async (authorization) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
    for (const [method, path] of [
      ['GET', '/v1/workflow/'],
      ['POST', '/v1/workflow/'],
      ['GET', '/v1/agents'],
      ['GET', '/v1/calls'],
      ['GET', '/v1/workflow/executions/x'],
      ['GET', '/v1/nothing'],
    ] as const) {
      const answer = await call(method, path, method === 'POST' ? { name: 'Intruder' } : undefined, headers)
      expect([answer.status, answer.body.error_code]).toEqual([401, 'UNAUTHORIZED'])
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    }
    expect((await api('GET', '/v1/workflow?search=Intruder')).body.data).toEqual([])
  },
)

test('what is not there is a coded error, and health needs no token', async () => {
  expect((await api('GET', '/v1/nothing')).body).toMatchObject({ status: 'error', error_code: 'NOT_FOUND' })
  expect(await call('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } })
})
