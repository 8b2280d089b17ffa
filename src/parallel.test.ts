import { expect, it } from 'vitest'
import { inParallel } from './parallel.ts'

it('never has more in hand than it may, and keeps the order of the items', async () => {
  let now = 0
  let most = 0
  const results = await inParallel([5, 1, 4, 2, 3, 0], 2, async (item) => {
    most = Math.max(most, ++now)
    for (let turn = 0; turn < item; turn++) await Promise.resolve()
    now--
    return item * 10
  })
  expect(results).toEqual([50, 10, 40, 20, 30, 0])
  expect(most).toBe(2)
})

it('begins nothing more once one has failed', async () => {
  const begun: number[] = []
  const working = inParallel([1, 2, 3, 4, 5, 6], 1, async (item) => {
    begun.push(item)
    if (item === 2) throw new Error('two')
  })
  await expect(working).rejects.toThrow('two')
  expect(begun).toEqual([1, 2])
})

it('does nothing for no items', async () => {
  expect(await inParallel([], 3, async () => 1)).toEqual([])
})
