import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { findCaller } from '../call/directory.ts'
import { numberToCall } from '../call/number-to-call.ts'
import { placeOnce } from '../call/once.ts'
import { outboundDeps, type PlacedCall, placeCall } from '../call/outbound.ts'
import { openDb } from '../db/client.ts'
import { CALL_STATES, callState, listDigaCalls } from '../db/diga-calls.ts'
import { CodedError } from '../errors.ts'
import { createHttpClient } from '../piece/http-client.ts'
import type { PlaceCall } from '../piece/services.ts'
import { callUuid, contactUuid } from '../run/call-ids.ts'
import { callObject } from '../run/ids.ts'
import type { CallInfo } from '../run/protocol.ts'
import { isoTime } from '../run/run-view.ts'
import { phoneNumber } from './agent-fields.ts'
import { pageOf, pageQuery, time } from './input.ts'
import { lookupOf } from './lookup.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** `/v1/call`: Diga's operations on calls. Ours, with timelines, are under `/v1/calls`. */
export const digaCalls = new Hono<App>()

const tag = 'Calls'

const CallBody = z.object({
  from_number: z.string().min(1).describe("An agent's number, or its id."),
  to_number: z
    .string()
    .describe("In international format, or as it is dialled in the country of the agent's number."),
  dynamic_variables: z.record(z.string(), z.json()).nullish(),
  agent_version_id: z.string().nullish().describe('The live version if left out.'),
})

const ListQuery = pageQuery.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  order: z.enum(['asc', 'desc']).default('desc'),
  agent_id: z.string().optional(),
  status: z.enum(CALL_STATES).optional(),
  type: z.enum(['inbound', 'outbound']).optional(),
  start_created_date: time.optional(),
  end_created_date: time.optional(),
  contact_id: z.string().optional(),
  phone_id: z.string().optional().describe('An agent has one number, so this is its id.'),
})

const CallView = z
  .object({
    id: z.string(),
    agent_id: z.string().nullable(),
    agent_version_id: z.string().nullable(),
    status: z.enum(CALL_STATES),
    type: z.enum(['inbound', 'outbound']),
    recording_url: z.string().nullable(),
    start_time: z.iso.datetime().nullable(),
    end_time: z.iso.datetime().nullable(),
    duration: z.number().int().nullable().describe('Seconds.'),
    end_reason: z.string().nullable(),
    contact: z.object({
      id: z.string(),
      created_date: z.iso.datetime(),
      identifier: z.string(),
      contact_type: z.enum(['call', 'web']),
    }),
    phone_register_id: z.string().nullable(),
    dynamic_variables: z.record(z.string(), z.unknown()).nullable(),
    created_date: z.iso.datetime(),
  })
  .meta({ id: 'DigaCall' })

digaCalls.post(
  '/',
  operation({
    tag,
    summary: 'Place a call',
    description:
      'The agent with that number dials, through its platform. With an `Idempotency-Key` header, repeats of the request dial nobody and get the first answer.',
    scope: 'calls.create',
    body: CallBody,
    status: 201,
    answer: CallView,
    errors: [
      'PHONE_NUMBER_INVALID',
      'PHONE_NUMBER_NOT_FOUND',
      'NUMBER_NOT_DIALLABLE',
      'NUMBER_ON_DO_NOT_CALL',
      'AGENT_VERSION_NOT_FOUND',
      'OUTBOUND_NOT_CONFIGURED',
      'IDEMPOTENCY_KEY_REUSED',
      'NUMBER_CALLED_RECENTLY',
      'CALL_RATE_LIMITED',
      'CALL_REFUSED',
      'CALL_NOT_PLACED',
      'CALL_OUTCOME_UNKNOWN',
    ],
    examples: { body: { from_number: '+34910000001', to_number: '+34600000001' } },
  }),
  async (c) => {
    const body = c.req.valid('json')
    const placing = placeRequested(c, body)
    // A caller who hangs up must not leave a call half placed.
    c.executionCtx.waitUntil(placing.catch(() => undefined))
    const { info, at } = await placing
    return c.json(viewCall(callObject(info.agent_id, info.call_id), info, at), 201)
  },
)

digaCalls.get(
  '/',
  operation({
    tag,
    summary: 'List calls in Diga’s form',
    scope: 'runs.view',
    query: ListQuery,
    answer: pageOf(CallView),
    errors: ['CURSOR_INVALID'],
  }),
  async (c) => {
    const query = c.req.valid('query')
    const filter = {
      agentId: query.agent_id,
      phoneId: query.phone_id,
      contactId: query.contact_id,
      state: query.status,
      type: query.type,
      createdFrom: query.start_created_date,
      createdTo: query.end_created_date,
    }
    const page = await listDigaCalls(openDb(c.env.DB), filter, query)
    const data = page.data.map((row) => viewCall(row.id, row.info, row.createdAt))
    return c.json({ ...page, data, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null })
  },
)

async function placeRequested(c: Context<App>, body: z.output<typeof CallBody>): Promise<PlacedCall> {
  const key = idempotencyKey(c)
  const place = async (clientRequestId: string) => {
    const request = await callOf(c, body, clientRequestId)
    const http = createHttpClient({ allowPrivateHosts: c.env.PATCHCORD_ALLOW_PRIVATE_HOSTS === '1' })
    return placeCall(outboundDeps(lookupOf(c), http, selfOf(c)), request)
  }
  if (key === undefined) return place(crypto.randomUUID())
  return placeOnce(openDb(c.env.DB), { key, content: JSON.stringify(body) }, place)
}

/** Longest key that is taken, as other APIs have it. */
const MAX_KEY = 255

function idempotencyKey(c: Context<App>): string | undefined {
  const key = c.req.header('idempotency-key')
  if (key === undefined || (key.trim() !== '' && key.length <= MAX_KEY)) return key
  throw new CodedError('VALIDATION_FAILED', `"Idempotency-Key" must have 1 to ${MAX_KEY} characters.`)
}

/**
 * What is asked for, in Make Call's terms, checked as far as that doesn't take dialling.
 * @throws CodedError PHONE_NUMBER_NOT_FOUND, PHONE_NUMBER_INVALID, NUMBER_NOT_DIALLABLE, AGENT_VERSION_NOT_FOUND
 */
async function callOf(
  c: Context<App>,
  { from_number, to_number, dynamic_variables, agent_version_id }: z.output<typeof CallBody>,
  clientRequestId: string,
): Promise<PlaceCall> {
  const from = phoneNumber.safeParse(from_number).data ?? from_number
  const agent = await findCaller(from, lookupOf(c))
  if (!agent) {
    const message = '"from_number" is neither the number nor the id of an agent.'
    throw new CodedError('PHONE_NUMBER_NOT_FOUND', message)
  }
  const to = await numberToCall(to_number, agent, 'to_number')
  if (agent_version_id && !agent.versionIds.has(agent_version_id)) {
    const message = `"agent_version_id": agent "${agent.id}" has no version "${agent_version_id}".`
    throw new CodedError('AGENT_VERSION_NOT_FOUND', message)
  }
  const agentVersion = agent_version_id ?? undefined
  return { from, to, agentVersion, dynamicVariables: dynamic_variables ?? {}, clientRequestId }
}

/** Reaches the routes of this Worker. */
function selfOf(c: Context<App>): (request: Request) => Promise<Response> {
  const { exports } = c.executionCtx as unknown as { exports: { default: Fetcher } }
  return (request) => exports.default.fetch(request)
}

/** A call as `CallView` describes it. @param object the name of its object */
function viewCall(object: string, info: CallInfo, createdAt: number): z.input<typeof CallView> {
  const isWeb = info.channel === 'web'
  const created = isoTime(createdAt)
  return {
    id: callUuid(object),
    agent_id: info.agent_id,
    agent_version_id: info.agent_version_id ?? null,
    status: callState(info),
    type: info.type === 'outbound' ? 'outbound' : 'inbound',
    recording_url: info.recording_url ?? null,
    start_time: timeOf(info.start_time),
    end_time: timeOf(info.end_time),
    duration: info.duration === undefined ? null : Math.round(info.duration),
    end_reason: info.end_reason ?? null,
    contact: {
      id: contactUuid(info),
      created_date: created,
      identifier: info.phone_number ?? info.contact_id ?? '',
      contact_type: isWeb ? 'web' : 'call',
    },
    // An agent has one number, so its id names that too.
    phone_register_id: isWeb ? null : info.agent_id,
    dynamic_variables: info.dynamic_variables ?? {},
    created_date: created,
  }
}

/** Platforms write times as they like; what is none is left out. */
function timeOf(text: string | undefined): string | null {
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) ? null : isoTime(at)
}
