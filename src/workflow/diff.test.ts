import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryDefinition } from '../../test/support/arbitrary-definition.ts'
import { dice, operationFor } from '../../test/support/arbitrary-operation.ts'
import {
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
import { contentText } from './content.ts'
import { copy } from './copy.ts'
import { diffDefinitions } from './diff.ts'
import { applyOperation, rename } from './operations.ts'
import type { Action, Definition } from './schema.ts'
import { findStep, steps } from './walk.ts'

const trigger = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
const step = (name: string, input: Record<string, unknown> = {}) => code(name, 'x', input)
const flow = (...actions: [Action, ...Action[]]) => definition(trigger, chain(...actions))
const cases = [[when('{{trigger.a}}', 'EXISTS')]]

/** A change in one line: `moved step_1 place`. */
const told = (before: Definition, after: Definition) =>
  diffDefinitions(before, after).map(({ step, kind, fields }) =>
    [kind, step ?? 'workflow', ...fields.map(({ path }) => path)].join(' '),
  )

/** `definition` with a change made in place. */
function altered(from: Definition, name: string, alter: (step: Action) => void): Definition {
  const made = copy(from)
  alter(findStep(made, name)!.step as Action)
  return made
}

/** What is left to compare by eye: no samples, no judgement, no link that leads nowhere. */
function essence(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(essence)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(
    ([key, item]) => !['valid', 'sampleData', 'lastUpdatedDate'].includes(key) && item != null,
  )
  return Object.fromEntries(kept.map(([key, item]) => [key, essence(item)]))
}

test('a definition differs from a copy of itself in nothing', () => {
  fc.assert(
    fc.property(arbitraryDefinition({ onFailure: true }), (one) => {
      expect(diffDefinitions(one, copy(one))).toEqual([])
    }),
    { numRuns: 300, seed: 3 },
  )
})

test('after any operation there is a change exactly where the definition is another one, and so is its text', () => {
  const seen = { same: 0, other: 0 }
  fc.assert(
    fc.property(arbitraryDefinition(), fc.array(dice, { maxLength: 8 }), (start, rolls) => {
      let now = start
      for (const roll of rolls) {
        try {
          now = applyOperation(now, operationFor(now, roll))
        } catch (error) {
          if (!isCoded(error)) throw error
        }
        const isSame = isDeepStrictEqual(essence(start), essence(now))
        expect(diffDefinitions(start, now).length === 0).toBe(isSame)
        expect(contentText(start) === contentText(now)).toBe(isSame)
        seen[isSame ? 'same' : 'other']++
      }
    }),
    { numRuns: 200, seed: 4 },
  )
  expect(Math.min(seen.same, seen.other)).toBeGreaterThan(50)
})

test('every step that comes or goes is told, and none besides', () => {
  fc.assert(
    fc.property(arbitraryDefinition(), arbitraryDefinition(), (before, after) => {
      const names = (from: Definition) => Array.from(steps(from), ({ step }) => step.name).sort()
      const without = (from: Definition, those: Definition) =>
        names(from).filter((name) => !names(those).includes(name))
      const of = (kind: string) =>
        diffDefinitions(before, after).flatMap((change) => (change.kind === kind ? [change.step] : []))
      expect(of('added').sort()).toEqual(without(after, before))
      expect(of('removed').sort()).toEqual(without(before, after))
    }),
    { numRuns: 200, seed: 5 },
  )
})

test('sample data, validity and times are no change, nor is the order of fields', () => {
  const before = flow(step('step_1', { a: 1, b: 2 }))
  const after = altered(before, 'step_1', (action) => {
    Object.assign(action, { valid: false, lastUpdatedDate: '2026-01-01T00:00:00Z' })
    action.settings.sampleData = { lastTestDate: '2026-01-01' }
    ;(action.settings as { input: unknown }).input = { b: 2, a: 1 }
  })
  expect(told(before, after)).toEqual([])
  expect(contentText(after)).toBe(contentText(before))
})

test('a field is told with both its values, however deep it is', () => {
  const before = flow(step('step_1', { body: { items: [1, { deep: 'old' }], gone: true } }))
  const after = flow(step('step_1', { body: { items: [1, { deep: 'new' }], come: null } }))
  expect(diffDefinitions(before, after)).toEqual([
    {
      step: 'step_1',
      displayName: 'step_1',
      kind: 'changed',
      fields: [
        { path: 'settings.input.body.items[1].deep', before: 'old', after: 'new' },
        { path: 'settings.input.body.gone', before: true },
        { path: 'settings.input.body.come', after: null },
      ],
    },
  ])
})

test('a list that grew is one change', () => {
  const list = (...items: number[]) => flow(step('step_1', { list: items }))
  expect(diffDefinitions(list(1, 2), list(0, 1, 2))[0]!.fields).toEqual([
    { path: 'settings.input.list', before: [1, 2], after: [0, 1, 2] },
  ])
})

test('the name of a workflow or a step is told on its own', () => {
  const before = flow(step('step_1'))
  const after = altered(rename(before, 'New name'), 'step_1', (action) => {
    action.displayName = 'Say hello'
    action.skip = true
  })
  expect(told(before, after)).toEqual([
    'renamed workflow displayName',
    'renamed step_1 displayName',
    'changed step_1 skip',
  ])
  expect(diffDefinitions(before, after)[1]).toMatchObject({ displayName: 'Say hello' })
})

test('settings of the workflow are told', () => {
  const before = definition(trigger, null, { deadlineSeconds: 5 })
  expect(told(before, definition(trigger, null, { deadlineSeconds: 6, fallbackAnswer: 'Sorry' }))).toEqual([
    'changed workflow settings.deadlineSeconds settings.fallbackAnswer',
  ])
  expect(told(before, definition(trigger))).toEqual(['changed workflow settings'])
})

test('a trigger that is chosen is a changed step', () => {
  expect(told(definition(emptyTrigger()), definition(trigger))).toEqual([
    'renamed trigger displayName',
    'changed trigger type settings.pieceName settings.pieceVersion settings.triggerName settings.input',
  ])
})

test('what follows a step that came or went has not moved', () => {
  const [one, two, three] = [step('step_1'), step('step_2'), step('step_3')]
  expect(told(flow(one, three), flow(one, two, three))).toEqual(['added step_2'])
  expect(told(flow(one, two, three), flow(two, three))).toEqual(['removed step_1'])
})

test('of steps that changed places, the fewest have moved', () => {
  const all = ['a', 'b', 'c', 'd', 'e'].map((name) => step(name)) as [Action, ...Action[]]
  const [a, b, c, d, e] = all as [Action, Action, Action, Action, Action]
  expect(told(flow(...all), flow(b, c, d, a, e))).toEqual(['moved a place'])
  expect(told(flow(...all), flow(a, e, b, c, d))).toEqual(['moved e place'])
})

test('a step that went into a loop has moved, with both its places', () => {
  const before = flow(step('step_1'), loop('step_2', '{{[1]}}'), step('step_3'))
  const after = flow(loop('step_2', '{{[1]}}', step('step_1')), step('step_3'))
  expect(diffDefinitions(before, after)).toEqual([
    {
      step: 'step_1',
      displayName: 'step_1',
      kind: 'moved',
      fields: [
        {
          path: 'place',
          before: { parentStep: 'trigger', stepLocationRelativeToParent: 'AFTER' },
          after: { parentStep: 'step_2', stepLocationRelativeToParent: 'INSIDE_LOOP' },
        },
      ],
    },
  ])
})

const routed = (...branches: [name: string, first?: Action][]) =>
  flow(
    router(
      'step_9',
      branches.map(([name, first]) => ({ name, when: cases, first })),
    ),
  )

test('steps stay in their branch when another comes before it, or it is renamed', () => {
  const before = routed(['A', step('step_1')], ['B', step('step_2')])
  expect(told(before, routed(['New'], ['A', step('step_1')], ['B', step('step_2')]))).toEqual([
    'changed step_9 settings.branches[0]',
  ])
  expect(told(before, routed(['A', step('step_1')], ['Better', step('step_2')]))).toEqual([
    'changed step_9 settings.branches[1].branchName',
  ])
  expect(told(before, routed(['B', step('step_2')]))).toEqual([
    'changed step_9 settings.branches[0]',
    'removed step_1',
  ])
  expect(told(before, routed(['B', step('step_2')], ['A', step('step_1')]))).toEqual([
    'changed step_9 settings.branches',
  ])
})

test('a step that went to another branch has moved, also between branches of one name', () => {
  expect(told(routed(['A', step('step_1')], ['B']), routed(['A'], ['B', step('step_1')]))).toEqual([
    'moved step_1 place',
  ])
  expect(told(routed(['A', step('step_1')], ['A']), routed(['A'], ['A', step('step_1')]))).toEqual([
    'moved step_1 place',
  ])
})

test('two steps of one name are a fault, and each is told all the same', () => {
  const twice = flow(step('step_1'), step('step_1'))
  expect(told(twice, copy(twice))).toEqual([])
  expect(told(flow(step('step_1')), twice)).toEqual(['added step_1'])
})

test('a secret that changed is told, and neither value is', () => {
  const request = (token: string, headers: unknown) =>
    flow(piece('step_1', 'http', 'send_request', { auth: { token }, password: '', headers }))
  const changes = diffDefinitions(
    request('old-secret', undefined),
    request('new-secret', { 'X-Api-Key': 'third-secret' }),
  )
  expect(changes[0]!.fields).toEqual([
    { path: 'settings.input.auth.token', before: '**REDACTED**', after: '**REDACTED**' },
    { path: 'settings.input.headers', after: { 'X-Api-Key': '**REDACTED**' } },
  ])
  expect(JSON.stringify(changes)).not.toContain('-secret')
})

test('the largest definitions are compared in the time of a request', () => {
  const names = Array.from({ length: 900 }, (_, n) => `step_${n}`)
  const long = flow(...(names.map((name) => step(name)) as [Action]))
  const reversed = flow(...(names.toReversed().map((name) => step(name)) as [Action]))
  expect(diffDefinitions(long, reversed)).toHaveLength(899)
  const wide = (prefix: string) =>
    routed(...Array.from({ length: 9_000 }, (_, n): [string] => [`${prefix} ${n}`]))
  expect(diffDefinitions(wide('a'), wide('b'))[0]!.fields).toHaveLength(9_000)
})
