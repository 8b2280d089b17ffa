import dayjs from 'dayjs'
import customParseFormat from 'dayjs/plugin/customParseFormat.js'
import utc from 'dayjs/plugin/utc.js'
import { CodedError } from '../../src/errors.ts'
import { dayjsFormat } from './format.ts'
import { toEnglish } from './spanish.ts'
import { instantOf, wallOf } from './zone.ts'

dayjs.extend(utc)
dayjs.extend(customParseFormat)

/** How a text is to be understood. */
export interface ParseOptions {
  /** the pattern it is expected to have; other forms are understood too */
  format?: string
  /** the zone it is written in, where it names none */
  zone: string
  /** what "tomorrow" counts from, epoch milliseconds */
  now: number
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?$/
const ISO_WITH_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)? ?(?:Z|[+-]\d\d:?\d\d)$/i

/**
 * The instant a text means, in epoch milliseconds: by its expected format, as ISO 8601, as epoch seconds or
 * milliseconds, or as people say it in English or Spanish ("mañana a las 10", "next Tuesday 3pm").
 * A date without a time is its midnight.
 * @param field the input at fault, for the message
 * @throws CodedError DATE_INVALID, TIME_ZONE_UNKNOWN
 */
export async function parseDate(text: string, options: ParseOptions, field: string): Promise<number> {
  const trimmed = text.trim()
  const instant = exact(trimmed, options) ?? (await spoken(trimmed, options))
  if (instant !== undefined) return instant
  throw new CodedError(
    'DATE_INVALID',
    `"${field}" is "${text}", which is no date. Use a form like 2026-03-03 17:30.`,
  )
}

function exact(text: string, { format, zone }: ParseOptions): number | undefined {
  if (/^-?\d{9,10}$/.test(text)) return Number(text) * 1000
  if (/^-?\d{12,13}$/.test(text)) return Number(text)
  if (format) {
    const parsed = dayjs.utc(text, dayjsFormat(format), true)
    if (parsed.isValid()) return instantOf(parsed.valueOf(), zone)
  }
  if (ISO_WITH_ZONE.test(text))
    return finite(Date.parse(text.replace(' ', 'T').replaceAll(' ', '').replace(',', '.')))
  if (!ISO.test(text)) return undefined
  const wall = Date.parse(`${text.replace(' ', 'T').replace(',', '.')}${text.length > 10 ? 'Z' : ''}`)
  // A 30 February is no date, though the parser makes it the 2 March.
  const exists = !Number.isNaN(wall) && new Date(wall).toISOString().startsWith(text.slice(0, 10))
  return exists ? instantOf(wall, zone) : undefined
}

const finite = (ms: number) => (Number.isNaN(ms) ? undefined : ms)

/** Longer texts are no dates, and the parser's patterns are slow on them. */
const MAX_SPOKEN = 200

/** What a match may not leave over: a number, or part of a time, that was not understood. */
const NOT_UNDERSTOOD = /\d|\b(?:half|quarter|past|media|cuarto)\b/

async function spoken(text: string, { zone, now }: ParseOptions): Promise<number | undefined> {
  if (text.length > MAX_SPOKEN) return undefined
  // Loaded when first needed: the parser is large, and most dates are written exactly.
  const chrono = await import('chrono-node/en')
  const english = toEnglish(text)
  const isSpanish = /[a-z]/.test(english) && english !== text.toLowerCase()
  const parser = isSpanish ? chrono.GB : chrono.casual
  const timezone = (wallOf(now, zone) - now) / 60_000
  const [found] = parser.parse(english, { instant: new Date(now), timezone }, { forwardDate: true })
  if (!found || NOT_UNDERSTOOD.test(english.replace(found.text, ''))) return undefined
  const { start } = found
  if (start.isCertain('timezoneOffset')) return start.date().getTime()
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second') => start.get(name) ?? 0
  const hasTime = start.isCertain('hour') || namesPartOfDay(start.tags())
  const day = Date.UTC(part('year'), part('month') - 1, part('day'))
  const time = hasTime ? ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000 : 0
  return instantOf(day + time, zone)
}

function namesPartOfDay(tags: ReadonlySet<string>): boolean {
  return ['morning', 'noon', 'afternoon', 'evening', 'night', 'tonight', 'midnight'].some((name) =>
    tags.has(`casualReference/${name}`),
  )
}
