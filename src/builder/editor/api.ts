import { useQuery } from '@tanstack/react-query'
import type { Snapshot, Version, Workflow } from '../../client/api.d.ts'
import { ApiError, answerOf, api } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { type Draft, definitionOf, type Operation } from './state/draft.ts'
import { keptEdits } from './state/kept.ts'
import { type CatalogueEntry, piecesOf } from './state/pieces.ts'
import type { Ports, Sent } from './state/sync.ts'

/** What the editor asks of the API beside what all pages do. */

const FOREVER = Number.POSITIVE_INFINITY

/** A path of the API that is about one workflow. */
export const ofWorkflow = (flow_id: string) => ({ params: { path: { flow_id } } })

/** A workflow with its draft. */
export const readWorkflow = (id: string): Promise<Workflow> =>
  answerOf(api.GET('/v1/workflow/{flow_id}', ofWorkflow(id)))

/** The workflow as the server has it: status and publication; the draft is the editor's. */
export const useWorkflow = (id: string) =>
  useQuery({ queryKey: keys.workflow(id), queryFn: () => readWorkflow(id) })

/** All pieces with their actions, triggers and fields. They change with the product only. */
export const usePieces = () =>
  useQuery({
    queryKey: [...keys.pieces, 'parts'],
    queryFn: async () => {
      const query = { suggestion_type: 'ACTION_AND_TRIGGER' } as const
      const found = await answerOf(api.GET('/v1/workflow/piece', { params: { query } }))
      return piecesOf(found as CatalogueEntry[])
    },
    staleTime: FOREVER,
    gcTime: FOREVER,
  })

/** The names under which parts of one workflow are kept. */
export const workflowKeys = {
  samples: (id: string) => [...keys.workflow(id), 'samples'],
  versions: (id: string) => [...keys.workflow(id), 'versions'],
  version: (id: string, version: string) => [...keys.workflow(id), 'version', version],
  changes: (id: string, version: string, revision: string) => [
    ...keys.workflow(id),
    'changes',
    version,
    revision,
  ],
  tests: (id: string) => [...keys.workflow(id), 'tests'],
} as const

/** What the steps of a workflow gave when they were tested. */
export const useSamples = (id: string) =>
  useQuery({
    queryKey: workflowKeys.samples(id),
    queryFn: async () => {
      const { data } = await answerOf(api.GET('/v1/workflow/{flow_id}/sample-data', ofWorkflow(id)))
      return Promise.all(data.map((sample) => ('data' in sample ? sample : withData(id, sample))))
    },
  })

async function withData(id: string, sample: { step: string; updated: string; pinned: boolean }) {
  const path = { flow_id: id, step_name: sample.step }
  const { data } = await answerOf(
    api.GET('/v1/workflow/{flow_id}/steps/{step_name}/sample-data', { params: { path } }),
  )
  return { ...sample, data }
}

/** What the ids of drafts begin with that were kept for a test. */
const SNAPSHOT = 'snap_'

/** What a run or a replay was made of: a version, or the draft as it was tested; null where that is kept no more. */
export const useRanVersion = (flow_id: string, version_id: string | undefined) =>
  useQuery({
    queryKey: workflowKeys.version(flow_id, version_id ?? ''),
    queryFn: async () => {
      try {
        return await readVersion(flow_id, version_id ?? '')
      } catch (error) {
        if (error instanceof ApiError && error.code === 'VERSION_NOT_FOUND') return null
        throw error
      }
    },
    enabled: version_id !== undefined,
    staleTime: FOREVER,
  })

const readVersion = (flow_id: string, version_id: string): Promise<Version | Snapshot> =>
  version_id.startsWith(SNAPSHOT)
    ? answerOf(
        api.GET('/v1/workflow/{flow_id}/snapshots/{snapshot_id}', {
          params: { path: { flow_id, snapshot_id: version_id } },
        }),
      )
    : answerOf(
        api.GET('/v1/workflow/{flow_id}/versions/{version_id}', {
          params: { path: { flow_id, version_id } },
        }),
      )

/** The draft in an answer. */
export const draftOf = (workflow: Workflow): Draft => ({
  definition: definitionOf(workflow),
  revision: workflow.draft_updated,
})

/** How the edits of a workflow reach the server. @param told hears of every answer */
export function portsFor(id: string, told: (workflow: Workflow) => void): Ports {
  return {
    async send(since, operations): Promise<Sent> {
      try {
        const workflow = await sendOperations(id, since, operations)
        told(workflow)
        return { ok: true, draft: draftOf(workflow) }
      } catch (error) {
        return whyNotSent(error)
      }
    },
    async read() {
      try {
        return draftOf(await readWorkflow(id))
      } catch {
        return null
      }
    },
    later(ms, task) {
      const timer = setTimeout(task, ms)
      return () => clearTimeout(timer)
    },
    keep: (base, edits) => keptEdits.keep(id, base, edits),
  }
}

const sendOperations = (id: string, since: string, operations: Operation[]): Promise<Workflow> =>
  answerOf(api.POST('/v1/workflow/{flow_id}/operations', { ...ofWorkflow(id), body: { since, operations } }))

function whyNotSent(error: unknown): Sent {
  if (!(error instanceof ApiError)) throw error
  if (error.code === 'DRAFT_CHANGED') return { ok: false, why: 'changed' }
  const passes = error.status === 0 || error.status >= 500 || error.code === 'WORKFLOW_BUSY'
  if (passes) return { ok: false, why: 'offline' }
  return { ok: false, why: 'refused', code: error.code, message: error.message }
}
