import type { PublishedWorkflow, TriggerSettings } from '../db/directory.ts'
import type { Form } from '../form/form.ts'
import type { Json } from '../json.ts'
import { parseInput } from '../piece/input.ts'
import { loadPiece } from '../piece/registry.ts'
import type { Trigger, WebhookRequest } from '../piece/trigger.ts'
import type { RunReply, WorkflowRef } from '../run/protocol.ts'
import { asAnswer, outcomeOf, whyNoAnswer } from './outcome.ts'
import { answerReply, errorReply, type Reply } from './reply.ts'

/** A workflow as requests to its address find it. `off`: disabled, not published, or started by something else. */
export type Webhook = { state: 'off' } | LiveWebhook | LiveForm

/** A workflow that starts with a form, which people open. */
export interface LiveForm {
  state: 'form'
  ref: WorkflowRef
  form: Form
  /** how long a sender waits for an answer at most; 0 where the form doesn't wait */
  waitMs: number
}

export interface LiveWebhook {
  state: 'live'
  ref: WorkflowRef
  settings: TriggerSettings
  /** true where the trigger reads requests itself: handshakes, or events of its own */
  readsRequests: boolean
  /** @throws CodedError WEBHOOK_UNAUTHORIZED, INPUT_INVALID */
  verify(request: WebhookRequest): Promise<void>
  /** names of headers, in lower case, that hold the webhook's own secret */
  secretHeaders: string[]
  /** how long a sync caller waits at most */
  waitMs: number
  fallback: Json | undefined
}

const DEFAULT_WAIT_SECONDS = 60

/** A webhook made ready for requests. @throws CodedError INPUT_INVALID where its trigger can't be read: it stays shut */
export async function prepareWebhook(
  workflow: PublishedWorkflow & { status: 'ENABLED' | 'DISABLED' },
): Promise<Webhook> {
  const { pieceName = '', pieceVersion, triggerName = '', input: rawInput = {} } = workflow.trigger
  if (workflow.status !== 'ENABLED' || pieceName === '') return { state: 'off' }
  const { triggers } = await loadPiece(pieceName, pieceVersion)
  const trigger = Object.hasOwn(triggers, triggerName) ? triggers[triggerName] : undefined
  if (trigger?.form) return prepareForm(workflow, trigger)
  // A subscription has an address of its own, which only its service knows.
  if (trigger?.type !== 'WEBHOOK' || trigger.subscription) return { state: 'off' }
  const input = parseInput(trigger.input, rawInput, `The trigger of "${workflow.name}"`)
  const { authFields } = input as { authFields?: { headerName?: unknown } }
  const headerName = authFields?.headerName
  return {
    state: 'live',
    ref: { id: workflow.id, versionId: workflow.versionId, name: workflow.name },
    settings: workflow.trigger,
    readsRequests: Boolean(trigger.events ?? trigger.handshake ?? trigger.eventId),
    verify: async (request) => trigger.verify?.(request, input),
    secretHeaders: typeof headerName === 'string' ? [headerName.trim().toLowerCase()] : [],
    waitMs: (workflow.settings.deadlineSeconds ?? DEFAULT_WAIT_SECONDS) * 1000,
    fallback: workflow.settings.fallbackAnswer as Json | undefined,
  }
}

function prepareForm(
  { id, versionId, name, trigger: { input = {} }, settings }: PublishedWorkflow,
  trigger: Trigger,
): Webhook {
  const form = trigger.form?.(parseInput(trigger.input, input, `The form of "${name}"`))
  if (!form) return { state: 'off' }
  const waitMs = form.waitsForAnswer ? (settings.deadlineSeconds ?? DEFAULT_WAIT_SECONDS) * 1000 : 0
  return { state: 'form', ref: { id, versionId, name }, form, waitMs }
}

/**
 * What a sync caller is told: the run's answer, else at once how it stands. A run that ended well without an answer
 * gives 200 and `{}`, one that paused 202, one that failed 500, and one that takes too long 504.
 */
export function runReply(run: RunReply, fallback?: Json): Reply {
  const outcome = outcomeOf(run)
  if (outcome.kind === 'answered') {
    const { answer } = outcome
    return answerReply(answer.kind === 'response' ? answer : asAnswer(answer.dynamicVariables))
  }
  if (outcome.kind === 'ended') return { status: 200, body: {} }
  if (outcome.kind === 'paused') return { status: 202, body: { status: 'paused', run_id: run.runId } }
  if (fallback === undefined) {
    return errorReply(outcome.kind === 'deadline' ? 504 : 500, whyNoAnswer(outcome, run))
  }
  const reply = answerReply(asAnswer(fallback))
  return { ...reply, headers: { 'x-patchcord-fallback': outcome.kind } }
}
