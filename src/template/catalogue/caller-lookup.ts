import { hubspot } from '../connections.ts'
import { ASSIGN, CALLER, preCall } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, connection, router, when, workflow } from '../steps.ts'

export default {
  slug: 'caller-lookup',
  category: 'pre_call',
  name: { en: 'Caller look-up (HubSpot)', es: 'Identificar a quien llama (HubSpot)' },
  description: {
    en: 'Before each call, looks the phone number up in your CRM, so that the agent greets people by name.',
    es: 'Antes de cada llamada, busca el teléfono en tu CRM para que el agente salude por el nombre.',
  },
  setup: [
    {
      en: 'Contacts are found by their phone number in international format.',
      es: 'Los contactos se buscan por su teléfono en formato internacional.',
    },
    ASSIGN,
  ],
  connections: [hubspot],
  variables: {},
  definition: workflow({ en: 'Caller look-up', es: 'Identificar a quien llama' }, preCall, [
    action(
      'find',
      { en: 'Find the contact', es: 'Buscar el contacto' },
      'hubspot',
      'find-contact',
      {
        auth: connection('hubspot'),
        firstSearchPropertyName: 'phone',
        firstSearchPropertyValue: CALLER,
        limit: 1,
      },
      { continueOnFailure: true },
    ),
    router(
      'by_contact',
      { en: 'Is it somebody we know?', es: '¿Es alguien conocido?' },
      [
        {
          name: { en: 'Known', es: 'Conocido' },
          when: [[when('{{find?.results?.[0]?.id}}', 'EXISTS')]],
          steps: [
            action(
              'return_known',
              { en: 'Tell the agent', es: 'Informar al agente' },
              'diga',
              'returnCallData',
              {
                promptAddition: {
                  en: "You speak with {{find.results[0].properties.firstname ?? 'a customer'}} {{find.results[0].properties.lastname ?? ''}}, whom we know. Company: {{find.results[0].properties.company ?? 'unknown'}}. Stage: {{find.results[0].properties.lifecyclestage ?? 'unknown'}}. Do not ask for data that we have.",
                  es: "Hablas con {{find.results[0].properties.firstname ?? 'un cliente'}} {{find.results[0].properties.lastname ?? ''}}, a quien conocemos. Empresa: {{find.results[0].properties.company ?? 'desconocida'}}. Etapa: {{find.results[0].properties.lifecyclestage ?? 'desconocida'}}. No pidas datos que ya tenemos.",
                },
                dynamicVariables: {
                  contact_id: '{{find.results[0].id}}',
                  name: "{{find.results[0].properties.firstname ?? ''}}",
                  mail: "{{find.results[0].properties.email ?? ''}}",
                },
              },
            ),
          ],
        },
      ],
      [
        action(
          'return_unknown',
          { en: 'Tell the agent', es: 'Informar al agente' },
          'diga',
          'returnCallData',
          {
            promptAddition: {
              en: 'This number is not in our records. Ask for the name and the e-mail address.',
              es: 'Este teléfono no está en nuestros registros. Pide el nombre y el correo.',
            },
            dynamicVariables: {},
          },
        ),
      ],
    ),
  ]),
} satisfies TemplateSource
