import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { outputOf, resumeWith, runAction } from '../../test/support/run-action.ts'
import piece from './index.ts'

const NOW = Date.parse('2026-11-23T09:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test.each([
  ['seconds', 10, 10_000, true],
  ['seconds', 10.5, 10_500, false],
  ['minutes', '2', 120_000, false],
  ['hours', 1, 3_600_000, false],
  ['days', 3, 259_200_000, false],
])(
  'a delay of %s %s waits durably, and holds the caller only when it is short',
  async (unit, delayFor, ms, holds) => {
    const result = await runAction(piece, 'delayFor', { unit, delayFor })
    expect(result).toEqual({ wait: { until: NOW + ms, holdsCaller: holds } })
    const resumed = await outputOf(piece, 'delayFor', { unit, delayFor }, resumeWith(null))
    expect(resumed).toEqual({ delayForInMs: ms, success: true })
  },
)

test('no delay goes on at once', async () => {
  expect(await outputOf(piece, 'delayFor', { delayFor: 0 })).toEqual({ delayForInMs: 0, success: true })
})

test('a negative delay is refused', async () => {
  await expect(outputOf(piece, 'delayFor', { delayFor: -1 })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
})

test.each([
  '2026-11-23T09:00:05Z',
  '2026-11-23T10:00:05+01:00',
  '2026-11-23 09:00:05',
  String(NOW + 5000),
  NOW + 5000,
])('the run waits until %s', async (delayUntilTimestamp) => {
  const result = await runAction(piece, 'delay_until', { delayUntilTimestamp })
  expect(result).toEqual({ wait: { until: NOW + 5000, holdsCaller: true } })
  const resumed = await outputOf(piece, 'delay_until', { delayUntilTimestamp }, resumeWith(null))
  expect(resumed).toEqual({ delayTill: '2026-11-23T09:00:05.000Z', success: true })
})

test('a moment in the past goes on at once', async () => {
  const output = await outputOf(piece, 'delay_until', { delayUntilTimestamp: '2020-01-01' })
  expect(output).toEqual({ delayTill: '2020-01-01T00:00:00.000Z', success: true })
})

test('what is no date is refused, naming the field', async () => {
  await expect(outputOf(piece, 'delay_until', { delayUntilTimestamp: 'later' })).rejects.toMatchObject({
    code: 'DATE_INVALID',
    message: expect.stringContaining('delayUntilTimestamp'),
  })
})
