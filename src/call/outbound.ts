import { openDb } from '../db/client.ts'
import { findDoNotCall } from '../db/do-not-call.ts'
import { type NumberTurn, takeTurn } from '../db/number-turns.ts'
import { CodedError, isCoded, toErrorData } from '../errors.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { type HttpClient, retryAfter } from '../piece/http-client.ts'
import type { ServiceHttp } from '../piece/service-http.ts'
import type { PlaceCall } from '../piece/services.ts'
import { publicUrl } from '../public-url.ts'
import { callObject } from '../run/ids.ts'
import type { CallInfo, CallWatcher } from '../run/protocol.ts'
import type { Agent } from './agent.ts'
import { readCaller } from './caller.ts'
import { findCaller, type Lookup } from './directory.ts'
import { dispatch, type RunLookup, runsOf, watch } from './dispatch.ts'
import { lookUpCall } from './look-up.ts'
import { numberToCall } from './number-to-call.ts'
import type { ApiRequest, OutboundRequest, OwnRequest, Provider, Reach } from './providers/provider.ts'
import { providerNamed } from './providers/registry.ts'
import { reachOf } from './reach.ts'
import { type CallResult, callResult } from './result.ts'
import { endOf, planCall } from './scenarios.ts'

export interface OutboundDeps {
  /** the agent that calls from a number, or that has this id */
  callerOf(from: string): Promise<Agent | null>
  /** whether a number in E.164 is on the do-not-call list */
  isOnDoNotCall(number: string): Promise<boolean>
  /** takes the turn of a number: 0, or the milliseconds until it may be dialled again */
  takeTurn(turn: NumberTurn): Promise<number>
  runs: RunLookup
  http: HttpClient
  /** reaches the routes of this Worker */
  fetchSelf(request: Request): Promise<Response>
  /** what the agent's platform may be reached with */
  reach(agent: Agent): Reach
  /** the address this Worker is reached at from outside */
  origin: string
  /** epoch milliseconds */
  now(): number
  /** true checks everything and answers like a call, but asks nobody to dial */
  simulate?: boolean
  /** sleeps before a call is looked up whose answer was lost; without it, none is */
  pause?(ms: number): Promise<void>
}

/** How calls are placed from here. @param fetchSelf reaches the routes of this Worker */
export function outboundDeps(
  lookup: Lookup,
  http: HttpClient,
  fetchSelf: OutboundDeps['fetchSelf'],
): OutboundDeps {
  const callerOf = (from: string) => findCaller(from, lookup)
  const isOnDoNotCall = async (number: string) =>
    (await findDoNotCall(openDb(lookup.env.DB), number, Date.now())) !== undefined
  const turnOf = (turn: NumberTurn) => takeTurn(openDb(lookup.env.DB), turn, Date.now())
  return {
    callerOf,
    isOnDoNotCall,
    takeTurn: turnOf,
    runs: runsOf(lookup.env),
    http,
    fetchSelf,
    reach: (agent) => reachOf(agent, lookup.env, http),
    origin: publicUrl(lookup.env),
    now: Date.now,
    pause: (ms) => scheduler.wait(ms),
  }
}

/** How long a platform may take to say whether it dials. */
const TIMEOUT_MS = 20_000

/** Errors of the HTTP client that come before anything is sent. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'HTTP_URL_INVALID',
  'HTTP_HOST_REFUSED',
  'HTTP_HEADER_INVALID',
])

/** A call that is being dialled. */
export interface PlacedCall {
  info: CallInfo
  /** epoch milliseconds */
  at: number
  /** set where nobody was asked to dial: how it would have ended on the simulated network */
  simulated?: CallResult
}

const SIMULATED_ID = 'simulated_'

/**
 * Has an agent call a number, through its platform.
 * @param watcher is told of the call's end, where the platform gives the call an id
 * @throws CodedError AGENT_NOT_FOUND, PHONE_NUMBER_INVALID, NUMBER_NOT_DIALLABLE, NUMBER_ON_DO_NOT_CALL,
 * OUTBOUND_NOT_CONFIGURED, CALL_REFUSED, NUMBER_CALLED_RECENTLY, CALL_RATE_LIMITED and CALL_NOT_PLACED (may be tried again),
 * CALL_OUTCOME_UNKNOWN (may not: the phone may be ringing)
 */
export async function placeCall(
  deps: OutboundDeps,
  request: PlaceCall,
  watcher?: CallWatcher,
): Promise<PlacedCall> {
  const caller = readCaller(request.from)
  const found = await deps.callerOf(caller.agent)
  const agent = found && caller.number ? { ...found, platformNumberId: caller.number } : found
  const provider = agent && providerNamed(agent.provider)
  if (!agent || !provider) {
    const message = `"from" is "${request.from}", which is neither the number nor the id of an agent.`
    throw new CodedError('AGENT_NOT_FOUND', message)
  }
  const to = await numberToCall(request.to, agent, 'to')
  if (await deps.isOnDoNotCall(to)) {
    const message = 'The number to call is on the do-not-call list, so it is not called.'
    throw new CodedError('NUMBER_ON_DO_NOT_CALL', message)
  }
  const at = deps.now()
  // Some platforms know a number by itself, others by an id of theirs.
  const chosen = caller.number?.startsWith('+') ? caller.number : undefined
  const from = chosen ?? agent.phoneNumber ?? caller.agent
  const hookUrl = `${deps.origin}/hooks/${provider.name}/${agent.id}`
  const built = await provider.buildOutbound({ ...request, from, to, hookUrl }, agent, at)
  const callId = deps.simulate
    ? SIMULATED_ID + request.clientRequestId
    : await dialled(deps, built, { agent, provider, to, clientRequestId: request.clientRequestId })
  const info: CallInfo = {
    agent_id: agent.id,
    agent_version_id: request.agentVersion ?? agent.versionId,
    call_id: callId ?? request.clientRequestId,
    status: 'dialing',
    type: 'outbound',
    phone_number: to,
    dynamic_variables: request.dynamicVariables,
  }
  if (deps.simulate) return { info, at, simulated: simulatedResult(info) }
  // Without an id of its own, its events could not be told to belong to it.
  if (callId !== undefined) await announce(deps.runs, agent, { info, at }, watcher)
  return { info, at }
}

/**
 * Lets the call's object know of the call before its first event: it is listed, and its events run on the version it was
 * asked for. The phone rings by now, so a fault here must not look like one of the call.
 */
async function announce(
  runs: RunLookup,
  agent: Agent,
  { info, at }: PlacedCall,
  watcher: CallWatcher | undefined,
): Promise<void> {
  const isOurs = info.agent_version_id !== undefined && agent.versionIds.has(info.agent_version_id)
  const call = isOurs ? info : { ...info, agent_version_id: undefined }
  const event = { id: 'call_placed', kind: 'call_placed' as const, at }
  try {
    const request = { event, call, watcher, environment: 'PRODUCTION' as const, starts: [] }
    await dispatch(runs, callObject(agent.id, info.call_id), request)
  } catch (error) {
    console.error('outbound.not_announced', toErrorData(error).code)
  }
}

/** The end of a call that nobody placed, as its number and the variable `simulate` have it. */
function simulatedResult(info: CallInfo): CallResult {
  const plan = planCall(info.phone_number ?? '', info.dynamic_variables ?? {})
  return callResult({ ...info, ...endOf(plan, plan.talkMs) })
}

/**
 * Has the end of an agent's call told to a watcher, and gives the result where it has ended already.
 * @param call.agent the agent's number or id
 * @throws CodedError AGENT_NOT_FOUND, CALL_NOT_FOUND, RUNTIME_UNAVAILABLE
 */
export async function watchCall(
  deps: Pick<OutboundDeps, 'callerOf' | 'runs'>,
  { agent, callId }: { agent: string; callId: string },
  watcher: CallWatcher,
): Promise<CallResult | null> {
  const found = await deps.callerOf(agent)
  if (!found) {
    const message = `"agent" is "${agent}", which is neither the number nor the id of an agent.`
    throw new CodedError('AGENT_NOT_FOUND', message)
  }
  // From an earlier step, or the sample of one, that dialled nobody.
  if (callId.startsWith(SIMULATED_ID)) return simulatedResult({ agent_id: found.id, call_id: callId })
  return watch(deps.runs, callObject(found.id, callId), watcher)
}

/** What Make Call gives: a call in Diga's fields, with its id at the platform. A simulated one says that it is. */
export function placedCallOutput({ info, at, simulated }: PlacedCall): JsonObject {
  return {
    ...(simulated ? { simulated: true } : {}),
    id: info.call_id,
    agent_id: info.agent_id,
    agent_version_id: info.agent_version_id ?? null,
    status: 'dialing',
    type: 'outbound',
    contact: { identifier: info.phone_number ?? null, contact_type: 'call' },
    dynamic_variables: info.dynamic_variables ?? {},
    created_date: new Date(at).toISOString(),
  }
}

/** Whom a request to dial is for. */
type Dialling = { agent: Agent; provider: Provider; to: string; clientRequestId: string }

/** Asks the platform to dial, and looks for the call where its answer was lost. Returns the call's id there. */
function dialled(
  deps: OutboundDeps,
  request: OutboundRequest,
  dialling: Dialling,
): Promise<string | undefined> {
  return dial(deps, request, dialling).catch((error: unknown) => {
    if (!deps.pause || !isCoded(error) || error.code !== 'CALL_OUTCOME_UNKNOWN') throw error
    return lookUpCall({ ...dialling, reach: deps.reach(dialling.agent) }, deps.pause, error)
  })
}

/** Asks the platform to dial. Returns the call's id there. */
async function dial(
  deps: OutboundDeps,
  request: OutboundRequest,
  { agent, provider, to }: Dialling,
): Promise<string | undefined> {
  // Without its credentials nobody is asked anything.
  const api = 'path' in request ? (await deps.reach(agent).api()).http : undefined
  await keepSpacing(deps, provider, to)
  const answered = await attempt(deps, request, api)
  checkStatus(answered)
  const refusal = provider.refusalIn?.(answered.body)
  if (refusal !== undefined)
    throw new CodedError('CALL_REFUSED', `The platform refused the call: ${refusal}.`)
  return provider.callIdOf(answered.body)
}

/** Leaves a number alone for as long as its platform wants. @throws CodedError NUMBER_CALLED_RECENTLY */
async function keepSpacing(deps: OutboundDeps, { name, spacingMs }: Provider, number: string): Promise<void> {
  if (spacingMs === undefined) return
  const retryAfterMs = await deps.takeTurn({ provider: name, number, spacingMs })
  if (retryAfterMs === 0) return
  const message = `The number to call was dialled a moment ago, and the platform does not take it again so soon. Try again in ${Math.ceil(retryAfterMs / 1000)} s.`
  throw new CodedError('NUMBER_CALLED_RECENTLY', message, { retryable: true, details: { retryAfterMs } })
}

interface Answered {
  status: number
  headers: Record<string, string>
  body: Json
}

async function attempt(
  deps: OutboundDeps,
  request: OutboundRequest,
  api: ServiceHttp | undefined,
): Promise<Answered> {
  try {
    if ('path' in request) return await askApi(request, api)
    return request.isOwnRoute ? await askSelf(deps, request) : await askPlatform(deps, request)
  } catch (error) {
    if (isCoded(error) && NOT_SENT.has(error.code)) throw error
    throw outcomeUnknown(error instanceof Error ? error.message : String(error), error)
  }
}

function askApi({ path, ...content }: ApiRequest, api: ServiceHttp | undefined): Promise<Answered> {
  const options = { timeoutMs: TIMEOUT_MS, anyStatus: true, followRedirects: false }
  if (!api) throw new CodedError('INTERNAL_ERROR', 'A platform without its API.')
  return api.send('POST', path, { ...content, ...options })
}

function askPlatform({ http }: OutboundDeps, { url, headers, body }: OwnRequest): Promise<Answered> {
  return http.request({
    method: 'POST',
    url,
    headers,
    body,
    timeoutMs: TIMEOUT_MS,
    anyStatus: true,
    // A redirect would send the signed request elsewhere.
    followRedirects: false,
  })
}

async function askSelf({ fetchSelf }: OutboundDeps, { url, headers, body }: OwnRequest): Promise<Answered> {
  const request = new Request(new URL(url, 'http://patchcord.internal'), { method: 'POST', headers, body })
  const response = await fetchSelf(request)
  const answer = (await response.json()) as Json
  return { status: response.status, headers: Object.fromEntries(response.headers), body: answer }
}

/** A clear no is an error, and may be a chance for later; whatever is not clear is never tried again. */
function checkStatus({ status, headers, body }: Answered): void {
  if (status >= 200 && status < 300) return
  const words = isObject(body) ? errorWords(body) : undefined
  const reason = words ? `: ${words.slice(0, 300)}` : ''
  if (status === 429) {
    const message = `The platform takes no more calls just now (429)${reason}.`
    const retryAfterMs = retryAfter(headers['retry-after'])
    const details = { status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
    throw new CodedError('CALL_RATE_LIMITED', message, { retryable: true, details })
  }
  if (status >= 500 || status === 408) throw outcomeUnknown(`status ${status}${reason}`)
  throw new CodedError('CALL_REFUSED', `The platform refused the call with status ${status}${reason}.`, {
    details: { status },
  })
}

/** What platforms say of an error, wherever they put it. */
function errorWords(said: Json | undefined): string | undefined {
  if (typeof said === 'string') return said
  if (Array.isArray(said)) return said.flatMap((each) => errorWords(each) ?? []).join(', ') || undefined
  if (!isObject(said)) return undefined
  const { message, detail, error, errors, title } = said as JsonObject
  return [message, detail, error, errors, title].map(errorWords).find(Boolean)
}

function outcomeUnknown(why: string, cause?: unknown): CodedError {
  const message = `The call may or may not have been placed (${why}). It is not tried again: check with the platform.`
  return new CodedError('CALL_OUTCOME_UNKNOWN', message, { cause })
}
