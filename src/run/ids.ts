import { createHash } from 'node:crypto'

const OBJECT_LENGTH = 22

function digest(length: number, ...parts: string[]): string {
  // Lengths in front keep ("a", "bc") and ("ab", "c") apart.
  const text = parts.map((part) => `${part.length}:${part}`).join('|')
  return createHash('sha256').update(text).digest('base64url').slice(0, length)
}

/** Name of the object that holds every run of one call. `callId` is the id at the provider. */
export function callObject(agentId: string, callId: string): string {
  return digest(OBJECT_LENGTH, 'call', agentId, callId)
}

/** Name of the object of a run that belongs to no call. */
export function eventObject(workflowId: string, eventId: string): string {
  return digest(OBJECT_LENGTH, 'event', workflowId, eventId)
}

/** The run of `workflowId` for `eventId`: always the same, so the same event can't start two. */
export function runId(objectName: string, workflowId: string, eventId: string): string {
  return objectName + digest(14, workflowId, eventId)
}

/** Name of the object that holds a run; undefined where the text can't be a run id. */
export function objectOfRun(id: string): string | undefined {
  return /^[\w-]{36}$/.test(id) ? id.slice(0, OBJECT_LENGTH) : undefined
}

/** Name of the store that a run has to itself. */
export const runStoreName = (id: string): string => `run:${id}`
