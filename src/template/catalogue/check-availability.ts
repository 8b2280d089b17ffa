import { googleCalendar } from '../connections.ts'
import {
  ASSIGN,
  CALENDAR_ID,
  functionCall,
  LOCAL_TIME,
  localMoment,
  mention,
  respond,
  TIME_ZONE,
  toUtc,
} from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, code, connection, workflow } from '../steps.ts'

const FREE_SLOTS = `
${LOCAL_TIME}

export const code = async ({ calendars, start, end, timezone }) => {
  const found = Object.values(calendars)
  // A calendar that cannot be read is not free.
  if (found.some(({ errors }) => errors?.length)) throw new Error('The calendar cannot be read.')
  const until = Date.parse(end)
  const busy = found
    .flatMap((calendar) => calendar.busy ?? [])
    .map((period) => ({ start: Date.parse(period.start), end: Date.parse(period.end) }))
    .sort((a, b) => a.start - b.start)
  const free_slots = []
  let from = Date.parse(start)
  for (const period of [...busy, { start: until, end: until }]) {
    if (period.start > from) {
      free_slots.push({
        start: localTime(from, timezone),
        end: localTime(period.start, timezone),
        duration_minutes: Math.round((period.start - from) / 60000),
      })
    }
    from = Math.max(from, period.end)
  }
  return { free_slots }
}`

export default {
  slug: 'check-availability',
  category: 'during_call',
  name: {
    en: 'Check availability (Google Calendar)',
    es: 'Consultar disponibilidad (Google Calendar)',
  },
  description: {
    en: 'The agent asks for free times between two moments, and offers them to the caller in local time.',
    es: 'El agente pregunta por los huecos libres entre dos momentos y se los ofrece a quien llama en hora local.',
  },
  setup: [mention('check_availability'), ASSIGN],
  connections: [googleCalendar],
  variables: { calendar_id: CALENDAR_ID, time_zone: TIME_ZONE },
  definition: workflow(
    'check_availability',
    functionCall(
      {
        en: 'Gives the free times of the calendar between two moments. Call it before you offer an appointment.',
        es: 'Da los huecos libres del calendario entre dos momentos. Llámala antes de ofrecer una cita.',
      },
      [
        {
          name: 'start_date',
          description: localMoment('From when to look', 'Desde cuándo buscar'),
        },
        {
          name: 'end_date',
          description: localMoment('Until when to look', 'Hasta cuándo buscar'),
        },
      ],
    ),
    [
      toUtc('start', { en: 'Start in UTC', es: 'Inicio en UTC' }, 'start_date'),
      toUtc('end', { en: 'End in UTC', es: 'Fin en UTC' }, 'end_date'),
      action(
        'find_busy',
        { en: 'Find busy times', es: 'Buscar horas ocupadas' },
        'google-calendar',
        'google_calendar_find_busy_free_periods',
        {
          auth: connection('google_calendar'),
          calendar_ids: ['<<calendar_id>>'],
          start_date: '{{start.result}}',
          end_date: '{{end.result}}',
        },
      ),
      code('free', { en: 'Work out free times', es: 'Calcular huecos libres' }, FREE_SLOTS, {
        calendars: '{{find_busy.calendars}}',
        start: '{{start.result}}',
        end: '{{end.result}}',
        timezone: '<<time_zone>>',
      }),
      respond('respond', { timezone: '<<time_zone>>', free_slots: '{{free.free_slots}}' }),
    ],
    {
      fallbackAnswer: {
        status: 'error',
        message: {
          en: 'The calendar cannot be read right now. Offer to call back.',
          es: 'Ahora mismo no se puede consultar el calendario. Ofrece devolver la llamada.',
        },
      },
    },
  ),
} satisfies TemplateSource
