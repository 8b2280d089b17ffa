import { calCom } from '../connections.ts'
import { ASSIGN, functionCall, LOCAL_TIME, mention, respond, TIME_ZONE } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, code, connection, workflow } from '../steps.ts'

const KEEP = `
${LOCAL_TIME}

export const code = async ({ bookings, timezone }) => ({
  appointments: (bookings ?? []).map(({ uid, title, start }) => ({
    booking_uid: uid,
    title,
    start_date: localTime(start, timezone),
  })),
})`

export default {
  slug: 'find-appointment-cal-com',
  category: 'during_call',
  name: { en: 'Find appointment (Cal.com)', es: 'Buscar cita (Cal.com)' },
  description: {
    en: 'The agent looks up the coming appointments of a caller by e-mail address.',
    es: 'El agente busca las próximas citas de quien llama por su correo.',
  },
  setup: [mention('find_appointment'), ASSIGN],
  connections: [calCom],
  variables: { time_zone: TIME_ZONE },
  definition: workflow(
    'find_appointment',
    functionCall(
      {
        en: 'Finds the coming appointments of the caller. Call it before you move or cancel one.',
        es: 'Busca las próximas citas de quien llama. Llámala antes de cambiar o cancelar una.',
      },
      [
        {
          name: 'email',
          description: {
            en: 'The e-mail address that the appointment was booked with.',
            es: 'El correo con el que se reservó la cita.',
          },
        },
      ],
    ),
    [
      action('now', { en: 'Now', es: 'Ahora' }, 'date-helper', 'get_current_date', {
        timeFormat: 'YYYY-MM-DDTHH:mm:ss[Z]',
        timeZone: 'UTC',
      }),
      action('find', { en: 'Find bookings', es: 'Buscar reservas' }, 'cal-com', 'calcom_list_bookings', {
        auth: connection('cal_com'),
        status: 'upcoming',
        attendee_email: '{{trigger.arguments.email}}',
        after_start: '{{now.result}}',
        limit: 10,
      }),
      code('keep', { en: 'Keep what matters', es: 'Quedarse con lo importante' }, KEEP, {
        bookings: '{{find.data}}',
        timezone: '<<time_zone>>',
      }),
      respond('respond', { timezone: '<<time_zone>>', appointments: '{{keep.appointments}}' }),
    ],
    {
      fallbackAnswer: {
        status: 'error',
        message: {
          en: 'The appointments cannot be read right now. Offer to call back.',
          es: 'Ahora mismo no se pueden consultar las citas. Ofrece devolver la llamada.',
        },
      },
    },
  ),
} satisfies TemplateSource
