import { Hono } from 'hono'
import * as z from 'zod'
import { budgetsOn, type Latency, latencyOf, type Waited, workflowBudget } from '../call/latency.ts'
import { openDb } from '../db/client.ts'
import { agentsWith, answeredRuns } from '../db/latency.ts'
import { publishedDefinition } from '../db/versions.ts'
import { getWorkflow } from '../db/workflows.ts'
import { isoTime } from '../run/run-view.ts'
import { agentOf } from './agent-tools.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** How soon callers had their answers, beside what that is held against. */
export const workflowLatency = new Hono<App>()
export const agentLatency = new Hono<App>()

const waited = {
  count: z.number().int(),
  p50_ms: z.number().nullable().describe('Half of the callers had their answer by then.'),
  p95_ms: z.number().nullable().describe('All but one in twenty had it by then.'),
}

const LatencyView = z
  .object({
    ...waited,
    over_budget: z.number().int(),
    budget_ms: z
      .number()
      .nullable()
      .describe("The workflow's latency budget or its callers' deadline, whichever is shorter."),
    since: z.iso.datetime().nullable().describe('When the first of these runs began.'),
    steps: z.array(z.object({ name: z.string(), ...waited })).describe('By the step that answered.'),
  })
  .meta({ id: 'Latency' })

const AgentLatencyView = z.object({
  data: z.array(LatencyView.extend({ workflow_id: z.string() })),
})

const description =
  'Over the latest 500 live runs; tests do not count. From the event until there was an answer, however long the run went on; at 80 % of the budget the caller was told something else.'

workflowLatency.get(
  '/:flow_id/latency',
  operation({
    tag: 'Workflows',
    summary: 'How soon callers had their answer',
    description,
    scope: 'workflows.view',
    answer: LatencyView,
    errors: ['WORKFLOW_NOT_FOUND'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const workflow = await getWorkflow(db, c.req.param('flow_id'))
    const { id, publishedVersionId, draft } = workflow
    const definition = publishedVersionId ? await publishedDefinition(db, workflow) : draft.definition
    const [runs, agents] = await Promise.all([answeredRuns(db, [id]), agentsWith(db, id)])
    const budgetMs = workflowBudget(id, definition, agents)
    return c.json(viewLatency(latencyOf(runs.get(id) ?? [], budgetMs)))
  },
)

agentLatency.get(
  '/:agent_id/latency',
  operation({
    tag: 'Agents',
    summary: 'How soon callers had the answers of its workflows',
    description: `For each workflow that its platform waits for, wherever that ran. ${description}`,
    scope: 'agents.view',
    answer: AgentLatencyView,
    errors: ['AGENT_NOT_FOUND'],
  }),
  async (c) => {
    const agent = await agentOf(c)
    const budgets = budgetsOn(agent, agent)
    const runs = await answeredRuns(openDb(c.env.DB), [...budgets.keys()])
    const data = Array.from(budgets, ([workflow_id, budgetMs]) => ({
      workflow_id,
      ...viewLatency(latencyOf(runs.get(workflow_id) ?? [], budgetMs)),
    }))
    return c.json({ data } satisfies z.input<typeof AgentLatencyView>)
  },
)

function viewLatency(latency: Latency): z.input<typeof LatencyView> {
  return {
    ...viewWaited(latency),
    over_budget: latency.overBudget,
    budget_ms: latency.budgetMs,
    since: isoTime(latency.since),
    steps: latency.steps.map((step) => ({ name: step.name, ...viewWaited(step) })),
  }
}

const viewWaited = ({ count, p50Ms, p95Ms }: Waited) => ({ count, p50_ms: p50Ms, p95_ms: p95Ms })
