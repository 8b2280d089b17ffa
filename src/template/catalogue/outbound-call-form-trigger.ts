import { COUNTRY_CODE, ENABLE, FROM_NUMBER, PHONE_NUMBER } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, code, trigger, workflow } from '../steps.ts'

const NORMALISE = `
${PHONE_NUMBER}

export const code = async ({ number, defaultCountryCode }) => {
  const phone = phoneNumber(number, defaultCountryCode)
  if (phone === '') throw new Error('The form sent no phone number.')
  return { phone }
}`

export default {
  slug: 'outbound-call-form-trigger',
  category: 'call_launcher',
  name: { en: 'Outbound call trigger (Webhook)', es: 'Disparador de llamada saliente (Webhook)' },
  description: {
    en: 'A form on your site sends a phone number, and a minute later the agent calls it.',
    es: 'Un formulario de tu web envía un teléfono y, un minuto después, el agente lo llama.',
  },
  setup: [
    {
      en: "Have your form send the field phone to the workflow's address.",
      es: 'Haz que tu formulario envíe el campo phone a la dirección del flujo.',
    },
    ENABLE,
  ],
  connections: [],
  variables: { from_number: FROM_NUMBER, country_code: COUNTRY_CODE },
  definition: workflow(
    { en: 'Outbound call trigger', es: 'Disparador de llamada saliente' },
    trigger({ en: 'Form sent', es: 'Formulario enviado' }, 'webhook', 'catch_webhook', { authType: 'none' }),
    [
      code('normalise', { en: 'Normalise the number', es: 'Normalizar el teléfono' }, NORMALISE, {
        number: '{{trigger.body.phone}}',
        defaultCountryCode: '<<country_code>>',
      }),
      action('wait', { en: 'Wait a minute', es: 'Esperar un minuto' }, 'delay', 'delayFor', {
        unit: 'minutes',
        delayFor: 1,
      }),
      action('call', { en: 'Make the call', es: 'Hacer la llamada' }, 'diga', 'makeCall', {
        from: '<<from_number>>',
        to: '{{normalise.phone}}',
        dynamicVariables: {},
      }),
    ],
  ),
} satisfies TemplateSource
