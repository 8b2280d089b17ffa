import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Paths, Run } from '../../client/api.d.ts'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'
import { usePages } from './pages.ts'

type RunQuery = NonNullable<Paths['/v1/workflow/executions']['get']['parameters']['query']>

/** What the list of runs can be narrowed by. */
export type RunFilter = Omit<RunQuery, 'after' | 'before' | 'page' | 'limit' | 'order'>

/** How a run is done again. */
export type RetryStrategy =
  Paths['/v1/workflow/executions/{run_id}/retry']['post']['requestBody']['content']['application/json']['strategy']

/** The ways, the cheapest first. */
export const RETRY_STRATEGIES: readonly RetryStrategy[] = [
  'FROM_FAILED_STEP',
  'SKIP_FAILED_STEP',
  'ON_LATEST_VERSION',
]

/** Runs that are meant by their ids, or by what the list is narrowed by. */
export type ChosenRuns = { run_ids: string[] } | { filter: RunFilter }

/** The runs, newest first. @param everyMs how often to ask again; false where somebody else tells of changes */
export const useRuns = (filter: RunFilter, everyMs: number | false) =>
  usePages<Run>(
    [...keys.runs, 'list', filter],
    (page) => answerOf(api.GET('/v1/workflow/executions', { params: { query: { ...filter, ...page } } })),
    { refetchInterval: everyMs },
  )

/** Cancels and retries runs, several at once. Each stands for itself: the answer says how it went. */
export function useRunActions() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: keys.runs })
  return {
    cancel: useMutation({
      mutationFn: (body: ChosenRuns) => answerOf(api.POST('/v1/workflow/executions/cancel', { body })),
      onSettled,
    }),
    retry: useMutation({
      mutationFn: (body: ChosenRuns & { strategy: RetryStrategy }) =>
        answerOf(api.POST('/v1/workflow/executions/retry', { body })),
      onSettled,
    }),
  }
}
