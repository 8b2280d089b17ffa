import { expect, test } from 'vitest'
import { chain, code, definition, loop, pieceTrigger, router } from '../../../../test/support/definitions.ts'
import { wayTo } from './run-tests.ts'

const step = (name: string, skip = false) => code(name, 'x', {}, null, { skip })
const flow = definition(
  pieceTrigger('webhook', 'catch_webhook'),
  chain(
    step('a'),
    step('left_out', true),
    router('r', [
      { name: 'A', when: [[{}]], first: chain(step('r1'), step('r2')) },
      { name: 'B', when: 'fallback', first: step('other') },
    ]),
    loop('l', '{{[1]}}', chain(step('l1'), step('l2'))),
  ),
)

test.each([
  ['a', ['a']],
  ['r2', ['a', 'r', 'r1', 'r2']],
  ['l2', ['a', 'r', 'l', 'l1', 'l2']],
  ['gone', []],
])('the way to %s goes through %j', (name, way) => expect(wayTo(flow, name)).toEqual(way))
