import { expect, test } from 'vitest'
import type { Action, Definition } from '../schema.ts'
import { steps } from '../walk.ts'
import { readWorkflow } from './read.ts'
import type { Change } from './renewal.ts'

/** Reads an old flow; its steps are given by name. */
function read(flow: unknown) {
  const result = readWorkflow(flow)
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  const { definition, changes } = result.value
  const step = (name: string) => all(definition).find((each) => each.name === name)
  return { definition, step, codes: changes.map((change) => `${change.step}: ${change.code}`), changes }
}

const all = (definition: Definition) => Array.from(steps(definition), ({ step }) => step)
const names = (definition: Definition) => all(definition).map(({ name }) => name)

const webhook = { name: 'trigger', type: 'PIECE_TRIGGER', valid: true, displayName: 'Catch Webhook' }
const catchHook = {
  ...webhook,
  settings: {
    pieceName: '@activepieces/piece-webhook',
    pieceVersion: '~0.1.0',
    triggerName: 'catch_webhook',
    packageType: 'REGISTRY',
    pieceType: 'OFFICIAL',
    input: {},
    inputUiInfo: { sampleDataFileId: 'KpEfFTvzvbOZFZZYuRXn9', lastTestDate: '2024-03-01T10:00:00Z' },
  },
}
const flow = (nextAction: unknown, trigger: object = catchHook, rest: object = {}) => ({
  displayName: 'Lead to sheet',
  trigger: { ...trigger, nextAction },
  valid: true,
  ...rest,
})
const codeStep = (name: string, settings: object = {}, rest: object = {}) => ({
  name,
  type: 'CODE',
  valid: true,
  displayName: 'Code',
  settings: { sourceCode: { code: 'x', packageJson: '{}' }, input: {}, ...settings },
  ...rest,
})
const pieceStep = (name: string, settings: object, rest: object = {}) => ({
  name,
  type: 'PIECE',
  valid: true,
  displayName: 'Piece',
  settings: { pieceName: '@activepieces/piece-slack', pieceVersion: '0.2.0', input: {}, ...settings },
  ...rest,
})

test('branches in branches become routers, with what follows them and what is skipped', () => {
  const condition = { operator: 'TEXT_EXACTLY_MATCHES', firstValue: '{{trigger.a}}', secondValue: 'x' }
  const branch = (name: string, rest: object) => ({
    name,
    type: 'BRANCH',
    valid: true,
    displayName: 'Is it?',
    settings: { conditions: [[condition]], inputUiInfo: {} },
    ...rest,
  })
  const inner = branch('step_2', { onFailureAction: codeStep('step_3'), nextAction: codeStep('step_4') })
  const { definition, step, codes } = read(
    flow(branch('step_1', { skip: true, onSuccessAction: inner, nextAction: codeStep('step_5') })),
  )
  expect(names(definition)).toEqual(['trigger', 'step_1', 'step_2', 'step_3', 'step_4', 'step_5'])
  expect(step('step_1')).toMatchObject({
    type: 'ROUTER',
    skip: true,
    settings: {
      executionType: 'EXECUTE_FIRST_MATCH',
      branches: [
        { branchName: 'Branch 1', branchType: 'CONDITION', conditions: [[condition]] },
        { branchName: 'Otherwise', branchType: 'FALLBACK' },
      ],
    },
    children: [{ name: 'step_2', children: [null, { name: 'step_3' }] }, null],
  })
  expect(step('step_1')).not.toHaveProperty('onSuccessAction')
  expect(codes).toContain('step_1: BRANCH_TO_ROUTER')
  expect(codes).toContain('step_2: BRANCH_TO_ROUTER')
})

test('a missing step is left out, and its chain is joined', () => {
  const missing = (name: string, nextAction?: unknown) => ({
    name,
    type: 'MISSING',
    settings: {},
    nextAction,
  })
  const loop = {
    name: 'step_2',
    type: 'LOOP_ON_ITEMS',
    displayName: '',
    settings: { items: '{{[1]}}' },
    firstLoopAction: missing('step_3', missing('step_4', codeStep('step_5'))),
    nextAction: missing('step_6'),
  }
  const { definition, codes } = read(
    flow(missing('step_1', loop), { ...webhook, type: 'EMPTY', settings: {} }),
  )
  expect(names(definition)).toEqual(['trigger', 'step_2', 'step_5'])
  expect(codes).toEqual(['step_1', 'step_3', 'step_4', 'step_6'].map((name) => `${name}: STEP_DROPPED`))
})

test.each<[string, object, object]>([
  [
    'WEBHOOK',
    { inputUiInfo: { currentSelectedData: {} } },
    {
      pieceName: '@activepieces/piece-webhook',
      triggerName: 'catch_webhook',
      input: { authType: 'none', authFields: {} },
    },
  ],
  [
    'SCHEDULE',
    { cronExpression: '0 9 * * 1' },
    {
      pieceName: '@activepieces/piece-schedule',
      triggerName: 'cron_expression',
      input: { cronExpression: '0 9 * * 1', timezone: 'UTC' },
    },
  ],
])('a trigger of the kind %s becomes one of a piece', (type, settings, expected) => {
  const { definition, codes } = read(flow(codeStep('step_1'), { ...webhook, type, settings }))
  expect(definition.trigger).toMatchObject({ ...webhook, settings: expected })
  expect(codes).toEqual(['trigger: TRIGGER_RENEWED'])
})

test('a trigger that is not chosen yet stays empty', () => {
  const { definition, changes } = read({
    displayName: 'x',
    trigger: { type: 'EMPTY', name: 'trigger', settings: {} },
  })
  expect([definition.trigger.type, changes]).toEqual(['EMPTY', []])
})

test.each([
  ['in the file', { artifact: 'UEsDBBQAAAAIAA' }],
  ['in a store', { artifactSourceId: 'a', artifactPackagedId: 'b' }],
])('code that was a zip archive %s is not taken over, and the report says so', (_where, artifact) => {
  const step = {
    name: 'step_1',
    type: 'CODE',
    displayName: 'Code',
    settings: { ...artifact, input: { a: 1 } },
  }
  const { step: found, codes } = read(flow(step, { ...webhook, type: 'EMPTY', settings: {} }))
  expect(found('step_1')?.settings).toEqual({ sourceCode: { code: '', packageJson: '{}' }, input: { a: 1 } })
  expect(codes).toEqual(['step_1: CODE_NOT_TAKEN_OVER'])
})

test('code with its archive beside it loses the archive only', () => {
  const { step, changes } = read(
    flow(codeStep('step_1', { artifactPackagedId: 'b' }), { ...webhook, type: 'EMPTY' }),
  )
  expect(step('step_1')?.settings).toEqual({ sourceCode: { code: 'x', packageJson: '{}' }, input: {} })
  expect(changes).toEqual([])
})

test("what the builder knew of a step's fields is kept where it is kept now", () => {
  const settings = {
    actionName: 'send_message',
    input: { channel: 'C1', text: '{{trigger.text}}', extra: {} },
    schema: { extra: { a: { type: 'SHORT_TEXT' } } },
    inputUiInfo: {
      customizedInputs: { text: true, logoUrl: 'https://cdn.test/slack.png' },
      sampleDataFileId: 'x',
    },
  }
  const { step, codes } = read(flow(pieceStep('step_1', settings)))
  expect(step('step_1')?.settings).toEqual({
    pieceName: '@activepieces/piece-slack',
    pieceVersion: '0.2.0',
    actionName: 'send_message',
    input: settings.input,
    customLogoUrl: 'https://cdn.test/slack.png',
    propertySettings: {
      channel: { type: 'MANUAL' },
      text: { type: 'DYNAMIC' },
      extra: { type: 'MANUAL', schema: { a: { type: 'SHORT_TEXT' } } },
    },
  })
  expect(codes).toContain('step_1: INPUT_INFO_MOVED')
})

test('sample data of another project is left behind; sample data that is there stays', () => {
  const files = { sampleDataFileId: 'a', sampleDataInputFileId: 'b', lastTestDate: '2026-01-01T00:00:00Z' }
  const { step, codes } = read(
    flow(
      pieceStep(
        'step_1',
        { sampleData: files },
        { nextAction: codeStep('step_2', { sampleData: { output: 1 } }) },
      ),
      { ...catchHook, settings: { ...catchHook.settings, inputUiInfo: undefined, pieceVersion: '0.1.0' } },
    ),
  )
  expect(step('step_1')?.settings).not.toHaveProperty('sampleData')
  expect(step('step_2')?.settings).toMatchObject({ sampleData: { output: 1 } })
  expect(codes).toEqual(['step_1: SAMPLE_DATA_DROPPED'])
})

test.each([
  ['~0.3.1', '0.3.1'],
  ['^1.2.0', '1.2.0'],
])('the version %s of a piece becomes exact', (pieceVersion, exact) => {
  const { step, codes } = read(flow(pieceStep('step_1', { pieceVersion }), { ...webhook, type: 'EMPTY' }))
  expect(step('step_1')?.settings).toMatchObject({ pieceVersion: exact })
  expect(codes).toEqual(['step_1: VERSION_PINNED'])
})

test.each([
  ['0.4.11', { body_type: 'json', status: 200, headers: { a: 'b' }, body: { ok: true } }, { ok: true }],
  [
    '~0.5.0',
    { body_type: 'json', status: 200, headers: { a: 'b' }, body: { data: { ok: true } } },
    { ok: true },
  ],
  ['0.10.2', { status: 200, headers: { a: 'b' }, body: { data: 'text' } }, 'text'],
])("http %s's Return Response becomes webhook's", (pieceVersion, input, body) => {
  const settings = {
    pieceName: '@activepieces/piece-http',
    pieceVersion,
    actionName: 'return_response',
    input,
  }
  const { step, codes } = read(flow(pieceStep('step_1', settings)))
  expect(step('step_1')?.settings).toEqual({
    pieceName: '@activepieces/piece-webhook',
    pieceVersion: '0.1.20',
    actionName: 'return_response',
    input: { respond: 'stop', responseType: 'json', fields: { status: 200, headers: { a: 'b' }, body } },
    propertySettings: {
      respond: { type: 'MANUAL' },
      responseType: { type: 'MANUAL' },
      fields: { type: 'MANUAL' },
    },
  })
  expect(codes).toContain('step_1: RESPONSE_MOVED')
})

test("a loop's first field names become today's, wherever they are read", () => {
  const first = codeStep('step_2', {
    input: {
      a: '{{step_1.current_item.email}}',
      b: "{{step_1['current_iteration']}}",
      c: '{{trigger.current_item}}',
    },
  })
  const loop = {
    name: 'step_1',
    type: 'LOOP_ON_ITEMS',
    displayName: '',
    settings: { items: ['{{trigger.a}}'] },
  }
  const { step, codes } = read(flow({ ...loop, firstLoopAction: first }, { ...webhook, type: 'EMPTY' }))
  expect((step('step_2') as Action).settings).toMatchObject({
    input: { a: '{{step_1.item.email}}', b: '{{step_1.index}}', c: '{{trigger.current_item}}' },
  })
  expect(step('step_1')?.settings).toEqual({ items: ['{{trigger.a}}'] })
  expect(codes).toEqual(['step_2: LOOP_FIELDS_RENAMED'])
})

test('nested references become flat, and each step that had some is named', () => {
  const input = { a: "{{trigger['output'].body.name}}" }
  const next = { nextAction: codeStep('step_2', { input: { b: 'plain' } }) }
  const { step, codes, definition } = read({
    ...flow(pieceStep('step_1', { input }, next), { ...webhook, type: 'EMPTY' }),
    schemaVersion: '22',
  })
  expect(step('step_1')?.settings).toMatchObject({ input: { a: '{{trigger.body.name}}' } })
  expect(definition.schemaVersion).toBe('21')
  expect(codes).toEqual(['step_1: REFERENCES_FLATTENED'])
})

test('what a flow was elsewhere is dropped; notes, and fields nobody knows, stay', () => {
  const notes = [
    { id: 'n', content: 'Ask Ana', color: 'blue', position: { x: 1, y: 2 }, size: { width: 3, height: 4 } },
  ]
  const elsewhere = {
    id: 'v',
    flowId: 'f',
    state: 'LOCKED',
    created: '2025-01-01T00:00:00Z',
    updated: '2025-01-01T00:00:00Z',
    updatedBy: 'u',
    agentIds: ['a'],
    connectionIds: ['slack-1'],
    backupFiles: { 7: 'file' },
  }
  const { definition } = read(
    flow(undefined, { ...webhook, type: 'EMPTY' }, { ...elsewhere, notes, fromTheFuture: 1 }),
  )
  expect(Object.keys(definition).sort()).toEqual([
    'displayName',
    'fromTheFuture',
    'notes',
    'schemaVersion',
    'trigger',
  ])
  expect(definition).toMatchObject({ notes, fromTheFuture: 1 })
})

test('every change says what happened in a sentence', () => {
  const branch = { name: 'step_1', type: 'BRANCH', displayName: '', settings: { conditions: [] } }
  const { changes } = read(flow(branch))
  const sentences = changes.map(({ message }: Change) => message)
  expect(sentences).toHaveLength(3)
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/)
})

test('today a definition is read as it is', () => {
  const today = {
    displayName: 'x',
    schemaVersion: '21',
    trigger: { ...catchHook, settings: { pieceName: 'webhook', triggerName: 'catch_webhook', input: {} } },
  }
  const { definition, changes } = read(today)
  expect([definition, changes]).toEqual([today, []])
})

test('only steps count towards the number of steps, not links to nothing', () => {
  const branches = Array.from({ length: 2000 }, (_, index) => ({
    branchName: `${index}`,
    branchType: 'CONDITION',
    conditions: [],
  }))
  const router = {
    name: 'last',
    type: 'ROUTER',
    displayName: '',
    settings: { executionType: 'EXECUTE_ALL_MATCH', branches },
    children: branches.map((_, index) => (index % 2 ? null : {})),
  }
  let first: unknown = router
  for (let n = 900; n > 0; n--) first = codeStep(`step_${n}`, {}, { onFailure: null, nextAction: first })
  expect(names(read(flow(first)).definition)).toHaveLength(902)
})
