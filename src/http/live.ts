import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { getWorkflow } from '../db/workflows.ts'
import { CodedError, type ErrorData } from '../errors.ts'
import { objectOfRun } from '../run/ids.ts'
import { runNotFound } from '../run/run-rows.ts'
import { signTicket, TICKET_SECONDS, takeTicket } from './live-ticket.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** Live views, under `/v1/workflow`: WebSockets on one run, and on the runs of one workflow. */
export const live = new Hono<App>()

const tag = 'Live'
const runTopic = (id: string) => `run:${id}`
const workflowTopic = (id: string) => `workflow:${id}`

const ticket = z.string().optional().meta({ description: 'In place of a credential: see the live ticket.' })
const after = z.coerce.number().int().min(0)
const RunQuery = z.object({
  after: after.default(0).meta({ description: 'The `seq` of the last message received; 0 for all.' }),
  ticket,
})
const RunsQuery = z.object({
  after: after
    .optional()
    .meta({ description: 'The `seq` of the last message received; from now on without.' }),
  ticket,
})
const TicketView = z.object({ ticket: z.string(), expires_in: z.number().int() }).meta({ id: 'LiveTicket' })
const ticketExample = { ticket: 'run:qJ1…QQ.1796774460000.r9G…', expires_in: TICKET_SECONDS }

live.post(
  '/executions/:run_id/live-ticket',
  operation({
    tag,
    summary: 'Get a ticket for following a run',
    description: 'For a browser, which can send no header with a WebSocket: append it as `?ticket=`.',
    scope: 'runs.view',
    answer: TicketView,
    errors: ['RUN_NOT_FOUND'],
    examples: { answer: ticketExample },
  }),
  (c) => {
    const id = c.req.param('run_id')
    objectNameOf(id)
    return c.json(newTicket(c.env, runTopic(id)))
  },
)

live.use('/executions/:run_id/live/*', takeTicket('run_id', runTopic))
live.get(
  '/executions/:run_id/live',
  operation({
    tag,
    summary: 'Follow a run',
    description:
      'A WebSocket. Sends every entry of the run after `after`, then `caught_up`, then each entry as it is written, and `end` when the run ends. Answers the text "ping" with "pong".',
    scope: 'runs.view',
    query: RunQuery,
    status: 101,
    errors: ['RUN_NOT_FOUND', 'UPGRADE_REQUIRED', 'TOO_MANY_FOLLOWERS'],
  }),
  (c) => {
    requireUpgrade(c)
    const id = c.req.param('run_id')
    const query = new URLSearchParams({ run: id, after: String(c.req.valid('query').after) })
    return connect(c.env.RUNS.getByName(objectNameOf(id)), query)
  },
)

live.post(
  '/:flow_id/executions/live-ticket',
  operation({
    tag,
    summary: 'Get a ticket for following the runs of a workflow',
    scope: 'runs.view',
    answer: TicketView,
    errors: ['WORKFLOW_NOT_FOUND'],
    examples: { answer: ticketExample },
  }),
  async (c) => {
    const { id } = await getWorkflow(openDb(c.env.DB), c.req.param('flow_id'))
    return c.json(newTicket(c.env, workflowTopic(id)))
  },
)

live.use('/:flow_id/executions/live/*', takeTicket('flow_id', workflowTopic))
live.get(
  '/:flow_id/executions/live',
  operation({
    tag,
    summary: 'Follow the runs of a workflow',
    description:
      'A WebSocket. Sends every run that was started or changed after `after`, as it is now, then `caught_up`, then each as it changes. Answers the text "ping" with "pong".',
    scope: 'runs.view',
    query: RunsQuery,
    status: 101,
    errors: ['WORKFLOW_NOT_FOUND', 'UPGRADE_REQUIRED', 'TOO_MANY_FOLLOWERS'],
  }),
  async (c) => {
    requireUpgrade(c)
    const { id } = await getWorkflow(openDb(c.env.DB), c.req.param('flow_id'))
    const from = c.req.valid('query').after
    const query = new URLSearchParams(from === undefined ? {} : { after: String(from) })
    return connect(c.env.FEEDS.getByName(id), query)
  },
)

function newTicket(env: Cloudflare.Env, topic: string): z.input<typeof TicketView> {
  return {
    ticket: signTicket(env.PATCHCORD_ENCRYPTION_KEY, topic, Date.now()),
    expires_in: TICKET_SECONDS,
  }
}

function objectNameOf(runId: string): string {
  const name = objectOfRun(runId)
  if (name === undefined) throw runNotFound(runId)
  return name
}

function requireUpgrade(c: Context<App>): void {
  if (c.req.header('upgrade')?.toLowerCase() === 'websocket') return
  c.header('Upgrade', 'websocket')
  throw new CodedError('UPGRADE_REQUIRED', 'This is a WebSocket: connect to it with a WebSocket client.')
}

/** Hands the connection over to an object. Of the request only what the object needs goes with it: no credential. */
async function connect(object: Pick<Fetcher, 'fetch'>, query: URLSearchParams): Promise<Response> {
  const response = await object.fetch(`http://object/live?${query}`, { headers: { upgrade: 'websocket' } })
  if (response.webSocket) return response
  const { code, message, ...options } = (await response.json()) as ErrorData
  throw new CodedError(code, message, options)
}
