import { useQuery } from '@tanstack/react-query'
import type { Call, Paths } from '../../client/api.d.ts'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'
import { usePages } from './pages.ts'

type CallQuery = NonNullable<Paths['/v1/calls']['get']['parameters']['query']>

/** What the list of calls can be narrowed by. */
export type CallFilter = Pick<
  CallQuery,
  'agent_id' | 'status' | 'type' | 'phone_number' | 'start_created_date' | 'end_created_date'
>

const POLL_MS = 5_000

/** The calls, newest first. */
export const useCalls = (filter: CallFilter) =>
  usePages<Call>(
    [...keys.calls, 'list', filter],
    (page) => answerOf(api.GET('/v1/calls', { params: { query: { ...filter, ...page } } })),
    { refetchInterval: POLL_MS },
  )

/** One call with its timeline, which grows while the call lasts and its runs go on. */
export const useCall = (call_id: string) =>
  useQuery({
    queryKey: keys.call(call_id),
    queryFn: () => answerOf(api.GET('/v1/calls/{call_id}', { params: { path: { call_id } } })),
    refetchInterval: POLL_MS,
  })

/** One run with its steps; nothing while `id` is undefined. */
export const useRun = (id: string | undefined) =>
  useQuery({
    queryKey: keys.run(id ?? ''),
    queryFn: () =>
      answerOf(api.GET('/v1/workflow/executions/{run_id}', { params: { path: { run_id: id ?? '' } } })),
    enabled: id !== undefined,
  })
