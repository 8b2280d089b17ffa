import type { Answer, OpenConnection, PreparedStep, StepCall, StepHost, StepResult } from '../engine/ports.ts'
import { CodedError } from '../errors.ts'
import { isObject, type Json } from '../json.ts'
import type { CodeAction, PieceAction } from '../workflow/schema.ts'
import { fieldsOf, holdsSecret } from './fields.ts'
import { endingWith, type HttpClient } from './http-client.ts'
import { parseInput } from './input.ts'
import { type Action, type ActionContext, type Connection, type Piece, waitRequestOf } from './piece.ts'
import { loadPiece } from './registry.ts'
import type { Services } from './services.ts'

/** Runs user code; see src/code. */
type RunCode = (call: {
  step: string
  code: string
  inputs: Json
  timeoutMs: number
  signal?: AbortSignal
}) => Promise<{ output: Json; logs: string[] }>

/** What the host needs from the Worker around it. */
export interface HostDeps {
  http: HttpClient
  runCode: RunCode
  /** services bound to one step of one run */
  services(call: StepCall): Services
  connections: StepHost['connections']
  /**
   * asks a connection's service for new credentials; undefined where its kind has none to ask for
   * @param refused the value that the service did not take
   */
  refreshConnection?(id: string, refused: Json): Promise<OpenConnection | undefined>
}

const CODE_TIMEOUT_MS = 30_000

/** The engine's step host: finds the piece and its action, checks the input, builds the context, runs it. */
export function createStepHost(deps: HostDeps): StepHost {
  return {
    connections: deps.connections,
    prepare(step) {
      if (step.type === 'CODE') return prepareCode(step, deps.runCode)
      const piece = loadPiece(step.settings.pieceName, step.settings.pieceVersion)
      return piece instanceof Promise
        ? piece.then((loaded) => prepareAction(loaded, step, deps))
        : prepareAction(piece, step, deps)
    },
  }
}

function prepareCode(step: CodeAction, runCode: RunCode): PreparedStep {
  return {
    // The sandbox has no network, so running it again changes nothing outside.
    idempotent: true,
    pure: false,
    timeoutMs: CODE_TIMEOUT_MS,
    run: (call) =>
      runCode({
        step: step.name,
        code: step.settings.sourceCode.code,
        inputs: call.input as Json,
        timeoutMs: (step.settings.timeoutSeconds ?? CODE_TIMEOUT_MS / 1000) * 1000,
        signal: call.signal,
      }),
  }
}

function prepareAction(piece: Piece, step: PieceAction, deps: HostDeps): PreparedStep {
  const declared = findAction(piece, step)
  const action = declared.inStep?.(step.settings.propertySettings ?? {}) ?? declared
  return {
    idempotent: action.idempotent,
    pure: action.pure ?? false,
    timeoutMs: action.timeoutMs,
    secretInputs: secretFields(action),
    run: (call) => runAction(piece, action, step.name, call, deps),
  }
}

function findAction(piece: Piece, step: PieceAction): Action {
  const name = step.settings.actionName ?? ''
  const action = Object.hasOwn(piece.actions, name) ? piece.actions[name] : undefined
  if (!action) {
    throw new CodedError(
      'ACTION_UNKNOWN',
      `Step "${step.name}": piece "${piece.name}" has no action "${name}".`,
    )
  }
  return action
}

const secretsByAction = new WeakMap<Action, readonly string[]>()

function secretFields(action: Action): readonly string[] {
  let names = secretsByAction.get(action)
  if (!names) {
    const fields = Object.entries(fieldsOf(action.input))
    names = fields.filter(([, field]) => holdsSecret(field)).map(([name]) => name)
    secretsByAction.set(action, names)
  }
  return names
}

function runAction(
  piece: Piece,
  action: Action,
  step: string,
  call: StepCall,
  deps: HostDeps,
): StepResult | Promise<StepResult> {
  const result: StepResult = {}
  const context = buildContext(action, step, call, deps, result)
  if (piece.auth.length > 0) context.connection = connectionOf(call, deps)
  const returned = action.run(context)
  return isThenable(returned)
    ? Promise.resolve(returned).then((value) => settle(result, value))
    : settle(result, returned)
}

/** The connection in a step's field "auth", which every piece with credentials has. */
function connectionOf({ input, keepSecret }: StepCall, { refreshConnection }: HostDeps): Connection {
  return connectionIn((input.auth ?? null) as Json, refreshConnection, (secrets) => keepSecret?.(secrets))
}

/**
 * The connection that a field's resolved value stands for.
 * @param keepSecrets is told of credentials that take the place of the first ones
 */
export function connectionIn(
  value: Json,
  renew: HostDeps['refreshConnection'],
  keepSecrets: (secrets: readonly string[]) => void,
): Connection {
  const id = isObject(value) && typeof value.id === 'string' ? value.id : undefined
  if (id === undefined || !renew) return { value }
  let current = value
  const refresh = async () => {
    const renewed = await renew(id, current)
    if (!renewed) return undefined
    keepSecrets(renewed.secrets)
    current = renewed.value
    return current
  }
  return { id, value, refresh }
}

/** What a Durable Object's method returns can be awaited, but is no `Promise`. */
function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}

function settle(result: StepResult, value: unknown): StepResult {
  const request = waitRequestOf(value)
  if (request) result.wait = request
  else result.output = value
  return result
}

function buildContext(
  action: Action,
  step: string,
  call: StepCall,
  deps: HostDeps,
  result: StepResult,
): ActionContext<Record<string, unknown>> {
  const scopeEnd = call.path.lastIndexOf('.')
  return {
    input: parseInput(action.input, call.input, `Step "${step}"`),
    // Whatever a piece requests ends with its step.
    http: endingWith(deps.http, call.signal),
    run: {
      id: call.runId,
      workflowId: call.workflowId,
      path: call.path,
      scope: scopeEnd < 0 ? '' : call.path.slice(0, scopeEnd),
      attempt: call.attempt,
      idempotencyKey: call.idempotencyKey,
      alone: call.trial?.only !== undefined,
    },
    services: deps.services(call),
    signal: call.signal,
    resume: call.resume,
    respond(answer: Answer) {
      result.answer = answer
    },
    stop() {
      result.stop = true
    },
    log(line) {
      result.logs ??= []
      result.logs.push(line)
    },
  }
}
