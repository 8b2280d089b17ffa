import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { management } from '../src/http/management.ts'
import { describeApi } from '../src/http/openapi.ts'
import { addAgent } from './support/agents.ts'
import { type ApiAnswer, api, call } from './support/api.ts'
import { code, loop, pieceTrigger, router, when } from './support/definitions.ts'
import {
  DIGA_OPERATIONS,
  type DigaOperation,
  type DigaSchema,
  digaOperationAt,
  expectDigaAnswer,
  resolved,
  shapeOf,
} from './support/diga-contract.ts'
import { fakeSlack } from './support/fake-slack.ts'

/** Names of the operations that answered well, and of those that refused. */
const answered = new Set<string>()
const refused = new Set<string>()

const PARAMETER = /\{[^}]*\}/g

/** The operation a request is for: the one with the fewest parameters that fits says most. */
function operationFor(method: string, path: string): DigaOperation {
  const bare = (path.split('?')[0] ?? '').replace(/(.)\/$/, '$1')
  const fits = DIGA_OPERATIONS.filter(
    (each) =>
      each.method === method && new RegExp(`^${shapeOf(each.path).replace(/\{\}/g, '[^/]+')}$`).test(bare),
  )
  const parameters = ({ path: each }: DigaOperation) => each.match(PARAMETER)?.length ?? 0
  const [found] = fits.sort((a, b) => parameters(a) - parameters(b))
  if (!found) throw new Error(`Diga has no ${method} ${path}`)
  return found
}

/** Sends what must work, as Diga says it works. Gives the answer's body. */
async function good(method: string, path: string, body?: unknown): Promise<ApiAnswer['body']> {
  const operation = operationFor(method, path)
  const answer = await api(method, path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  expectDigaAnswer(operation, answer.status, answer.body)
  answered.add(operation.name)
  return answer.body
}

/** Sends what must be refused with this code, in Diga's form. */
async function bad(method: string, path: string, error_code: string, body?: unknown): Promise<void> {
  const operation = operationFor(method, path)
  const answer = await api(method, path, body)
  expectDigaAnswer(operation, answer.status, answer.body)
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.body.error_code).toBe(error_code)
  refused.add(operation.name)
}

const NOBODY = '00000000-0000-4000-8000-000000000000'
const NUMBER = '+34910000031'
const SECRET = 'xoxb-walk'
const WEBHOOK = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
const step = (name: string) => code(name, 'export const code = async (inputs) => inputs.n', { n: 1 })

let flow = ''

beforeAll(() => {
  fakeSlack().tokens.add(SECRET)
})
afterAll(() => vi.restoreAllMocks())

describe("a client that was written for Diga's API", () => {
  test('looks at the pieces there are', async () => {
    const list = '/v1/workflow/piece'
    const found = await good('GET', `${list}?search=slack&suggestion_type=ACTION_AND_TRIGGER`)
    expect(found.map(({ name }: { name: string }) => name)).toContain('@activepieces/piece-slack')
    await bad('GET', `${list}?suggestion_type=NONE`, 'VALIDATION_FAILED')
    await good('GET', `${list}/slack`)
    await bad('GET', `${list}/nothing`, 'PIECE_UNKNOWN')
  })

  test('connects a service', async () => {
    const path = '/v1/workflow/connections'
    const sent = (secret_text: string) => ({
      piece_name: '@activepieces/piece-slack',
      display_name: 'Team',
      type: 'SECRET_TEXT',
      value: { secret_text },
    })
    const { id } = await good('POST', path, sent(SECRET))
    await bad('POST', path, 'CONNECTION_REFUSED', sent('wrong'))
    expect((await good('GET', path)).map((each: { id: string }) => each.id)).toContain(id)
    await bad('GET', `${path}?status=BROKEN`, 'VALIDATION_FAILED')
  })

  test('copies a template', async () => {
    const path = '/v1/workflow/template'
    const [template] = (await good('GET', `${path}?language=en&flow_category=pre_call&limit=1`)).data
    await bad('GET', `${path}?flow_category=sales`, 'VALIDATION_FAILED')
    expect(await good('GET', `${path}/${template.id}`)).toEqual(template)
    await bad('GET', `${path}/${NOBODY}`, 'TEMPLATE_NOT_FOUND')
    const copied = await good('POST', `${path}/${template.id}/copy`, { flow_name: 'Mine', variables: null })
    expect(await good('GET', `/v1/workflow/${copied.flow_id}`)).toMatchObject({ name: 'Mine' })
    await bad('POST', `${path}/${NOBODY}/copy`, 'TEMPLATE_NOT_FOUND')
  })

  test('makes a workflow and finds it again', async () => {
    const { id } = await good('POST', '/v1/workflow/', { name: 'Walk' })
    flow = `/v1/workflow/${id}`
    await bad('POST', '/v1/workflow/', 'VALIDATION_FAILED', { name: '' })
    expect((await good('GET', flow)).flow_category).toBe('empty')
    await bad('GET', `/v1/workflow/${NOBODY}`, 'WORKFLOW_NOT_FOUND')
    expect((await good('PATCH', `${flow}/rename`, { name: 'A walk' })).name).toBe('A walk')
    await bad('PATCH', `${flow}/rename`, 'VALIDATION_FAILED', {})
    const { data } = await good('GET', '/v1/workflow/?status=DISABLED&flow_category=empty&limit=30')
    expect(data.map((each: { name: string }) => each.name)).toContain('A walk')
    await bad('GET', '/v1/workflow/?limit=0', 'VALIDATION_FAILED')
  })

  test('gives it a trigger and steps', async () => {
    await good('PATCH', `${flow}/trigger`, WEBHOOK)
    await bad('PATCH', `${flow}/trigger`, 'VALIDATION_FAILED', { ...WEBHOOK, type: 'CODE' })
    const add = (parentStep: string, action: object, place: object = {}) =>
      good('POST', `${flow}/action`, { parentStep, action, ...place })
    await add('trigger', loop('step_1', '{{[1, 2]}}'))
    await add('step_1', step('step_2'), { stepLocationRelativeToParent: 'INSIDE_LOOP', branchIndex: null })
    await add('step_1', router('step_3', [{ name: 'Otherwise', when: 'fallback' }]))
    await add('step_3', step('step_4'), { stepLocationRelativeToParent: 'INSIDE_BRANCH', branchIndex: 0 })
    const { trigger } = await add('step_3', step('step_5'), { stepLocationRelativeToParent: 'AFTER' })
    expect(trigger.nextAction.nextAction).toMatchObject({
      name: 'step_3',
      children: [{ name: 'step_4' }],
      nextAction: { name: 'step_5' },
    })
    await bad('POST', `${flow}/action`, 'STEP_NOT_FOUND', { parentStep: 'step_9', action: step('step_6') })
  })

  test('changes, moves and deletes steps', async () => {
    const path = `${flow}/action`
    await good('PATCH', path, { ...step('step_2'), displayName: 'Changed' })
    await bad('PATCH', path, 'STEP_NOT_FOUND', step('step_9'))
    await good('POST', `${path}/move`, {
      name: 'step_4',
      newParentStep: 'step_1',
      stepLocationRelativeToParent: 'INSIDE_LOOP',
    })
    await bad('POST', `${path}/move`, 'MOVE_INTO_ITSELF', {
      name: 'step_1',
      newParentStep: 'step_4',
      stepLocationRelativeToParent: 'AFTER',
    })
    const { trigger } = await good('DELETE', `${path}/step_4`)
    expect(trigger.nextAction.firstLoopAction).toMatchObject({ name: 'step_2', displayName: 'Changed' })
    await bad('DELETE', `${path}/step_4`, 'STEP_NOT_FOUND')
  })

  test('adds, copies, moves and deletes branches', async () => {
    const path = `${flow}/branch`
    const stepName = 'step_3'
    const conditions = [[when('{{trigger.body.plan}}', 'TEXT_EXACTLY_MATCHES', 'gold')]]
    await good('POST', path, { stepName, branchName: 'Gold', branchIndex: 0, conditions })
    await bad('POST', path, 'STEP_IS_NO_ROUTER', { stepName: 'step_2', branchName: 'X', branchIndex: 0 })
    await good('POST', `${path}/duplicate`, { stepName, branchIndex: 0 })
    await bad('POST', `${path}/duplicate`, 'BRANCH_NOT_FOUND', { stepName, branchIndex: 9 })
    await good('POST', `${path}/move`, { stepName, branchIndex: 1, newIndex: 0 })
    await bad('POST', `${path}/move`, 'VALIDATION_FAILED', { stepName, branchIndex: 1 })
    const { trigger } = await good('DELETE', path, { stepName, branchIndex: 0 })
    expect(trigger.nextAction.nextAction.settings.branches).toHaveLength(2)
    await bad('DELETE', path, 'BRANCH_NOT_FOUND', { stepName, branchIndex: 2 })
  })

  test('brings a whole definition instead', async () => {
    const definition = {
      displayName: 'A walk',
      schemaVersion: null,
      trigger: { ...WEBHOOK, nextAction: step('step_1') },
    }
    const { trigger } = await good('POST', `${flow}/import`, definition)
    expect(trigger.nextAction.name).toBe('step_1')
    await bad('POST', `${flow}/import`, 'DEFINITION_INVALID', {
      displayName: 'A walk',
      trigger: { type: 'NONE' },
    })
  })

  test('tries it out', async () => {
    const samples = `${flow}/steps/trigger/sample-data`
    await good('POST', samples, { payload: { body: { n: 2 } }, type: 'OUTPUT', dataType: 'JSON' })
    await bad('POST', samples, 'VALIDATION_FAILED', {})
    expect(await good('GET', `${samples}?type=OUTPUT`)).toMatchObject({ data: { body: { n: 2 } } })
    await bad('GET', `${flow}/steps/step_9/sample-data`, 'STEP_NOT_FOUND')
    expect(await good('POST', `${flow}/steps/step_1/test`)).toMatchObject({ success: true, output: 1 })
    await bad('POST', `${flow}/steps/step_9/test`, 'STEP_NOT_FOUND')
    expect((await good('POST', `${flow}/trigger/test`)).events).toHaveLength(1)
    await bad('POST', `/v1/workflow/${NOBODY}/trigger/test`, 'WORKFLOW_NOT_FOUND')
    expect(await good('POST', `${flow}/test`)).toMatchObject({ success: true, status: 'SUCCEEDED' })
    await bad('POST', `/v1/workflow/${NOBODY}/test`, 'WORKFLOW_NOT_FOUND')
  })

  test('publishes it and turns it on', async () => {
    // As at Diga, it stays off, and that is no error.
    expect((await good('PATCH', `${flow}/status`, { status: 'ENABLED' })).status).toBe('DISABLED')
    await bad('PATCH', `${flow}/status`, 'VALIDATION_FAILED', { status: 'ON' })
    await bad('POST', `${flow}/draft`, 'WORKFLOW_NOT_PUBLISHED')
    await good('POST', `${flow}/publish`)
    expect((await good('PATCH', `${flow}/status`, { status: 'ENABLED' })).status).toBe('ENABLED')
    await api('DELETE', `${flow}/action/step_1`)
    expect((await good('POST', `${flow}/draft`)).trigger.nextAction.name).toBe('step_1')
    const { id } = await good('POST', '/v1/workflow/', { name: 'Unfinished' })
    await bad('POST', `/v1/workflow/${id}/publish`, 'WORKFLOW_INVALID')
  })

  test('watches it run', async () => {
    const hooked = await call('POST', `${flow.replace('/v1/workflow', '/webhooks')}/sync`, '{}')
    expect(hooked.status).toBeLessThan(300)
    const runs = await vi.waitFor(async () => {
      const { data } = await good('GET', `${flow}/executions?status=SUCCEEDED&order=desc&limit=5`)
      expect(data).toHaveLength(1)
      return data
    })
    await bad('GET', `${flow}/executions?status=DONE`, 'VALIDATION_FAILED')
    expect((await good('GET', `/v1/workflow/executions/${runs[0].id}`)).steps).toHaveProperty('step_1')
    await bad('GET', `/v1/workflow/executions/${NOBODY}`, 'RUN_NOT_FOUND')
  })

  test('has an agent call somebody', async () => {
    await addAgent([], { provider: 'simulator', phone_number: NUMBER })
    const request = { from_number: NUMBER, to_number: '+34600000031', agent_version_id: null }
    const { id } = await good('POST', '/v1/call/', request)
    await bad('POST', '/v1/call/', 'PHONE_NUMBER_INVALID', { ...request, to_number: 'home' })
    await vi.waitFor(async () => {
      const { data } = await good('GET', '/v1/call/?type=outbound')
      expect(data.map((each: { id: string }) => each.id)).toContain(id)
    })
    await bad('GET', '/v1/call/?status=ringing', 'VALIDATION_FAILED')
  })

  test('deletes it', async () => {
    await good('DELETE', flow)
    await bad('DELETE', flow, 'WORKFLOW_NOT_FOUND')
  })

  test('has then used every operation, well and badly', () => {
    const names = DIGA_OPERATIONS.map(({ name }) => name)
    expect(names.filter((name) => !answered.has(name))).toEqual([])
    expect(names.filter((name) => !refused.has(name))).toEqual([])
  })
})

/** An operation of our own description, as far as it is compared. */
interface Ours {
  parameters: { name: string; in: string; required: boolean }[]
  requestBody?: { required: boolean; content: { 'application/json': { schema: DigaSchema } } }
}

const ours = describeApi(management.routes, '0')

/** Ours by the name of Diga's. */
const oursByName = new Map(
  Object.entries(ours.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const diga = digaOperationAt(method.toUpperCase(), path)
      return diga ? [[diga.name, operation as unknown as Ours] as const] : []
    }),
  ),
)

const ourPart = ({ $ref, ...rest }: DigaSchema): DigaSchema =>
  $ref ? (ours.components.schemas[$ref.replace('#/components/schemas/', '')] as DigaSchema) : rest

/** All fields a schema names, and those it asks for, through references and alternatives. */
function fieldsOf(schema: DigaSchema, partOf: (schema: DigaSchema) => DigaSchema) {
  const { properties = {}, required = [], anyOf = [] } = partOf(schema)
  const inner: { known: string[]; required: string[] }[] = anyOf.map((each) => fieldsOf(each, partOf))
  const common = inner[0]?.required.filter((field) => inner.every((each) => each.required.includes(field)))
  return {
    known: [...Object.keys(properties), ...inner.flatMap(({ known }) => known)],
    required: [...required, ...(common ?? [])],
  }
}

describe('our own description', () => {
  test.each(DIGA_OPERATIONS.map((each) => [each.name, each] as const))(
    '%s takes what Diga takes',
    (name, diga) => {
      const mine = oursByName.get(name)
      if (!mine) throw new Error('not ours')
      const named = ({ parameters }: { parameters: { name: string; in: string }[] }) =>
        parameters.map((each) => `${each.in} ${each.name}`)
      expect(named(mine)).toEqual(expect.arrayContaining(named(diga)))
      const asked = mine.parameters.filter((each) => each.required)
      expect(named(diga)).toEqual(expect.arrayContaining(named({ parameters: asked })))

      const theirs = fieldsOf(diga.body ?? {}, resolved)
      const mineTakes = fieldsOf(mine.requestBody?.content['application/json'].schema ?? {}, ourPart)
      expect(mineTakes.known).toEqual(expect.arrayContaining(theirs.known))
      expect(theirs.required).toEqual(expect.arrayContaining(mineTakes.required))
      if (!diga.bodyRequired) expect(mine.requestBody?.required ?? false).toBe(false)
    },
  )
})

/** Values that a schema of Diga's allows, the outermost among them. */
function valuesOf(schema: DigaSchema): string[] {
  const { anyOf = [], minimum, maximum, type, format, const: only, enum: listed = [] } = resolved(schema)
  return [
    ...anyOf.flatMap(valuesOf),
    ...listed,
    ...[only, minimum, maximum].filter((each) => each !== undefined).map(String),
    ...(type === 'boolean' ? ['true', 'false'] : []),
    ...(format === 'date-time' ? ['2026-11-01T08:00:00Z', '2026-11-01T08:00:00.123456+00:00'] : []),
    ...(format === 'uuid' ? [NOBODY] : []),
  ]
}

/** Cursors are ids that an answer gave. */
const CURSORS = ['after', 'before']

test.each(
  DIGA_OPERATIONS.flatMap((each) =>
    each.parameters
      .filter((parameter) => parameter.in === 'query' && !CURSORS.includes(parameter.name))
      .flatMap(({ name, schema }) => valuesOf(schema).map((value) => [each.path, name, value] as const)),
  ),
)('GET %s takes %s=%s', async (path, name, value) => {
  const { id } = (await api('POST', '/v1/workflow/', { name: 'Asked' })).body
  const asked = path.replace('{flow_id}', id).replace('{step_name}', 'trigger')
  const answer = await api('GET', `${asked}?${name}=${encodeURIComponent(value)}`)
  expect([answer.status, answer.body.message]).toEqual([200, undefined])
})
