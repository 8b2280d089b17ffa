import * as z from 'zod'
import { CodedError, isCoded } from '../../src/errors.ts'
import type { Json } from '../../src/json.ts'
import {
  anyValue,
  checkbox,
  choice,
  longText,
  object,
  ownDropdown,
  shortText,
} from '../../src/piece/fields.ts'
import { action } from '../../src/piece/piece.ts'
import { afterWait, endKey, MINUTE_MS, timeoutMinutes, waitForEnd } from './call-end.ts'
import { queueCall } from './queue-call.ts'

/** Dials. A repeat after a crash is never tried blindly: nobody's phone rings twice because of us. */
export const makeCall = action({
  name: 'makeCall',
  displayName: 'Make call',
  description: 'Has an agent call a phone number, and may wait for the call to end.',
  input: z.object({
    from: ownDropdown({
      label: 'From',
      description:
        "The agent that calls, from its own number or another of its platform's. An expression may give the number or id of an agent.",
      own: 'callers',
    }),
    to: shortText({
      label: 'To',
      description:
        "In international format: +34600000001. Without +34, it is in the country of the agent's number.",
    }),
    agentVersion: shortText({
      label: 'Agent version',
      description: 'Empty for the published one.',
      required: false,
    }),
    dynamicVariables: object({
      label: 'Dynamic variables',
      description: 'What the agent knows at the start of this call.',
      required: false,
      defaultValue: {},
    }),
    campaign: ownDropdown({
      label: 'Campaign',
      description:
        'A standing campaign that is to make the call, by its own agent, hours and pace. Empty dials at once.',
      required: false,
      own: 'standing_campaigns',
    }),
    wait_for_end: checkbox({
      label: 'Wait for the call to end',
      description:
        'The workflow goes on with the outcome: answered, voicemail, no_answer, busy, canceled, failed.',
      required: false,
      defaultValue: false,
    }),
    timeout_minutes: timeoutMinutes,
  }),
  // Nothing is dialled after the wait, and a campaign knows its rows.
  idempotent: ({ campaign }, isResumed) => isResumed || Boolean(campaign),
  async run(context) {
    const { input, run, resume, services } = context
    if (resume) return afterWait(context, resume)
    if (input.campaign) return queueCall(context, input.campaign, input)
    const request = {
      from: input.from.trim(),
      to: input.to,
      agentVersion: input.agentVersion,
      dynamicVariables: input.dynamicVariables as Record<string, Json>,
      clientRequestId: run.idempotencyKey,
    }
    if (!input.wait_for_end) return services.placeCall(request)
    const until = Date.now() + input.timeout_minutes * MINUTE_MS
    try {
      const placed = await services.placeCall({ ...request, endKey: endKey(context) })
      // A test's call has ended already.
      if (placed.outcome !== undefined) return placed
      const call = { agent: String(placed.agent_id), callId: String(placed.id) }
      return waitForEnd(context, { known: placed, until, call, doubt: null })
    } catch (error) {
      if (!isCoded(error) || error.code !== 'CALL_OUTCOME_UNKNOWN') throw error
      // The phone may be ringing. If it is, the call's own end will say so.
      return waitForEnd(context, { known: {}, until, call: null, doubt: error.message })
    }
  },
})

/** For calls that an earlier step placed, or that came in. */
export const waitForCall = action({
  name: 'wait_for_call',
  displayName: 'Wait for the call to end',
  description: 'Pauses the workflow until a call has ended, and gives how it went.',
  input: z.object({
    agent: shortText({
      label: 'Agent',
      description: 'Whose call it is: the number or id of the agent, such as agent_id of "Make call".',
    }),
    call_id: shortText({ label: 'Call', description: 'Its id, such as id of "Make call".' }),
    timeout_minutes: timeoutMinutes,
  }),
  idempotent: true,
  async run(context) {
    const { input, resume, services } = context
    if (resume) return afterWait(context, resume)
    const call = { agent: input.agent.trim(), callId: input.call_id.trim() }
    const result = await services.watchCall({ ...call, endKey: endKey(context) })
    if (result) return { id: call.callId, ...result }
    const until = Date.now() + input.timeout_minutes * MINUTE_MS
    return waitForEnd(context, { known: { id: call.callId }, until, call, doubt: null })
  },
})

/** What the agent gets to say. */
export const returnResponse = action({
  name: 'returnResponse',
  displayName: 'Return response',
  description: 'Gives the agent the result of its function call. The run goes on.',
  input: z.object({
    responseType: choice({
      label: 'Response type',
      defaultValue: 'json',
      choices: [
        { value: 'json', label: 'JSON' },
        { value: 'text', label: 'Text' },
      ],
    }),
    content: anyValue({ label: 'Content', description: 'May use the data of earlier steps.' }),
  }),
  idempotent: true,
  pure: true,
  run({ input: { responseType, content }, respond }) {
    const body = responseType === 'json' ? asJson(content) : asText(content)
    respond({ kind: 'response', format: responseType, body })
    return body
  },
})

const asText = (content: unknown) => (typeof content === 'string' ? content : JSON.stringify(content))

function asJson(content: unknown): Json {
  if (typeof content !== 'string') return content as Json
  try {
    return JSON.parse(content) as Json
  } catch (error) {
    throw new CodedError(
      'RESPONSE_INVALID',
      `"content" is not valid JSON (${(error as Error).message}). Correct it, or choose the response type "text".`,
    )
  }
}

/** What a call starts with. */
export const returnCallData = action({
  name: 'returnCallData',
  displayName: 'Return call data',
  description: 'Adds to the prompt and to the variables of the call that is about to start.',
  input: z.object({
    promptAddition: longText({
      label: 'Prompt addition',
      description: 'Is added to the instructions of the agent for this call; may hold {{variables}}.',
      required: false,
      defaultValue: '',
    }),
    dynamicVariables: object({
      label: 'Dynamic variables',
      description: "Come before the call's own.",
      required: false,
      defaultValue: {},
    }),
  }),
  idempotent: true,
  pure: true,
  run({ input, respond }) {
    const dynamicVariables = input.dynamicVariables as Record<string, Json>
    respond({ kind: 'call_data', promptAddition: input.promptAddition, dynamicVariables })
    return { promptAddition: input.promptAddition, dynamicVariables }
  },
})
