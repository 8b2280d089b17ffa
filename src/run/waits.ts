import type { WaitRecord } from '../engine/records.ts'
import { CodedError } from '../errors.ts'
import { CALL_END_KEY, CAMPAIGN_END_KEY, REPLY_KEY } from '../piece/services.ts'
import { readWaits } from './journal.ts'
import type { RunRow } from './run-rows.ts'
import type { Sql } from './store.ts'

/**
 * The key of a wait that someone outside may end, such as an approval or the next request; undefined for a time, and
 * for what only comes from inside: the outcome of a sub-workflow, the end of a call or a campaign.
 */
export function outsideKey({ kind, key, fired }: WaitRecord): string | undefined {
  if (kind !== 'event' || key === null || fired) return undefined
  return [REPLY_KEY, CALL_END_KEY, CAMPAIGN_END_KEY].some((inside) => key.startsWith(inside))
    ? undefined
    : key
}

/**
 * The key of the wait of a run that is to be ended from outside.
 * @param path of its step, needed where there are several
 * @throws CodedError RUN_NOT_WAITING, WAIT_AMBIGUOUS
 */
export function waitToResume(sql: Sql, { n, record }: RunRow, path: string | undefined): string {
  const open = readWaits(sql, n).flatMap((wait) => {
    const key = outsideKey(wait)
    return key === undefined ? [] : [{ path: wait.path, key }]
  })
  const chosen = path === undefined ? open : open.filter((wait) => wait.path === path)
  const [first, ...others] = chosen
  if (!first) {
    const step = path === undefined ? '' : ` at "${path}"`
    throw new CodedError(
      'RUN_NOT_WAITING',
      `The run is ${record.status} and waits${step} for nothing that could be resumed.`,
    )
  }
  if (others.length === 0) return first.key
  const paths = open.map((wait) => wait.path)
  throw new CodedError(
    'WAIT_AMBIGUOUS',
    `The run waits at several steps: say in "path" which one to resume. Open: ${paths.slice(0, 10).join(', ')}.`,
    { details: { paths } },
  )
}
