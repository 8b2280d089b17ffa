import { expect, test } from 'vitest'
import { chain, code, definition, loop, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { connectionsUsed, piecesUsed } from './uses.ts'

const used = definition(
  pieceTrigger('@activepieces/piece-slack', 'new_message', { auth: "{{connections['con_1']}}" }),
  chain(
    loop(
      'step_1',
      '{{connections.con_2.list}}',
      piece('step_2', 'http', 'send_request', { auth: '{{connections["con_1"]}}' }),
    ),
    code('step_3', "// connections['con_9']", { a: ["Bearer {{connections['con_3'].token}}"] }),
    piece('step_4', '@activepieces/piece-http', 'send_request', { auth: "{{step_1['connections'].con_8}}" }),
  ),
)

test('pieces are named once each, short and in reading order', () => {
  expect(piecesUsed(used)).toEqual(['slack', 'http'])
})

test('connections are found in expressions, wherever they stand, and nowhere else', () => {
  expect(connectionsUsed(used)).toEqual(['con_1', 'con_2', 'con_3'])
})
