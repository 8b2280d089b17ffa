import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import { CodedError } from '../errors.ts'

// Its data is large: whoever is loaded at start imports this file where it is needed, not at the top.

/** A phone number in E.164: a plus, the calling code and the rest, digits only. */
export type E164 = `+${string}`

/** A number that can be called. */
export interface ReadNumber {
  number: E164
  /** ISO 3166 code; null where no one country has the number, as with satellite phones */
  country: string | null
}

/** Why a text is not a number to call. */
export interface NumberRefusal {
  reason: 'NUMBER_INVALID' | 'NUMBER_NOT_DIALLABLE'
  /** what is wrong with it, and how to write it */
  message: string
}

/**
 * Reads a phone number as people write it: `+34 600 00 00 01`, `0034…`, `tel:+34…`, and where a country is given, as it is
 * dialled there. What fits no country's numbering plan, by libphonenumber's data, is no number. Premium-rate numbers are
 * never called, nor are short codes, which emergency services have. Nobody can dial an extension from here.
 * @param defaultCountry ISO 3166 code of the country that a number without a calling code is in
 */
export function readNumber(text: string, defaultCountry?: string): ReadNumber | NumberRefusal {
  const country = defaultCountry && isSupportedCountry(defaultCountry) ? defaultCountry : undefined
  const written = plain(text)
  const readings = [parse(written, country), parse(written.replace(/^00/, '+'))]
  const valid = readings.find((reading) => reading?.isValid())
  if (!valid) return isShortCode(written, readings) ? shortCode(text) : invalid(text, country)
  if (valid.ext) return extended(text, valid.number)
  if (valid.getType() === 'PREMIUM_RATE') {
    return notDiallable(`${valid.number} is a premium-rate number, and those are never called.`)
  }
  return { number: valid.number as E164, country: valid.country ?? null }
}

/** Without what libphonenumber stumbles over: wide digits, invisible marks of what it was copied from, `(+34)`, `tel:`. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^\((\+\d+)\)/, '$1')

/**
 * The same for a number that must be one to call.
 * @param field names the text in errors
 * @throws CodedError PHONE_NUMBER_INVALID, NUMBER_NOT_DIALLABLE
 */
export function requireNumber(text: string, defaultCountry: string | undefined, field: string): E164 {
  const read = readNumber(text, defaultCountry)
  if ('number' in read) return read.number
  const code = read.reason === 'NUMBER_INVALID' ? 'PHONE_NUMBER_INVALID' : read.reason
  throw new CodedError(code, `"${field}": ${read.message}`)
}

/** A number in E.164 with what is known of it; undefined where the text is no number. */
export const parseNumber = (number: string): PhoneNumber | undefined => parse(number)

/** ISO 3166 code of the country a number in E.164 is in; undefined where that is no one country. */
export const countryOf = (number: string): string | undefined => parse(number)?.country

const parse = (text: string, defaultCountry?: CountryCode): PhoneNumber | undefined =>
  // Without `extract: false` a number in the middle of a sentence would do.
  parsePhoneNumberFromString(text, { defaultCountry, extract: false })

/** Digits of the longest number without an area that services have: 112, 911, 091. No subscriber's is as short. */
const SHORT_CODE_DIGITS = 3

function isShortCode(written: string, readings: (PhoneNumber | undefined)[]): boolean {
  if (!/^[+\d][\d\s().-]*$/.test(written)) return false
  const numbers = [written.replace(/\D/g, ''), ...readings.map((reading) => reading?.nationalNumber ?? '')]
  return numbers.some(({ length }) => length > 1 && length <= SHORT_CODE_DIGITS)
}

const shortCode = (text: string) =>
  notDiallable(`"${text}" is a short code, such as emergency services have, and those are never called.`)

const notDiallable = (message: string): NumberRefusal => ({ reason: 'NUMBER_NOT_DIALLABLE', message })

const extended = (text: string, number: string): NumberRefusal => ({
  reason: 'NUMBER_INVALID',
  message: `"${text}" has an extension, and those can't be dialled. Leave it out: ${number}.`,
})

function invalid(text: string, country: CountryCode | undefined): NumberRefusal {
  const national = country ? `as it is dialled in ${country}, or ` : ''
  const message = `"${text}" is no phone number that is in use. Write it ${national}in international format: +34600000001.`
  return { reason: 'NUMBER_INVALID', message }
}
