import type { ReadRequest } from '../call/payload.ts'
import { payloadOf } from '../call/payload.ts'
import type { LiveWebhook } from '../call/webhook.ts'
import { findTrigger } from '../db/triggers.ts'
import { CodedError } from '../errors.ts'
import type { HandshakeAnswer } from '../piece/trigger.ts'
import type { RunReply } from '../run/protocol.ts'
import { triggerOf } from './bind.ts'
import { eventsOf, handshakeOf } from './delivery.ts'
import type { TriggerDeps } from './deps.ts'
import { newSealed, unsealTrigger } from './sealed.ts'
import { runningWorkflow, startRuns } from './start.ts'

/** What a service is told that sends to a subscription's address. */
export type Received = { answer: HandshakeAnswer } | { runs: RunReply[] }

/**
 * Takes a request that a service sends to the address it was given. Handshakes are answered from the moment the address
 * is given to it, before the workflow is on.
 * @throws CodedError WEBHOOK_GONE for an address of old, WEBHOOK_OFF, TRIGGER_NOT_READY, WEBHOOK_UNAUTHORIZED
 */
export async function receive(
  deps: TriggerDeps,
  workflowId: string,
  address: string,
  request: ReadRequest,
  deliveryId: string | undefined,
): Promise<Received> {
  const row = await findTrigger(deps.db, workflowId)
  if (row?.kind !== 'WEBHOOK' || row.address !== address) {
    throw new CodedError('WEBHOOK_GONE', 'Nobody listens at this address any more: stop sending to it.')
  }
  const sealed = (await unsealTrigger(deps.keys, row)) ?? newSealed()
  const bound = await triggerOf(deps, workflowId, row.settings)
  const arrival = { request, payload: payloadOf(request), deliveryId, sealed }
  const answer = await handshakeOf(bound, arrival)
  if (answer) return { answer }
  if (row.status === 'CHANGING') {
    const message = 'The workflow is being enabled or disabled just now: send it again.'
    throw new CodedError('TRIGGER_NOT_READY', message, { retryable: true })
  }
  const workflow = await runningWorkflow(deps, workflowId)
  if (!workflow) throw new CodedError('WEBHOOK_OFF', 'This workflow is disabled.')
  const events = await eventsOf(bound, row.settings, arrival)
  return { runs: await startRuns(deps, workflow, 'webhook', events) }
}

/**
 * Takes a request to the open address of a workflow whose trigger reads requests itself.
 * @param waitMs how long to hold on for the answers of the runs it starts
 * @throws CodedError WEBHOOK_UNAUTHORIZED, INPUT_INVALID, and what the trigger's parts throw
 */
export async function receiveOpen(
  deps: TriggerDeps,
  { ref, settings, secretHeaders }: LiveWebhook,
  request: ReadRequest,
  deliveryId: string | undefined,
  waitMs: number,
): Promise<Received> {
  const bound = await triggerOf(deps, ref.id, settings)
  // Nobody subscribed, so nothing was agreed with the sender.
  const sealed = { secret: '', state: null }
  const arrival = { request, payload: payloadOf(request, secretHeaders), deliveryId, sealed }
  const answer = await handshakeOf(bound, arrival)
  if (answer) return { answer }
  const events = await eventsOf(bound, settings, arrival)
  return { runs: await startRuns(deps, ref, 'webhook', events, waitMs) }
}
