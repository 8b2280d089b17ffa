import { describe, expect, test } from 'vitest'
import { formats } from './format.ts'

const NOW = Date.parse('2026-11-23T12:00:00Z')
const earlier = (ms: number) => new Date(NOW - ms).toISOString()

describe('a duration', () => {
  test.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1400, '1.4 s'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [11_520_000, '3 h 12 min'],
  ])('of %i ms reads %s', (ms, text) => expect(formats('en').duration(ms)).toBe(text))

  test('has the decimal sign of the language', () => expect(formats('es').duration(1400)).toBe('1,4 s'))
})

describe('a time', () => {
  test.each([
    [20_000, '20 sec. ago'],
    [180_000, '3 min. ago'],
    [7_200_000, '2 hr. ago'],
    [86_400_000, 'yesterday'],
    [30 * 86_400_000, 'Oct 24, 2026'],
  ])('%i ms ago reads %s', (ms, text) => expect(formats('en').ago(earlier(ms), NOW)).toBe(text))

  test('that is to come says so', () => expect(formats('en').ago(earlier(-300_000), NOW)).toBe('in 5 min.'))
})
