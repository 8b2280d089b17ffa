import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryDefinition, namesOf } from '../../test/support/arbitrary-definition.ts'
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
import { isCoded } from '../errors.ts'
import { applyOperation } from './operations.ts'
import type { Action, Definition } from './schema.ts'
import { findStep, steps } from './walk.ts'

const trigger = pieceTrigger('webhook', 'catch_webhook')
const branches: BranchSpec[] = [
  {
    name: 'A',
    when: [[when('{{step_1.a}}', 'EXISTS')]],
    first: chain(code('step_3', 'x'), code('step_4', 'x')),
  },
  { name: 'B', when: [[when('{{step_1.b}}', 'EXISTS')]] },
  { name: 'Otherwise', when: 'fallback', first: code('step_5', 'x') },
]

/** step_1, the router step_2 with step_3, step_4 | nothing | step_5, the loop step_6 with step_7, then step_8. */
const start = definition(
  trigger,
  chain(
    piece('step_1', 'http', 'send_request', {}, null, { onFailure: code('step_9', 'x') }),
    router('step_2', branches),
    loop('step_6', '{{step_1.list}}', code('step_7', 'x', { a: '{{step_6.item}}' })),
    code('step_8', 'x'),
  ),
)

/** The tree as text: `a(b, c)` is a step with what hangs inside it, `>` leads to the next. */
function shape(from: Definition): string {
  const text = (action: Action | null | undefined): string => {
    if (!action) return '-'
    const inner =
      action.type === 'LOOP_ON_ITEMS'
        ? [action.firstLoopAction]
        : action.type === 'ROUTER'
          ? action.children
          : []
    const failure = 'onFailure' in action && action.onFailure ? `!${text(action.onFailure as Action)}` : ''
    const body = inner.length > 0 ? `(${inner.map(text).join(', ')})` : ''
    return (
      action.name.replace('step_', '') +
      body +
      failure +
      (action.nextAction ? ` > ${text(action.nextAction)}` : '')
    )
  }
  return text(from.trigger.nextAction)
}

const apply = (type: string, request: unknown, from = start) => applyOperation(from, { type, request })
const added = code('step_10', 'x')

test('the tree these tests start from', () => {
  expect(shape(start)).toBe('1!9 > 2(3 > 4, -, 5) > 6(7) > 8')
})

describe('an operation gives the tree one expects', () => {
  test.each<[string, string, unknown, string]>([
    [
      'a step after the trigger',
      'ADD_ACTION',
      { parentStep: 'trigger', action: added },
      '10 > 1!9 > 2(3 > 4, -, 5) > 6(7) > 8',
    ],
    [
      'a step at the end',
      'ADD_ACTION',
      { parentStep: 'step_8', stepLocationRelativeToParent: 'AFTER', action: added },
      '1!9 > 2(3 > 4, -, 5) > 6(7) > 8 > 10',
    ],
    [
      'a first step of a loop',
      'ADD_ACTION',
      { parentStep: 'step_6', stepLocationRelativeToParent: 'INSIDE_LOOP', action: added },
      '1!9 > 2(3 > 4, -, 5) > 6(10 > 7) > 8',
    ],
    [
      'a step of an empty branch',
      'ADD_ACTION',
      { parentStep: 'step_2', stepLocationRelativeToParent: 'INSIDE_BRANCH', branchIndex: 1, action: added },
      '1!9 > 2(3 > 4, 10, 5) > 6(7) > 8',
    ],
    [
      'a step on failure',
      'ADD_ACTION',
      { parentStep: 'step_1', stepLocationRelativeToParent: 'INSIDE_ON_FAILURE', action: added },
      '1!10 > 9 > 2(3 > 4, -, 5) > 6(7) > 8',
    ],
    [
      'a loop with its body',
      'ADD_ACTION',
      { parentStep: 'step_8', action: loop('step_10', '[]', code('step_11', 'x'), code('step_12', 'x')) },
      '1!9 > 2(3 > 4, -, 5) > 6(7) > 8 > 10(11)',
    ],
    [
      'a router without children',
      'ADD_ACTION',
      { parentStep: 'step_8', action: { ...router('step_10', branches), children: undefined } },
      '1!9 > 2(3 > 4, -, 5) > 6(7) > 8 > 10(-, -, -)',
    ],
    ['deleting the first step', 'DELETE_ACTION', { names: ['step_1'] }, '2(3 > 4, -, 5) > 6(7) > 8'],
    [
      'deleting the first step of a branch',
      'DELETE_ACTION',
      { names: ['step_3'] },
      '1!9 > 2(4, -, 5) > 6(7) > 8',
    ],
    [
      'deleting the only step of a loop',
      'DELETE_ACTION',
      { names: ['step_7'] },
      '1!9 > 2(3 > 4, -, 5) > 6(-) > 8',
    ],
    [
      'deleting the only step on failure',
      'DELETE_ACTION',
      { names: ['step_9'] },
      '1 > 2(3 > 4, -, 5) > 6(7) > 8',
    ],
    [
      'deleting a step and what was in it',
      'DELETE_ACTION',
      { names: ['step_2', 'step_4', 'step_8'] },
      '1!9 > 6(7)',
    ],
    [
      'moving into a loop',
      'MOVE_ACTION',
      { name: 'step_1', newParentStep: 'step_6', stepLocationRelativeToNewParent: 'INSIDE_LOOP' },
      '2(3 > 4, -, 5) > 6(1!9 > 7) > 8',
    ],
    [
      'moving out of a branch',
      'MOVE_ACTION',
      { name: 'step_3', newParentStep: 'step_8' },
      '1!9 > 2(4, -, 5) > 6(7) > 8 > 3',
    ],
    [
      'moving a loop into a branch',
      'MOVE_ACTION',
      {
        name: 'step_6',
        newParentStep: 'step_2',
        stepLocationRelativeToNewParent: 'INSIDE_BRANCH',
        branchIndex: 2,
      },
      '1!9 > 2(3 > 4, -, 6(7) > 5) > 8',
    ],
    [
      'moving down by one',
      'MOVE_ACTION',
      { name: 'step_1', newParentStep: 'step_2' },
      '2(3 > 4, -, 5) > 1!9 > 6(7) > 8',
    ],
    [
      'moving to where it is',
      'MOVE_ACTION',
      { name: 'step_2', newParentStep: 'step_1' },
      '1!9 > 2(3 > 4, -, 5) > 6(7) > 8',
    ],
    [
      'duplicating a loop',
      'DUPLICATE_ACTION',
      { stepName: 'step_6' },
      '1!9 > 2(3 > 4, -, 5) > 6(7) > 10(11) > 8',
    ],
    [
      'duplicating a step with its failure branch',
      'DUPLICATE_ACTION',
      { stepName: 'step_1' },
      '1!9 > 10!11 > 2(3 > 4, -, 5) > 6(7) > 8',
    ],
    [
      'adding a first branch',
      'ADD_BRANCH',
      { stepName: 'step_2', branchIndex: 0, branchName: 'New' },
      '1!9 > 2(-, 3 > 4, -, 5) > 6(7) > 8',
    ],
    [
      'adding a branch at the end, before the fallback',
      'ADD_BRANCH',
      { stepName: 'step_2', branchIndex: 3, branchName: 'New' },
      '1!9 > 2(3 > 4, -, -, 5) > 6(7) > 8',
    ],
    [
      'deleting a branch',
      'DELETE_BRANCH',
      { stepName: 'step_2', branchIndex: 0 },
      '1!9 > 2(-, 5) > 6(7) > 8',
    ],
    [
      'duplicating a branch',
      'DUPLICATE_BRANCH',
      { stepName: 'step_2', branchIndex: 0 },
      '1!9 > 2(3 > 4, 10 > 11, -, 5) > 6(7) > 8',
    ],
    [
      'moving a branch',
      'MOVE_BRANCH',
      { stepName: 'step_2', sourceBranchIndex: 0, targetBranchIndex: 1 },
      '1!9 > 2(-, 3 > 4, 5) > 6(7) > 8',
    ],
  ])('%s', (_what, type, request, expected) => {
    expect(shape(apply(type, request))).toBe(expected)
  })

  test('branches and children stay side by side', () => {
    const names = (from: Definition) => {
      const { step } = findStep(from, 'step_2')!
      return step.type === 'ROUTER' ? step.settings.branches.map((branch) => branch.branchName) : []
    }
    expect(
      names(apply('MOVE_BRANCH', { stepName: 'step_2', sourceBranchIndex: 0, targetBranchIndex: 1 })),
    ).toEqual(['B', 'A', 'Otherwise'])
    expect(names(apply('DUPLICATE_BRANCH', { stepName: 'step_2', branchIndex: 0 }))).toEqual([
      'A',
      'A Copy',
      'B',
      'Otherwise',
    ])
    expect(names(apply('ADD_BRANCH', { stepName: 'step_2', branchIndex: 3, branchName: 'New' }))).toEqual([
      'A',
      'B',
      'New',
      'Otherwise',
    ])
  })
})

describe('an update replaces what a step says, not where it stands', () => {
  const withSample = { ...code('step_8', 'old', {}, null, { skip: true }), displayName: 'Old' }
  Object.assign(withSample.settings, { sampleData: { lastTestDate: '2026-01-01' } })
  const from = definition(trigger, chain(withSample, code('step_1', 'x')))
  const request = { name: 'step_8', type: 'CODE', settings: { sourceCode: { code: 'new' } } }

  test('sample data, display name and skip stay where the request is silent', () => {
    expect(apply('UPDATE_ACTION', request, from).trigger.nextAction).toEqual({
      ...withSample,
      settings: { sourceCode: { code: 'new' }, sampleData: { lastTestDate: '2026-01-01' } },
      nextAction: code('step_1', 'x'),
    })
  })

  test('and follow the request where it speaks', () => {
    const updated = apply('UPDATE_ACTION', { ...request, displayName: 'New', skip: false }, from).trigger
      .nextAction
    expect(updated).toMatchObject({ displayName: 'New', skip: false })
  })

  test('another type takes nothing nested along', () => {
    const settings = { sourceCode: { code: 'x' } }
    expect(shape(apply('UPDATE_ACTION', { name: 'step_2', type: 'CODE', settings }))).toBe(
      '1!9 > 2 > 6(7) > 8',
    )
    const asRouter = { ...router('step_6', branches), children: [] }
    expect(shape(apply('UPDATE_ACTION', asRouter))).toBe('1!9 > 2(3 > 4, -, 5) > 6(-, -, -) > 8')
  })

  test('a trigger keeps its name, its sample data and the steps after it', () => {
    const old = {
      ...start,
      trigger: { ...start.trigger, settings: { ...trigger.settings, sampleData: { a: 1 } } },
    } as Definition
    const { name: _, ...nameless } = pieceTrigger('diga', 'preCall')
    const updated = apply('UPDATE_TRIGGER', nameless, old)
    expect(updated.trigger).toMatchObject({
      name: 'trigger',
      settings: { pieceName: 'diga', sampleData: { a: 1 } },
    })
    expect(shape(updated)).toBe(shape(start))
    const fresh = apply('UPDATE_TRIGGER', pieceTrigger('diga', 'preCall'), definition(emptyTrigger()))
    expect(fresh.trigger).toStrictEqual(pieceTrigger('diga', 'preCall'))
  })

  test('skipping marks the steps and nothing else', () => {
    const skipped = apply('SET_SKIP_ACTION', { names: ['step_1', 'step_7'], skip: true })
    const marked = Array.from(steps(skipped), ({ step }) => step).filter(
      (step) => 'skip' in step && step.skip,
    )
    expect(marked.map(({ name }) => name)).toEqual(['step_1', 'step_7'])
    expect(shape(skipped)).toBe(shape(start))
  })

  test('a new name is the name of the workflow', () => {
    expect(apply('CHANGE_NAME', { displayName: 'Renamed' })).toEqual({ ...start, displayName: 'Renamed' })
  })
})

describe('a copy refers to its own steps', () => {
  const inner = router('step_3', [
    {
      name: 'A',
      when: [[when('{{step_2.ok}} {{step_1.item}}', 'EXISTS')]],
      first: code('step_4', 'x', { a: '{{step_2.b}} {{outer.c}}' }),
    },
  ])
  const copied = loop(
    'step_1',
    '{{outer.list}}',
    code(
      'step_2',
      'step_2 {{step_1}}',
      {
        text: '{{step_1.item.step_2}} {{"step_2"}} step_2',
        short: '{{ [{ step_1 }] }}',
        own: '{{[1].map((step_1) => step_1)}}',
      },
      inner,
    ),
  )
  const after = code('step_5', 'x', { a: '{{step_1.iterations[0].step_2}}' })
  const from = definition(trigger, chain(code('outer', 'x'), copied, after))

  test('in inputs, loop items and conditions, but not in property names, texts, code, or what is bound inside', () => {
    const { step } = findStep(apply('DUPLICATE_ACTION', { stepName: 'step_1' }, from), 'step_6')!
    const { nextAction, ...copy } = step
    const expected = loop(
      'step_6',
      '{{outer.list}}',
      code(
        'step_7',
        'step_2 {{step_1}}',
        {
          text: '{{step_6.item.step_2}} {{"step_2"}} step_2',
          short: '{{ [{ step_1: step_6 }] }}',
          own: '{{[1].map((step_1) => step_1)}}',
        },
        router('step_8', [
          {
            name: 'A',
            when: [[when('{{step_7.ok}} {{step_6.item}}', 'EXISTS')]],
            first: code('step_9', 'x', { a: '{{step_7.b}} {{outer.c}}' }),
          },
        ]),
      ),
    )
    for (const { step: made } of steps(definition(trigger, expected)))
      if (made.name !== 'trigger') made.displayName = ''
    const strip = (value: unknown) =>
      JSON.parse(JSON.stringify(value).replace(/"displayName":"[^"]*"/g, '"displayName":""')) as unknown
    expect(strip(copy)).toEqual(strip(expected))
    expect(nextAction).toEqual(after)
  })

  test('and to the copies inside its iterations', () => {
    const uses = loop(
      'step_1',
      '[]',
      loop(
        'step_2',
        '[]',
        code('step_3', 'x', {
          a: "{{step_1.iterations[step_2.n].step_2.output.iterations[1]['step_3'].output}}",
        }),
      ),
    )
    const { step } = findStep(
      apply('DUPLICATE_ACTION', { stepName: 'step_1' }, definition(trigger, uses)),
      'step_6',
    )!
    expect(step.settings).toMatchObject({
      input: { a: "{{step_4.iterations[step_5.n].step_5.output.iterations[1]['step_6'].output}}" },
    })
  })

  test('its steps are called copies, and start without sample data', () => {
    const step = code('step_1', 'x')
    Object.assign(step.settings, { sampleData: { lastTestDate: 'x' } })
    const copy = apply('DUPLICATE_ACTION', { stepName: 'step_1' }, definition(trigger, step)).trigger
      .nextAction?.nextAction
    expect(copy).toMatchObject({ name: 'step_2', displayName: 'step_1 Copy' })
    expect(copy?.settings.sampleData).toEqual({})
  })
})

describe('an import replaces the definition', () => {
  test('from any form, references made flat, settings kept where it has none', () => {
    const from = definition(trigger, code('step_1', 'x'), { deadlineSeconds: 5 })
    const imported = {
      ...definition(trigger, code('step_2', 'x', { a: "{{trigger['output'].b}}" })),
      schemaVersion: '23',
    }
    for (const request of [imported, { name: 'file', flows: [imported] }]) {
      const result = apply('IMPORT_FLOW', request, from)
      expect(result).toEqual(
        definition(trigger, code('step_2', 'x', { a: '{{trigger.b}}' }), { deadlineSeconds: 5 }),
      )
    }
  })

  test('and leaves no doubt about its dialect', () => {
    for (const schemaVersion of [null, '7', '30']) {
      expect(apply('IMPORT_FLOW', { ...start, schemaVersion }).schemaVersion).toBe('21')
    }
  })

  test('or is refused with every issue', () => {
    expect(() => apply('IMPORT_FLOW', { displayName: 1, trigger: { type: 'X' } })).toThrow(
      expect.objectContaining({
        code: 'DEFINITION_INVALID',
        details: [
          expect.objectContaining({ path: 'displayName' }),
          expect.objectContaining({ path: 'trigger.type' }),
        ],
      }),
    )
  })
})

describe('an impossible request is refused, and says where', () => {
  const inside = (parentStep: string, stepLocationRelativeToParent: string, branchIndex?: number) => ({
    parentStep,
    stepLocationRelativeToParent,
    branchIndex,
    action: added,
  })

  test.each<[string, unknown, string, object | null]>([
    ['NO_SUCH', {}, 'OPERATION_UNKNOWN', null],
    ['toString', {}, 'OPERATION_UNKNOWN', null],
    [
      'ADD_ACTION',
      { parentStep: 'nobody', action: added },
      'STEP_NOT_FOUND',
      { step: 'nobody', path: 'parentStep' },
    ],
    [
      'ADD_ACTION',
      { parentStep: 'step_1', action: code('step_8', 'x') },
      'STEP_NAME_TAKEN',
      { step: 'step_8', path: 'action.name' },
    ],
    [
      'ADD_ACTION',
      { parentStep: 'step_1', action: loop('step_10', '[]', code('step_10', 'x')) },
      'STEP_NAME_TAKEN',
      { step: 'step_10', path: 'action.name' },
    ],
    [
      'ADD_ACTION',
      inside('step_1', 'INSIDE_LOOP'),
      'LOCATION_INVALID',
      { step: 'step_1', path: 'stepLocationRelativeToParent' },
    ],
    [
      'ADD_ACTION',
      inside('step_1', 'INSIDE_BRANCH', 0),
      'LOCATION_INVALID',
      { step: 'step_1', path: 'stepLocationRelativeToParent' },
    ],
    [
      'ADD_ACTION',
      inside('step_6', 'INSIDE_ON_FAILURE'),
      'LOCATION_INVALID',
      { step: 'step_6', path: 'stepLocationRelativeToParent' },
    ],
    [
      'ADD_ACTION',
      inside('trigger', 'INSIDE_ON_FAILURE'),
      'LOCATION_INVALID',
      { step: 'trigger', path: 'stepLocationRelativeToParent' },
    ],
    [
      'ADD_ACTION',
      inside('step_2', 'INSIDE_BRANCH', 3),
      'BRANCH_NOT_FOUND',
      { step: 'step_2', path: 'branchIndex' },
    ],
    [
      'ADD_ACTION',
      inside('step_2', 'INSIDE_BRANCH'),
      'BRANCH_NOT_FOUND',
      { step: 'step_2', path: 'branchIndex' },
    ],
    [
      'ADD_ACTION',
      inside('step_2', 'BESIDE'),
      'OPERATION_INVALID',
      [expect.objectContaining({ path: 'request.stepLocationRelativeToParent' })],
    ],
    [
      'ADD_ACTION',
      { parentStep: 'step_1', action: { name: 'a', type: 'X' } },
      'OPERATION_INVALID',
      [expect.objectContaining({ step: 'a', path: 'type' })],
    ],
    ['UPDATE_ACTION', code('nobody', 'x'), 'STEP_NOT_FOUND', { step: 'nobody', path: 'name' }],
    ['UPDATE_ACTION', code('trigger', 'x'), 'STEP_IS_TRIGGER', { step: 'trigger', path: 'name' }],
    [
      'UPDATE_ACTION',
      router('step_2', branches.slice(1)),
      'BRANCH_COUNT',
      { step: 'step_2', path: 'settings.branches' },
    ],
    ['DELETE_ACTION', { names: ['step_1', 'nobody'] }, 'STEP_NOT_FOUND', { step: 'nobody', path: 'names' }],
    ['DELETE_ACTION', { names: ['trigger'] }, 'STEP_IS_TRIGGER', { step: 'trigger', path: 'names' }],
    [
      'DELETE_ACTION',
      { names: [] },
      'OPERATION_INVALID',
      [expect.objectContaining({ path: 'request.names' })],
    ],
    [
      'MOVE_ACTION',
      { name: 'step_6', newParentStep: 'step_7' },
      'MOVE_INTO_ITSELF',
      { step: 'step_6', path: 'newParentStep' },
    ],
    [
      'MOVE_ACTION',
      { name: 'step_6', newParentStep: 'step_6', stepLocationRelativeToNewParent: 'INSIDE_LOOP' },
      'MOVE_INTO_ITSELF',
      { step: 'step_6', path: 'newParentStep' },
    ],
    [
      'MOVE_ACTION',
      { name: 'step_6', newParentStep: 'nobody' },
      'STEP_NOT_FOUND',
      { step: 'nobody', path: 'newParentStep' },
    ],
    [
      'MOVE_ACTION',
      { name: 'step_6', newParentStep: 'step_8', stepLocationRelativeToNewParent: 'INSIDE_LOOP' },
      'LOCATION_INVALID',
      { step: 'step_8', path: 'stepLocationRelativeToNewParent' },
    ],
    [
      'MOVE_ACTION',
      { name: 'trigger', newParentStep: 'step_8' },
      'STEP_IS_TRIGGER',
      { step: 'trigger', path: 'name' },
    ],
    ['DUPLICATE_ACTION', { stepName: 'trigger' }, 'STEP_IS_TRIGGER', { step: 'trigger', path: 'stepName' }],
    [
      'ADD_BRANCH',
      { stepName: 'step_2', branchIndex: 4, branchName: 'x' },
      'BRANCH_NOT_FOUND',
      { step: 'step_2', path: 'branchIndex' },
    ],
    [
      'ADD_BRANCH',
      { stepName: 'step_2', branchIndex: -1, branchName: 'x' },
      'OPERATION_INVALID',
      [expect.objectContaining({ path: 'request.branchIndex' })],
    ],
    [
      'ADD_BRANCH',
      { stepName: 'step_1', branchIndex: 0, branchName: 'x' },
      'STEP_IS_NO_ROUTER',
      { step: 'step_1', path: 'stepName' },
    ],
    [
      'DELETE_BRANCH',
      { stepName: 'step_2', branchIndex: 3 },
      'BRANCH_NOT_FOUND',
      { step: 'step_2', path: 'branchIndex' },
    ],
    [
      'DUPLICATE_BRANCH',
      { stepName: 'step_2', branchIndex: 2 },
      'BRANCH_IS_FALLBACK',
      { step: 'step_2', path: 'branchIndex' },
    ],
    [
      'MOVE_BRANCH',
      { stepName: 'step_2', sourceBranchIndex: 2, targetBranchIndex: 0 },
      'BRANCH_IS_FALLBACK',
      { step: 'step_2', path: 'sourceBranchIndex' },
    ],
    [
      'MOVE_BRANCH',
      { stepName: 'step_2', sourceBranchIndex: 0, targetBranchIndex: 2 },
      'BRANCH_IS_FALLBACK',
      { step: 'step_2', path: 'targetBranchIndex' },
    ],
    [
      'MOVE_BRANCH',
      { stepName: 'step_2', sourceBranchIndex: 0, targetBranchIndex: 9 },
      'BRANCH_NOT_FOUND',
      { step: 'step_2', path: 'targetBranchIndex' },
    ],
    [
      'SET_SKIP_ACTION',
      { names: ['nobody'], skip: true },
      'STEP_NOT_FOUND',
      { step: 'nobody', path: 'names' },
    ],
    [
      'UPDATE_TRIGGER',
      { type: 'CRON' },
      'OPERATION_INVALID',
      [expect.objectContaining({ path: 'trigger.type' })],
    ],
    ['CHANGE_NAME', {}, 'OPERATION_INVALID', [expect.objectContaining({ path: 'request.displayName' })]],
  ])('%s %j: %s', (type, request, code, details) => {
    const before = structuredClone(start)
    try {
      apply(type, request)
      expect.unreachable()
    } catch (error) {
      if (!isCoded(error)) throw error
      expect(error.code).toBe(code)
      if (details) expect(error.details).toEqual(details)
    }
    expect(start).toEqual(before)
  })
})

test('a definition does not grow past what can be stored', () => {
  const request = { parentStep: 'step_1', action: code('step_10', 'x'.repeat(1_000_001)) }
  expect(() => apply('ADD_ACTION', request)).toThrow(
    expect.objectContaining({ code: 'DEFINITION_TOO_LARGE' }),
  )
})

describe('whatever the definition', () => {
  test('a step moved away and back gives the tree there was', () => {
    fc.assert(
      fc.property(arbitraryDefinition({ onFailure: true }), fc.nat(), (from, pick) => {
        const withEnd = apply('ADD_ACTION', { parentStep: 'trigger', action: code('end', 'x') }, from)
        const names = namesOf(withEnd).filter((name) => name !== 'trigger')
        const name = names[pick % names.length]!
        const { parent, location } = findStep(withEnd, name)!
        fc.pre(parent !== null && location !== null && name !== 'end')
        const away = apply('MOVE_ACTION', { name, newParentStep: 'trigger' }, withEnd)
        const back = apply(
          'MOVE_ACTION',
          {
            name,
            newParentStep: parent!.name,
            stepLocationRelativeToNewParent: location!.type,
            branchIndex: location!.type === 'INSIDE_BRANCH' ? location!.branchIndex : undefined,
          },
          away,
        )
        expect(back).toEqual(withEnd)
      }),
      { seed: 4 },
    )
  })

  test('a copy deleted leaves the tree there was', () => {
    fc.assert(
      fc.property(arbitraryDefinition({ onFailure: true }), fc.nat(), (from, pick) => {
        const names = namesOf(from).filter((name) => name !== 'trigger')
        fc.pre(names.length > 0)
        const stepName = names[pick % names.length]!
        const copied = apply('DUPLICATE_ACTION', { stepName }, from)
        expect(new Set(namesOf(copied)).size).toBe(namesOf(copied).length)
        const copy = findStep(copied, stepName)!.step.nextAction!.name
        expect(apply('DELETE_ACTION', { names: [copy] }, copied)).toEqual(from)
      }),
      { seed: 5 },
    )
  })

  test('an empty definition can be built up', () => {
    const built = apply('ADD_ACTION', { parentStep: 'trigger', action: added }, definition(emptyTrigger()))
    expect(shape(built)).toBe('10')
  })
})
