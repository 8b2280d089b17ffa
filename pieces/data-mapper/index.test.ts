import { expect, test } from 'vitest'
import { outputOf } from '../../test/support/run-action.ts'
import piece from './index.ts'

test.each([[{ a: [1, null], b: { c: 'x' } }], ['{"a":[1,null],"b":{"c":"x"}}']])(
  'the mapping %j comes back as data',
  async (mapping) => {
    expect(await outputOf(piece, 'advanced_mapping', { mapping })).toEqual({ a: [1, null], b: { c: 'x' } })
  },
)

test('text that is no JSON is refused, naming the field', async () => {
  await expect(outputOf(piece, 'advanced_mapping', { mapping: '{"a": }' })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining('mapping'),
  })
})
