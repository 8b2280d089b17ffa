import { hubspot, twilio } from '../connections.ts'
import {
  CONTACT_ID,
  COUNTRY_CODE,
  contactOf,
  ENABLE,
  FROM_NUMBER,
  PHONE_NUMBER,
  SMS_NUMBER,
} from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, code, connection, router, trigger, when, workflow } from '../steps.ts'

const NORMALISE = `
${PHONE_NUMBER}

export const code = async ({ number, defaultCountryCode }) => {
  const phone = phoneNumber(number, defaultCountryCode)
  if (phone === '') throw new Error('The form sent no phone number.')
  return { phone }
}`

const ended = (outcome: string) => when('{{call.outcome}}', 'TEXT_EXACTLY_MATCHES', outcome)

const contact = {
  auth: connection('hubspot'),
  associatedObjectType: 'contact',
  associatedObjectId: CONTACT_ID,
}

export default {
  slug: 'lead-call-outcome',
  category: 'call_launcher',
  name: {
    en: 'Call a lead, and act on the outcome (HubSpot, SMS)',
    es: 'Llamar a un lead y actuar según el resultado (HubSpot, SMS)',
  },
  description: {
    en: 'The agent calls whoever filled in a form and waits for the end: a talk is noted in the CRM, who did not answer gets an SMS, and where the call failed the team gets a task.',
    es: 'El agente llama a quien rellenó un formulario y espera al final: la conversación se anota en el CRM, quien no contestó recibe un SMS y, si la llamada falló, el equipo recibe una tarea.',
  },
  setup: [
    {
      en: "Have your form send the fields phone and name to the workflow's address.",
      es: 'Haz que tu formulario envíe los campos phone y name a la dirección del flujo.',
    },
    {
      en: "Your voice platform must report the end of calls to the agent's address.",
      es: 'Tu plataforma de voz debe comunicar el final de las llamadas a la dirección del agente.',
    },
    ENABLE,
  ],
  connections: [hubspot, twilio],
  variables: {
    from_number: FROM_NUMBER,
    country_code: COUNTRY_CODE,
    sms_number: SMS_NUMBER,
    business_name: { en: 'The name of your business.', es: 'El nombre de tu empresa.' },
  },
  definition: workflow(
    { en: 'Call a lead', es: 'Llamar a un lead' },
    trigger({ en: 'Form sent', es: 'Formulario enviado' }, 'webhook', 'catch_webhook', { authType: 'none' }),
    [
      code('normalise', { en: 'Normalise the number', es: 'Normalizar el teléfono' }, NORMALISE, {
        number: '{{trigger.body.phone}}',
        defaultCountryCode: '<<country_code>>',
      }),
      action(
        'call',
        { en: 'Call, and wait for the end', es: 'Llamar y esperar al final' },
        'diga',
        'makeCall',
        {
          from: '<<from_number>>',
          to: '{{normalise.phone}}',
          dynamicVariables: { name: "{{trigger.body.name ?? ''}}" },
          wait_for_end: true,
          timeout_minutes: 120,
        },
      ),
      ...contactOf('{{normalise.phone}}'),
      router(
        'by_outcome',
        { en: 'How did it end?', es: '¿Cómo acabó?' },
        [
          {
            name: { en: 'They talked', es: 'Hablaron' },
            when: [[ended('answered')]],
            steps: [
              action('note', { en: 'Add a note', es: 'Añadir una nota' }, 'hubspot', 'create_note', {
                ...contact,
                noteBody: {
                  en: 'Called: {{call.duration_seconds}} s, ended with {{call.end_reason}}.',
                  es: 'Llamada: {{call.duration_seconds}} s, terminó con {{call.end_reason}}.',
                },
              }),
            ],
          },
          {
            name: { en: 'Nobody answered', es: 'No contestó nadie' },
            when: [[ended('no_answer')], [ended('busy')], [ended('voicemail')]],
            steps: [
              action('send_sms', { en: 'Send an SMS', es: 'Enviar un SMS' }, 'twilio', 'send_sms', {
                auth: connection('twilio'),
                from: '<<sms_number>>',
                to: '{{normalise.phone}}',
                body: {
                  en: 'This is <<business_name>>. We tried to call you about your request. Answer this message with a time that suits you, and we will call again.',
                  es: 'Somos <<business_name>>. Te hemos llamado por tu solicitud. Responde a este mensaje con una hora que te venga bien y te volveremos a llamar.',
                },
              }),
            ],
          },
        ],
        [
          action('task', { en: 'Add a task', es: 'Añadir una tarea' }, 'hubspot', 'create_task', {
            ...contact,
            subject: { en: 'Call this lead by hand', es: 'Llamar a este lead a mano' },
            dueDate: '{{new Date().toISOString()}}',
            body: {
              en: "The agent's call ended with: {{call.outcome}} {{call.end_reason ?? ''}}",
              es: "La llamada del agente terminó con: {{call.outcome}} {{call.end_reason ?? ''}}",
            },
            status: 'NOT_STARTED',
            priority: 'HIGH',
          }),
        ],
      ),
    ],
  ),
} satisfies TemplateSource
