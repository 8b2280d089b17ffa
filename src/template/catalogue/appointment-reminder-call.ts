import { googleCalendar } from '../connections.ts'
import {
  CALENDAR_ID,
  COUNTRY_CODE,
  ENABLE,
  FROM_NUMBER,
  LOCAL_TIME,
  PHONE_NUMBER,
  TIME_ZONE,
} from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, code, connection, router, trigger, when, workflow } from '../steps.ts'

const READ_EVENT = `
${PHONE_NUMBER}

${LOCAL_TIME}

// The description says "Phone: …" or "Teléfono: …", as the template Create appointment writes it.
export const code = async ({ event, countryCode, timezone }) => {
  const written = /(?:phone|tel[eé]fono|tel)\\.?\\s*:\\s*([+\\d][\\d\\s().-]*)/i.exec(event.description ?? '')?.[1]
  return {
    phone: phoneNumber(written, countryCode),
    title: event.summary ?? '',
    starts: event.start.dateTime ? localTime(event.start.dateTime, timezone) : event.start.date,
  }
}`

export default {
  slug: 'appointment-reminder-call',
  category: 'call_launcher',
  name: {
    en: 'Appointment reminder the day before (Google Calendar)',
    es: 'Recordatorio de cita el día anterior (Google Calendar)',
  },
  description: {
    en: 'A day before each appointment in your calendar, the agent calls the person to remind them.',
    es: 'Un día antes de cada cita de tu calendario, el agente llama a la persona para recordársela.',
  },
  setup: [
    {
      en: 'Each event needs a line "Phone: …" in its description; events without one are left alone.',
      es: 'Cada evento necesita una línea "Teléfono: …" en su descripción; los que no la tienen se omiten.',
    },
    {
      en: 'Use the variables appointment and starts in the prompt of the agent.',
      es: 'Usa las variables appointment y starts en el prompt del agente.',
    },
    ENABLE,
  ],
  connections: [googleCalendar],
  variables: {
    calendar_id: CALENDAR_ID,
    time_zone: TIME_ZONE,
    from_number: FROM_NUMBER,
    country_code: COUNTRY_CODE,
  },
  definition: workflow(
    { en: 'Appointment reminder', es: 'Recordatorio de cita' },
    trigger({ en: 'A day before', es: 'Un día antes' }, 'google-calendar', 'event_starts_in', {
      auth: connection('google_calendar'),
      calendar_id: '<<calendar_id>>',
      specific_event: false,
      time_value: 1,
      time_unit: 'days',
    }),
    [
      code('read', { en: 'Read the event', es: 'Leer el evento' }, READ_EVENT, {
        event: '{{trigger}}',
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
              dynamicVariables: { appointment: '{{read.title}}', starts: '{{read.starts}}' },
            }),
          ],
        },
      ]),
    ],
  ),
} satisfies TemplateSource
