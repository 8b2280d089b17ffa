import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { memorySql } from '../../test/support/memory-store.ts'
import type { Json } from '../json.ts'
import {
  addItems,
  appendText,
  createStoreTables,
  editOnce,
  getValue,
  putValue,
  removeItems,
  removeValue,
  type Sql,
} from './store.ts'

let sql: Sql

beforeEach(() => {
  sql = memorySql()
  createStoreTables(sql)
})

const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return (error as { code: string }).code
  }
  return undefined
}

test('what was put is there until it is removed', () => {
  putValue(sql, 'k', { a: [1, null, 'ñ'] })
  expect(getValue(sql, 'k')).toEqual({ a: [1, null, 'ñ'] })
  expect(removeValue(sql, 'k')).toBe(true)
  expect(removeValue(sql, 'k')).toBe(false)
  expect(getValue(sql, 'k')).toBeUndefined()
})

test('a key of 128 characters is good, a longer or empty one is refused by name', () => {
  putValue(sql, 'k'.repeat(128), 1)
  expect(codeOf(() => putValue(sql, 'k'.repeat(129), 1))).toBe('STORE_KEY_INVALID')
  expect(codeOf(() => getValue(sql, ''))).toBe('STORE_KEY_INVALID')
})

test('a value counts in bytes, up to 512 KB, and a refused edit changes nothing', () => {
  putValue(sql, 'k', 'x'.repeat(512 * 1024 - 2))
  expect(codeOf(() => appendText(sql, 'k', 'x', ''))).toBe('STORE_VALUE_TOO_LARGE')
  expect(codeOf(() => putValue(sql, 'other', 'é'.repeat(300 * 1024)))).toBe('STORE_VALUE_TOO_LARGE')
  expect((getValue(sql, 'k') as string).length).toBe(512 * 1024 - 2)
  expect(getValue(sql, 'other')).toBeUndefined()
})

test('text is appended with the separator only between texts', () => {
  expect(appendText(sql, 'k', 'a', ', ')).toBe('a')
  expect(appendText(sql, 'k', 'b', ', ')).toBe('a, b')
  expect(appendText(sql, 'k', '', ', ')).toBe('a, b')
})

test('appending to a list, or adding to text, says what is wrong', () => {
  putValue(sql, 'list', [])
  putValue(sql, 'text', 'a')
  expect(codeOf(() => appendText(sql, 'list', 'a', ''))).toBe('STORE_TYPE')
  expect(codeOf(() => addItems(sql, 'text', ['a'], false))).toBe('STORE_TYPE')
  expect(codeOf(() => removeItems(sql, 'text', 'a'))).toBe('STORE_TYPE')
})

test('items already there are ignored when asked, also when their fields come in another order', () => {
  addItems(sql, 'k', [{ a: 1, b: [2] }], true)
  expect(addItems(sql, 'k', [{ b: [2], a: 1 }, 'x', 'x'], true)).toEqual([{ a: 1, b: [2] }, 'x'])
  expect(addItems(sql, 'k', ['x'], false)).toEqual([{ a: 1, b: [2] }, 'x', 'x'])
})

test('every equal item is removed, and only equal ones: 1 is not "1"', () => {
  putValue(sql, 'k', [1, '1', { a: 1 }, 1])
  expect(removeItems(sql, 'k', 1)).toEqual(['1', { a: 1 }])
  expect(removeItems(sql, 'k', { a: 1 })).toEqual(['1'])
})

test('an edit repeated under the same name answers as the first did and edits nothing', () => {
  const edit = () => editOnce(sql, 'k', 'run_1/step_1', 0, () => appendText(sql, 'k', 'a', ''))
  expect(edit()).toBe('a')
  appendText(sql, 'k', 'b', '')
  expect(edit()).toBe('a')
  expect(getValue(sql, 'k')).toBe('ab')
})

test('a long result is not kept twice: the repeat answers with the present value', () => {
  const edit = () => editOnce(sql, 'k', 'once', 0, () => appendText(sql, 'k', 'x'.repeat(20_000), ''))
  edit()
  expect(edit()).toHaveLength(20_000)
  expect(getValue(sql, 'k')).toHaveLength(20_000)
})

test('a failed edit is not remembered', () => {
  putValue(sql, 'k', 1)
  const edit = () => editOnce(sql, 'k', 'once', 0, () => appendText(sql, 'k', 'a', ''))
  expect(codeOf(edit)).toBe('STORE_TYPE')
  removeValue(sql, 'k')
  expect(edit()).toBe('a')
})

test('names of edits are forgotten after seven days', () => {
  const edit = (once: string, now: number) =>
    editOnce(sql, 'k', once, now, () => appendText(sql, 'k', 'a', ''))
  const days = 24 * 3_600_000
  edit('first', 0)
  edit('other', 7 * days)
  expect(edit('first', 7 * days)).toBe('a')
  edit('later', 7 * days + 1)
  expect(edit('first', 7 * days + 1)).toBe('aaaa')
})

test('whatever is added and removed, a list is what an array would be', () => {
  const item = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('0', 'a', null, true))
  const edits = fc.array(fc.tuple(fc.constantFrom('add', 'remove'), item), { maxLength: 30 })
  fc.assert(
    fc.property(edits, (steps) => {
      removeValue(sql, 'k')
      let model: Json[] = []
      for (const [kind, value] of steps) {
        model = kind === 'add' ? [...model, value] : model.filter((each) => each !== value)
        const list = kind === 'add' ? addItems(sql, 'k', [value], false) : removeItems(sql, 'k', value)
        expect(list).toEqual(model)
      }
    }),
  )
})
