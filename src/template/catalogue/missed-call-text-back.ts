import { twilio } from '../connections.ts'
import { ASSIGN, CALLER, callFinished, SMS_NUMBER } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, connection, router, when, workflow } from '../steps.ts'

export default {
  slug: 'missed-call-text-back',
  category: 'post_call',
  name: { en: 'Missed-call text back (SMS)', es: 'SMS tras una llamada perdida' },
  description: {
    en: 'Where nobody said a word in a call, the person gets an SMS with the way to go on.',
    es: 'Si en una llamada nadie llegó a hablar, la persona recibe un SMS que le indica cómo seguir.',
  },
  setup: [ASSIGN],
  connections: [twilio],
  variables: {
    sms_number: SMS_NUMBER,
    business_name: { en: 'The name of your business.', es: 'El nombre de tu empresa.' },
    url: {
      en: 'Where to go on, such as a booking page.',
      es: 'Dónde seguir, por ejemplo una página de reservas.',
    },
  },
  definition: workflow({ en: 'Missed-call text back', es: 'SMS tras una llamada perdida' }, callFinished, [
    router('by_words', { en: 'Was anything said?', es: '¿Se habló?' }, [
      {
        name: { en: 'Missed', es: 'Perdida' },
        when: [
          [
            when("{{trigger.messages.some((message) => message.role === 'user')}}", 'BOOLEAN_IS_FALSE'),
            when(CALLER, 'EXISTS'),
          ],
        ],
        steps: [
          action('send_sms', { en: 'Send an SMS', es: 'Enviar un SMS' }, 'twilio', 'send_sms', {
            auth: connection('twilio'),
            from: '<<sms_number>>',
            to: CALLER,
            body: {
              en: 'This is <<business_name>>. Sorry we missed each other on the phone. You can go on here: <<url>>',
              es: 'Somos <<business_name>>. Sentimos no haber podido hablar por teléfono. Puedes seguir aquí: <<url>>',
            },
          }),
        ],
      },
    ]),
  ]),
} satisfies TemplateSource
