import { ai, zendesk } from '../connections.ts'
import { ASSIGN, CALL_REPORT, CALLER, callFinished, TRANSCRIPT } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, connection, router, when, workflow } from '../steps.ts'

export default {
  slug: 'support-ticket-transcript',
  category: 'post_call',
  name: {
    en: 'Support ticket with transcript (Zendesk)',
    es: 'Ticket de soporte con transcripción (Zendesk)',
  },
  description: {
    en: 'Where a caller reported a problem, a ticket is opened with a title, a priority and the whole conversation.',
    es: 'Si quien llama comunica un problema, se abre un ticket con título, prioridad y la conversación completa.',
  },
  setup: [
    {
      en: 'Calls with the variable mail open tickets for that e-mail address; others for the agent of the connection.',
      es: 'Las llamadas con la variable mail abren tickets a nombre de ese correo; las demás, del agente de la conexión.',
    },
    ASSIGN,
  ],
  connections: [ai, zendesk],
  variables: {},
  definition: workflow(
    { en: 'Support ticket with transcript', es: 'Ticket de soporte con transcripción' },
    callFinished,
    [
      action('extract', { en: 'Is it a problem?', es: '¿Es un problema?' }, 'ai', 'extractStructuredData', {
        auth: connection('ai'),
        text: CALL_REPORT,
        prompt: {
          en: 'This is how a support call went. Extract the following data.',
          es: 'Así fue una llamada de soporte. Extrae los siguientes datos.',
        },
        mode: 'simple',
        schema: {
          fields: [
            {
              name: 'has_problem',
              type: 'boolean',
              isRequired: true,
              description: {
                en: 'Whether the caller reported a problem that the call did not solve.',
                es: 'Si quien llama comunicó un problema que la llamada no resolvió.',
              },
            },
            {
              name: 'title',
              type: 'string',
              isRequired: false,
              description: { en: 'The problem in a few words.', es: 'El problema en pocas palabras.' },
            },
            {
              name: 'priority',
              type: 'string',
              isRequired: false,
              description: { en: 'low, normal, high or urgent.', es: 'low, normal, high o urgent.' },
            },
          ],
        },
        maxOutputTokens: 2000,
      }),
      router('by_problem', { en: 'Is it a problem?', es: '¿Es un problema?' }, [
        {
          name: { en: 'Yes', es: 'Sí' },
          when: [[when('{{extract.has_problem}}', 'BOOLEAN_IS_TRUE')]],
          steps: [
            action('ticket', { en: 'Open a ticket', es: 'Abrir un ticket' }, 'zendesk', 'create-ticket', {
              auth: connection('zendesk'),
              subject: {
                en: `{{extract.title ?? 'Problem reported by phone'}} (${CALLER})`,
                es: `{{extract.title ?? 'Problema comunicado por teléfono'}} (${CALLER})`,
              },
              comment_body: TRANSCRIPT,
              comment_public: false,
              requester_email: "{{trigger.dynamic_variables.mail ?? ''}}",
              requester_name: "{{trigger.dynamic_variables.name ?? ''}}",
              priority:
                "{{['low', 'normal', 'high', 'urgent'].includes(extract.priority) ? extract.priority : 'normal'}}",
            }),
          ],
        },
      ]),
    ],
  ),
} satisfies TemplateSource
