import fc from 'fast-check'
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' }
import { type CountryCode, getCountries, getExampleNumber } from 'libphonenumber-js/max'
import { describe, expect, test } from 'vitest'
import { readNumber } from './number.ts'

const MADRID = { number: '+34600000001', country: 'ES' }

describe('a number is read', () => {
  test.each([
    '+34600000001',
    ' +34 600 00 00 01 ',
    '+34-600.000.001',
    '(+34) 600000001',
    '0034600000001',
    '00 34 600 000 001',
    'tel:+34-600-000-001',
    '\u202a+34\u00a0600 000 001\u202c',
    '＋34６００００００01',
  ])('as people write it: %s', (text) => {
    expect(readNumber(text)).toEqual(MADRID)
    expect(readNumber(text, 'US')).toEqual(MADRID)
  })

  test.each([
    ['600 000 001', 'ES', MADRID],
    ['34600000001', 'ES', MADRID],
    ['(202) 555-0123', 'US', { number: '+12025550123', country: 'US' }],
    ['011 34 600 000 001', 'US', MADRID],
    ['020 7946 0000', 'GB', { number: '+442079460000', country: 'GB' }],
    ['+44 (0)20 7946 0000', 'ES', { number: '+442079460000', country: 'GB' }],
    ['06 1234 5678', 'IT', { number: '+390612345678', country: 'IT' }],
    ['8 (912) 345-67-89', 'RU', { number: '+79123456789', country: 'RU' }],
  ])('%s as it is dialled in %s', (text, country, expected) => {
    expect(readNumber(text, country)).toEqual(expected)
  })

  test('of every country, written either way', () => {
    for (const country of getCountries()) {
      const example = getExampleNumber(country, examples)
      if (!example) throw new Error(`no example of ${country}`)
      const { number } = example
      expect(readNumber(number), country).toMatchObject({ number })
      expect(readNumber(example.formatInternational()), country).toMatchObject({ number })
      expect(readNumber(example.formatNational(), country), country).toMatchObject({ number })
    }
  })

  test('of no country: satellites, freephone of the world', () => {
    expect(readNumber('+870 773 111 632')).toEqual({ number: '+870773111632', country: null })
    expect(readNumber('+800 1234 5678')).toEqual({ number: '+80012345678', country: null })
  })

  test('into one that is read again as itself', () => {
    const texts = fc.tuple(
      fc.constantFrom<CountryCode>('ES', 'US', 'GB', 'DE', 'BR', 'RU'),
      fc.stringMatching(/^[+\d][\d ().-]{5,14}$/),
    )
    const property = fc.property(texts, ([country, text]) => {
      const first = readNumber(text, country)
      if ('number' in first) expect(readNumber(first.number)).toEqual(first)
      else expect(first.message).toContain(`"${text}"`)
    })
    fc.assert(property, { numRuns: 500 })
  })
})

describe('a number is refused', () => {
  test.each([
    '',
    '+',
    'Ana',
    '+0600',
    '600000001',
    '+34 600 000 001 ext 4',
    '+34600000001;ext=4',
    '+34 600 000',
    '+34 6000 000 0001',
    '+34 100 000 000',
    '+1 555 123 4567',
    '+999 123 456 789',
    'call +34600000001 now',
    '+34600000001, +34600000002',
    '1.7976931348623157e308',
  ])('that is none: "%s"', (text) => {
    expect(readNumber(text)).toMatchObject({
      reason: 'NUMBER_INVALID',
      message: expect.stringContaining('+34600000001'),
    })
  })

  test('with the country it may be written as in, where one is given', () => {
    expect(readNumber('1234', 'ES')).toMatchObject({
      message: expect.stringContaining('as it is dialled in ES'),
    })
    expect(readNumber('600000001', 'nowhere')).toMatchObject({ reason: 'NUMBER_INVALID' })
  })

  test.each([
    ['112', undefined],
    ['112', 'ES'],
    ['911', 'US'],
    ['091', 'ES'],
    ['999', 'GB'],
    ['000', 'AU'],
    ['15', 'FR'],
    ['+34112', undefined],
    ['+1 911', 'ES'],
    ['00 34 112', 'ES'],
  ])('that is for emergencies: %s in %s', (text, country) => {
    expect(readNumber(text, country)).toMatchObject({ reason: 'NUMBER_NOT_DIALLABLE' })
  })

  test.each([
    '+34 803 123 456',
    '+1 900 555 1212',
    '+44 909 879 0000',
    '+49 900 1234567',
    '+979 123 456 789',
  ])('that costs its caller: %s', (text) => {
    expect(readNumber(text)).toMatchObject({ reason: 'NUMBER_NOT_DIALLABLE' })
  })
})
