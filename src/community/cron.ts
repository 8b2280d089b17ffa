import { cronTimes } from '../../pieces/schedule/next-time.ts'

const HOUR_MS = 3_600_000

/** Hours between two times of a cron expression in UTC. @throws Error saying what is wrong with it */
export function hoursBetween(cron: string): number | undefined {
  const next = cronTimes([cron], 'UTC')
  const first = next(Date.now())
  const second = first && next(first)
  return first && second && (second - first) / HOUR_MS
}
