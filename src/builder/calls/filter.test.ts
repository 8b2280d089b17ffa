import { expect, test } from 'vitest'
import { CALL_FILTERS, type CallFilterName, callFilter } from './filter.ts'

const none = Object.fromEntries(CALL_FILTERS.map((name) => [name, ''])) as Record<CallFilterName, string>

test('no filter asks for everything, and what is no day narrows nothing', () => {
  expect(callFilter(none)).toEqual({})
  expect(callFilter({ ...none, from: 'yesterday', to: '2026-13-01' })).toEqual({})
})

test('a day goes from its first moment to its last, on the clock here', () => {
  const {
    start_created_date: start = '',
    end_created_date: end = '',
    ...rest
  } = callFilter({
    ...none,
    agent_id: 'a',
    from: '2026-11-23',
    to: '2026-11-23',
  })
  expect(rest).toEqual({ agent_id: 'a' })
  expect(new Date(start)).toEqual(new Date(2026, 10, 23))
  expect(Date.parse(end) - Date.parse(start)).toBe(86_400_000 - 1)
})
