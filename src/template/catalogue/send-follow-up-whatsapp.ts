import { whatsapp } from '../connections.ts'
import { ASSIGN, CALLER, callFinished } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, connection, workflow } from '../steps.ts'

export default {
  slug: 'send-follow-up-whatsapp',
  category: 'post_call',
  name: { en: 'Send follow-up (WhatsApp)', es: 'Enviar seguimiento (WhatsApp)' },
  description: {
    en: 'A minute after the call, the person gets a WhatsApp message with a link to more information.',
    es: 'Un minuto después de la llamada, la persona recibe un WhatsApp con un enlace a más información.',
  },
  setup: [
    {
      en: 'WhatsApp delivers free text only to people who wrote within 24 hours. For others, change the step to Send template message.',
      es: 'WhatsApp solo entrega texto libre a quien ha escrito en las últimas 24 horas. Para los demás, cambia el paso a Enviar plantilla.',
    },
    {
      en: 'The greeting uses the variable name of the call.',
      es: 'El saludo usa la variable name de la llamada.',
    },
    ASSIGN,
  ],
  connections: [whatsapp],
  variables: {
    phone_number_id: {
      en: 'The id of your WhatsApp number, from WhatsApp › API Setup.',
      es: 'El ID de tu número de WhatsApp, en WhatsApp › API Setup.',
    },
    url: { en: 'The page with more information.', es: 'La página con más información.' },
  },
  definition: workflow({ en: 'Send follow-up', es: 'Enviar seguimiento' }, callFinished, [
    action('wait', { en: 'Wait a minute', es: 'Esperar un minuto' }, 'delay', 'delayFor', {
      unit: 'minutes',
      delayFor: 1,
    }),
    action('send', { en: 'Send the message', es: 'Enviar el mensaje' }, 'whatsapp', 'sendMessage', {
      auth: connection('whatsapp'),
      phone_number_id: '<<phone_number_id>>',
      to: CALLER,
      text: {
        en: "Hello{{trigger.dynamic_variables.name ? ' ' + trigger.dynamic_variables.name : ''}}, thank you for your time on the phone. Here is the information we talked about: <<url>>",
        es: "Hola{{trigger.dynamic_variables.name ? ' ' + trigger.dynamic_variables.name : ''}}, gracias por atender nuestra llamada. Aquí tienes la información de la que hablamos: <<url>>",
      },
    }),
  ]),
} satisfies TemplateSource
