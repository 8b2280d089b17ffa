import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryDefinition } from '../../test/support/arbitrary-definition.ts'
import { chain, code, definition, loop, pieceTrigger, router } from '../../test/support/definitions.ts'
import { childAt } from './tree.ts'
import { findStep, nextStepName, stepNames, steps, subtree } from './walk.ts'

const made = definition(
  pieceTrigger('webhook', 'catch_webhook'),
  chain(
    code('a', 'x', {}, null, { onFailure: chain(code('b', 'x'), code('c', 'x')) }),
    loop('d', '[]', loop('e', '[]', code('f', 'x'))),
    router('g', [
      { name: '1', when: 'fallback' },
      { name: '2', when: 'fallback', first: chain(code('h', 'x'), code('i', 'x')) },
    ]),
    code('j', 'x'),
  ),
)

test('steps come in reading order, whatever they hang on', () => {
  expect(stepNames(made)).toEqual(['trigger', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'])
})

test('a step is found with its parent and place', () => {
  expect(findStep(made, 'trigger')).toMatchObject({ parent: null, location: null })
  expect(findStep(made, 'b')).toMatchObject({
    parent: { name: 'a' },
    location: { type: 'INSIDE_ON_FAILURE' },
  })
  expect(findStep(made, 'f')).toMatchObject({ parent: { name: 'e' }, location: { type: 'INSIDE_LOOP' } })
  expect(findStep(made, 'h')).toMatchObject({
    parent: { name: 'g' },
    location: { type: 'INSIDE_BRANCH', branchIndex: 1 },
  })
  expect(findStep(made, 'j')).toMatchObject({ parent: { name: 'g' }, location: { type: 'AFTER' } })
  expect(findStep(made, 'k')).toBeUndefined()
})

test('a step has its subtree without what follows it', () => {
  const { step } = findStep(made, 'g')!
  expect(Array.from(subtree(step as never), ({ name }) => name)).toEqual(['g', 'h', 'i'])
})

test('every step hangs at the place it is said to', () => {
  fc.assert(
    fc.property(arbitraryDefinition({ onFailure: true }), (definition) => {
      for (const { step, parent, location } of steps(definition)) {
        if (parent && location) expect(childAt(parent, location)).toBe(step)
        else expect(step).toBe(definition.trigger)
      }
    }),
    { seed: 6 },
  )
})

test('a new step takes the lowest number that is free', () => {
  expect(nextStepName([])).toBe('step_1')
  expect(nextStepName(['trigger', 'step_1', 'step_3'])).toBe('step_2')
})
