import { expect, test } from 'vitest'
import { coalesce } from './coalesce.ts'

/** Work that waits until it is told to end. */
function manual() {
  const runs: PromiseWithResolvers<void>[] = []
  const ask = coalesce(() => {
    const run = Promise.withResolvers<void>()
    runs.push(run)
    return run.promise
  })
  return { runs, ask }
}

test('however often it is asked for, work runs one at a time and once more for all who asked meanwhile', async () => {
  const { runs, ask } = manual()
  const first = ask()
  const others = [ask(), ask(), ask()]
  expect(runs).toHaveLength(1)
  runs[0]!.resolve()
  await first
  expect(runs).toHaveLength(2)
  runs[1]!.resolve()
  await Promise.all(others)
  expect(runs).toHaveLength(2)
  void ask()
  expect(runs).toHaveLength(3)
})

test('work that fails tells those who asked for it, and only them', async () => {
  const { runs, ask } = manual()
  const first = ask()
  const second = ask()
  runs[0]!.reject(new Error('no'))
  await expect(first).rejects.toThrow('no')
  runs[1]!.resolve()
  await expect(second).resolves.toBeUndefined()
})
