import * as z from 'zod'
import type { Json } from '../../src/json.ts'

/** https://cloud.google.com/apis/design/errors; `errors` is the older form, which the older APIs still add. */
const GoogleError = z.object({
  error: z.object({
    message: z.string().default(''),
    status: z.string().optional(),
    errors: z.array(z.object({ reason: z.string().optional() })).default([]),
  }),
})

/** Reasons of a 403 that mean: slow down. */
const TOO_MANY = ['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded']
const TOO_MANY_REQUESTS = 429

/** Google's own words, with the reason where they don't hold it. */
export function errorMessage(body: Json): string | undefined {
  const read = GoogleError.safeParse(body)
  if (!read.success) return undefined
  const { message, status, errors } = read.data.error
  const reason = errors[0]?.reason ?? status
  return reason && !message.includes(reason) ? `${message} [${reason}]` : message
}

/** Google's older APIs tell too many requests with 403. */
export function statusOf(body: Json): number | undefined {
  const read = GoogleError.safeParse(body)
  const reasons = read.success ? read.data.error.errors.map(({ reason }) => reason ?? '') : []
  return reasons.some((reason) => TOO_MANY.includes(reason)) ? TOO_MANY_REQUESTS : undefined
}
