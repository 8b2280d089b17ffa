import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Paths, Workflow, WorkflowFileInput } from '../../client/api.d.ts'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'
import { usePages } from './pages.ts'

/** What the list of workflows can be narrowed by. */
export type WorkflowFilter = Pick<
  NonNullable<Paths['/v1/workflow']['get']['parameters']['query']>,
  'search' | 'status' | 'flow_category' | 'folder_id' | 'piece' | 'connection'
>

const path = (flow_id: string) => ({ params: { path: { flow_id } } })

/** The workflows, newest first. */
export const useWorkflows = (filter: WorkflowFilter) =>
  usePages<Workflow>([...keys.workflows, 'list', filter], (page) =>
    answerOf(api.GET('/v1/workflow', { params: { query: { ...filter, ...page } } })),
  )

/** All folders: there are few. */
export const useFolders = () =>
  usePages([...keys.folders, 'list'], (page) => answerOf(api.GET('/v1/folders', { params: { query: page } })))

/** What a workflow is called; undefined while that is not known. @param id '' where there is none to ask for */
export const useWorkflowName = (id: string): string | undefined =>
  useQuery({
    queryKey: keys.workflow(id),
    queryFn: () => answerOf(api.GET('/v1/workflow/{flow_id}', path(id))),
    enabled: id !== '',
  }).data?.name

/** What can be done to workflows. Lists and counts are read anew afterwards. */
export function useWorkflowActions() {
  const client = useQueryClient()
  const onSettled = () =>
    Promise.all([keys.workflows, keys.folders].map((queryKey) => client.invalidateQueries({ queryKey })))
  return {
    setEnabled: useMutation({
      mutationFn: ({ id, enabled }: { id: string; enabled: boolean }) =>
        answerOf(
          api.PATCH('/v1/workflow/{flow_id}/status', {
            ...path(id),
            body: { status: enabled ? 'ENABLED' : 'DISABLED' },
          }),
        ),
      onSettled,
    }),
    create: useMutation({
      mutationFn: (name: string) => answerOf(api.POST('/v1/workflow', { body: { name } })),
      onSettled,
    }),
    rename: useMutation({
      mutationFn: ({ id, name }: { id: string; name: string }) =>
        answerOf(api.PATCH('/v1/workflow/{flow_id}/rename', { ...path(id), body: { name } })),
      onSettled,
    }),
    duplicate: useMutation({
      mutationFn: (id: string) =>
        answerOf(api.POST('/v1/workflow/{flow_id}/duplicate', { ...path(id), body: {} })),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => answerOf(api.DELETE('/v1/workflow/{flow_id}', path(id))),
      onSettled,
    }),
    moveTo: useMutation({
      mutationFn: ({ id, folder }: { id: string; folder: string | null }) =>
        answerOf(api.PATCH('/v1/workflow/{flow_id}', { ...path(id), body: { folder_id: folder } })),
      onSettled,
    }),
    /** How many days its runs are kept; null for what holds on this server. */
    keepFor: useMutation({
      mutationFn: ({ id, days }: { id: string; days: number | null }) =>
        answerOf(api.PATCH('/v1/workflow/{flow_id}', { ...path(id), body: { retention_days: days } })),
      onSettled,
    }),
    /** Makes a workflow and plays a call's event to it, as a test. */
    playSample: useMutation({
      mutationFn: async ({ file, event }: { file: WorkflowFileInput; event: object }) => {
        const { data } = await answerOf(api.POST('/v1/workflow/import', { body: file }))
        const flow_id = data[0]?.flow_id ?? ''
        const body = { payload: event as Record<string, never> }
        const { runId } = await answerOf(api.POST('/v1/workflow/{flow_id}/test', { ...path(flow_id), body }))
        return { flow_id, runId }
      },
      onSettled,
    }),
    importFile: useMutation({
      mutationFn: (body: WorkflowFileInput) => answerOf(api.POST('/v1/workflow/import', { body })),
      onSettled,
    }),
  }
}

/** What can be done to folders. */
export function useFolderActions() {
  const client = useQueryClient()
  const onSettled = () =>
    Promise.all([keys.workflows, keys.folders].map((queryKey) => client.invalidateQueries({ queryKey })))
  return {
    create: useMutation({
      mutationFn: (name: string) => answerOf(api.POST('/v1/folders', { body: { name } })),
      onSettled,
    }),
    rename: useMutation({
      mutationFn: ({ id, name }: { id: string; name: string }) =>
        answerOf(
          api.PATCH('/v1/folders/{folder_id}', { params: { path: { folder_id: id } }, body: { name } }),
        ),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (id: string) =>
        answerOf(api.DELETE('/v1/folders/{folder_id}', { params: { path: { folder_id: id } } })),
      onSettled,
    }),
  }
}

/** A workflow as a file to keep or to hand on. */
export const exportWorkflow = (id: string) => answerOf(api.GET('/v1/workflow/{flow_id}/export', path(id)))
