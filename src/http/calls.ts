import { Hono } from 'hono'
import * as z from 'zod'
import { runsOf } from '../call/dispatch.ts'
import { listCalls } from '../db/calls.ts'
import { openDb } from '../db/client.ts'
import type { Page } from '../db/page.ts'
import { CodedError } from '../errors.ts'
import type { CallInfo, CallTimeline } from '../run/protocol.ts'
import { isoTime } from '../run/run-view.ts'
import { EVENT_KINDS, RUN_STATUSES } from './execution-view.ts'
import { pageOf, pageQuery, time } from './input.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** `/v1/calls`: lists from the index in D1, which may lag; one call always from its object. */
export const calls = new Hono<App>()

/** The filters and bounds are those of Diga's list of calls. */
const ListQuery = pageQuery.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  agent_id: z.string().optional(),
  status: z.string().optional(),
  type: z.string().optional(),
  phone_number: z.string().optional(),
  start_created_date: time.optional(),
  end_created_date: time.optional(),
})

/** A call with Diga's fields. `id` is ours, `call_id` the provider's. */
const CallView = z
  .object({
    id: z.string(),
    call_id: z.string(),
    agent_id: z.string(),
    status: z.string().nullable(),
    type: z.string().nullable(),
    channel: z.string().nullable(),
    start_time: z.string().nullable(),
    end_time: z.string().nullable(),
    duration: z.number().nullable(),
    end_reason: z.string().nullable(),
    recording_url: z.string().nullable(),
    contact: z.object({ id: z.string().nullable(), identifier: z.string().nullable() }),
    dynamic_variables: z.record(z.string(), z.unknown()),
    created_date: z.iso.datetime(),
  })
  .meta({ id: 'Call' })

const at = z.iso.datetime()
const TimelineEntry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), id: z.string(), kind: z.enum(EVENT_KINDS), at }),
  z.object({
    type: z.literal('run'),
    id: z.string(),
    event_id: z.string(),
    flow_id: z.string(),
    name: z.string(),
    status: z.enum(RUN_STATUSES),
    duration: z.number().int().nullable(),
    steps_count: z.number().int(),
    failed_step: z.object({ name: z.string(), displayName: z.string(), path: z.string() }).nullable(),
    at,
  }),
])
const CallDetailView = CallView.extend({ timeline: z.array(TimelineEntry) }).meta({ id: 'CallDetail' })

const tag = 'Calls'

calls.get(
  '/',
  operation({
    tag,
    summary: 'List calls',
    description: 'Newest first, from an index that may lag by half a second.',
    scope: 'runs.view',
    query: ListQuery,
    answer: pageOf(CallView),
    errors: ['CURSOR_INVALID'],
  }),
  async (c) => {
    const query = c.req.valid('query')
    const filter = {
      agentId: query.agent_id,
      status: query.status,
      type: query.type,
      phoneNumber: query.phone_number,
      createdAfter: query.start_created_date,
      createdBefore: query.end_created_date,
    }
    const page = await listCalls(openDb(c.env.DB), filter, query)
    const data = page.data.map((row) => viewCall(row.id, row.info, row.createdAt))
    return c.json({ ...page, data } satisfies Page<unknown>)
  },
)

calls.get(
  '/:call_id',
  operation({
    tag,
    summary: 'Read a call',
    description: 'With its timeline: every event, and the runs that it started.',
    scope: 'runs.view',
    answer: CallDetailView,
    errors: ['CALL_NOT_FOUND'],
  }),
  async (c) => {
    const id = c.req.param('call_id')
    const known = /^[\w-]{22}$/.test(id) ? await runsOf(c.env)(id).timeline() : undefined
    if (!known?.call) throw new CodedError('CALL_NOT_FOUND', `There is no call "${id}".`)
    const createdAt = Math.min(...known.events.map((event) => event.at))
    return c.json({ ...viewCall(id, known.call, createdAt), timeline: timelineOf(known) })
  },
)

/** A call as `CallView` describes it. */
function viewCall(id: string, info: CallInfo, createdAt: number): z.input<typeof CallView> {
  return {
    id,
    call_id: info.call_id,
    agent_id: info.agent_id,
    status: info.status ?? null,
    type: info.type ?? null,
    channel: info.channel ?? null,
    start_time: info.start_time ?? null,
    end_time: info.end_time ?? null,
    duration: info.duration ?? null,
    end_reason: info.end_reason ?? null,
    recording_url: info.recording_url ?? null,
    contact: { id: info.contact_id ?? null, identifier: info.phone_number ?? null },
    dynamic_variables: info.dynamic_variables ?? {},
    created_date: isoTime(createdAt),
  }
}

/** Everything that happened in a call, oldest first: each event before the runs it started. */
function timelineOf({ events, runs }: CallTimeline): z.input<typeof TimelineEntry>[] {
  const eventTimes = new Map(events.map(({ id, at }) => [id, at]))
  const happened = events.map(({ id, kind, at }) => ({ type: 'event' as const, id, kind, at }))
  const ran = runs.map((run) => ({
    type: 'run' as const,
    id: run.id,
    event_id: run.eventId,
    flow_id: run.workflowId,
    name: run.name,
    status: run.status,
    duration: run.finishedAt === null ? null : run.finishedAt - (run.startedAt ?? run.createdAt),
    steps_count: run.stepsCount,
    failed_step: run.failedStep,
    // Two clocks are at work; and the sort is stable, so that events stay in front.
    at: Math.max(run.createdAt, eventTimes.get(run.eventId) ?? 0),
  }))
  const entries = [...happened, ...ran].toSorted((a, b) => a.at - b.at)
  return entries.map((entry) => ({ ...entry, at: isoTime(entry.at) }))
}
