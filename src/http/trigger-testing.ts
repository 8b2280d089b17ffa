import { Hono } from 'hono'
import * as z from 'zod'
import { openConnections, renewConnection } from '../connection/open.ts'
import { openDb } from '../db/client.ts'
import { isListening, type ListenerRow, listen, readListener } from '../db/listeners.ts'
import { checkSampleSize, readSample, saveSamples } from '../db/samples.ts'
import { getWorkflow } from '../db/workflows.ts'
import { CodedError } from '../errors.ts'
import { isObject, type Json } from '../json.ts'
import { findTrigger } from '../piece/bind-trigger.ts'
import { httpClientFor } from '../piece/http-client.ts'
import { exampleEvent, recentEvents } from '../piece/trigger-test.ts'
import { isoTime } from '../run/run-view.ts'
import { createStore } from '../run/store-client.ts'
import type { PieceTrigger, Trigger } from '../workflow/schema.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** `/v1/workflow/:id/trigger/test`: sample events for what follows. Listening is ours. */
export const triggerTesting = new Hono<App>()

const tag = 'Testing'

/** How long a test address stays open, in milliseconds. */
const LISTEN_MS = 10 * 60_000

const TestBody = z
  .object({ payload: z.record(z.string(), z.json()).optional().meta({ description: 'An event to keep.' }) })
  .optional()
const EventsView = z
  .object({ events: z.array(z.record(z.string(), z.unknown())) })
  .meta({ id: 'TriggerTest' })
const ListenerView = z
  .object({ listening: z.boolean(), caught: z.boolean(), expires_at: z.iso.datetime().nullable() })
  .meta({ id: 'TriggerListener' })

triggerTesting.post(
  '/:flow_id/trigger/test',
  operation({
    tag,
    summary: 'Test the trigger',
    description:
      "Gives sample events and keeps the newest as the trigger's sample. With `payload` that is the event. Else a trigger " +
      'that can ask its service does so; any other answers with the sample it has, or with an example of its own, ' +
      "filled in with the workflow's parameters.",
    scope: 'workflows.update',
    body: TestBody,
    answer: EventsView,
    errors: [
      'WORKFLOW_NOT_FOUND',
      'TRIGGER_MISSING',
      'TRIGGER_UNKNOWN',
      'PIECE_UNKNOWN',
      'INPUT_INVALID',
      'TRIGGER_TEST_FAILED',
      'SAMPLE_TOO_LARGE',
    ],
    examples: { body: { payload: { call_id: 'call_1', arguments: { day: '2026-03-03' } } } },
  }),
  async (c) => {
    const { id, draft } = await getWorkflow(openDb(c.env.DB), c.req.param('flow_id'))
    const trigger = chosen(draft.definition.trigger)
    const events = await eventsOf(c.env, id, trigger, c.req.valid('json')?.payload as Json | undefined)
    return c.json({ events: events.map(asEvent) })
  },
)

triggerTesting.post(
  '/:flow_id/trigger/test/listen',
  operation({
    tag,
    summary: 'Catch a real event',
    description:
      "Opens `/webhooks/:flow_id/test` for ten minutes: the next request there is kept as the trigger's sample and starts " +
      'nothing. It must carry what the trigger asks of its callers. `/webhooks/:flow_id/draft` also runs the draft on it.',
    scope: 'workflows.update',
    answer: ListenerView,
    errors: ['WORKFLOW_NOT_FOUND', 'TRIGGER_MISSING', 'TRIGGER_UNKNOWN', 'TRIGGER_HAS_NO_ADDRESS'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id, draft } = await getWorkflow(db, c.req.param('flow_id'))
    const trigger = chosen(draft.definition.trigger)
    if ((await findTrigger(trigger.settings)).trigger.type !== 'WEBHOOK') {
      const message = `"${trigger.settings.triggerName}" is not started by requests to an address: there is none to open.`
      throw new CodedError('TRIGGER_HAS_NO_ADDRESS', message)
    }
    const now = Date.now()
    return c.json(viewListener(await listen(db, id, now + LISTEN_MS), now))
  },
)

triggerTesting.get(
  '/:flow_id/trigger/test/listen',
  operation({
    tag,
    summary: 'See whether an event was caught',
    scope: 'workflows.view',
    answer: ListenerView,
    errors: ['WORKFLOW_NOT_FOUND'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id } = await getWorkflow(db, c.req.param('flow_id'))
    return c.json(viewListener(await readListener(db, id), Date.now()))
  },
)

/** Sample events, newest first; the newest becomes the trigger's sample. */
async function eventsOf(
  env: Cloudflare.Env,
  workflowId: string,
  step: PieceTrigger,
  given: Json | undefined,
): Promise<Json[]> {
  const db = openDb(env.DB)
  const keep = async (payload: Json) => {
    checkSampleSize(payload)
    await saveSamples(db, workflowId, [{ step: step.name, type: 'OUTPUT', payload }], Date.now())
    return [payload]
  }
  if (given !== undefined) return keep(given)
  const found = await findTrigger(step.settings)
  // A store of its own: what a poll has seen while it is tested still starts runs.
  const store = createStore(env.STORES, `test:${workflowId}`)
  const recent = await recentEvents(found, step, {
    http: httpClientFor(env),
    connections: (ids) => openConnections(env, ids),
    refreshConnection: (id, refused) => renewConnection(env, id, refused),
    store,
  })
  if (recent) {
    const [newest] = recent
    if (newest !== undefined) await keep(newest)
    return recent
  }
  const stored = await readSample(db, workflowId, step.name, 'OUTPUT')
  return stored ? [stored.payload] : keep(exampleEvent(found.trigger, step))
}

/** @throws CodedError TRIGGER_MISSING */
function chosen(trigger: Trigger): PieceTrigger {
  if (trigger.type === 'PIECE_TRIGGER') return trigger
  throw new CodedError('TRIGGER_MISSING', 'The workflow has no trigger yet: choose one first.')
}

/** In Diga's contract an event is an object; a stored sample may be any value. */
const asEvent = (event: Json) => (isObject(event) ? event : { value: event })

function viewListener(row: ListenerRow | undefined, now: number): z.input<typeof ListenerView> {
  return {
    listening: isListening(row, now),
    caught: typeof row?.caughtAt === 'number',
    expires_at: isoTime(row?.expiresAt ?? null),
  }
}
