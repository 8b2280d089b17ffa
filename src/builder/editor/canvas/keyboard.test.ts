import { expect, test } from 'vitest'
import { chain, code, definition, loop, pieceTrigger, router } from '../../../../test/support/definitions.ts'
import { stepTowards, type Way } from './keyboard.ts'

const step = (name: string) => code(name, 'x')
const flow = definition(
  pieceTrigger('webhook', 'catch_webhook'),
  chain(
    step('a'),
    loop('l', '{{[1]}}', chain(step('l1'), step('l2'))),
    router('r', [
      { name: 'A', when: [[{}]], first: chain(step('r1'), step('r1b')) },
      { name: 'empty', when: [[{}]] },
      { name: 'B', when: 'fallback', first: step('r2') },
    ]),
    step('z'),
  ),
)

test.each<[string, Way, string | null]>([
  ['trigger', 'up', null],
  ['trigger', 'down', 'a'],
  ['a', 'down', 'l'],
  ['l', 'right', 'l1'],
  ['l1', 'up', 'l'],
  ['l2', 'down', 'r'],
  ['l2', 'left', 'l'],
  ['r', 'right', 'r1'],
  ['r1b', 'right', 'r2'],
  ['r2', 'left', 'r1'],
  ['r1', 'left', 'r'],
  ['r2', 'down', 'z'],
  ['z', 'down', null],
  ['z', 'right', null],
  ['a', 'left', null],
  ['gone', 'down', 'trigger'],
])('from %s the arrow %s leads to %s', (from, way, to) => {
  expect(stepTowards(flow, from, way)).toBe(to)
})

test('every step is reached with the arrows alone', () => {
  const reached = new Set(['trigger'])
  for (const name of reached) {
    for (const way of ['down', 'right'] as const) {
      const next = stepTowards(flow, name, way)
      if (next) reached.add(next)
    }
  }
  expect([...reached].sort()).toEqual(['a', 'l', 'l1', 'l2', 'r', 'r1', 'r1b', 'r2', 'trigger', 'z'])
})
