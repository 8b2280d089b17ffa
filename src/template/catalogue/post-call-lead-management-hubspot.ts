import { ai, gmail, hubspot } from '../connections.ts'
import { ASSIGN, CALL_REPORT, callFinished } from '../phrases.ts'
import type { TemplateSource, Text } from '../source.ts'
import { action, connection, router, when, workflow } from '../steps.ts'

const GREETING = "{{trigger.dynamic_variables.name ? ' ' + trigger.dynamic_variables.name : ''}}"

const extract = (name: string, displayName: Text, fields: object[]) =>
  action(name, displayName, 'ai', 'extractStructuredData', {
    auth: connection('ai'),
    text: CALL_REPORT,
    prompt: {
      en: 'This is how a phone call went. Extract the following data.',
      es: 'Así fue una llamada telefónica. Extrae los siguientes datos.',
    },
    mode: 'simple',
    schema: { fields },
    maxOutputTokens: 2000,
  })

/** Sets the lead's status, one of those that HubSpot has from the start. A contact that is not found stops nothing. */
const setStatus = (name: string, status: string) =>
  action(
    name,
    { en: 'Update the contact', es: 'Actualizar el contacto' },
    'hubspot',
    'update-contact',
    {
      auth: connection('hubspot'),
      contactId: "{{find_contact?.results?.[0]?.id ?? 'unknown'}}",
      objectProperties: { hs_lead_status: status },
    },
    { continueOnFailure: true },
  )

const write = (name: string, subject: Text, body: Text) =>
  action(name, { en: 'Write an e-mail', es: 'Enviar un correo' }, 'gmail', 'send_email', {
    auth: connection('gmail'),
    receiver: ['{{trigger.dynamic_variables.mail}}'],
    subject,
    body_type: 'plain_text',
    body,
    draft: false,
  })

export default {
  slug: 'post-call-lead-management-hubspot',
  category: 'post_call',
  name: {
    en: 'Post-call lead management (HubSpot)',
    es: 'Gestión de leads tras la llamada (HubSpot)',
  },
  description: {
    en: 'AI reads whether the lead answered and booked an appointment; HubSpot gets the status, and the lead the e-mail that fits.',
    es: 'La IA detecta si el lead respondió y reservó una cita; HubSpot recibe el estado y el lead, el correo adecuado.',
  },
  setup: [
    {
      en: 'Start your calls with the variable mail, the e-mail address of the lead in HubSpot, and name if you have it.',
      es: 'Inicia tus llamadas con la variable mail, el correo del lead en HubSpot, y name si la tienes.',
    },
    ASSIGN,
  ],
  connections: [hubspot, ai, gmail],
  variables: {
    booking_url: {
      en: 'The page on which an appointment can be booked.',
      es: 'La página en la que se puede reservar una cita.',
    },
  },
  definition: workflow(
    { en: 'Post-call lead management', es: 'Gestión de leads tras la llamada' },
    callFinished,
    [
      action(
        'find_contact',
        { en: 'Find the contact', es: 'Buscar el contacto' },
        'hubspot',
        'find-contact',
        {
          auth: connection('hubspot'),
          firstSearchPropertyName: 'email',
          firstSearchPropertyValue: '{{trigger.dynamic_variables.mail}}',
          limit: 1,
        },
        { continueOnFailure: true },
      ),
      extract('extract_answer', { en: 'Did they answer?', es: '¿Respondió?' }, [
        {
          name: 'answered',
          type: 'boolean',
          isRequired: true,
          description: {
            en: 'Whether a person answered: no voicemail and no silence.',
            es: 'Si respondió una persona: ni buzón de voz ni silencio.',
          },
        },
      ]),
      router(
        'by_answer',
        { en: 'Did they answer?', es: '¿Respondió?' },
        [
          {
            name: { en: 'Answered', es: 'Respondió' },
            when: [[when('{{extract_answer.answered}}', 'BOOLEAN_IS_TRUE')]],
            steps: [
              extract('extract_appointment', { en: 'Did they book?', es: '¿Reservó?' }, [
                {
                  name: 'appointment_booked',
                  type: 'boolean',
                  isRequired: true,
                  description: {
                    en: 'Whether an appointment was agreed.',
                    es: 'Si se acordó una cita.',
                  },
                },
                {
                  name: 'appointment_datetime',
                  type: 'string',
                  isRequired: false,
                  description: {
                    en: 'When the appointment is, as it was said.',
                    es: 'Cuándo es la cita, tal como se dijo.',
                  },
                },
              ]),
              router(
                'by_appointment',
                { en: 'Did they book?', es: '¿Reservó?' },
                [
                  {
                    name: { en: 'Booked', es: 'Reservó' },
                    when: [[when('{{extract_appointment.appointment_booked}}', 'BOOLEAN_IS_TRUE')]],
                    steps: [
                      setStatus('update_booked', 'OPEN_DEAL'),
                      write(
                        'write_booked',
                        { en: 'Your appointment', es: 'Tu cita' },
                        {
                          en: `Hello${GREETING},\n\nthank you for the call. We look forward to our appointment: {{extract_appointment.appointment_datetime ?? 'we will write to you with the time'}}.\n\nTo change it: <<booking_url>>`,
                          es: `Hola${GREETING}:\n\nGracias por la llamada. Nos vemos en la cita: {{extract_appointment.appointment_datetime ?? 'te escribiremos con la hora'}}.\n\nPara cambiarla: <<booking_url>>`,
                        },
                      ),
                    ],
                  },
                ],
                [
                  setStatus('update_answered', 'CONNECTED'),
                  write(
                    'write_answered',
                    { en: 'Thank you for the call', es: 'Gracias por la llamada' },
                    {
                      en: `Hello${GREETING},\n\nthank you for your time on the phone. Whenever it suits you, choose a time for an appointment: <<booking_url>>`,
                      es: `Hola${GREETING}:\n\nGracias por atendernos por teléfono. Cuando te venga bien, elige hora para una cita: <<booking_url>>`,
                    },
                  ),
                ],
              ),
            ],
          },
        ],
        [
          setStatus('update_missed', 'ATTEMPTED_TO_CONTACT'),
          write(
            'write_missed',
            { en: 'We tried to call you', es: 'Hemos intentado llamarte' },
            {
              en: `Hello${GREETING},\n\nwe tried to call you and could not reach you. Choose the time that suits you: <<booking_url>>`,
              es: `Hola${GREETING}:\n\nTe hemos llamado y no hemos podido hablar contigo. Elige la hora que te venga bien: <<booking_url>>`,
            },
          ),
        ],
      ),
    ],
  ),
} satisfies TemplateSource
