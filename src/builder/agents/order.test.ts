import { expect, test } from 'vitest'
import { moved } from './order.ts'

test.each([
  [0, 2, 'bcad'],
  [3, 0, 'dabc'],
  [1, 1, 'abcd'],
  [0, -1, 'abcd'],
  [3, 9, 'abcd'],
  [1, 9, 'acdb'],
  [9, 0, 'abcd'],
])('moving item %i to place %i gives %s', (from, to, expected) => {
  expect(moved([...'abcd'], from, to).join('')).toBe(expected)
})
