import { cronTimes } from '../../pieces/schedule/next-time.ts'
import type { TriggerSettings } from '../db/directory.ts'
import type { TriggerRow } from '../db/schema-triggers.ts'
import { saveListeners } from '../db/triggers.ts'
import { CodedError } from '../errors.ts'
import { type Json, toJson } from '../json.ts'
import { findTrigger } from '../piece/bind-trigger.ts'
import { parseInput } from '../piece/input.ts'
import type { Trigger as Declaration, PollTimes } from '../piece/trigger.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import type { Trigger } from '../workflow/schema.ts'
import { earsOf } from './app-events.ts'
import { triggerOf } from './bind.ts'
import type { TriggerDeps } from './deps.ts'
import { type Sealed, sealTrigger } from './sealed.ts'
import { firstCursor } from './sift.ts'
import { begun } from './timetable.ts'

/** What a service says to a trigger: enabling, disabling, renewing it. */

/** Times in milliseconds. Enabling and disabling together must fit the time a row is held for. */
const ENABLE_MS = 45_000
const DISABLE_MS = 30_000
/** How often is polled where nobody says otherwise. */
const POLL_EVERY_MS = 5 * 60_000
/** Renewed after this share of the time a subscription lasts. */
const RENEW_SHARE = 0.8
/** Times differ by up to this share, so that what was enabled together doesn't poll together. */
const JITTER = 0.2
const HOUR_MS = 3_600_000

/** A trigger that something must be kept of, by how it is fired. */
export type Wanted = Pick<TriggerRow, 'kind' | 'settings'>

/**
 * What must be kept of a definition's trigger while its workflow is on; null where nothing has to.
 * @throws CodedError PIECE_UNKNOWN, TRIGGER_UNKNOWN, INPUT_INVALID
 */
export async function wantedOf(trigger: Trigger): Promise<Wanted | null> {
  if (trigger.type === 'EMPTY') return null
  const { pieceName, pieceVersion, triggerName, input } = trigger.settings
  const named = { pieceName: shortPieceName(pieceName), triggerName, input } as TriggerSettings
  const { piece, trigger: declared } = await findTrigger({ ...named, ...(pieceVersion && { pieceVersion }) })
  // What is ours has one version; an installed piece is told to stop in the one it began with.
  const settings = piece.community ? { ...named, pieceVersion: piece.version } : named
  // A form that can't be shown is said now, not to those who open it.
  declared.form?.(parseInput(declared.input, input, `The trigger "${declared.displayName}"`) as never)
  const kind = kindOf(declared)
  return kind && { kind, settings }
}

function kindOf({ type, subscription }: Declaration): TriggerRow['kind'] | null {
  if (type === 'POLLING' || type === 'APP_WEBHOOK' || type === 'SCHEDULE') return type
  return type === 'WEBHOOK' && subscription ? 'WEBHOOK' : null
}

/** When a trigger's turn comes next, give or take; null where nothing recurs. */
export function nextTurn(
  deps: TriggerDeps,
  { intervalMs, cursor }: Pick<TriggerRow, 'intervalMs' | 'cursor'>,
): number | null {
  if (cursor?.times) return cronTimes([cursor.times.cron], cursor.times.zone)(deps.now()) ?? null
  return intervalMs === null ? null : deps.now() + Math.round(intervalMs * (1 - JITTER * deps.random()))
}

/** Where a service sends to. */
export const addressOf = (deps: TriggerDeps, { workflowId, address }: TriggerRow): string =>
  `${deps.publicUrl}/webhooks/${workflowId}/from/${address}`

/**
 * Has a service start to tell us of events; a poll only remembers what is there, a schedule what time it is. Gives what the row is to hold then.
 * @throws CodedError what the service says
 */
export async function enable(
  deps: TriggerDeps,
  row: TriggerRow,
  sealed: Sealed,
): Promise<Partial<TriggerRow>> {
  const kept = async (state: Json) => ({
    sealed: await sealTrigger(deps.keys, { ...sealed, state, isEnabled: true }, row.workflowId),
  })
  if (row.kind === 'SCHEDULE') return { ...(await kept(null)), ...(await begun(row.settings, deps.now())) }
  const { piece, trigger, ask } = await triggerOf(deps, row.workflowId, row.settings)
  const { subscription, listen, poll, watch } = trigger
  if (row.kind === 'WEBHOOK' && subscription) {
    const address = { webhookUrl: addressOf(deps, row), secret: sealed.secret }
    const state = await ask(ENABLE_MS, (context) => subscription.enable({ ...context, ...address }))
    const hours = subscription.renew?.everyHours
    const intervalMs = hours === undefined ? null : hours * HOUR_MS * RENEW_SHARE
    return { ...(await kept(toJson(state))), intervalMs }
  }
  if (row.kind === 'APP_WEBHOOK' && listen) {
    const { events, identifier } = await ask(ENABLE_MS, (context) => listen(context))
    const pieceName = earsOf(piece.name, piece.community)
    await saveListeners(
      deps.db,
      row,
      events.map((event) => ({ pieceName, event, identifier })),
    )
    return { ...(await kept(null)), intervalMs: null }
  }
  if (row.kind === 'POLLING' && watch) {
    const times = await ask(ENABLE_MS, (context) => watch.start(context))
    const cursor = { since: null, seen: [], ...(times && { times: checked(times) }) }
    return { ...(await kept(null)), intervalMs: POLL_EVERY_MS, cursor }
  }
  if (row.kind === 'POLLING' && poll) {
    const items = await ask(ENABLE_MS, (context) => poll(context))
    return { ...(await kept(null)), intervalMs: POLL_EVERY_MS, cursor: firstCursor(items) }
  }
  return { ...(await kept(null)), intervalMs: null }
}

/** @throws CodedError INPUT_INVALID for a schedule that no clock can follow */
function checked(times: PollTimes): PollTimes {
  try {
    cronTimes([times.cron], times.zone)
    return times
  } catch (cause) {
    const message = `The trigger asks to be polled at "${times.cron}" in "${times.zone}", which is no schedule.`
    throw new CodedError('INPUT_INVALID', message, { cause })
  }
}

/** Has a service stop. @throws CodedError what it says */
export async function disable(deps: TriggerDeps, row: TriggerRow, { state }: Sealed): Promise<void> {
  if (row.kind !== 'WEBHOOK' && row.kind !== 'POLLING') return
  const { trigger, ask } = await triggerOf(deps, row.workflowId, row.settings)
  const { watch } = trigger
  if (row.kind === 'POLLING') {
    if (watch) await ask(DISABLE_MS, (context) => watch.stop(context))
    return
  }
  await ask(DISABLE_MS, (context) => trigger.subscription?.disable({ ...context, state }))
}

/** Prolongs a subscription that runs out. Gives what the row is to hold then. @throws CodedError what the service says */
export async function renew(
  deps: TriggerDeps,
  row: TriggerRow,
  sealed: Sealed,
): Promise<Partial<TriggerRow>> {
  const { trigger, ask } = await triggerOf(deps, row.workflowId, row.settings)
  const renewal = trigger.subscription?.renew
  if (!renewal) return { intervalMs: null, nextAt: null }
  const { secret, state } = sealed
  const address = { webhookUrl: addressOf(deps, row), secret, state }
  const renewed = await ask(ENABLE_MS, (context) => renewal.run({ ...context, ...address }))
  return {
    sealed: await sealTrigger(deps.keys, { ...sealed, state: toJson(renewed) }, row.workflowId),
    nextAt: nextTurn(deps, row),
    error: null,
    failures: 0,
  }
}
