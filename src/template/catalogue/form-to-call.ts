import { COUNTRY_CODE, ENABLE, FROM_NUMBER, PHONE_NUMBER } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, code, router, trigger, when, workflow } from '../steps.ts'

const NORMALISE = `
${PHONE_NUMBER}

export const code = async ({ number, countryCode }) => ({ phone: phoneNumber(number, countryCode) })`

const answer = (name: string, status: number, body: object, respond: 'stop' | 'respond') =>
  action(name, { en: 'Answer the form', es: 'Responder al formulario' }, 'webhook', 'return_response', {
    responseType: 'json',
    fields: { status, headers: {}, body },
    respond,
  })

export default {
  slug: 'form-to-call',
  category: 'call_launcher',
  name: { en: 'Call back from a form, at once', es: 'Llamada inmediata desde un formulario' },
  description: {
    en: 'A form with a shared secret has the agent call at once, with what was filled in; a number that is none is refused.',
    es: 'Un formulario con una clave compartida hace que el agente llame al momento, con los datos rellenados; si el teléfono no es válido, se rechaza.',
  },
  setup: [
    {
      en: "Have your site send phone, name and message as JSON to the workflow's /sync address, with the secret in the header x-form-secret.",
      es: 'Haz que tu web envíe phone, name y message en JSON a la dirección /sync del flujo, con la clave en la cabecera x-form-secret.',
    },
    ENABLE,
  ],
  connections: [],
  variables: {
    from_number: FROM_NUMBER,
    country_code: COUNTRY_CODE,
    form_secret: {
      en: 'A long random text that your site sends along.',
      es: 'Un texto largo y aleatorio que envía tu web.',
    },
  },
  definition: workflow(
    { en: 'Call back from a form', es: 'Llamada desde un formulario' },
    trigger({ en: 'Form sent', es: 'Formulario enviado' }, 'webhook', 'catch_webhook', {
      authType: 'header',
      authFields: { headerName: 'x-form-secret', headerValue: '<<form_secret>>' },
    }),
    [
      code('normalise', { en: 'Normalise the number', es: 'Normalizar el teléfono' }, NORMALISE, {
        number: '{{trigger.body.phone}}',
        countryCode: '<<country_code>>',
      }),
      router(
        'by_number',
        { en: 'Is it a number?', es: '¿Es un teléfono?' },
        [
          {
            name: { en: 'Yes', es: 'Sí' },
            when: [[when('{{normalise.phone}}', 'EXISTS')]],
            steps: [
              answer('accept', 202, { accepted: true }, 'respond'),
              action('call', { en: 'Make the call', es: 'Hacer la llamada' }, 'diga', 'makeCall', {
                from: '<<from_number>>',
                to: '{{normalise.phone}}',
                dynamicVariables: {
                  name: "{{trigger.body.name ?? ''}}",
                  message: "{{trigger.body.message ?? ''}}",
                },
              }),
            ],
          },
        ],
        [
          answer(
            'refuse',
            422,
            {
              accepted: false,
              message: { en: 'Check the phone number.', es: 'Comprueba el teléfono.' },
            },
            'stop',
          ),
        ],
      ),
    ],
  ),
} satisfies TemplateSource
