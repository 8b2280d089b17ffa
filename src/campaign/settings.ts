import * as z from 'zod'
import { CallingRules } from '../calling/rules.ts'

/** A campaign is a DRAFT until it is started. One that is DONE or STOPPED never dials again. */
export const CAMPAIGN_STATUSES = ['DRAFT', 'RUNNING', 'PAUSED', 'STOPPED', 'DONE'] as const
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number]

/** Call platforms answer in a fraction of a second, and an object has six connections at a time. */
const MAX_CALLS_PER_MINUTE = 1_200
const MAX_CONCURRENT_CALLS = 500
const MAX_ATTEMPTS = 20
const MAX_CALL_MINUTES = 240
const MAX_VARIABLES_BYTES = 8 * 1024

/** How long after an unsuccessful call the next one is due; `next_day` is the same time on the clocks there, a day later. */
const Delay = z.string().regex(/^([1-9]\d{0,4}[mhd]|next_day)$/, 'write it as 10m, 2h, 1d or next_day')

/** One a retry; the last one serves for all that follow. An empty list means no retry. */
const Delays = z.array(Delay).max(MAX_ATTEMPTS)

const Retry = z.object({
  max_attempts: z.number().int().min(1).max(MAX_ATTEMPTS).default(3),
  after: z
    .object({
      no_answer: Delays.default(['10m', '2h', 'next_day']),
      busy: Delays.default(['10m', '1h', 'next_day']),
      voicemail: z.union([Delays, z.literal('done')]).default('done'),
      failed: Delays.default(['1h', 'next_day']),
    })
    .prefault({}),
})

/** Variables of calls: small, since they are kept with each row and sent with each call. */
export const Variables = z
  .record(z.string(), z.json())
  .refine(
    (variables) => JSON.stringify(variables).length <= MAX_VARIABLES_BYTES,
    `keep the variables of a call under ${MAX_VARIABLES_BYTES / 1024} KB`,
  )

const fields = {
  name: z.string().trim().min(1).max(200),
  /** the id of the agent that calls, or one of its numbers */
  agent: z.string().min(1),
  /** the live version where null */
  agent_version: z.string().nullable(),
  rules: CallingRules,
  max_concurrent_calls: z.number().int().min(1).max(MAX_CONCURRENT_CALLS),
  calls_per_minute: z.number().int().min(1).max(MAX_CALLS_PER_MINUTE),
  retry: Retry,
  /** after so long without news of its end a call counts as over */
  max_call_minutes: z.number().int().min(2).max(MAX_CALL_MINUTES),
  /** ISO 3166 code of the country that numbers without a calling code are in */
  default_country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'write it as ES')
    .nullable(),
  /** for every call; those of its row come first */
  dynamic_variables: Variables,
  /** true: it never becomes DONE, since rows are added as they come */
  keep_open: z.boolean(),
  /** nobody is called before */
  start_at: z.iso.datetime({ offset: true }).nullable(),
}

/** What a campaign is told to do. */
export const CampaignSettings = z.object({
  name: fields.name,
  agent: fields.agent,
  agent_version: fields.agent_version.default(null),
  rules: fields.rules.prefault({}),
  max_concurrent_calls: fields.max_concurrent_calls.default(5),
  calls_per_minute: fields.calls_per_minute.default(30),
  retry: fields.retry.prefault({}),
  max_call_minutes: fields.max_call_minutes.default(60),
  default_country: fields.default_country.default(null),
  dynamic_variables: fields.dynamic_variables.default({}),
  keep_open: fields.keep_open.default(false),
  start_at: fields.start_at.default(null),
})
export type CampaignSettings = z.output<typeof CampaignSettings>

/** A change of settings: each that is there replaces the former one as a whole. */
export const SettingsChange = z
  .object(fields)
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'send at least one setting')
export type SettingsChange = z.output<typeof SettingsChange>

/** How long a call may take without news of its end. Milliseconds. */
export const callLimitMs = ({ max_call_minutes }: CampaignSettings): number => max_call_minutes * 60_000
