import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryDefinition } from '../../test/support/arbitrary-definition.ts'
import { chain, code, definition, emptyTrigger, loop, piece, router } from '../../test/support/definitions.ts'
import { applyOperation, OPERATION_TYPES } from './operations.ts'
import { parseDefinition } from './parse.ts'
import type { Definition } from './schema.ts'
import { steps } from './walk.ts'

function parsed(input: unknown): Definition {
  const result = parseDefinition(input)
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.definition
}

function issuesOf(input: unknown) {
  const result = parseDefinition(input)
  return result.ok ? [] : result.issues
}

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('a definition survives a round trip', () => {
  test('with every field we do not know, at any level', () => {
    const unknown = { unheardOf: { of: [1, null, { deep: 'yes' }] }, lastUpdatedDate: '2026-01-01' }
    fc.assert(
      fc.property(arbitraryDefinition({ onFailure: true }), (made) => {
        const input = { ...made, ...unknown }
        for (const { step } of steps(input)) {
          Object.assign(step, unknown)
          Object.assign(step.settings as object, unknown)
          if (step.type === 'ROUTER')
            for (const branch of step.settings.branches) Object.assign(branch, unknown)
        }
        expect(json(parsed(json(input)))).toEqual(json(input))
      }),
      { seed: 1 },
    )
  })

  test('with keys that are names of built-in things as plain data', () => {
    const input = { constructor: 'a', arguments: { length: 3 }, prototype: null, toString: 1 }
    const made = definition(emptyTrigger(), piece('step_1', 'http', 'send_request', input))
    expect(json(parsed(json(made)))).toEqual(json(made))
  })

  test('with missing names and children filled in', () => {
    const branches = [
      { branchName: 'A', branchType: 'CONDITION' },
      { branchName: 'B', branchType: 'FALLBACK' },
    ]
    const result = parsed({
      displayName: 'x',
      trigger: {
        type: 'EMPTY',
        nextAction: {
          name: 'step_1',
          type: 'ROUTER',
          settings: { executionType: 'EXECUTE_ALL_MATCH', branches },
        },
      },
    })
    expect(result.trigger).toMatchObject({
      name: 'trigger',
      nextAction: { displayName: '', children: [null, null] },
    })
  })
})

test('a branch without steps may be null or an empty object, which is what the API shows', () => {
  const empty = router('step_1', [
    { name: 'A', when: [[]] },
    { name: 'B', when: 'fallback' },
  ])
  const nextAction = { ...empty, children: [{}, null] }
  const result = parsed({ displayName: 'x', trigger: { ...emptyTrigger(), nextAction } })
  expect(result.trigger.nextAction).toMatchObject({ children: [null, null] })
})

describe('what does not fit is located and said in plain words', () => {
  const withStep = (step: unknown) => ({ displayName: 'x', trigger: { ...emptyTrigger(), nextAction: step } })
  const valid = piece('step_1', 'http', 'send_request')

  test.each<[string, unknown, object]>([
    [
      'no object',
      'text',
      {
        step: null,
        path: '',
        code: 'TYPE_INVALID',
        message: 'The definition must be an object, not a text.',
      },
    ],
    [
      'no name',
      { trigger: emptyTrigger() },
      { path: 'displayName', code: 'REQUIRED', message: 'displayName is required (a text).' },
    ],
    ['no trigger', { displayName: 'x' }, { path: 'trigger', code: 'REQUIRED' }],
    [
      'an unknown trigger type',
      { displayName: 'x', trigger: { name: 'trigger', type: 'CRON' } },
      {
        step: 'trigger',
        path: 'type',
        code: 'VALUE_INVALID',
        message: 'Step trigger: type must be EMPTY or PIECE_TRIGGER.',
      },
    ],
    [
      'an unknown step type',
      withStep({ ...valid, type: 'BRANCH' }),
      {
        step: 'step_1',
        path: 'type',
        message: 'Step step_1: type must be PIECE, CODE, LOOP_ON_ITEMS or ROUTER.',
      },
    ],
    [
      'a step that is a text',
      withStep('step_1'),
      { step: null, path: 'trigger.nextAction', code: 'TYPE_INVALID' },
    ],
    [
      'a name that is no identifier',
      withStep({ ...valid, name: '1 step' }),
      { step: '1 step', path: 'name', code: 'NAME_INVALID' },
    ],
    [
      'a name that is a prototype',
      withStep({ ...valid, name: '__proto__' }),
      { path: 'name', code: 'NAME_INVALID' },
    ],
    [
      'settings of the wrong type',
      withStep({ ...valid, settings: { pieceName: 5 } }),
      {
        step: 'step_1',
        path: 'settings.pieceName',
        code: 'TYPE_INVALID',
        message: 'Step step_1: settings.pieceName must be a text, not a number.',
      },
    ],
    [
      'too many attempts',
      withStep({ ...valid, settings: { pieceName: 'http', retry: { maxAttempts: 99 } } }),
      {
        path: 'settings.retry.maxAttempts',
        code: 'OUT_OF_RANGE',
        message: 'Step step_1: settings.retry.maxAttempts must be at most 20.',
      },
    ],
    [
      'a timeout of nothing',
      withStep({ ...valid, settings: { pieceName: 'http', timeoutSeconds: 0 } }),
      { path: 'settings.timeoutSeconds', code: 'OUT_OF_RANGE' },
    ],
    [
      'children that are no list',
      withStep({ ...router('step_1', []), children: {} }),
      { step: 'step_1', path: 'children', code: 'TYPE_INVALID' },
    ],
    [
      'a nested step',
      withStep(
        loop(
          'step_1',
          [],
          router('step_2', [{ name: 'a', when: 'fallback', first: { ...valid, settings: null } as never }]),
        ),
      ),
      { step: 'step_1', path: 'settings', code: 'TYPE_INVALID' },
    ],
    [
      'a nameless nested step',
      withStep(loop('step_1', [], { type: 'CODE' } as never)),
      { step: null, path: 'trigger.nextAction.firstLoopAction.name', code: 'REQUIRED' },
    ],
  ])('%s', (_what, input, issue) => {
    expect(issuesOf(input)).toContainEqual(expect.objectContaining({ severity: 'error', ...issue }))
  })

  test('several things wrong are all reported at once', () => {
    const input = withStep({ ...valid, type: 'CODE', nextAction: { name: 'step_2', type: 'X' } })
    expect(issuesOf(input).length).toBe(1)
    expect(
      issuesOf({ ...withStep({ ...valid, nextAction: { name: 'step_2', type: 'X' } }), displayName: 1 })
        .length,
    ).toBe(2)
  })
})

describe('hostile input ends in a coded issue', () => {
  const nest = (depth: number, open: string, close: string, core: string) =>
    JSON.parse(open.repeat(depth) + core + close.repeat(depth)) as unknown
  const at = (nextAction: unknown) => ({ displayName: 'x', trigger: { ...emptyTrigger(), nextAction } })
  const stepText = '"name":"step_1","type":"LOOP_ON_ITEMS","settings":{"items":""}'

  test.each<[string, unknown, string]>([
    [
      '100,000 steps in a chain',
      at(nest(100_000, `{${stepText},"nextAction":`, '}', 'null')),
      'TOO_MANY_STEPS',
    ],
    [
      '100,000 loops in each other',
      at(nest(100_000, `{${stepText},"firstLoopAction":`, '}', 'null')),
      'DEFINITION_TOO_DEEP',
    ],
    [
      '10,000 branches with steps',
      at(
        router(
          'step_1',
          Array.from({ length: 10_000 }, (_, i) => ({
            name: `${i}`,
            when: 'fallback',
            first: code(`s${i}`, 'x'),
          })),
        ),
      ),
      'TOO_MANY_STEPS',
    ],
    [
      'half a million branches',
      at({ ...router('step_1', []), children: Array(500_000).fill({ name: 'step_2' }) }),
      'TOO_MANY_STEPS',
    ],
    [
      'half a million empty branches',
      at({ ...router('step_1', []), children: Array(500_000).fill({}) }),
      'DEFINITION_TOO_LARGE',
    ],
    [
      'an input 100,000 levels deep',
      at(piece('step_1', 'http', 'x', { a: nest(100_000, '[', ']', '1') })),
      'DEFINITION_TOO_DEEP',
    ],
    [
      'sample data 100,000 levels deep',
      at({ ...piece('step_1', 'http', 'x'), sampleData: nest(100_000, '{"a":', '}', '1') }),
      'DEFINITION_TOO_DEEP',
    ],
    [
      'a deep field of the definition',
      { ...at(null), notes: nest(100_000, '[', ']', '1') },
      'DEFINITION_TOO_DEEP',
    ],
    [
      'a deep link that its type does not have',
      at({ ...code('step_1', 'x'), firstLoopAction: nest(100_000, '[', ']', '1') }),
      'DEFINITION_TOO_DEEP',
    ],
    [
      'values of more than a million characters',
      at(code('step_1', 'x'.repeat(1_000_001))),
      'DEFINITION_TOO_LARGE',
    ],
    [
      'a __proto__ key in an input',
      at(piece('step_1', 'http', 'x', JSON.parse('{"a":{"__proto__":{"b":1}}}'))),
      'KEY_FORBIDDEN',
    ],
    ['a __proto__ key on a step', at(JSON.parse(`{${stepText},"__proto__":{"skip":true}}`)), 'KEY_FORBIDDEN'],
    [
      'a __proto__ key on the definition',
      JSON.parse('{"displayName":"x","trigger":{"type":"EMPTY"},"__proto__":{}}'),
      'KEY_FORBIDDEN',
    ],
  ])('%s', (_what, input, code) => {
    expect(issuesOf(input).map((issue) => issue.code)).toContain(code)
  })

  test('a thousand steps in a row are a definition still, which can be edited but not grow', () => {
    const many = Array.from({ length: 999 }, (_, index) => code(`s${index}`, 'x'))
    const inRow = definition(emptyTrigger(), chain(...(many as [never])))
    const result = parsed(inRow)
    expect(Array.from(steps(result)).length).toBe(1000)
    expect(applyOperation(result, { type: 'DELETE_ACTION', request: { names: ['s0'] } })).toBeDefined()
    expect(() => applyOperation(result, { type: 'DUPLICATE_ACTION', request: { stepName: 's9' } })).toThrow(
      expect.objectContaining({ code: 'TOO_MANY_STEPS' }),
    )
    const oneMore = definition(emptyTrigger(), loop('one_more', '', inRow.trigger.nextAction))
    expect(issuesOf(oneMore)).toMatchObject([{ code: 'TOO_MANY_STEPS' }])
  })

  test('so are a hundred levels, which can not be made deeper', () => {
    const nested = (levels: number) => {
      let inner = loop('s0', '')
      for (let level = 1; level <= levels; level++) inner = loop(`s${level}`, '', inner)
      return definition(emptyTrigger(), inner)
    }
    const result = parsed(nested(100))
    const request = {
      parentStep: 's0',
      stepLocationRelativeToParent: 'INSIDE_LOOP',
      action: code('deeper', 'x'),
    }
    expect(issuesOf(nested(101))).toMatchObject([{ code: 'DEFINITION_TOO_DEEP' }])
    expect(() => applyOperation(result, { type: 'ADD_ACTION', request })).toThrow(
      expect.objectContaining({ code: 'DEFINITION_TOO_DEEP' }),
    )
  })

  test('as the request of any operation, too', () => {
    const deep = nest(100_000, '[', ']', '1')
    const start = definition(emptyTrigger(), router('step_1', [{ name: 'a', when: 'fallback' }]))
    const hostile = {
      ...code('step_2', 'x', { deep: deep }),
      parentStep: 'trigger',
      stepName: 'step_1',
      branchIndex: 0,
      branchName: '',
      conditions: [[{ firstValue: deep }]],
    }
    for (const type of OPERATION_TYPES) {
      for (const request of [
        deep,
        hostile,
        { ...hostile, action: hostile, trigger: hostile },
        null,
        'x',
        5,
        [],
      ]) {
        const before = JSON.stringify(start)
        try {
          applyOperation(start, { type, request })
        } catch (error) {
          expect(error).toHaveProperty('code')
        }
        expect(JSON.stringify(start)).toBe(before)
      }
    }
  })

  test('whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        const result = parseDefinition(input)
        expect(result.ok || result.issues.length > 0).toBe(true)
      }),
      { seed: 2 },
    )
  })
})
