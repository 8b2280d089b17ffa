import { vi } from 'vitest'
import { api } from './api.ts'

/** What the triggers of a workflow's runs held, newest first, once there are `count` of them and all have ended. */
export async function payloadsOf(workflowId: string, count: number): Promise<unknown[]> {
  const listed = await vi.waitFor(
    async () => {
      const { body } = await api('GET', `/v1/workflow/${workflowId}/executions?limit=30`)
      if (body.data.length < count) throw new Error(`${body.data.length} of ${count} runs are there`)
      return body.data as { id: string }[]
    },
    { timeout: 10_000 },
  )
  return Promise.all(
    listed.map(async ({ id }) => {
      const { body } = await api('GET', `/v1/workflow/executions/${id}`)
      return body.steps.trigger.output
    }),
  )
}
