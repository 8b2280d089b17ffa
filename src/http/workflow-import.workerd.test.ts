import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { type ApiAnswer, api, call, worker } from '../../test/support/api.ts'
import { chain, code, definition, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { expectContract } from '../../test/support/diga-contract.ts'

const webhook = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
const request = (input: Record<string, unknown> = {}) =>
  piece('step_1', '@activepieces/piece-http', 'send_request', {
    method: 'GET',
    url: 'https://x.test',
    ...input,
  })

const oldFlow = {
  displayName: 'Qualify a lead',
  trigger: {
    name: 'trigger',
    type: 'WEBHOOK',
    displayName: 'Webhook',
    valid: true,
    settings: { inputUiInfo: {} },
    nextAction: {
      name: 'step_1',
      type: 'BRANCH',
      displayName: 'Big?',
      valid: true,
      settings: {
        conditions: [
          [{ operator: 'NUMBER_IS_GREATER_THAN', firstValue: '{{trigger.body.size}}', secondValue: '9' }],
        ],
      },
      onSuccessAction: {
        name: 'step_2',
        type: 'PIECE',
        displayName: 'Call',
        valid: true,
        settings: {
          pieceName: '@activepieces/piece-vapi',
          pieceVersion: '~0.0.3',
          actionName: 'create_call',
          input: { auth: "{{connections['vapi']}}" },
        },
      },
    },
  },
}

async function created(name = 'Before'): Promise<string> {
  return (await api('POST', '/v1/workflow/', { name })).body.id
}

const count = async () =>
  (
    await env.DB.prepare(
      'SELECT (SELECT count(*) FROM workflows) + (SELECT count(*) FROM versions) AS n',
    ).first<{ n: number }>()
  )?.n

async function addConnection(id: string): Promise<void> {
  const row = [id, 'http', id, 'SECRET_TEXT', 'x', 'ACTIVE', 0, 0]
  const columns = 'id, piece_name, display_name, type, secret, status, created_at, updated_at'
  await env.DB.prepare(`INSERT INTO connections (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
    .bind(...row)
    .run()
}

describe('a draft is replaced by what a file holds', () => {
  test('an old export is renewed, and the report says what is left to do', async () => {
    const id = await created()
    const { status, body } = await api('POST', `/v1/workflow/${id}/import`, {
      name: 'Shared',
      template: oldFlow,
    })
    expect(status).toBe(200)
    const { report, ...workflow } = body
    expectContract('FlowAllResponse', body)
    expect((await api('GET', `/v1/workflow/${id}`)).body).toEqual(workflow)
    expect(workflow).toMatchObject({ name: 'Qualify a lead', trigger: { nextAction: { type: 'ROUTER' } } })
    expect(report).toMatchObject({
      taken_over: 3,
      connections: [{ step: 'step_2', connection_id: 'vapi', exists: false }],
      unknown_pieces: [],
      unknown_actions: [
        { step: 'step_2', action_name: 'create_call', suggestion: { action_name: 'makeCall' } },
      ],
      issues: [{ step: 'step_2', code: 'ACTION_UNKNOWN' }],
    })
    const codes = report.changes.map((change: { code: string }) => change.code)
    expect(codes).toEqual(['TRIGGER_RENEWED', 'BRANCH_TO_ROUTER', 'VERSION_PINNED'])
  })

  test('a connection that is here is found', async () => {
    await addConnection('conn_here')
    const id = await created()
    const first = chain(
      request({ headers: { a: "{{connections['conn_here'].key}}", b: '{{connections.conn_gone}}' } }),
      code('step_2', 'export const code = () => 1'),
    )
    const { body } = await api('POST', `/v1/workflow/${id}/import`, definition(webhook, first))
    expect(body.report.connections).toMatchObject([
      { connection_id: 'conn_here', exists: true },
      { connection_id: 'conn_gone', exists: false },
    ])
  })

  test('a workflow as long as workflows may be comes in, however deep its chain nests', async () => {
    const id = await created()
    const [first, ...rest] = Array.from({ length: 999 }, (_, n) => code(`step_${n}`, 'x'))
    const sent = definition(webhook, chain(first!, ...rest))
    const { status, body } = await api('POST', `/v1/workflow/${id}/import`, sent)
    expect([status, body.report?.taken_over]).toEqual([200, 1000])
    expect((await api('POST', '/v1/workflow/import', sent)).status).toBe(201)
  })

  test.each<[string, unknown, string, string]>([
    ['a file of two', { name: 'x', flows: [oldFlow, oldFlow] }, 'DEFINITION_INVALID', '2 workflows'],
    ['no definition', { some: 'thing' }, 'DEFINITION_INVALID', 'trigger'],
    ['a list', [oldFlow], 'VALIDATION_FAILED', 'body'],
    [
      'too deep a value',
      JSON.parse(
        `{"displayName":"x","trigger":{"type":"EMPTY","settings":${'['.repeat(9000)}${']'.repeat(9000)}}}`,
      ),
      'DEFINITION_INVALID',
      'deeper',
    ],
    [
      'a prototype',
      JSON.parse('{"displayName":"x","trigger":{"type":"EMPTY","settings":{"__proto__":{"a":1}}}}'),
      'DEFINITION_INVALID',
      '__proto__',
    ],
  ])('%s is refused, and changes nothing', async (_what, sent, code, word) => {
    const id = await created()
    const before = (await api('GET', `/v1/workflow/${id}`)).body
    const text = JSON.stringify(sent)
    const { status, body } = await api('POST', `/v1/workflow/${id}/import`, text)
    expect([status, body.error_code]).toEqual([422, code])
    expect(body.message).toContain(word)
    expect((await api('GET', `/v1/workflow/${id}`)).body).toEqual(before)
  })

  test('a workflow that is not there is not made', async () => {
    expect(await api('POST', '/v1/workflow/wf_none/import', oldFlow)).toMatchObject({
      status: 404,
      body: { error_code: 'WORKFLOW_NOT_FOUND' },
    })
  })
})

describe('a file becomes new workflows', () => {
  test('one for each in it, disabled drafts with the reports beside them', async () => {
    const flows = [oldFlow, { ...definition(webhook, request()), displayName: 'Second' }]
    const { status, body } = await api('POST', '/v1/workflow/import', { name: 'Shared', flows })
    expect(status).toBe(201)
    expect(body.data).toMatchObject([
      { name: 'Qualify a lead', report: { taken_over: 3 } },
      { name: 'Second', report: { taken_over: 2, changes: [], issues: [] } },
    ])
    for (const { flow_id, name } of body.data) {
      const { body: made } = await api('GET', `/v1/workflow/${flow_id}`)
      expect(made).toMatchObject({ name, status: 'DISABLED', published_version_id: null })
    }
    const listed = (await api('GET', '/v1/workflow/?limit=30')).body.data.map(
      (each: ApiAnswer['body']) => each.id,
    )
    expect(listed).toEqual(expect.arrayContaining(body.data.map((each: ApiAnswer['body']) => each.flow_id)))
  })

  test('large ones too, as long as each can be stored', async () => {
    const large = (n: number) => definition(webhook, code('step_1', `// ${n}${'x'.repeat(900_000)}`))
    const { status, body } = await api('POST', '/v1/workflow/import', {
      name: 'Large',
      flows: [1, 2, 3, 4, 5].map(large),
    })
    expect([status, body.data?.length]).toEqual([201, 5])
  })

  test('a hundred at once', async () => {
    const flows = Array.from({ length: 100 }, (_, n) => ({
      ...definition(webhook, request()),
      displayName: `W ${n}`,
    }))
    const { status, body } = await api('POST', '/v1/workflow/import', { name: 'Many', flows })
    expect([status, body.data.length]).toEqual([201, 100])
    const ids = new Set(body.data.map((each: ApiAnswer['body']) => each.flow_id))
    expect(ids.size).toBe(100)
    expect((await api('GET', `/v1/workflow/${body.data[99].flow_id}`)).body.name).toBe('W 99')
  })

  test.each<[string, unknown, string]>([
    [
      'one of them does not fit',
      { flows: [oldFlow, { ...oldFlow, trigger: { type: 'CRON' } }] },
      'Workflow 2:',
    ],
    ['there are none', { flows: [] }, '0 workflows'],
    ['there are more than a hundred', { flows: Array(101).fill(oldFlow) }, '101 workflows'],
  ])('none where %s', async (_why, file, word) => {
    const before = await count()
    const { status, body } = await api('POST', '/v1/workflow/import', file)
    expect([status, body.error_code]).toEqual([422, 'DEFINITION_INVALID'])
    expect(body.message).toContain(word)
    expect(await count()).toBe(before)
  })
})

describe('a file may have five megabytes, and other bodies no more than they had', () => {
  const padded = (bytes: number) => JSON.stringify({ ...definition(webhook), padding: 'x'.repeat(bytes) })
  /** the padding is beside the workflow, not in it */
  const file = (bytes: number) =>
    JSON.stringify({ name: 'x', padding: 'x'.repeat(bytes), flows: [definition(webhook)] })
  const MiB = 1024 * 1024

  test('four are read, six refused', async () => {
    const id = await created()
    for (const path of ['/v1/workflow/import', `/v1/workflow/${id}/import`]) {
      expect((await api('POST', path, file(4 * MiB))).status).toBeLessThan(300)
      expect(await api('POST', path, file(6 * MiB))).toMatchObject({
        status: 413,
        body: { error_code: 'PAYLOAD_TOO_LARGE' },
      })
    }
    expect(await api('POST', '/v1/workflow/import', padded(2 * MiB))).toMatchObject({
      status: 422,
      body: { details: [{ code: 'DEFINITION_TOO_LARGE' }] },
    })
  })

  test.each(['/v1/workflow/', '/v1/agents', '/v1/nothing', '/webhooks/wf_x', '/hooks/generic/agent_x'])(
    'two are too many for %s, also where the body does not say how long it is',
    async (path) => {
      const authorization = 'Bearer test-admin-token'
      const body = JSON.stringify({ name: 'x'.repeat(2 * MiB) })
      expect((await call('POST', path, body, { authorization })).status).toBe(
        path === '/v1/nothing' ? 413 : 413,
      )
      const stream = new Blob([body]).stream()
      const streamed = new Request(`http://patchcord.test${path}`, {
        method: 'POST',
        body: stream,
        headers: { authorization },
      })
      expect((await worker.fetch(streamed)).status).toBe(413)
    },
  )
})

describe('an export', () => {
  test('comes back as the same workflow', async () => {
    const id = await created()
    const sent = {
      ...definition(webhook, request({ headers: { authorization: 'Bearer sk-1' } })),
      displayName: 'Out',
    }
    await api('POST', `/v1/workflow/${id}/import`, sent)
    const { status, body: file } = await api('GET', `/v1/workflow/${id}/export`)
    expect(status).toBe(200)
    expect(file).toMatchObject({
      name: 'Out',
      pieces: ['@activepieces/piece-webhook', '@activepieces/piece-http'],
      schemaVersion: '21',
      connections: [],
      blanked: [{ step: 'step_1', path: 'settings.input.headers.authorization' }],
    })
    const { body } = await api('POST', '/v1/workflow/import', file)
    const again = (await api('GET', `/v1/workflow/${body.data[0].flow_id}/export`)).body
    expect(again).toEqual({ ...file, blanked: [] })
  })

  test('is of the draft, of what is published, or of any version', async () => {
    const id = await created()
    const named = (displayName: string) => ({ ...definition(webhook, request()), displayName })
    const nameIn = async (query: string) => (await api('GET', `/v1/workflow/${id}/export${query}`)).body
    expect(await nameIn('?version=published')).toMatchObject({ error_code: 'WORKFLOW_NOT_PUBLISHED' })
    await api('POST', `/v1/workflow/${id}/import`, named('First'))
    const first = (await api('POST', `/v1/workflow/${id}/publish`)).body.published_version_id
    await api('POST', `/v1/workflow/${id}/import`, named('Second'))
    await api('POST', `/v1/workflow/${id}/publish`)
    await api('POST', `/v1/workflow/${id}/import`, named('Third'))
    expect(await nameIn('')).toMatchObject({ name: 'Third' })
    expect(await nameIn('?version=draft')).toMatchObject({ name: 'Third' })
    expect(await nameIn('?version=published')).toMatchObject({ name: 'Second' })
    expect(await nameIn(`?version=${first}`)).toMatchObject({ name: 'First' })
    const other = await created()
    const foreign = await api('GET', `/v1/workflow/${other}/export?version=${first}`)
    expect(foreign).toMatchObject({ status: 404, body: { error_code: 'VERSION_NOT_FOUND' } })
    expect((await api('GET', '/v1/workflow/wf_none/export')).status).toBe(404)
  })
})

test('files need their own scopes, and a credential', async () => {
  for (const [method, path] of [
    ['POST', '/v1/workflow/import'],
    ['POST', '/v1/workflow/wf_x/import'],
    ['GET', '/v1/workflow/wf_x/export'],
  ] as const) {
    expect((await call(method, path, method === 'POST' ? oldFlow : undefined)).status).toBe(401)
  }
})
