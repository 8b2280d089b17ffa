import { Cron, type CronOptions } from 'croner'

/**
 * When a rule says so next: the first time after an instant, undefined where none follows. Both are epoch milliseconds.
 *
 * Where clocks change, a rule that names its hours fires once a day all the same: a time that the clocks skip fires right
 * after the gap, one that they show twice fires the first time. An expression with `*` or `/` in its minutes or hours
 * fires whenever the clocks show a time that fits: what they skip is left out, what they show twice fires twice.
 */
export type NextTime = (after: number) => number | undefined

const OPTIONS: CronOptions = {
  fixedTimeRule: 'no-wildcard',
  // Activepieces writes `0/5 * * * *`.
  sloppyRanges: true,
}

/** The times of any of some five-part expressions, on the clocks of a zone. @throws Error saying what is wrong with one */
export function cronTimes(expressions: readonly string[], zone: string): NextTime {
  const crons = expressions.map((each) => new Cron(each, { ...OPTIONS, mode: '5-part', timezone: zone }))
  return (after) => {
    const times = crons.flatMap((cron) => cron.nextRun(new Date(after))?.getTime() ?? [])
    return times.length > 0 ? Math.min(...times) : undefined
  }
}

/** Every `interval` milliseconds from `start` on, whatever the clocks show. */
export function intervalTimes(interval: number, start: number): NextTime {
  return (after) => (after < start ? start : start + (Math.floor((after - start) / interval) + 1) * interval)
}

/** One instant. */
export function onceAt(instant: number): NextTime {
  return (after) => (after < instant ? instant : undefined)
}

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$/
const WITH_OFFSET = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/

/** The instant an ISO 8601 text means; without an offset of its own it is read on the clocks of a zone. */
export function instantOf(text: string, zone: string): number | undefined {
  if (WITH_OFFSET.test(text)) return orNothing(Date.parse(text))
  const [matched, year = '', month = '', day = '', hour = '00', minute = '00', second = '00'] =
    LOCAL.exec(text) ?? []
  const utc = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const wall = orNothing(Date.parse(utc))
  // 31 February would be taken for a day in March.
  if (!matched || wall === undefined || new Date(wall).toISOString() !== utc) return undefined
  const moment = [second, minute, hour, day, month, '*', year].join(' ')
  return new Cron(moment, { ...OPTIONS, timezone: zone }).nextRun(new Date(wall - TWO_DAYS_MS))?.getTime()
}

/** No clock is further from UTC. */
const TWO_DAYS_MS = 2 * 86_400_000

const orNothing = (number: number) => (Number.isNaN(number) ? undefined : number)
