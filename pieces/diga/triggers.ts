import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { checkbox, choice, longText, number, rows, shortText } from '../../src/piece/fields.ts'
import { trigger } from '../../src/piece/trigger.ts'

const contact = {
  id: 'cnt_1',
  identifier: '+34600000001',
  contact_type: 'phone',
  created_date: '2026-01-10T09:00:00Z',
}

const call = {
  id: 'call_1',
  type: 'inbound',
  contact,
  agent_id: 'agent_1',
  agent_version_id: 'version_1',
  phone_register_id: 'phone_1',
  start_time: '2026-03-03T10:00:00Z',
  created_date: '2026-03-03T10:00:00Z',
  dynamic_variables: { customer_name: 'Ana' },
}

/** Settings of the pre-call trigger. `timeout` is in seconds. */
export const PreCallInput = z.object({
  timeout: number({
    label: 'Time-out (seconds)',
    description: 'The call goes on without this workflow after this time.',
    required: false,
    defaultValue: 30,
    min: 1,
    max: 55,
  }),
  abort_on_failure: checkbox({
    label: 'Abort the call on failure',
    description: 'An incoming call is hung up and an outgoing one never dialled where this workflow fails.',
    required: false,
    defaultValue: false,
  }),
})

/** Before a call: looks things up while the caller hears silence or ringing. */
export const preCall = trigger({
  name: 'preCall',
  displayName: 'Pre-call',
  description: 'Starts before the agent greets the caller. End with "Return call data".',
  type: 'CALL',
  input: PreCallInput,
  sampleData: { ...call, status: 'in_progress', channel: 'phone' } satisfies Json,
})

/** After a call, whoever hung up and whether or not anybody answered. */
export const callFinished = trigger({
  name: 'callFinished',
  displayName: 'Call finished',
  description: 'Starts after a call has ended, with its messages.',
  type: 'CALL',
  input: z.object({}),
  sampleData: {
    ...call,
    status: 'finished',
    duration: 84,
    end_reason: 'hangup',
    recording_url: 'https://example.com/recordings/call_1.mp3',
    end_time: '2026-03-03T10:01:24Z',
    messages: [
      { role: 'assistant', content: 'Hello, how can I help you?', created_date: '2026-03-03T10:00:02Z' },
      { role: 'user', content: 'I would like to book a table.', created_date: '2026-03-03T10:00:06Z' },
    ],
  } satisfies Json,
})

/** One parameter of a function. */
export const FunctionParameter = z.object({
  name: shortText({ label: 'Name' }),
  type: choice({
    label: 'Type',
    defaultValue: 'text',
    choices: [
      { value: 'text', label: 'Text' },
      { value: 'number', label: 'Number' },
      { value: 'boolean', label: 'Boolean' },
      { value: 'array', label: 'List' },
    ],
  }),
  required: checkbox({ label: 'Required', required: false, defaultValue: false }),
  description: longText({
    label: 'Description',
    description: 'Tells the agent what to ask for or listen to.',
    required: false,
    defaultValue: '',
  }),
  valueSource: choice({
    label: 'Value comes from',
    required: false,
    defaultValue: 'ai',
    choices: [
      { value: 'ai', label: 'The conversation' },
      { value: 'dynamicVariable', label: 'A dynamic variable' },
    ],
  }),
  dynamicVariableName: shortText({
    label: 'Dynamic variable',
    description: 'Its name without braces. The agent does not see such a parameter.',
    required: false,
  }),
})

/** Settings of the function-call trigger. */
export const FunctionCallInput = z.object({
  description: longText({ label: 'Description', description: 'Tells the agent when to call this function.' }),
  parameters: rows({ label: 'Parameters', row: FunctionParameter, required: false, defaultValue: [] }),
  executionMode: choice({
    label: 'Execution',
    required: false,
    defaultValue: 'sync',
    choices: [
      { value: 'sync', label: 'The agent waits for the response' },
      { value: 'async', label: 'In the background' },
    ],
  }),
  executionAudio: choice({
    label: 'Audio while waiting',
    required: false,
    defaultValue: 'none',
    choices: [
      { value: 'none', label: 'None' },
      { value: 'typing', label: 'Typing' },
      { value: 'waiting_music', label: 'Music' },
    ],
  }),
  preSpeech: choice({
    label: 'Speak first',
    required: false,
    defaultValue: 'auto',
    choices: [
      { value: 'auto', label: 'The agent decides' },
      { value: 'force', label: 'Always' },
    ],
  }),
  confirmation: checkbox({
    label: 'Ask the caller first',
    description: 'The agent says what it is about to do and waits for a yes.',
    required: false,
    defaultValue: false,
  }),
})

/** During a call: a function the agent may call. Its name is the workflow's name. */
export const functionCall = trigger({
  name: 'functionCall',
  displayName: 'Function call',
  description: 'Starts when the agent calls this workflow as a function. End with "Return response".',
  type: 'CALL',
  input: FunctionCallInput,
  sampleData: { call_id: 'call_1', arguments: {} },
  sampleFor: ({ parameters }) => ({
    call_id: 'call_1',
    arguments: Object.fromEntries(parameters.map(({ name, type }) => [name, exampleOf(name, type)])),
  }),
})

/** A value of a parameter's type; a text says which parameter it stands for. */
function exampleOf(name: string, type: z.output<typeof FunctionParameter>['type']): Json {
  return { text: name, number: 1, boolean: true, array: [name] }[type]
}
