import type { StepHost } from '../engine/ports.ts'
import { withoutSecrets } from '../engine/redact.ts'
import { CodedError, toErrorData } from '../errors.ts'
import { compileTemplate, connectionIds, resolveTemplate } from '../expression/template.ts'
import { isObject, type Json, toJson } from '../json.ts'
import type { PieceTrigger } from '../workflow/schema.ts'
import type { HttpClient } from './http-client.ts'
import { parseInput } from './input.ts'
import type { Piece } from './piece.ts'
import { loadPiece } from './registry.ts'
import type { KeyValueStore } from './services.ts'
import type { Trigger, TriggerContext } from './trigger.ts'

/** How long a trigger's `test` may take, in milliseconds. */
const TEST_TIMEOUT_MS = 90_000

/** The trigger a step names, as its piece declares it. @throws CodedError PIECE_UNKNOWN, TRIGGER_UNKNOWN */
export async function findTrigger({
  name,
  settings,
}: PieceTrigger): Promise<{ piece: Piece; trigger: Trigger }> {
  const piece = await loadPiece(settings.pieceName)
  const { triggerName = '' } = settings
  const trigger = Object.hasOwn(piece.triggers, triggerName) ? piece.triggers[triggerName] : undefined
  if (trigger) return { piece, trigger }
  const message = `Step ${name}: ${settings.pieceName} has no trigger "${triggerName}". Choose one it has.`
  throw new CodedError('TRIGGER_UNKNOWN', message)
}

/** An event as it may look: the trigger's own example, fitted to the workflow's settings where they are complete. */
export function exampleEvent(trigger: Trigger, { settings }: PieceTrigger): Json {
  const input = trigger.input.safeParse(settings.input ?? {})
  if (!trigger.sampleFor || !input.success) return trigger.sampleData
  try {
    return trigger.sampleFor(input.data)
  } catch {
    return trigger.sampleData
  }
}

/** What asking a service takes. */
export interface TriggerTestDeps {
  http: HttpClient
  connections: StepHost['connections']
  /** of the test alone: what the trigger keeps while it is enabled is not touched */
  store: KeyValueStore
}

/**
 * Asks the service for recent events; credentials are taken out of them. Undefined where the trigger can't be asked.
 * @throws CodedError INPUT_INVALID, CONNECTION_NOT_FOUND, TRIGGER_TEST_FAILED
 */
export async function recentEvents(
  { piece, trigger }: { piece: Piece; trigger: Trigger },
  { settings }: PieceTrigger,
  deps: TriggerTestDeps,
): Promise<Json[] | undefined> {
  const ask = askOf(trigger)
  if (!ask) return undefined
  const template = compileTemplate(settings.input ?? {})
  const ids = connectionIds(template)
  const opened = ids.length > 0 ? await deps.connections(ids) : {}
  const connections = Object.fromEntries(Object.entries(opened).map(([id, { value }]) => [id, value]))
  const scope = {
    has: (name: string) => name === 'connections',
    get: (name: string) => (name === 'connections' ? connections : undefined),
  }
  const { value } = resolveTemplate(template, scope, { now: Date.now() })
  const input = parseInput(trigger.input, value, 'The trigger')
  const signal = AbortSignal.timeout(TEST_TIMEOUT_MS)
  const http: HttpClient = { request: (request) => deps.http.request({ signal, ...request }) }
  const connection = isObject(value) && value.auth ? { value: toJson(value.auth) } : undefined
  const secrets = Object.values(opened).flatMap((each) => each.secrets)
  try {
    const events = await ask({ ...piece.connect?.(http, connection), input, store: deps.store, signal })
    return JSON.parse(withoutSecrets(JSON.stringify(events), secrets)) as Json[]
  } catch (error) {
    const { code, message } = toErrorData(error)
    const reason = withoutSecrets(message, secrets)
    throw new CodedError('TRIGGER_TEST_FAILED', `The trigger gave no events: ${reason}`, {
      details: { code },
    })
  }
}

/** How a trigger is asked: by its `test`, else by polling. */
function askOf(
  trigger: Trigger,
): ((context: TriggerContext<Record<string, unknown>>) => Promise<Json[]>) | undefined {
  const { poll } = trigger
  if (trigger.test) return trigger.test
  return poll && (async (context) => (await poll(context)).map(({ data }) => data))
}
