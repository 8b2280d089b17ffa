import { createHash } from 'node:crypto'
import { dispatch } from '../call/dispatch.ts'
import { loadPublished, type TriggerSettings } from '../db/directory.ts'
import { settingsText } from '../db/triggers.ts'
import { CodedError, isCoded } from '../errors.ts'
import type { Json } from '../json.ts'
import { eventObject } from '../run/ids.ts'
import type { EventKind, RunReply, WorkflowRef } from '../run/protocol.ts'
import type { TriggerDeps } from './deps.ts'

/** Something that starts one run, ever: the same id again finds the same run. */
export interface TriggerEvent {
  id: string
  payload: Json
}

/** What a run's trigger may hold. Bytes of JSON. */
const MAX_PAYLOAD = 1024 * 1024
/** Events handed over side by side. */
const SIDE_BY_SIDE = 10

/**
 * The id of an event by its name at the service. The same name means another event once the trigger asks for something
 * else, so the settings are part of it.
 */
export function eventIdOf(settings: TriggerSettings, name: string): string {
  const digest = createHash('sha256').update(settingsText(settings)).digest('base64url').slice(0, 12)
  return `${digest}:${name}`
}

/** @throws CodedError PAYLOAD_TOO_LARGE */
export function checkPayload(payload: Json): void {
  const { length } = JSON.stringify(payload)
  if (length <= MAX_PAYLOAD) return
  const message = `An event of ${length} bytes came: a run takes ${MAX_PAYLOAD} at most.`
  throw new CodedError('PAYLOAD_TOO_LARGE', message)
}

/**
 * Starts a run for each event, in their order as far as there is one. Once it returns all are durable.
 * @param waitMs how long to hold on for an answer
 * @throws CodedError RUNTIME_UNAVAILABLE: then some may have been started; hand all over again
 */
export async function startRuns(
  deps: Pick<TriggerDeps, 'runs' | 'now'>,
  workflow: WorkflowRef,
  kind: EventKind,
  events: readonly TriggerEvent[],
  waitMs = 0,
): Promise<RunReply[]> {
  const { id, versionId, name } = workflow
  const replies: RunReply[] = []
  for (let at = 0; at < events.length; at += SIDE_BY_SIDE) {
    const started = events.slice(at, at + SIDE_BY_SIDE).map(async (event) => {
      const { runs } = await dispatch(deps.runs, eventObject(id, event.id), {
        event: { id: event.id, kind, at: deps.now() },
        environment: 'PRODUCTION',
        starts: [{ workflow: { id, versionId, name }, payload: event.payload, waitMs }],
      })
      return runs
    })
    replies.push(...(await Promise.all(started)).flat())
  }
  return replies
}

/** What is published of a workflow; undefined where it is off or gone. */
export async function runningWorkflow(deps: Pick<TriggerDeps, 'db'>, workflowId: string) {
  try {
    const workflow = await loadPublished(deps.db, workflowId)
    return workflow.status === 'ENABLED' ? workflow : undefined
  } catch (error) {
    if (isCoded(error) && error.code === 'WORKFLOW_NOT_FOUND') return undefined
    throw error
  }
}
