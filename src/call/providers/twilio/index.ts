import { CodedError } from '../../../errors.ts'
import { isObject, type JsonObject } from '../../../json.ts'
import type { AgentSecrets } from '../../agent.ts'
import { type CallMoment, preCallEvent } from '../../events.ts'
import { isSignedBy } from '../../hmac.ts'
import { okReply } from '../../reply.ts'
import { verifyBearer } from '../../signature.ts'
import type { HookRequest, Provider } from '../provider.ts'
import { finished, numberOf, textOf, timeOf } from '../read.ts'
import { callerNumber, settingOf } from '../settings.ts'
import { enrichFromTwilio } from './calls.ts'

/**
 * Twilio, where an application of the user's own does the talking: status callbacks tell of the end of calls, and a
 * number's voice URL may ask pre-call workflows for TwiML (twilio.com/docs/voice). It has no functions.
 */
export const twilio: Provider = {
  name: 'twilio',
  piece: 'twilio',
  // A voice URL has 15 s.
  patience: { tool: 15_000, toolAtMost: 15_000, preCall: 15_000 },

  verify,

  readBody: ({ rawBody }) => Object.fromEntries(formOf(rawBody)),

  classify({ CallStatus: status, CallSid: sid }) {
    if (typeof status !== 'string') return sid === undefined ? 'unknown' : 'ignored'
    if (ENDED.has(status)) return 'call_finished'
    return UNDER_WAY.has(status) ? 'ignored' : 'unknown'
  },

  normalise(kind, body, _headers, { agentId, query }) {
    if (kind === 'call_finished') return callFinished(body, agentId, query)
    if (kind === 'pre_call') return preCallEvent({ ...callOf(body), status: 'in_progress' }, agentId)
    throw new CodedError('VALIDATION_FAILED', 'Twilio calls no functions: its application does.')
  },

  enrich: enrichFromTwilio,

  renderPreCall: ({ abort, dynamicVariables }) => ({
    status: 200,
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    format: 'text',
    body: abort
      ? '<Response><Reject/></Response>'
      : (textOf(dynamicVariables.twiml) ?? '<Response><Hangup/></Response>'),
  }),

  renderTools: () => okReply({}),

  renderFinished: () => okReply({}),

  async buildOutbound(call, agent) {
    const callback = new URL(call.hookUrl)
    callback.searchParams.set('client_request_id', call.clientRequestId)
    return {
      path: '/Calls.json',
      form: {
        To: call.to,
        From: callerNumber(agent, call),
        // Who talks: an application, or whatever answers with TwiML.
        ...(agent.outboundUrl
          ? { Url: agent.outboundUrl }
          : { ApplicationSid: settingOf(agent, 'platformAgentId') }),
        StatusCallback: callback.href,
        StatusCallbackEvent: 'completed',
        StatusCallbackMethod: 'POST',
      },
    }
  },

  callIdOf: (answer) => (isObject(answer) ? textOf(answer.sid) : undefined),
}

/** The last states of a call; each is told as "completed". */
const ENDED: ReadonlySet<string> = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled'])
const UNDER_WAY: ReadonlySet<string> = new Set(['queued', 'initiated', 'ringing', 'in-progress'])

const formOf = (rawBody: Uint8Array) => new URLSearchParams(new TextDecoder().decode(rawBody))

/** `x-twilio-signature` over the address and the sorted fields of the form, or the agent's bearer secret. */
async function verify(
  { url, headers, rawBody }: HookRequest,
  { bearerHash, secrets }: AgentSecrets,
): Promise<boolean> {
  const given = headers.get('x-twilio-signature')
  if (given === null) return verifyBearer(headers, bearerHash)
  const form = formOf(rawBody)
  const names = [...new Set(form.keys())].sort()
  const fields = names.flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value))
  return isSignedBy(secrets, given, { hash: 'sha1', content: [url, ...fields], encoding: 'base64' })
}

/** Direction is `inbound`, `outbound-api` or `outbound-dial`; the human is at the other end. */
function callOf(body: JsonObject): JsonObject {
  const isOutbound = textOf(body.Direction)?.startsWith('outbound') === true
  return {
    call_id: body.CallSid ?? null,
    type: isOutbound ? 'outbound' : 'inbound',
    channel: 'phone',
    phone_number: textOf(isOutbound ? body.To : body.From) ?? null,
    carrier_call_id: body.CallSid ?? null,
  }
}

function callFinished(body: JsonObject, agentId: string, query: URLSearchParams): CallMoment {
  const status = String(body.CallStatus)
  const end_time = timeOf(body.Timestamp)
  const duration = numberOf(body.CallDuration)
  const start = end_time && duration !== undefined ? Date.parse(end_time) - duration * 1000 : Number.NaN
  const machine = textOf(body.AnsweredBy)?.startsWith('machine') ? textOf(body.AnsweredBy) : undefined
  return finished(
    {
      ...callOf(body),
      status: status.replaceAll('-', '_'),
      end_reason: machine ?? (status === 'completed' ? undefined : status),
      start_time: timeOf(start),
      end_time,
      duration,
      recording_url: textOf(body.RecordingUrl),
      sip_response_code: textOf(body.SipResponseCode),
      client_request_id: query.get('client_request_id') ?? undefined,
    },
    agentId,
  )
}
