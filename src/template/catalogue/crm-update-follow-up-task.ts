import { ai, hubspot } from '../connections.ts'
import { ASSIGN, CALL_REPORT, CALLER, CONTACT_ID, callFinished, contactOf } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, connection, router, when, workflow } from '../steps.ts'

export default {
  slug: 'crm-update-follow-up-task',
  category: 'post_call',
  name: { en: 'CRM update with follow-up task (HubSpot)', es: 'CRM al día y tarea de seguimiento (HubSpot)' },
  description: {
    en: "Each call becomes a note on the caller's contact, which is made if there is none; where something is left to do, a task for the next day is added.",
    es: 'Cada llamada queda como nota en el contacto de quien llama, que se crea si no existe; si queda algo pendiente, se añade una tarea para el día siguiente.',
  },
  setup: [
    {
      en: 'Contacts are found by their phone number in international format.',
      es: 'Los contactos se buscan por su teléfono en formato internacional.',
    },
    ASSIGN,
  ],
  connections: [ai, hubspot],
  variables: {},
  definition: workflow(
    { en: 'CRM update with follow-up task', es: 'CRM al día y tarea de seguimiento' },
    callFinished,
    [
      action('extract', { en: 'Read the call', es: 'Analizar la llamada' }, 'ai', 'extractStructuredData', {
        auth: connection('ai'),
        text: CALL_REPORT,
        prompt: {
          en: 'This is how a phone call went. Extract the following data, in English.',
          es: 'Así fue una llamada telefónica. Extrae los siguientes datos, en español.',
        },
        mode: 'simple',
        schema: {
          fields: [
            {
              name: 'summary',
              type: 'string',
              isRequired: true,
              description: { en: 'What the call was about.', es: 'De qué trató la llamada.' },
            },
            {
              name: 'follow_up',
              type: 'string',
              isRequired: false,
              description: {
                en: 'What our team promised or has to do next, in a few words; null where nothing.',
                es: 'Qué prometió o debe hacer nuestro equipo, en pocas palabras; null si nada.',
              },
            },
          ],
        },
        maxOutputTokens: 2000,
      }),
      ...contactOf(CALLER),
      action('note', { en: 'Add a note', es: 'Añadir una nota' }, 'hubspot', 'create_note', {
        auth: connection('hubspot'),
        noteBody: '{{extract.summary}}',
        associatedObjectType: 'contact',
        associatedObjectId: CONTACT_ID,
      }),
      router('by_follow_up', { en: 'Is anything left to do?', es: '¿Queda algo por hacer?' }, [
        {
          name: { en: 'Yes', es: 'Sí' },
          when: [[when("{{extract.follow_up ?? ''}}", 'EXISTS')]],
          steps: [
            action('task', { en: 'Add a task', es: 'Añadir una tarea' }, 'hubspot', 'create_task', {
              auth: connection('hubspot'),
              subject: '{{extract.follow_up}}',
              associatedObjectType: 'contact',
              associatedObjectId: CONTACT_ID,
              dueDate: '{{new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString()}}',
              body: '{{extract.summary}}',
              status: 'NOT_STARTED',
              priority: 'MEDIUM',
            }),
          ],
        },
      ]),
    ],
  ),
} satisfies TemplateSource
