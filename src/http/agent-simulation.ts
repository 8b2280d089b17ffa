import { Hono } from 'hono'
import * as z from 'zod'
import { reloadAgent } from '../call/directory.ts'
import { CodedError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { callObject } from '../run/ids.ts'
import { hookSender } from './hook-sender.ts'
import { lookupOf } from './lookup.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** `/v1/agents/:agent_id/simulation`: a call played by hand, for people who hold no secret of the agent. */
export const agentSimulation = new Hono<App>()

const SimulationBody = z
  .object({
    event: z.enum(['pre_call', 'function_call', 'call_finished']),
    tool: z.string().min(1).max(200).optional().meta({ description: 'The function, of a function call.' }),
    body: z
      .looseObject({ call_id: z.string().min(1).max(256) })
      .meta({ description: 'What the platform would send, in the form of the provider `generic`.' }),
  })
  .refine(({ event, tool }) => (event === 'function_call') === (tool !== undefined), {
    path: ['tool'],
    message: 'a function call names its tool, and nothing else does',
  })

const SimulationView = z
  .object({
    status: z.number().int().meta({ description: 'The HTTP status that the platform would get.' }),
    body: z.unknown(),
    run_ids: z.array(z.string()).meta({ description: 'Of the runs that gave the answer, where it has any.' }),
    duration: z.number().int().meta({ description: 'Milliseconds the platform would have waited.' }),
    call_id: z.string().meta({ description: 'Our id of the call.' }),
  })
  .meta({ id: 'Simulation' })

agentSimulation.post(
  '/:agent_id/simulation',
  operation({
    tag: 'Agents',
    summary: "Play a moment of an agent's call",
    description:
      'Does what the hook of the agent does when its platform sends this: the workflows assigned to it **really run**, ' +
      'and the call is listed like any other. Events with the same `call_id` belong to one call.',
    scope: 'runs.control',
    body: SimulationBody,
    answer: SimulationView,
    errors: ['AGENT_NOT_FOUND'],
    examples: {
      body: {
        event: 'function_call',
        tool: 'check_availability',
        body: { call_id: 'played_1', tool_call_id: 'played_1_1', arguments: { day: '2026-03-03' } },
      },
    },
  }),
  async (c) => {
    const { event, tool, body } = c.req.valid('json')
    const id = c.req.param('agent_id')
    const agent = await reloadAgent(id, lookupOf(c))
    if (!agent || agent.isDeleted) throw new CodedError('AGENT_NOT_FOUND', `There is no agent "${id}".`)
    const started = Date.now()
    const received = await hookSender(c, agent)(pathOf(event, tool), body as JsonObject)
    return c.json({
      status: received.status,
      body: received.body,
      run_ids: received.runIds,
      duration: Date.now() - started,
      call_id: callObject(agent.id, body.call_id),
    })
  },
)

function pathOf(event: z.output<typeof SimulationBody>['event'], tool = ''): string {
  switch (event) {
    case 'pre_call':
      return 'pre-call'
    case 'call_finished':
      return 'call-finished'
    case 'function_call':
      // Half a character can't be written in a path.
      return `tools/${encodeURIComponent(tool.toWellFormed())}`
  }
}
