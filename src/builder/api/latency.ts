import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'

/** How soon the callers of a workflow had their answer. */
export const useWorkflowLatency = (flow_id: string) =>
  useQuery({
    queryKey: [...keys.workflow(flow_id), 'latency'],
    queryFn: () => answerOf(api.GET('/v1/workflow/{flow_id}/latency', { params: { path: { flow_id } } })),
  })

/** The same for each workflow of an agent that its platform waits for, by the workflow's id. */
export const useAgentLatency = (agent_id: string) =>
  useQuery({
    queryKey: [...keys.agent(agent_id), 'latency'],
    queryFn: async () => {
      const { data } = await answerOf(
        api.GET('/v1/agents/{agent_id}/latency', { params: { path: { agent_id } } }),
      )
      return new Map(data.map((latency) => [latency.workflow_id, latency]))
    },
  })
