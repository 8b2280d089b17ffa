import { expect, test } from 'vitest'
import { toPage } from './page.ts'

const rows = (...ids: string[]) => ids.map((id) => ({ id }))

test('a row more than asked for tells that there are others, and is not shown', () => {
  expect(toPage(rows('c', 'b', 'a'), { limit: 2 }, 3)).toEqual({
    data: rows('c', 'b'),
    first_id: 'c',
    last_id: 'b',
    has_more: true,
    current_page: 1,
    total_pages: 2,
  })
})

test('a page before an item is read upwards and shown newest first', () => {
  const page = toPage(rows('b', 'c', 'd'), { before: 'a', limit: 2 }, 4)
  expect(page).toMatchObject({ data: rows('c', 'b'), first_id: 'c', last_id: 'b', has_more: true })
})

test('a page found by an item has no number', () => {
  expect(toPage(rows('b'), { after: 'c', limit: 2 }, 3)).toMatchObject({ current_page: null, total_pages: 2 })
})

test('an empty list has no pages', () => {
  expect(toPage([], { limit: 10 }, 0)).toEqual({
    data: [],
    first_id: null,
    last_id: null,
    has_more: false,
    current_page: 1,
    total_pages: 0,
  })
})
