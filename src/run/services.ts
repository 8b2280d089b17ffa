import { dispatch, runsOf } from '../call/dispatch.ts'
import { outboundDeps, placeCall, placedCallOutput, watchCall } from '../call/outbound.ts'
import { waitUrl } from '../call/wait-url.ts'
import { stepCampaigns } from '../campaign/step.ts'
import { openDb } from '../db/client.ts'
import { loadPublished } from '../db/directory.ts'
import { addDoNotCall, findDoNotCall, removeDoNotCall } from '../db/do-not-call.ts'
import type { StepCall } from '../engine/ports.ts'
import { CodedError } from '../errors.ts'
import type { Downloader, HttpClient } from '../piece/http-client.ts'
import type { DoNotCallList, Services, StoreScope } from '../piece/services.ts'
import { filesOf } from './files.ts'
import { eventObject, runStoreName } from './ids.ts'
import { clearedStore, createStore } from './store-client.ts'

// An object lives on while its own I/O is pending, so nothing needs to be told of it.
const background = (task: Promise<unknown>): void => void task.catch(() => undefined)

/** What the services themselves need. */
export interface ServiceDeps {
  env: Cloudflare.Env
  http: HttpClient & Downloader
  /** reaches the routes of this Worker */
  fetchSelf(request: Request): Promise<Response>
}

/** What pieces may ask for, bound to one step of one run. */
export function createServices({ env, http, fetchSelf }: ServiceDeps, call: StepCall): Services {
  const cleared = <T>(value: T): T => call.cleared?.(value) ?? value
  const scopes: Record<StoreScope, string> = {
    COLLECTION: 'project',
    FLOW: `workflow:${call.workflowId}`,
    RUN: runStoreName(call.runId),
  }
  const outbound = outboundDeps({ env, background }, http, fetchSelf)
  const watcher = (key: string) => ({ kind: 'run' as const, run_id: call.runId, key })
  return {
    store: (scope) => clearedStore(createStore(env.STORES, scopes[scope]), cleared),
    async placeCall(request) {
      const { endKey } = request
      const simulate = call.trial?.live === false
      const told = endKey === undefined ? undefined : watcher(endKey)
      const placed = await placeCall({ ...outbound, simulate }, request, told)
      return { ...placedCallOutput(placed), ...(told && placed.simulated) }
    },
    doNotCall: doNotCallList(env, call.workflowId, cleared),
    campaigns: stepCampaigns({ env, background }, call),
    watchCall: ({ endKey, ...request }) => watchCall(outbound, request, watcher(endKey)),
    startWorkflow: (request) => startWorkflow(env, call, { ...request, payload: cleared(request.payload) }),
    files: filesOf(env, http, call.signal),
    resumeUrl: (key, query) => waitUrl(env, { runId: call.runId, key }, query),
  }
}

function doNotCallList(env: Cloudflare.Env, workflowId: string, cleared: <T>(value: T) => T): DoNotCallList {
  const db = openDb(env.DB)
  const source = `workflow ${workflowId}`
  return {
    has: async (number) => (await findDoNotCall(db, number, Date.now())) !== undefined,
    add: async (entry) => (await addDoNotCall(db, [cleared({ ...entry, source })], Date.now())).added === 1,
    remove: (number) => removeDoNotCall(db, number),
  }
}

async function startWorkflow(
  env: Cloudflare.Env,
  call: StepCall,
  request: Parameters<Services['startWorkflow']>[0],
): Promise<{ runId: string }> {
  const { id, name, versionId, status } = await loadPublished(openDb(env.DB), request.workflowId)
  if (status !== 'ENABLED') {
    throw new CodedError('WORKFLOW_NOT_RUNNABLE', `Workflow "${name}" is not enabled: enable it first.`)
  }
  const reply = await dispatch(runsOf(env), eventObject(id, request.eventId), {
    event: { id: request.eventId, kind: 'subflow', at: Date.now() },
    // What a test starts is part of the test.
    environment: call.trial ? 'TESTING' : 'PRODUCTION',
    starts: [
      {
        workflow: { id, name, versionId },
        payload: request.payload,
        waitMs: 0,
        ...(call.trial ? { trial: { live: call.trial.live } } : {}),
      },
    ],
    replyTo: request.replyKey === undefined ? undefined : { runId: call.runId, key: request.replyKey },
  })
  const [run] = reply.runs
  if (!run) throw new CodedError('WORKFLOW_NOT_RUNNABLE', `Workflow "${name}" did not start.`)
  return { runId: run.runId }
}
