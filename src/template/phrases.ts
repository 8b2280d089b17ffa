import type { Text } from './source.ts'
import { action, connection, router, trigger, when } from './steps.ts'

/** What several templates say alike. */

/** The conversation, a line for each turn. */
export const TRANSCRIPT = `{{trigger.messages.map((message) => message.role + ': ' + message.content).join('\\n')}}`

/** How the call ended, and the conversation: never empty, also where nobody answered. */
export const CALL_REPORT: Text = {
  en: `The call ended with: {{trigger.end_reason}}\n\n${TRANSCRIPT}`,
  es: `La llamada terminó con: {{trigger.end_reason}}\n\n${TRANSCRIPT}`,
}

/** Who was on the phone. */
export const CALLER = '{{trigger.contact.identifier}}'

/** The trigger of workflows that run after a call. */
export const callFinished = trigger({ en: 'Call finished', es: 'Llamada finalizada' }, 'diga', 'callFinished')

/** The trigger of workflows that prepare a call. */
export const preCall = trigger({ en: 'Before the call', es: 'Antes de la llamada' }, 'diga', 'preCall', {
  timeout: 10,
  abort_on_failure: false,
})

/** One parameter of a function. */
interface Parameter {
  name: string
  description: Text
  optional?: true
}

/** The trigger of a function that the agent calls and waits for. */
export function functionCall(
  description: Text,
  parameters: Parameter[],
  { confirmation = false }: { confirmation?: boolean } = {},
) {
  return trigger({ en: 'Function call', es: 'Llamada a función' }, 'diga', 'functionCall', {
    description,
    parameters: parameters.map(({ name, description, optional = false }) => ({
      name,
      type: 'text',
      required: !optional,
      description,
      valueSource: 'ai',
    })),
    executionMode: 'sync',
    executionAudio: 'typing',
    preSpeech: 'auto',
    confirmation,
  })
}

/** Tells the agent the outcome of its function call. */
export const respond = (name: string, content: object) =>
  action(name, { en: 'Tell the agent', es: 'Responder al agente' }, 'diga', 'returnResponse', {
    responseType: 'json',
    content,
  })

/** Turns a moment that the agent gives in local time into UTC: `{{<name>.result}}`. */
export const toUtc = (name: string, displayName: Text, argument: string) =>
  action(name, displayName, 'date-helper', 'format_date', {
    inputDate: `{{trigger.arguments.${argument}}}`,
    inputFormat: 'YYYY-MM-DDTHH:mm:ss',
    inputTimeZone: '<<time_zone>>',
    outputFormat: 'YYYY-MM-DDTHH:mm:ss[Z]',
    outputTimeZone: 'UTC',
  })

/** How functions want moments. */
export const localMoment = (en: string, es: string): Text => ({
  en: `${en}, in local time, written as 2026-03-05T10:00:00.`,
  es: `${es}, en hora local, escrito como 2026-03-05T10:00:00.`,
})

/** For code: how the clocks in a zone show a moment. */
export const LOCAL_TIME = `const localTime = (moment, timeZone) =>
  new Date(moment).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T')`

/** For code: a number as people write it, in international format; empty where it is none. */
export const PHONE_NUMBER = `const phoneNumber = (written, countryCode) => {
  const digits = String(written ?? '').replace(/[^\\d+]/g, '').replace(/^00/, '+')
  if (digits === '') return ''
  const number = digits.startsWith('+') ? digits : '+' + countryCode + digits.replace(/^0+/, '')
  return /^\\+[1-9]\\d{6,14}$/.test(number) ? number : ''
}`

/** What to fill in for placeholders that several templates have. */
export const TIME_ZONE: Text = {
  en: 'Your time zone, such as Europe/London.',
  es: 'Tu zona horaria, por ejemplo Europe/Madrid.',
}
export const CALENDAR_ID: Text = {
  en: 'The id of the calendar; primary for your main one.',
  es: 'El ID del calendario; primary para el principal.',
}
export const FROM_NUMBER: Text = {
  en: 'The number the agent calls from, or the id of the agent.',
  es: 'El número desde el que llama el agente, o el ID del agente.',
}
export const COUNTRY_CODE: Text = {
  en: 'The country code for numbers without one: 44.',
  es: 'El prefijo de país para los números que no lo llevan: 34.',
}
export const SPREADSHEET_ID: Text = {
  en: 'The id of the spreadsheet: the long part of its address.',
  es: 'El ID de la hoja de cálculo: la parte larga de su dirección.',
}
export const SLACK_CHANNEL: Text = {
  en: 'The id of the Slack channel, such as C0123456789.',
  es: 'El ID del canal de Slack, por ejemplo C0123456789.',
}
export const SMS_NUMBER: Text = {
  en: 'Your Twilio number that the messages come from, such as +447700900123.',
  es: 'Tu número de Twilio desde el que salen los mensajes, por ejemplo +34600000000.',
}

/** What is left to do with every template of a kind. */
export const ASSIGN: Text = {
  en: 'Publish and enable the workflow, and assign it to your agent.',
  es: 'Publica y activa el flujo, y asígnalo a tu agente.',
}
export const ENABLE: Text = {
  en: 'Publish and enable the workflow. It needs no assignment: it places calls by itself.',
  es: 'Publica y activa el flujo. No hay que asignarlo: hace las llamadas por sí mismo.',
}

/** That the agent must know of its function. */
export const mention = (name: string): Text => ({
  en: `Keep the name ${name}: the agent calls it by that name, and its prompt should say when.`,
  es: `Mantén el nombre ${name}: el agente lo llama así, y su prompt debe decir cuándo.`,
})

/** A summary of the call by AI: `{{<name>}}`. */
export const summarise = (name: string) =>
  action(name, { en: 'Summarise the call', es: 'Resumir la llamada' }, 'ai', 'summarizeText', {
    auth: connection('ai'),
    text: CALL_REPORT,
    prompt: {
      en: 'Summarise this phone call in a few sentences: what the caller wanted, what was agreed, and what is left to do.',
      es: 'Resume esta llamada en pocas frases: qué quería quien llamó, qué se acordó y qué queda por hacer.',
    },
    maxOutputTokens: 2000,
  })

/** Writes to a Slack channel. */
export const notifySlack = (name: string, text: Text) =>
  action(name, { en: 'Tell the team', es: 'Avisar al equipo' }, 'slack', 'send_channel_message', {
    auth: connection('slack'),
    channel: '<<slack_channel>>',
    text,
    replyBroadcast: false,
    unfurlLinks: false,
  })

/** Steps that find the HubSpot contact with a phone number, or make one: `CONTACT_ID` is its id. */
export const contactOf = (phone: string) => [
  action('find_contact', { en: 'Find the contact', es: 'Buscar el contacto' }, 'hubspot', 'find-contact', {
    auth: connection('hubspot'),
    firstSearchPropertyName: 'phone',
    firstSearchPropertyValue: phone,
    limit: 1,
  }),
  router('by_contact', { en: 'Is there a contact?', es: '¿Hay contacto?' }, [
    {
      name: { en: 'None yet', es: 'Todavía no' },
      when: [[when('{{find_contact.results}}', 'LIST_IS_EMPTY')]],
      steps: [
        action(
          'create_contact',
          { en: 'Create the contact', es: 'Crear el contacto' },
          'hubspot',
          'create-contact',
          { auth: connection('hubspot'), objectProperties: { phone } },
        ),
      ],
    },
  ]),
]

/** The contact of `contactOf`. */
export const CONTACT_ID = '{{find_contact.results[0]?.id ?? create_contact?.id}}'
