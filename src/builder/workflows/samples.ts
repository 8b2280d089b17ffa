import type { JsonObject } from '../../json.ts'

/** The doors that a sample call leads through. */
export type SampleDoor = 'pre_call' | 'during_call' | 'post_call'

/** A workflow that needs no account anywhere, as a file that the import takes, and the event that a call sends it. */
export interface SampleCall {
  file: { displayName: string; trigger: object }
  event: JsonObject
}

const NUMBER = '+34600000001'

/** What the platform tells of the call. @param now epoch milliseconds */
function callFacts(now: number): JsonObject {
  const at = new Date(now).toISOString()
  return {
    id: 'sample-call',
    call_id: 'sample-call',
    type: 'inbound',
    channel: 'phone',
    contact: { id: null, identifier: NUMBER, contact_type: 'call', created_date: at },
    start_time: at,
    created_date: at,
    dynamic_variables: { customer_name: 'Ana' },
  }
}

interface Text {
  en: string
  es: string
}
type Said = (text: Text) => string

interface StepFile {
  name: string
  displayName: string
  nextAction?: StepFile
}

const piece = (name: string, displayName: string, pieceName: string, actionName: string, input: object) => ({
  name,
  type: 'PIECE',
  displayName,
  settings: { pieceName, actionName, input },
})

/** A trigger of the calls' piece with steps after it, one after the other. */
function flow(displayName: string, title: string, triggerName: string, input: object, steps: StepFile[]) {
  const nextAction = steps.reduceRight<StepFile | undefined>(
    (after, step) => (after ? { ...step, nextAction: after } : step),
    undefined,
  )
  const settings = { pieceName: 'diga', triggerName, input }
  return {
    displayName,
    trigger: { name: 'trigger', type: 'PIECE_TRIGGER', displayName: title, settings, nextAction },
  }
}

const KNOWN = { plan: 'gold', last_order: 'A-1042' }

function before(said: Said): SampleCall['file'] {
  const find = said({ en: 'Look the caller up', es: 'Buscar a quien llama' })
  const tell = said({ en: 'Tell the agent', es: 'Informar al agente' })
  return flow(
    said({ en: 'Greet the caller (sample)', es: 'Saludar a quien llama (ejemplo)' }),
    said({ en: 'A call comes in', es: 'Entra una llamada' }),
    'preCall',
    {},
    [
      piece('step_1', find, 'store', 'get', {
        key: 'caller:{{trigger.contact.identifier}}',
        defaultValue: KNOWN,
        store_scope: 'FLOW',
      }),
      piece('step_2', tell, 'diga', 'returnCallData', {
        promptAddition: said({
          en: 'You speak with {{trigger.dynamic_variables.customer_name}}, on the {{step_1.plan}} plan. Their last order is {{step_1.last_order}}.',
          es: 'Hablas con {{trigger.dynamic_variables.customer_name}}, del plan {{step_1.plan}}. Su último pedido es {{step_1.last_order}}.',
        }),
        dynamicVariables: { plan: '{{step_1.plan}}', last_order: '{{step_1.last_order}}' },
      }),
    ],
  )
}

const DAY = '2026-11-28'

function during(said: Said): SampleCall['file'] {
  const answer = (name: string, displayName: string, sentence: string) =>
    piece(name, displayName, 'diga', 'returnResponse', {
      responseType: 'json',
      content: { day: '{{step_1.dayOfWeek}}', say: sentence },
    })
  const weekend = ['Saturday', 'Sunday'].map((day) => [
    { operator: 'TEXT_EXACTLY_MATCHES', firstValue: '{{step_1.dayOfWeek}}', secondValue: day },
  ])
  const branches = [
    {
      branchName: said({ en: 'Weekend', es: 'Fin de semana' }),
      branchType: 'CONDITION',
      conditions: weekend,
    },
    { branchName: said({ en: 'Any other day', es: 'Otro día' }), branchType: 'FALLBACK' },
  ]
  const router = {
    name: 'step_2',
    type: 'ROUTER',
    displayName: said({ en: 'Open that day?', es: '¿Abrimos ese día?' }),
    settings: { executionType: 'EXECUTE_FIRST_MATCH', branches },
    children: [
      answer(
        'step_3',
        said({ en: 'Answer: mornings', es: 'Responder: mañanas' }),
        said({ en: 'At weekends we open from ten to two.', es: 'El fin de semana abrimos de diez a dos.' }),
      ),
      answer(
        'step_4',
        said({ en: 'Answer: all day', es: 'Responder: todo el día' }),
        said({ en: 'We open from nine to seven.', es: 'Abrimos de nueve a siete.' }),
      ),
    ],
  }
  const weekday = said({ en: 'Which weekday is that?', es: '¿Qué día de la semana es?' })
  const input = {
    description: said({
      en: 'Tells when the shop is open on a day.',
      es: 'Dice cuándo abre la tienda un día.',
    }),
    parameters: [
      {
        name: 'day',
        type: 'text',
        required: true,
        description: said({ en: 'The day, as YYYY-MM-DD.', es: 'El día, como AAAA-MM-DD.' }),
        valueSource: 'ai',
      },
    ],
  }
  return flow(
    said({ en: 'check_opening_hours_sample', es: 'consultar_horario_ejemplo' }),
    said({ en: 'The agent asks', es: 'El agente pregunta' }),
    'functionCall',
    input,
    [
      piece('step_1', weekday, 'date-helper', 'extract_date_parts', {
        inputDate: '{{trigger.arguments.day}}',
        inputFormat: 'YYYY-MM-DD',
        unitExtract: ['dayOfWeek'],
        timeZone: 'UTC',
      }),
      router,
    ],
  )
}

const FIND_QUESTIONS = `export const code = async ({ messages }) => {
  const said = messages.filter(({ role }) => role === 'user').map(({ content }) => content)
  return { questions: said.flatMap((text) => text.match(/[^.!?¿]+\\?/g) ?? []).map((text) => text.trim()) }
}
`

function after(said: Said): SampleCall['file'] {
  const find = {
    name: 'step_1',
    type: 'CODE',
    displayName: said({ en: 'Find the questions', es: 'Buscar las preguntas' }),
    settings: {
      sourceCode: { code: FIND_QUESTIONS, packageJson: '{}' },
      input: { messages: '{{trigger.messages}}' },
    },
  }
  const keep = said({ en: 'Keep them for the team', es: 'Guardarlas para el equipo' })
  return flow(
    said({ en: 'What callers ask (sample)', es: 'Qué preguntan (ejemplo)' }),
    said({ en: 'The call has ended', es: 'La llamada ha terminado' }),
    'callFinished',
    {},
    [
      find,
      piece('step_2', keep, 'store', 'add_to_list', {
        key: 'questions',
        value: '{{step_1.questions}}',
        ignore_if_exists: true,
        store_scope: 'FLOW',
      }),
    ],
  )
}

const FILES: Record<SampleDoor, (said: Said) => SampleCall['file']> = {
  pre_call: before,
  during_call: during,
  post_call: after,
}

/** The sample call of a door. @param now epoch milliseconds */
export function sampleCall(door: SampleDoor, language: keyof Text, now: number): SampleCall {
  const said: Said = (text) => text[language]
  return { file: FILES[door](said), event: eventOf(door, said, now) }
}

function eventOf(door: SampleDoor, said: Said, now: number): JsonObject {
  const facts = callFacts(now)
  if (door === 'pre_call') return { ...facts, status: 'in_progress' }
  if (door === 'during_call') return { call_id: 'sample-call', arguments: { day: DAY } }
  const at = new Date(now).toISOString()
  const line = (role: string, text: Text) => ({ role, content: said(text), created_date: at })
  return {
    ...facts,
    status: 'completed',
    end_reason: 'user_hangup',
    end_time: at,
    duration: 42,
    messages: [
      line('assistant', { en: 'How can I help you?', es: '¿En qué puedo ayudarte?' }),
      line('user', { en: 'Are you open on Saturday?', es: '¿Abrís el sábado?' }),
    ],
  }
}
