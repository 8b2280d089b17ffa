import table from './generated/zones.json' with { type: 'json' }
import { parseNumber } from './number.ts'

/**
 * The IANA zones that a number may be in, by its area where it has one, else by its country; none where neither is known,
 * as with `+1 800`. Mobile numbers say where somebody is no better than their country does, but in the countries where
 * they have area codes.
 * The rule and the data are libphonenumber's: see scripts/calling-zones.ts.
 * @param number in E.164
 */
export function zonesOf(number: string): string[] {
  const parsed = parseNumber(number)
  if (!parsed) return []
  const { countryCallingCode: code } = parsed
  const digits = parsed.number.slice(1)
  // Without an area, only the calling code itself may match.
  return longestMatch(hasArea(parsed.getType(), code) ? digits : code, code.length)
}

/** Calling codes under which mobile numbers begin with an area code: North America, Mexico, Argentina, Brazil, China. */
const MOBILE_AREA_CODES: ReadonlySet<string> = new Set(['1', '52', '54', '55', '86'])

const hasArea = (type: string | undefined, callingCode: string): boolean =>
  type === 'FIXED_LINE' ||
  type === 'FIXED_LINE_OR_MOBILE' ||
  (type === 'MOBILE' && MOBILE_AREA_CODES.has(callingCode))

function longestMatch(digits: string, shortest: number): string[] {
  for (let length = digits.length; length >= shortest; length--) {
    const zones = zonesByPrefix().get(digits.slice(0, length))
    if (zones) return [...zones]
  }
  return []
}

let known: Map<string, string[]> | undefined

/** The table turned round, once. */
function zonesByPrefix(): Map<string, string[]> {
  known ??= new Map(
    Object.entries(table).flatMap(([zones, prefixes]) => {
      const list = zones.split('&')
      return prefixes.split(' ').map((prefix): [string, string[]] => [prefix, list])
    }),
  )
  return known
}
