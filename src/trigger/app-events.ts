import type { TriggerRow } from '../db/schema-triggers.ts'
import { listenersOf, noteError } from '../db/triggers.ts'
import { CodedError, isCoded, toErrorData } from '../errors.ts'
import type { ParsedEvents } from '../piece/piece.ts'
import { loadPiece } from '../piece/registry.ts'
import type { HandshakeAnswer, WebhookRequest } from '../piece/trigger.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import { triggerOf } from './bind.ts'
import { namedEvents } from './delivery.ts'
import type { TriggerDeps } from './deps.ts'
import { unsealTrigger } from './sealed.ts'
import { runningWorkflow, startRuns } from './start.ts'

/** Who listens to a piece's app: a community piece of the name of one of ours reads the app's events its own way. */
export const earsOf = (name: string, community: unknown): string => (community ? `${name}+community` : name)

/** How long a piece may take over one event, in milliseconds: the app waits for our answer. */
const READ_MS = 10_000

type AppEvent = ParsedEvents['events'][number]

/**
 * Takes what an app sends to the one address for all its events: every workflow that listens, and whose trigger keeps
 * the event, gets a run. Trouble of one workflow shows there and is no reason to send the event again.
 * @param secretOf what the app signs with; undefined where nobody has set it: then nobody gets in
 * @throws CodedError PIECE_UNKNOWN, APP_EVENTS_UNKNOWN, WEBHOOK_UNAUTHORIZED, RUNTIME_UNAVAILABLE, DATABASE_ERROR
 */
export async function receiveAppEvents(
  deps: TriggerDeps,
  pieceName: string,
  request: WebhookRequest,
  secretOf: (pieceName: string) => Promise<string | undefined>,
): Promise<HandshakeAnswer & { runIds: string[] }> {
  const { name, appEvents, community } = await loadPiece(pieceName)
  if (!appEvents) {
    throw new CodedError('APP_EVENTS_UNKNOWN', `The app of "${name}" has no address for all its events.`)
  }
  const secret = await secretOf(shortPieceName(name))
  if (!secret) {
    const message = `What the app of "${name}" signs with is not set: PUT /v1/workflow/app-secrets/${name}.`
    throw new CodedError('WEBHOOK_UNAUTHORIZED', message)
  }
  await appEvents.verify(request, secret)
  const { events, answer } = await appEvents.parse(request)
  const runIds: string[] = []
  for (const event of events) {
    const listening = await listenersOf(deps.db, { pieceName: earsOf(name, community), ...event })
    const started = await Promise.all(listening.map((row) => startFor(deps, row, request, event)))
    runIds.push(...started.flat())
  }
  return { status: 200, ...answer, runIds }
}

async function startFor(
  deps: TriggerDeps,
  row: TriggerRow,
  request: WebhookRequest,
  event: AppEvent,
): Promise<string[]> {
  try {
    const workflow = await runningWorkflow(deps, row.workflowId)
    if (!workflow) return []
    const found = await keptEvents(deps, row, { ...request, body: event.data })
    const named = namedEvents(found.eventId, row.settings, found.events, event.id ?? crypto.randomUUID())
    const runs = await startRuns(deps, workflow, 'webhook', named)
    if (row.error) await noteError(deps.db, row.workflowId, null)
    return runs.map(({ runId }) => runId)
  } catch (error) {
    if (isCoded(error) && RESEND.has(error.code)) throw error
    const { details: _, ...shown } = toErrorData(error, 'TRIGGER_FAILED')
    console.error('trigger.app-event', row.workflowId, shown.code)
    await noteError(deps.db, row.workflowId, shown)
    return []
  }
}

/** Our own trouble: the same event a little later may get through. */
const RESEND: ReadonlySet<string> = new Set(['RUNTIME_UNAVAILABLE', 'DATABASE_ERROR'])

async function keptEvents(deps: TriggerDeps, row: TriggerRow, request: WebhookRequest) {
  const { trigger, input, ask, clean } = await triggerOf(deps, row.workflowId, row.settings)
  const { events, eventId } = trigger
  if (!events) return { eventId, events: [clean(request.body)] }
  const sealed = await unsealTrigger(deps.keys, row)
  const delivery = {
    request,
    input: input as never,
    state: sealed?.state ?? null,
    secret: sealed?.secret ?? '',
  }
  const kept = await ask(READ_MS, (context) => events({ ...context, ...delivery }))
  return { eventId, events: kept.map(clean) }
}
