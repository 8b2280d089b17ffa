import { calCom } from '../connections.ts'
import {
  ASSIGN,
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

const TO_LOCAL = `
${LOCAL_TIME}

export const code = async ({ days, timezone }) => ({
  slots: Object.values(days ?? {}).flat().map(({ start }) => localTime(start, timezone)),
})`

export default {
  slug: 'check-availability-cal-com',
  category: 'during_call',
  name: { en: 'Check availability (Cal.com)', es: 'Consultar disponibilidad (Cal.com)' },
  description: {
    en: 'The agent asks Cal.com for the free times of an event type, and offers them in local time.',
    es: 'El agente pregunta a Cal.com por los huecos libres de un tipo de evento y los ofrece en hora local.',
  },
  setup: [
    mention('check_availability'),
    {
      en: 'Use it with the template Get event types (Cal.com), which tells the agent the ids.',
      es: 'Úsala con la plantilla Obtener tipos de evento (Cal.com), que da los ID al agente.',
    },
    ASSIGN,
  ],
  connections: [calCom],
  variables: { time_zone: TIME_ZONE },
  definition: workflow(
    'check_availability',
    functionCall(
      {
        en: 'Gives the free times of an event type between two moments. Call it before you offer an appointment.',
        es: 'Da los huecos libres de un tipo de evento entre dos momentos. Llámala antes de ofrecer una cita.',
      },
      [
        {
          name: 'event_type_id',
          description: { en: 'The id of the event type.', es: 'El ID del tipo de evento.' },
        },
        { name: 'start_time', description: localMoment('From when to look', 'Desde cuándo buscar') },
        { name: 'end_time', description: localMoment('Until when to look', 'Hasta cuándo buscar') },
      ],
    ),
    [
      toUtc('start', { en: 'Start in UTC', es: 'Inicio en UTC' }, 'start_time'),
      toUtc('end', { en: 'End in UTC', es: 'Fin en UTC' }, 'end_time'),
      action(
        'find_slots',
        { en: 'Find free times', es: 'Buscar huecos libres' },
        'cal-com',
        'calcom_get_available_slots',
        {
          auth: connection('cal_com'),
          event_type_id: '{{trigger.arguments.event_type_id}}',
          start: '{{start.result}}',
          end: '{{end.result}}',
        },
      ),
      code('local', { en: 'In local time', es: 'En hora local' }, TO_LOCAL, {
        days: '{{find_slots.data ?? find_slots}}',
        timezone: '<<time_zone>>',
      }),
      respond('respond', { timezone: '<<time_zone>>', slots: '{{local.slots}}' }),
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
