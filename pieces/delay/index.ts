import dayjs from 'dayjs'
import utc from 'dayjs/plugin/utc.js'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { choice, dateTime, number } from '../../src/piece/fields.ts'
import { action, piece, type Wait, wait } from '../../src/piece/piece.ts'

dayjs.extend(utc)

const UNIT_MS = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const

/** A caller stays on the line for a wait this long, in milliseconds. */
const SHORT_MS = 10_000

/** The run itself ends after 30 days; see the engine's limits. */
const delayFor = action({
  name: 'delayFor',
  displayName: 'Delay for',
  description:
    'Waits for a span of time. The wait is durable: it survives restarts and costs nothing meanwhile.',
  input: z.object({
    unit: choice({
      label: 'Unit',
      defaultValue: 'seconds',
      choices: [
        { value: 'seconds', label: 'Seconds' },
        { value: 'minutes', label: 'Minutes' },
        { value: 'hours', label: 'Hours' },
        { value: 'days', label: 'Days' },
      ],
    }),
    delayFor: number({ label: 'Amount', min: 0 }),
  }),
  output: z.object({ delayForInMs: z.number(), success: z.boolean() }),
  idempotent: true,
  pure: true,
  run({ input, resume }) {
    const ms = input.delayFor * UNIT_MS[input.unit]
    return resume || ms === 0 ? { delayForInMs: ms, success: true } : pause(ms)
  },
})

const delayUntil = action({
  name: 'delay_until',
  displayName: 'Delay until',
  description: 'Waits until a moment. A moment in the past goes on at once.',
  input: z.object({
    delayUntilTimestamp: dateTime({
      label: 'Date and time',
      description: 'ISO 8601 or similar, or epoch milliseconds. Without a zone it is UTC.',
    }),
  }),
  output: z.object({ delayTill: z.string(), success: z.boolean() }),
  idempotent: true,
  pure: true,
  run({ input, resume }) {
    const moment = momentOf(input.delayUntilTimestamp)
    const ms = moment.getTime() - Date.now()
    return resume || ms <= 0 ? { delayTill: moment.toISOString(), success: true } : pause(ms)
  },
})

function pause(ms: number): Wait {
  return wait({ until: Date.now() + ms, holdsCaller: ms <= SHORT_MS })
}

function momentOf(text: string): Date {
  const moment = /^\d{10,}$/.test(text) ? dayjs(Number(text)) : dayjs.utc(text)
  if (moment.isValid()) return moment.toDate()
  throw new CodedError('DATE_INVALID', `"delayUntilTimestamp" is "${text}", which is no date. Use ISO 8601.`)
}

export default piece({
  name: 'delay',
  displayName: 'Delay',
  description: 'Pauses the workflow for a time, or until one.',
  version: '0.1.0',
  categories: ['CORE', 'FLOW_CONTROL'],
  actions: [delayFor, delayUntil],
})
