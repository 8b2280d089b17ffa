import { calCom } from '../connections.ts'
import { COUNTRY_CODE, ENABLE, FROM_NUMBER, LOCAL_TIME, PHONE_NUMBER, TIME_ZONE } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, code, connection, router, trigger, when, workflow } from '../steps.ts'

const READ_BOOKING = `
${PHONE_NUMBER}

${LOCAL_TIME}

export const code = async ({ booking, countryCode, timezone }) => {
  const [attendee = {}] = booking.attendees ?? []
  const answers = booking.responses ?? {}
  const written = attendee.phoneNumber ?? answers.attendeePhoneNumber?.value ?? answers.phone?.value
  return {
    phone: phoneNumber(written, countryCode),
    name: attendee.name ?? '',
    title: booking.title ?? '',
    starts: localTime(booking.startTime, timezone),
  }
}`

export default {
  slug: 'booking-confirmation-call',
  category: 'call_launcher',
  name: { en: 'Booking confirmation call (Cal.com)', es: 'Llamada de confirmación de reserva (Cal.com)' },
  description: {
    en: 'When somebody books in Cal.com and leaves a phone number, the agent calls to confirm.',
    es: 'Cuando alguien reserva en Cal.com y deja su teléfono, el agente llama para confirmar.',
  },
  setup: [
    {
      en: 'Ask for the phone number in the booking questions of your event types.',
      es: 'Pide el teléfono en las preguntas de reserva de tus tipos de evento.',
    },
    {
      en: 'Use the variables name, appointment, starts and booking_uid in the prompt of the agent.',
      es: 'Usa las variables name, appointment, starts y booking_uid en el prompt del agente.',
    },
    ENABLE,
  ],
  connections: [calCom],
  variables: { from_number: FROM_NUMBER, country_code: COUNTRY_CODE, time_zone: TIME_ZONE },
  definition: workflow(
    { en: 'Booking confirmation call', es: 'Llamada de confirmación de reserva' },
    trigger({ en: 'Booking made', es: 'Reserva creada' }, 'cal-com', 'BOOKING_CREATED', {
      auth: connection('cal_com'),
    }),
    [
      code('read', { en: 'Read the booking', es: 'Leer la reserva' }, READ_BOOKING, {
        booking: '{{trigger.payload}}',
        countryCode: '<<country_code>>',
        timezone: '<<time_zone>>',
      }),
      router('by_number', { en: 'Is there a number?', es: '¿Hay teléfono?' }, [
        {
          name: { en: 'Yes', es: 'Sí' },
          when: [[when('{{read.phone}}', 'EXISTS')]],
          steps: [
            action('call', { en: 'Make the call', es: 'Hacer la llamada' }, 'diga', 'makeCall', {
              from: '<<from_number>>',
              to: '{{read.phone}}',
              dynamicVariables: {
                name: '{{read.name}}',
                appointment: '{{read.title}}',
                starts: '{{read.starts}}',
                booking_uid: '{{trigger.payload.uid}}',
              },
            }),
          ],
        },
      ]),
    ],
  ),
} satisfies TemplateSource
