import { expect, test } from 'vitest'
import { RUN_FILTERS, type RunFilterName, runFilter } from './filter.ts'

const NOW = Date.parse('2026-11-23T12:00:30Z')
const none = Object.fromEntries(RUN_FILTERS.map((name) => [name, ''])) as Record<RunFilterName, string>

test('no filter asks for everything', () => expect(runFilter(none, NOW)).toEqual({}))

test('a group of statuses asks for each of them, a status for itself', () => {
  expect(runFilter({ ...none, status: 'underWay' }, NOW)).toEqual({ status: ['QUEUED', 'RUNNING', 'PAUSED'] })
  expect(runFilter({ ...none, status: 'FAILED' }, NOW)).toEqual({ status: ['FAILED'] })
})

test('a time back is the same all minute long, so that the list does not change with each look', () => {
  const asked = { created_after: '2026-11-23T11:00:00.000Z' }
  expect(runFilter({ ...none, since: 'lastHour' }, NOW)).toEqual(asked)
  expect(runFilter({ ...none, since: 'lastHour' }, NOW + 20_000)).toEqual(asked)
})

test('the rest goes as it is', () => {
  const given = { flow_id: 'wf_1', event_kind: 'webhook', environment: 'ALL', error_code: 'TIMEOUT' }
  expect(runFilter({ ...none, ...given }, NOW)).toEqual(given)
})
