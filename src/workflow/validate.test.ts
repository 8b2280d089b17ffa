import { describe, expect, test } from 'vitest'
import {
  type BranchSpec,
  chain,
  code,
  definition,
  emptyTrigger,
  loop,
  piece,
  pieceTrigger,
  router,
  when,
} from '../../test/support/definitions.ts'
import type { Catalogue, PieceRules } from './catalogue.ts'
import { type Action, type Definition, OPERATORS, type Trigger } from './schema.ts'
import { isPublishable, validateDefinition, withValidity } from './validate.ts'
import { steps } from './walk.ts'

const noInput = { input: {} }
const request = {
  input: {
    url: { required: true },
    method: { required: false, choices: ['GET', 'POST'] },
    value: { required: false },
  },
}
const pieces: Record<string, PieceRules> = {
  http: { actions: { send_request: request }, triggers: {} },
  crm: { actions: { find: { input: {}, needsConnection: true } }, triggers: {} },
  webhook: { actions: {}, triggers: { catch_webhook: { input: { authType: { required: false } } } } },
  diga: {
    actions: { returnResponse: noInput, returnCallData: noInput, makeCall: noInput },
    triggers: {
      functionCall: { input: { description: { required: true } } },
      preCall: noInput,
      callFinished: noInput,
    },
  },
}
const catalogue: Catalogue = { piece: (name) => pieces[name] }

const webhook = pieceTrigger('webhook', 'catch_webhook')
const get = (name: string, extra: Record<string, unknown> = {}) =>
  piece(name, 'http', 'send_request', { url: 'https://example.com', ...extra })

const issuesOf = (input: Definition) => validateDefinition(input, catalogue)
const issuesWith = (first: Action, trigger: Trigger = webhook) => issuesOf(definition(trigger, first))
const codesWith = (first: Action, trigger?: Trigger) => issuesWith(first, trigger).map((issue) => issue.code)

test('a whole definition has no issues, whichever way it names its pieces', () => {
  const branches: BranchSpec[] = [
    {
      name: 'A',
      when: [[when('{{step_1.status}}', 'NUMBER_IS_EQUAL_TO', '200')]],
      first: get('step_3', { value: '{{step_1.body}}' }),
    },
    { name: 'Otherwise', when: 'fallback' },
  ]
  const full = piece('step_1', '@activepieces/piece-http', 'send_request', {
    url: '{{trigger.body.url}}',
    method: '{{trigger.m}}',
  })
  const first = chain(
    full,
    router('step_2', branches),
    loop('step_4', '{{step_1.list}}', code('step_5', 'x', { a: '{{step_4.item}} {{step_3}}' })),
  )
  expect(issuesWith(first)).toEqual([])
})

describe('each rule names the step and the field', () => {
  const branch = (conditions: unknown): BranchSpec[] => [{ name: 'A', when: conditions as never }]

  test.each<[string, Action, object]>([
    [
      'a name twice',
      chain(get('step_1'), get('step_1')),
      { step: 'step_1', path: 'name', code: 'NAME_TAKEN' },
    ],
    ["the trigger's name", get('trigger'), { step: 'trigger', path: 'name', code: 'NAME_TAKEN' }],
    ['a reserved name', get('connections'), { step: 'connections', path: 'name', code: 'NAME_RESERVED' }],
    [
      'an unknown piece',
      piece('step_1', 'nothing', 'x'),
      { step: 'step_1', path: 'settings.pieceName', code: 'PIECE_UNKNOWN' },
    ],
    [
      'an unknown action',
      piece('step_1', 'http', 'x'),
      { path: 'settings.actionName', code: 'ACTION_UNKNOWN' },
    ],
    [
      'an action that objects inherit',
      piece('step_1', 'http', 'constructor'),
      { path: 'settings.actionName', code: 'ACTION_UNKNOWN' },
    ],
    [
      'a missing input',
      piece('step_1', 'http', 'send_request'),
      { path: 'settings.input.url', code: 'INPUT_REQUIRED', message: 'Step step_1: url is required.' },
    ],
    ['a blank input', get('step_1', { url: ' ' }), { path: 'settings.input.url', code: 'INPUT_REQUIRED' }],
    [
      'a value outside the choices',
      get('step_1', { method: 'FETCH' }),
      { path: 'settings.input.method', code: 'INPUT_CHOICE' },
    ],
    [
      'a missing connection',
      piece('step_1', 'crm', 'find'),
      { path: 'settings.input.auth', code: 'CONNECTION_MISSING' },
    ],
    ['no code', code('step_1', ' '), { path: 'settings.sourceCode.code', code: 'CODE_MISSING' }],
    ['no loop items', loop('step_1', ''), { path: 'settings.items', code: 'ITEMS_MISSING' }],
    ['no branches', router('step_1', []), { path: 'settings.branches', code: 'BRANCH_MISSING' }],
    [
      'fewer children than branches',
      { ...router('step_1', branch([[when('a', 'EXISTS')]])), children: [] },
      { path: 'children', code: 'BRANCH_COUNT' },
    ],
    [
      'two fallbacks',
      router('step_1', [
        { name: 'a', when: 'fallback' },
        { name: 'b', when: 'fallback' },
      ]),
      { path: 'settings.branches', code: 'FALLBACK_COUNT' },
    ],
    [
      'a fallback that is not last',
      router('step_1', [{ name: 'a', when: 'fallback' }, ...branch([[when('a', 'EXISTS')]])]),
      { path: 'settings.branches[0]', code: 'FALLBACK_NOT_LAST' },
    ],
    [
      'no condition',
      router('step_1', branch([[]])),
      { path: 'settings.branches[0].conditions', code: 'CONDITION_MISSING' },
    ],
    [
      'no operator',
      router('step_1', branch([[{ firstValue: 'a' }]])),
      { path: 'settings.branches[0].conditions[0][0].operator', code: 'OPERATOR_UNKNOWN' },
    ],
    [
      'an unknown operator',
      router('step_1', branch([[when('a', 'EXISTS')], [when('a', 'IS_NICE')]])),
      { path: 'settings.branches[0].conditions[1][0].operator', code: 'OPERATOR_UNKNOWN' },
    ],
    [
      'no first value',
      router('step_1', branch([[when('', 'EXISTS')]])),
      { path: 'settings.branches[0].conditions[0][0].firstValue', code: 'VALUE_MISSING' },
    ],
    [
      'too many attempts',
      {
        ...get('step_1'),
        settings: {
          pieceName: 'http',
          actionName: 'send_request',
          input: { url: 'x' },
          retry: { maxAttempts: 99 },
        },
      },
      { path: 'settings.retry.maxAttempts', code: 'OUT_OF_RANGE' },
    ],
    [
      'a timeout of hours',
      code('step_1', 'x', {}, null, { timeoutSeconds: 9000 }),
      { path: 'settings.timeoutSeconds', code: 'OUT_OF_RANGE' },
    ],
    [
      'a failure branch on a loop',
      { ...loop('step_1', '[]'), onFailure: get('step_2') } as Action,
      { path: 'onFailure', code: 'ON_FAILURE_UNSUPPORTED' },
    ],
    [
      'an unknown reference',
      get('step_1', { value: { deep: ['{{step_9.x}}'] } }),
      { path: 'settings.input.value.deep[0]', code: 'REFERENCE_UNKNOWN' },
    ],
  ])('%s', (_rule, first, issue) => {
    expect(issuesWith(first)).toContainEqual(
      expect.objectContaining({ severity: 'error', step: 'step_1', ...issue }),
    )
  })

  test.each<[string, Trigger, object]>([
    ['no trigger', emptyTrigger(), { path: 'type', code: 'TRIGGER_MISSING' }],
    ['an unknown piece', pieceTrigger('nothing', 'x'), { path: 'settings.pieceName', code: 'PIECE_UNKNOWN' }],
    [
      'an unknown trigger',
      pieceTrigger('webhook', 'x'),
      { path: 'settings.triggerName', code: 'TRIGGER_UNKNOWN' },
    ],
    [
      'a missing input',
      pieceTrigger('diga', 'functionCall', { executionMode: 'async' }),
      { path: 'settings.input.description', code: 'INPUT_REQUIRED' },
    ],
    [
      'a reference',
      pieceTrigger('webhook', 'catch_webhook', { a: '{{step_1.x}}' }),
      { path: 'settings.input.a', code: 'REFERENCE_UNKNOWN' },
    ],
  ])('of the trigger: %s', (_rule, trigger, issue) => {
    expect(issuesWith(get('step_1'), trigger)).toMatchObject([
      { severity: 'error', step: 'trigger', ...issue },
    ])
  })

  test('every operator is known, and those that compare want a second value', () => {
    const single = [
      'BOOLEAN_IS_TRUE',
      'BOOLEAN_IS_FALSE',
      'LIST_IS_EMPTY',
      'LIST_IS_NOT_EMPTY',
      'EXISTS',
      'DOES_NOT_EXIST',
    ]
    for (const operator of OPERATORS) {
      const codes = codesWith(router('step_1', branch([[when('a', operator)]])))
      expect(codes, operator).toEqual(single.includes(operator) ? [] : ['VALUE_MISSING'])
    }
  })
})

describe('a reference must be to a step that can have run before', () => {
  const uses = (name: string, to: string) => code(name, 'x', { a: `{{${to}.x}}` })
  const twoWays = (first: Action, second: Action): BranchSpec[] => [
    { name: 'A', when: [[when('a', 'EXISTS')]], first },
    { name: 'B', when: 'fallback', first: second },
  ]
  const all = { executionType: 'EXECUTE_ALL_MATCH' } as const

  test.each<[string, Action]>([
    ['the trigger', uses('step_1', 'trigger')],
    ['an earlier step', chain(code('step_1', 'x'), uses('step_2', 'step_1'))],
    [
      'what precedes the loop around it',
      chain(code('step_1', 'x'), loop('step_2', '[]', uses('step_3', 'step_1'))),
    ],
    ['the loop around it', loop('step_1', '[]', uses('step_2', 'step_1'))],
    ['a loop before it', chain(loop('step_1', '[]'), uses('step_2', 'step_1'))],
    [
      'a step in a branch before it',
      chain(router('step_1', twoWays(code('step_2', 'x'), code('step_3', 'x'))), uses('step_4', 'step_3')),
    ],
    ['the router around it', router('step_1', twoWays(uses('step_2', 'step_1'), code('step_3', 'x')))],
    [
      'an earlier branch, where all matches run',
      router('step_1', twoWays(code('step_2', 'x'), uses('step_3', 'step_2')), null, all),
    ],
    [
      'the step whose failure it handles',
      code('step_1', 'x', {}, null, { onFailure: uses('step_2', 'step_1') }),
    ],
    [
      'a step of a failure branch before it',
      chain(code('step_1', 'x', {}, null, { onFailure: code('step_2', 'x') }), uses('step_3', 'step_2')),
    ],
    ['a connection', code('step_1', 'x', { a: "{{connections['crm'].token}}" })],
    [
      'a built-in',
      code('step_1', 'x', { a: '{{Math.max(1, trigger.n)}} {{JSON.stringify([new Date(0)])}}' }),
    ],
    ['a name of its own', code('step_1', 'x', { a: '{{trigger.list.map((step_9) => step_9.x)}}' })],
  ])('%s is in reach', (_what, first) => {
    expect(issuesWith(first)).toEqual([])
  })

  test.each<[string, Action]>([
    ['itself', uses('step_1', 'step_1')],
    ['a later step', chain(uses('step_1', 'step_2'), code('step_2', 'x'))],
    [
      'a step inside a loop before it',
      chain(loop('step_1', '[]', code('step_2', 'x')), uses('step_3', 'step_2')),
    ],
    [
      'another branch, where one match runs',
      router('step_1', twoWays(code('step_2', 'x'), uses('step_3', 'step_2'))),
    ],
    ['a later branch', router('step_1', twoWays(uses('step_2', 'step_3'), code('step_3', 'x')), null, all)],
    [
      'its own failure branch',
      code('step_1', 'x', { a: '{{step_2.x}}' }, null, { onFailure: code('step_2', 'x') }),
    ],
    ['a step that does not exist', uses('step_1', 'step_77')],
    ['its own items', loop('step_1', '{{step_1.item}}')],
  ])('%s is not', (_what, first) => {
    expect(issuesWith(first)).toMatchObject([{ severity: 'error', code: 'REFERENCE_UNKNOWN' }])
  })
})

describe('what does not keep a workflow from running is a warning', () => {
  const functionCall = (executionMode?: string) =>
    pieceTrigger('diga', 'functionCall', { description: 'x', executionMode })
  const answer = (action: string, options = {}) =>
    piece('step_1', '@diga/piece-diga', action, {}, null, options)

  test.each<[string, Trigger, Action, string[]]>([
    ['a function call nobody answers', functionCall(), code('step_1', 'x'), ['ANSWER_MISSING']],
    ['one answered', functionCall('sync'), answer('returnResponse'), []],
    ['one answered in a branch', functionCall('sync'), loop('step_2', '[]', answer('returnResponse')), []],
    [
      'one answered by a skipped step',
      functionCall('sync'),
      answer('returnResponse', { skip: true }),
      ['ANSWER_MISSING'],
    ],
    ['one answered with call data', functionCall('sync'), answer('returnCallData'), ['ANSWER_MISSING']],
    ['an async one', functionCall('async'), code('step_1', 'x'), []],
    ['a pre-call nobody answers', pieceTrigger('diga', 'preCall'), code('step_1', 'x'), ['ANSWER_MISSING']],
    ['a pre-call answered', pieceTrigger('diga', 'preCall'), answer('returnCallData'), []],
    ['a finished call', pieceTrigger('diga', 'callFinished'), code('step_1', 'x'), []],
    [
      "another runner's failure branches",
      webhook,
      { ...code('step_1', 'x'), continueOnFailureBranches: { onFailure: null } } as Action,
      ['FIELD_IGNORED'],
    ],
    ['a broken expression', webhook, code('step_1', 'x', { a: '{{trigger.}}' }), ['EXPRESSION_INVALID']],
    ['an empty expression', webhook, code('step_1', 'x', { a: '{{}}' }), []],
    [
      'a skipped step referred to',
      webhook,
      chain(code('step_1', 'x', {}, null, { skip: true }), code('step_2', 'x', { a: '{{step_1.x}}' })),
      ['REFERENCE_SKIPPED'],
    ],
  ])('%s', (_what, trigger, first, codes) => {
    const issues = issuesWith(first, trigger)
    expect(issues.map((issue) => issue.code)).toEqual(codes)
    expect(issues.every((issue) => issue.severity === 'warning')).toBe(true)
  })
})

describe('a skipped step need not be valid', () => {
  test('nor what is nested in it', () => {
    const body = chain(piece('step_2', 'nothing', 'x'), code('step_3', '', { a: '{{step_9}}' }))
    expect(issuesWith(loop('step_1', '', body, null, { skip: true }))).toEqual([])
    expect(codesWith(loop('step_1', '[]', body))).toEqual([
      'PIECE_UNKNOWN',
      'CODE_MISSING',
      'REFERENCE_UNKNOWN',
    ])
  })

  test('but its name must be free', () => {
    expect(codesWith(chain(get('step_1'), code('step_1', '', {}, null, { skip: true })))).toEqual([
      'NAME_TAKEN',
    ])
  })
})

test('a list of a million items and a hundred thousand conditions are looked through', () => {
  const conditions = Array.from({ length: 100_000 }, () => ({ operator: 'NO' }))
  const first = chain(
    code('step_1', 'x', { list: Array(1_000_000).fill(1) }),
    router('step_2', [{ name: 'A', when: [conditions] }]),
  )
  expect(new Set(codesWith(first))).toEqual(new Set(['OPERATOR_UNKNOWN']))
  expect(codesWith(first).length).toBe(100)
})

test('more steps than a definition may have are one issue, not thousands', () => {
  const many = Array.from({ length: 10_000 }, () => code('step_1', ''))
  expect(codesWith(chain(...(many as [Action])))).toEqual(['TOO_MANY_STEPS'])
})

describe('each step says whether it is valid', () => {
  const validOf = (input: Definition) =>
    Object.fromEntries(
      Array.from(steps(withValidity(input, catalogue)), ({ step }) => [step.name, step.valid]),
    )

  test('whatever it said itself', () => {
    const boast = { ...piece('step_1', 'http', 'send_request'), valid: true }
    const modest = { ...get('step_2', { value: '{{step_1.body}}' }), valid: false }
    const sent = definition(webhook, chain(boast, modest))
    expect(validOf(sent)).toEqual({ trigger: true, step_1: false, step_2: true })
    expect(boast.valid).toBe(true)
  })

  test('a warning leaves it valid, and so does being skipped', () => {
    const warned = get('step_1', { value: '{{trigger.+}}' })
    const skipped = piece('step_2', 'nothing', 'known', {}, null, { skip: true })
    expect(codesWith(warned)).toEqual(['EXPRESSION_INVALID'])
    expect(validOf(definition(webhook, chain(warned, skipped)))).toEqual({
      trigger: true,
      step_1: true,
      step_2: true,
    })
  })

  test('also beyond the number of issues that are reported', () => {
    const names = Array.from({ length: 300 }, (_, n) => `step_${n}`)
    const all = names.map((name) => piece(name, 'http', 'send_request')) as [Action, ...Action[]]
    const sent = definition(emptyTrigger(), chain(...all))
    expect(issuesOf(sent).length).toBeLessThan(300)
    expect(Object.values(validOf(sent))).not.toContain(true)
  })
})

test('a hundred warnings do not hide an error', () => {
  const warned = Array.from({ length: 150 }, (_, n) => get(`step_${n}`, { value: '{{trigger.+}}' }))
  const all: Action[] = [...warned, piece('last', 'nothing', 'known')]
  const issues = issuesWith(chain(...(all as [Action])))
  expect(issues).toHaveLength(100)
  expect(issues[0]).toMatchObject({ severity: 'error', step: 'last' })
  expect(isPublishable(issues)).toBe(false)
})
