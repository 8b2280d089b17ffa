import { Hono } from 'hono'
import * as z from 'zod'
import { runsOf } from '../call/dispatch.ts'
import { listCalls } from '../db/calls.ts'
import { openDb } from '../db/client.ts'
import { CodedError } from '../errors.ts'
import type { CallInfo, CallTimeline } from '../run/protocol.ts'
import { isoTime } from '../run/run-view.ts'
import { pageQuery, readQuery } from './input.ts'
import type { App } from './types.ts'

/** `/v1/calls`: lists from the index in D1, which may lag; one call always from its object. */
export const calls = new Hono<App>()

const ListQuery = pageQuery.extend({ agent_id: z.string().optional() })

calls.get('/', async (c) => {
  const query = readQuery(c, ListQuery)
  const page = await listCalls(openDb(c.env.DB), { agentId: query.agent_id }, query)
  return c.json({ ...page, data: page.data.map((row) => viewCall(row.id, row.info, row.createdAt)) })
})

calls.get('/:id', async (c) => {
  const id = c.req.param('id')
  const known = /^[\w-]{22}$/.test(id) ? await runsOf(c.env)(id).timeline() : undefined
  if (!known?.call) throw new CodedError('CALL_NOT_FOUND', `There is no call "${id}".`)
  const createdAt = Math.min(...known.events.map(({ at }) => at))
  return c.json({ ...viewCall(id, known.call, createdAt), timeline: timelineOf(known) })
})

/** A call with Diga's fields. `id` is ours, `call_id` the provider's. */
function viewCall(id: string, info: CallInfo, createdAt: number) {
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
function timelineOf({ events, runs }: CallTimeline) {
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
