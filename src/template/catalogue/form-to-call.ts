import { ENABLE, FROM_NUMBER } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, trigger, workflow } from '../steps.ts'

export default {
  slug: 'form-to-call',
  category: 'call_launcher',
  name: { en: 'Call back from a form, at once', es: 'Llamada inmediata desde un formulario' },
  description: {
    en: 'A form on a page of its own has the agent call at once whoever agrees to be called, with what was filled in.',
    es: 'Un formulario en su propia página hace que el agente llame al momento a quien acepta que le llamen, con los datos rellenados.',
  },
  setup: [
    {
      en: 'Link to the form from your site: it is at /forms/ followed by the id of the workflow. To show it inside your pages, name your site in the trigger.',
      es: 'Enlaza el formulario desde tu web: está en /forms/ seguido del ID del flujo. Para mostrarlo dentro de tus páginas, indica tu web en el disparador.',
    },
    ENABLE,
  ],
  connections: [],
  variables: {
    from_number: FROM_NUMBER,
    country: {
      en: 'The country of numbers without a calling code, by its two letters: GB.',
      es: 'El país de los números sin prefijo, con sus dos letras: ES.',
    },
  },
  definition: workflow(
    { en: 'We call you back', es: 'Te llamamos' },
    trigger({ en: 'Form sent', es: 'Formulario enviado' }, 'forms', 'form_submission', {
      inputs: [
        { key: 'name', displayName: { en: 'Name', es: 'Nombre' }, type: 'text', required: true },
        {
          key: 'phone',
          displayName: { en: 'Phone', es: 'Teléfono' },
          type: 'phone',
          required: true,
          country: '<<country>>',
        },
        {
          key: 'message',
          displayName: { en: 'What is it about?', es: '¿De qué se trata?' },
          type: 'text_area',
          required: false,
        },
        {
          key: 'consent',
          displayName: { en: 'Consent', es: 'Consentimiento' },
          type: 'consent',
          description: {
            en: 'You may call me about my request.',
            es: 'Acepto que me llaméis sobre mi consulta.',
          },
          required: true,
        },
      ],
      buttonText: { en: 'Call me', es: 'Llamadme' },
      thankYou: { en: 'We are calling you now.', es: 'Te llamamos ahora mismo.' },
      waitForResponse: false,
    }),
    [
      action('call', { en: 'Make the call', es: 'Hacer la llamada' }, 'diga', 'makeCall', {
        from: '<<from_number>>',
        to: '{{trigger.phone}}',
        dynamicVariables: { name: '{{trigger.name}}', message: '{{trigger.message}}' },
      }),
    ],
  ),
} satisfies TemplateSource
