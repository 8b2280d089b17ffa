import { openDb } from '../db/client.ts'
import { loadPublished, loadVersion } from '../db/directory.ts'
import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import type { RetryStrategy, RunDetail, WorkflowRef } from '../run/protocol.ts'
import { runNotFound } from '../run/run-rows.ts'
import { outsideKey } from '../run/waits.ts'
import { isApproval } from './execution-view.ts'
import { askRun } from './run-client.ts'

/** What people do with a run. Each function gives the id of the run to look at afterwards. */

/** A run with all it did. @throws CodedError RUN_NOT_FOUND, RUNTIME_UNAVAILABLE */
export async function readRun(env: Cloudflare.Env, runId: string): Promise<RunDetail> {
  const detail = await askRun(env, runId, (object) => object.readRun(runId))
  if (!detail) throw runNotFound(runId)
  return detail
}

/** @throws CodedError RUN_NOT_FOUND, RUN_ENDED, RUNTIME_UNAVAILABLE */
export async function cancelRun(env: Cloudflare.Env, runId: string): Promise<string> {
  const reply = await askRun(env, runId, (object) => object.cancelRun(runId))
  return reply.runId
}

/**
 * Runs an ended run again; on the latest version that is a run of its own.
 * @throws CodedError RUN_NOT_FOUND, RUN_NOT_RETRYABLE, WORKFLOW_NOT_FOUND, WORKFLOW_NOT_PUBLISHED, RUNTIME_UNAVAILABLE
 */
export async function retryRun(env: Cloudflare.Env, runId: string, strategy: RetryStrategy): Promise<string> {
  const version = strategy === 'ON_LATEST_VERSION' ? await latestVersion(env, runId) : undefined
  const reply = await askRun(env, runId, (object) => object.retryRun(runId, strategy, version))
  return reply.runId
}

async function latestVersion(env: Cloudflare.Env, runId: string): Promise<WorkflowRef> {
  const { run } = await readRun(env, runId)
  const { id, versionId, name } = await loadPublished(openDb(env.DB), run.workflowId)
  return { id, versionId, name }
}

/** How a person resumes a run. */
export interface Resumption {
  action?: string
  payload?: Json
  /** of the step that waits, where several do */
  path?: string
}

/**
 * Ends a run's wait as a request to the wait's link would.
 * @throws CodedError RUN_NOT_FOUND, RUN_NOT_WAITING, WAIT_AMBIGUOUS, VALIDATION_FAILED, RUNTIME_UNAVAILABLE
 */
export async function resumeRun(
  env: Cloudflare.Env,
  runId: string,
  { action, payload = {}, path }: Resumption,
): Promise<string> {
  if (action === undefined) await refuseUndecided(env, runId, path)
  const queryParams: Record<string, string> = action === undefined ? {} : { action }
  const request = { method: 'POST', headers: {}, queryParams, body: payload }
  const reply = await askRun(env, runId, (object) => object.resumeRun(runId, path, request))
  return reply.runId
}

/** An approval takes silence for a no, which nobody should give by leaving a field out. */
async function refuseUndecided(env: Cloudflare.Env, runId: string, path: string | undefined): Promise<void> {
  const { run, waits } = await readRun(env, runId)
  const open = waits.filter((wait) => outsideKey(wait) && (path === undefined || wait.path === path))
  if (open.length === 0) return
  const definition = await loadVersion(openDb(env.DB), run.versionId)
  if (!open.some((wait) => isApproval(wait.path, definition))) return
  const message = '"action" is missing: this run waits for an approval. Send "approve" or "disapprove".'
  throw new CodedError('VALIDATION_FAILED', message, { details: [{ field: 'action', message }] })
}
