import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import type { Json } from '../../src/json.ts'
import { anyValue, choice, longText, object, shortText } from '../../src/piece/fields.ts'
import { action } from '../../src/piece/piece.ts'

/** Dials. A repeat after a crash is never tried blindly: nobody's phone rings twice because of us. */
export const makeCall = action({
  name: 'makeCall',
  displayName: 'Make call',
  description: 'Has an agent call a phone number.',
  input: z.object({
    from: shortText({
      label: 'From',
      description: 'One of your numbers, or the id of the agent that calls.',
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
  }),
  idempotent: false,
  run: ({ input, run, services }) =>
    services.placeCall({
      from: input.from.trim(),
      to: input.to,
      agentVersion: input.agentVersion,
      dynamicVariables: input.dynamicVariables as Record<string, Json>,
      clientRequestId: run.idempotencyKey,
    }),
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
