import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import type { Json } from '../../src/json.ts'
import { type Timetable, type Trigger, trigger } from '../../src/piece/trigger.ts'
import { type Missed, missedFields } from './fields.ts'
import { cronTimes, type NextTime } from './next-time.ts'

/** A rule with what runs are told of it. */
export interface Rule {
  next: NextTime
  data: Record<string, Json>
}

/** Declares a schedule: a rule made of its fields, and what they all have in common. */
export function scheduled<Shape extends z.ZodRawShape>({
  shape,
  ruleOf,
  ...texts
}: {
  name: string
  displayName: string
  description: string
  shape: Shape
  /** @throws CodedError INPUT_INVALID */
  ruleOf(input: z.output<z.ZodObject<Shape>>): Rule
}): Trigger {
  const timetable = (input: z.output<z.ZodObject<Shape>> & Missed): Timetable => {
    const { next, data } = ruleOf(input)
    const dataAt = (nominal: number) => ({ ...data, nominal_time: new Date(nominal).toISOString() })
    return { next, dataAt, makesUpFor: makesUpFor(input) }
  }
  const sampleFor = (input: z.output<z.ZodObject<Shape>> & Missed): Json => {
    const { next, dataAt } = timetable(input)
    const now = Date.now()
    return dataAt(next(now) ?? now)
  }
  return trigger({
    ...texts,
    type: 'SCHEDULE',
    input: z.object({ ...shape, ...missedFields }),
    sampleData: { nominal_time: '2026-03-02T09:00:00.000Z' },
    sampleFor: sampleFor as never,
    timetable: timetable as never,
  })
}

function makesUpFor({ missed, missed_limit }: Missed): number {
  if (missed === 'all') return Math.floor(missed_limit)
  return missed === 'one' ? 1 : 0
}

/**
 * Cron expressions in a zone, any of which counts. The first is what runs are told.
 * @param field the one that holds the expressions, for the message
 * @throws CodedError INPUT_INVALID
 */
export function cronRule(
  expressions: readonly [string, ...string[]],
  zone: string,
  data: Record<string, Json> = {},
  field = 'cronExpression',
): Rule {
  checkZone(zone)
  const shown = { ...data, cron_expression: expressions[0], timezone: zone }
  try {
    return { next: cronTimes(expressions, zone), data: shown }
  } catch (error) {
    throw wrong(field, `${(error as Error).message} Write minute, hour, day, month, weekday: 30 9 * * 1-5`)
  }
}

/** @throws CodedError INPUT_INVALID where there is no such zone */
export function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    throw wrong('timezone', `there is no time zone "${zone}". Use an IANA name: Europe/Madrid`)
  }
}

/** The error of a field that can't be used. */
export function wrong(field: string, message: string): CodedError {
  return new CodedError('INPUT_INVALID', `The schedule has an input that doesn't fit: ${field}: ${message}`, {
    details: { issues: [{ path: field, message }] },
  })
}
