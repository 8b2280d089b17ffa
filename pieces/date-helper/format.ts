import dayjs from 'dayjs'
import utc from 'dayjs/plugin/utc.js'
import { suggested } from '../../src/piece/fields.ts'
import { wallOf } from './zone.ts'

dayjs.extend(utc)

/** Activepieces' patterns with an example each. In them DDD and DDDD are the day's name. */
const FORMATS: readonly (readonly [pattern: string, example: string])[] = [
  ['DDD MMM DD YYYY HH:mm:ss', 'Sun Sep 17 2023 11:23:58'],
  ['DDD MMM DD HH:mm:ss YYYY', 'Sun Sep 17 11:23:58 2023'],
  ['MMMM DD YYYY HH:mm:ss', 'September 17 2023 11:23:58'],
  ['MMMM DD YYYY', 'September 17 2023'],
  ['MMM DD YYYY', 'Sep 17 2023'],
  ['YYYY-MM-DDTHH:mm:ss', '2023-09-17T11:23:58'],
  ['YYYY-MM-DD HH:mm:ss', '2023-09-17 11:23:58'],
  ['YYYY-MM-DD', '2023-09-17'],
  ['MM-DD-YYYY', '09-17-2023'],
  ['MM/DD/YYYY', '09/17/2023'],
  ['MM/DD/YY', '09/17/23'],
  ['DD-MM-YYYY', '17-09-2023'],
  ['DD/MM/YYYY', '17/09/2023'],
  ['DD/MM/YY', '17/09/23'],
  ['X', '1694949838'],
]

/** A field for a pattern: one of the list, or any other of day.js. */
export const formatField = <const L extends string>(label: L) =>
  suggested({
    label,
    defaultValue: 'DDD MMM DD YYYY HH:mm:ss',
    suggestions: FORMATS.map(([value, example]) => ({ value, label: example })),
  })

/** A pattern as day.js knows it. */
export function dayjsFormat(pattern: string): string {
  return pattern.replaceAll('DDDD', 'dddd').replaceAll('DDD', 'ddd')
}

/** An instant as text, as the clocks in `zone` show it. @throws CodedError TIME_ZONE_UNKNOWN */
export function formatDate(instant: number, zone: string, pattern: string): string {
  const wall = wallOf(instant, zone)
  const minutes = Math.round((wall - instant) / 60_000)
  // day.js is given the wall time as if it were UTC, so what hangs on the instant itself is filled in here.
  const filled = dayjsFormat(pattern).replace(/\[[^\]]*\]|ZZ?|[Xx]/g, (token) => {
    if (token === 'X') return `[${Math.floor(instant / 1000)}]`
    if (token === 'x') return `[${instant}]`
    return token.startsWith('Z') ? `[${offsetText(minutes, token === 'Z' ? ':' : '')}]` : token
  })
  return dayjs.utc(wall).format(filled)
}

function offsetText(minutes: number, separator: string): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${separator}${two(size % 60)}`
}
