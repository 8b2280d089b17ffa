import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { toastError } from '../ui/toast.tsx'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'

/** Past runs to replay: one, those of a call, or the last. */
export type WhatToReplay = { run_id: string } | { call_id: string } | { last: number }

/** How often a replay that goes on is looked at, in milliseconds. */
const POLL_MS = 800

/** Begins a replay of a workflow's past runs with its draft, and goes to it. @param settled the draft is saved */
export function useReplaying(flow_id: string, settled: () => Promise<unknown> = async () => undefined) {
  const client = useQueryClient()
  const [, go] = useLocation()
  return useMutation({
    mutationFn: async (body: WhatToReplay) => {
      await settled()
      return answerOf(api.POST('/v1/workflow/{flow_id}/replay', { params: { path: { flow_id } }, body }))
    },
    onSuccess: (replay) => {
      client.setQueryData(keys.replay(replay.id), replay)
      void client.invalidateQueries({ queryKey: [...keys.replays, 'list'] })
      go(`/workflows/${flow_id}/replays/${replay.id}`)
    },
    onError: toastError,
  })
}

/** A replay, looked at again while it goes on. */
export const useReplay = (flow_id: string, replay_id: string) =>
  useQuery({
    queryKey: keys.replay(replay_id),
    queryFn: () => {
      const path = { flow_id, replay_id }
      return answerOf(api.GET('/v1/workflow/{flow_id}/replays/{replay_id}', { params: { path } }))
    },
    refetchInterval: ({ state }) => (state.data?.done ? false : POLL_MS),
  })

/** The latest replays of a workflow. */
export const useReplays = (flow_id: string) =>
  useQuery({
    queryKey: [...keys.replays, 'list', flow_id],
    queryFn: () => answerOf(api.GET('/v1/workflow/{flow_id}/replays', { params: { path: { flow_id } } })),
  })
