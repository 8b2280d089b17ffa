import { beforeEach, expect, test } from 'vitest'
import type { KeyValueStore, StoreScope } from '../../src/piece/services.ts'
import { memoryStore } from '../../test/support/memory-store.ts'
import { outputOf } from '../../test/support/run-action.ts'
import piece from './index.ts'

let stores: Record<StoreScope, KeyValueStore>

beforeEach(() => {
  stores = { COLLECTION: memoryStore(), FLOW: memoryStore(), RUN: memoryStore() }
})

const run = (action: string, input: Record<string, unknown>, idempotencyKey = crypto.randomUUID()) =>
  outputOf(piece, action, input, { services: { store: (scope) => stores[scope] }, idempotencyKey })

test('what was put keeps its type, and comes back from the same scope only', async () => {
  expect(await run('put', { key: 'k', value: { a: [1] }, store_scope: 'FLOW' })).toEqual({ a: [1] })
  expect(await run('get', { key: 'k', store_scope: 'FLOW' })).toEqual({ a: [1] })
  expect(await run('get', { key: 'k' })).toBeNull()
  expect(await run('get', { key: 'k', defaultValue: 'none', store_scope: 'RUN' })).toBe('none')
})

test('a stored false or 0 is not replaced by the default', async () => {
  await run('put', { key: 'k', value: false })
  expect(await run('get', { key: 'k', defaultValue: 'x' })).toBe(false)
})

test('text is appended with line breaks where \\n stands', async () => {
  await run('append', { key: 'k', value: 'a', separator: '\\n' })
  expect(await run('append', { key: 'k', value: 'b', separator: '\\n' })).toBe('a\nb')
})

test('items go in together, and a list in JSON text counts as a list', async () => {
  expect(await run('add_to_list', { key: 'k', value: ['a', { b: 1 }] })).toEqual(['a', { b: 1 }])
  expect(await run('add_to_list', { key: 'k', value: '["a","c"]', ignore_if_exists: true })).toEqual([
    'a',
    { b: 1 },
    'c',
  ])
  expect(await run('remove_from_list', { key: 'k', value: { b: 1 } })).toEqual(['a', 'c'])
})

test('an attempt made again after a crash adds nothing twice', async () => {
  await run('add_to_list', { key: 'list', value: ['a'] }, 'step_1')
  expect(await run('add_to_list', { key: 'list', value: ['a'] }, 'step_1')).toEqual(['a'])
  await run('append', { key: 'text', value: 'a' }, 'step_2')
  expect(await run('append', { key: 'text', value: 'a' }, 'step_2')).toBe('a')
})

test('removing a value succeeds, also where there is none', async () => {
  await run('put', { key: 'k', value: 1 })
  expect(await run('remove_value', { key: 'k' })).toEqual({ success: true })
  expect(await run('remove_value', { key: 'k' })).toEqual({ success: true })
  expect(await run('get', { key: 'k' })).toBeNull()
})

test('an unknown scope is refused by name', async () => {
  await expect(run('get', { key: 'k', store_scope: 'PROJECT' })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining('store_scope'),
  })
})
