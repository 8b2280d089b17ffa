import type { OpenConnection, StepHost } from '../engine/ports.ts'
import { withoutSecrets } from '../engine/redact.ts'
import { CodedError, isCoded, toErrorData } from '../errors.ts'
import { compileTemplate, connectionIds, resolveTemplate } from '../expression/template.ts'
import { type Json, toJson } from '../json.ts'
import { connectionIn } from './host.ts'
import { endingWith, type HttpClient } from './http-client.ts'
import { parseInput } from './input.ts'
import type { Piece } from './piece.ts'
import { loadPiece } from './registry.ts'
import type { KeyValueStore } from './services.ts'
import type { Trigger, TriggerContext } from './trigger.ts'
import { within } from './within.ts'

/** A trigger's declaration with the piece it belongs to. */
export interface Declared {
  piece: Piece
  trigger: Trigger
}

/** What calling a trigger's parts takes. */
export interface BindDeps {
  http: HttpClient
  connections: StepHost['connections']
  /** asks a connection's service for new credentials after it refused these */
  refreshConnection?(id: string, refused: Json): Promise<OpenConnection | undefined>
  store: KeyValueStore
}

/** A trigger with its input read and its connection open. */
export interface Bound extends Declared {
  input: Record<string, unknown>
  /**
   * Calls a part of the trigger. What takes longer than `timeoutMs` is given up, and no credential is in what it throws.
   * @throws CodedError TRIGGER_TIMEOUT, TRIGGER_FAILED for what isn't coded, and what the part throws
   */
  ask<T>(timeoutMs: number, part: (context: TriggerContext<never>) => T | Promise<T>): Promise<T>
  /** a value as a run may hold it: in its stored form, without the connection's credentials */
  clean(value: unknown): Json
}

/** The declaration that a trigger's settings name. @throws CodedError PIECE_UNKNOWN, TRIGGER_UNKNOWN */
export async function findTrigger({
  pieceName = '',
  pieceVersion,
  triggerName = '',
}: {
  pieceName?: string
  pieceVersion?: string | undefined
  triggerName?: string
}): Promise<Declared> {
  const piece = await loadPiece(pieceName, pieceVersion)
  const trigger = Object.hasOwn(piece.triggers, triggerName) ? piece.triggers[triggerName] : undefined
  if (trigger) return { piece, trigger }
  const message = `The piece "${piece.name}" has no trigger "${triggerName}". Choose one it has.`
  throw new CodedError('TRIGGER_UNKNOWN', message)
}

/**
 * Makes a trigger ready to be called. Its input may name connections and nothing else: there is no run yet.
 * @throws CodedError INPUT_INVALID, and what opening a connection throws
 */
export async function bindTrigger(
  { piece, trigger }: Declared,
  given: Record<string, unknown> = {},
  deps: BindDeps,
): Promise<Bound> {
  const template = compileTemplate(given)
  const ids = connectionIds(template)
  const opened = ids.length > 0 ? await deps.connections(ids) : {}
  const connections = Object.fromEntries(Object.entries(opened).map(([id, { value }]) => [id, value]))
  const scope = {
    has: (name: string) => name === 'connections',
    get: (name: string) => (name === 'connections' ? connections : undefined),
  }
  const value = resolveTemplate(template, scope, { now: Date.now() }).value as Record<string, unknown>
  const input = parseInput(trigger.input, value, `The trigger "${trigger.displayName}"`)
  const secrets = Object.values(opened).flatMap((connection) => connection.secrets)
  const auth = (value.auth ?? null) as Json
  const connection = connectionIn(auth, deps.refreshConnection, (more) => secrets.push(...more))
  return {
    piece,
    trigger,
    input,
    clean: (found) => JSON.parse(withoutSecrets(JSON.stringify(toJson(found)), secrets)) as Json,
    ask: (timeoutMs, part) =>
      asked(trigger, timeoutMs, secrets, (signal) => {
        const connected = piece.connect?.(endingWith(deps.http, signal), connection)
        return part({ ...connected, input: input as never, store: deps.store, signal })
      }),
  }
}

async function asked<T>(
  { displayName }: Trigger,
  timeoutMs: number,
  secrets: readonly string[],
  part: (signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const late = () => {
    const message = `"${displayName}" took longer than ${timeoutMs / 1000} s.`
    return new CodedError('TRIGGER_TIMEOUT', message, { retryable: true })
  }
  try {
    return await within(timeoutMs, late, part)
  } catch (error) {
    throw shown(error, displayName, secrets)
  }
}

function shown(error: unknown, displayName: string, secrets: readonly string[]): CodedError {
  const { code, message, retryable, details } = toErrorData(error, 'TRIGGER_FAILED')
  const text = isCoded(error) ? message : `"${displayName}" failed: ${message}`
  return new CodedError(code, withoutSecrets(text, secrets), {
    retryable,
    ...(details !== undefined && {
      details: JSON.parse(withoutSecrets(JSON.stringify(details), secrets)) as Json,
    }),
  })
}
