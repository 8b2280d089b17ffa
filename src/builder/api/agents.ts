import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Agent, Paths } from '../../client/api.d.ts'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'
import { usePages } from './pages.ts'

/** What a new agent is made of. */
export type NewAgent = Paths['/v1/agents']['post']['requestBody']['content']['application/json']
/** What can be changed on one. */
export type AgentChange =
  Paths['/v1/agents/{agent_id}']['patch']['requestBody']['content']['application/json']

const path = (agent_id: string) => ({ params: { path: { agent_id } } })
const versionPath = (agent_id: string, version_id: string) => ({ params: { path: { agent_id, version_id } } })

/** The agents, newest first. */
export const useAgents = (filter: { search?: string; flow_id?: string } = {}) =>
  usePages<Agent>([...keys.agents, 'list', filter], (page) =>
    answerOf(api.GET('/v1/agents', { params: { query: { ...filter, ...page } } })),
  )

/** One agent, with its live version's workflows. */
export const useAgent = (id: string) =>
  useQuery({
    queryKey: keys.agent(id),
    queryFn: () => answerOf(api.GET('/v1/agents/{agent_id}', path(id))),
  })

/** An agent's versions, newest first. */
export const useAgentVersions = (id: string) =>
  usePages([...keys.agent(id), 'versions'], (page) =>
    answerOf(api.GET('/v1/agents/{agent_id}/versions', { params: { path: { agent_id: id }, query: page } })),
  )

/** What the agent's platform sent that is not known here. */
export const useUnknownEvents = (id: string) =>
  useQuery({
    queryKey: [...keys.agent(id), 'unknown-events'],
    queryFn: () => answerOf(api.GET('/v1/agents/{agent_id}/unknown-events', path(id))),
  })

/** How an agent's functions are told to its platform. */
export type ToolFormat = NonNullable<
  NonNullable<Paths['/v1/agents/{agent_id}/tools']['get']['parameters']['query']>['format']
>

/** The functions of an agent, as its platform takes them. */
export const useAgentTools = (id: string, format: ToolFormat) =>
  useQuery({
    queryKey: [...keys.agent(id), 'tools', format],
    queryFn: () =>
      answerOf(
        api.GET('/v1/agents/{agent_id}/tools', { params: { path: { agent_id: id }, query: { format } } }),
      ),
  })

/** The agents and numbers that a platform lists for a connection; nothing while none is chosen. */
export const usePlatform = (provider: string, connection_id: string) =>
  useQuery({
    queryKey: [...keys.agents, 'platform', provider, connection_id],
    queryFn: () => {
      const params = { path: { provider }, query: { connection_id } }
      return answerOf(api.GET('/v1/platforms/{provider}', { params }))
    },
    enabled: connection_id !== '',
    retry: false,
  })

/** What can be done to agents. */
export function useAgentActions() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: keys.agents })
  return {
    create: useMutation({
      mutationFn: (body: NewAgent) => answerOf(api.POST('/v1/agents', { body })),
      onSettled,
    }),
    change: useMutation({
      mutationFn: ({ id, ...body }: AgentChange & { id: string }) =>
        answerOf(api.PATCH('/v1/agents/{agent_id}', { ...path(id), body })),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => answerOf(api.DELETE('/v1/agents/{agent_id}', path(id))),
      onSettled,
    }),
    rotate: useMutation({
      mutationFn: (id: string) => answerOf(api.POST('/v1/agents/{agent_id}/secrets/rotate', path(id))),
    }),
    /** Puts its functions into its platform. */
    sync: useMutation({
      mutationFn: (id: string) => answerOf(api.POST('/v1/agents/{agent_id}/tools/sync', path(id))),
    }),
    /** The workflows of the draft version, which is made where there is none. */
    assign: useMutation({
      mutationFn: async ({ id, draft, flow_ids }: { id: string; draft?: string; flow_ids: string[] }) => {
        const version =
          draft ?? (await answerOf(api.POST('/v1/agents/{agent_id}/versions', { ...path(id), body: {} }))).id
        return answerOf(
          api.PATCH('/v1/agents/{agent_id}/versions/{version_id}', {
            ...versionPath(id, version),
            body: { flow_ids },
          }),
        )
      },
      onSettled,
    }),
    publish: useMutation({
      mutationFn: ({ id, version }: { id: string; version: string }) =>
        answerOf(api.POST('/v1/agents/{agent_id}/versions/{version_id}/publish', versionPath(id, version))),
      onSettled,
    }),
    discard: useMutation({
      mutationFn: ({ id, version }: { id: string; version: string }) =>
        answerOf(api.DELETE('/v1/agents/{agent_id}/versions/{version_id}', versionPath(id, version))),
      onSettled,
    }),
  }
}
