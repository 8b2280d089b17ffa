import { googleCalendar } from '../connections.ts'
import {
  ASSIGN,
  CALENDAR_ID,
  functionCall,
  localMoment,
  mention,
  respond,
  TIME_ZONE,
  toUtc,
} from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, code, connection, router, when, workflow } from '../steps.ts'

const IS_AVAILABLE = `
export const code = async ({ found }) => {
  const calendars = Object.values(found.calendars ?? {})
  const isRead = calendars.length > 0 && calendars.every(({ errors }) => !errors?.length)
  if (!isRead) return { outcome: 'error' }
  return { outcome: calendars.some(({ busy }) => busy?.length) ? 'busy' : 'free' }
}`

const error = (name: string) =>
  respond(name, {
    status: 'error',
    message: {
      en: 'The appointment could not be confirmed. Say that somebody will check and call back; do not try again.',
      es: 'No se ha podido confirmar la cita. Di que alguien lo comprobará y devolverá la llamada; no lo intentes de nuevo.',
    },
  })

export default {
  slug: 'create-appointment',
  category: 'during_call',
  name: { en: 'Create appointment (Google Calendar)', es: 'Crear cita (Google Calendar)' },
  description: {
    en: 'The agent books a time in your calendar, once it has been checked that it is still free.',
    es: 'El agente reserva una hora en tu calendario, tras comprobar que sigue libre.',
  },
  setup: [
    mention('create_appointment'),
    {
      en: 'The length of an appointment stands in the description of end_date: change it there.',
      es: 'La duración de la cita está en la descripción de end_date: cámbiala ahí.',
    },
    ASSIGN,
  ],
  connections: [googleCalendar],
  variables: { calendar_id: CALENDAR_ID, time_zone: TIME_ZONE },
  definition: workflow(
    'create_appointment',
    functionCall(
      {
        en: 'Books an appointment at a time the caller has agreed to.',
        es: 'Reserva una cita a la hora que ha aceptado quien llama.',
      },
      [
        {
          name: 'start_date',
          description: localMoment('When the appointment starts', 'Cuándo empieza la cita'),
        },
        {
          name: 'end_date',
          description: localMoment(
            'When it ends, 15 minutes after its start',
            'Cuándo termina, 15 minutos después de empezar',
          ),
        },
        {
          name: 'name',
          optional: true,
          description: { en: 'The name of the caller.', es: 'El nombre de quien llama.' },
        },
        {
          name: 'phone',
          optional: true,
          description: {
            en: 'The phone number of the caller, in international format.',
            es: 'El teléfono de quien llama, en formato internacional.',
          },
        },
      ],
      { confirmation: true },
    ),
    [
      toUtc('start', { en: 'Start in UTC', es: 'Inicio en UTC' }, 'start_date'),
      toUtc('end', { en: 'End in UTC', es: 'Fin en UTC' }, 'end_date'),
      action(
        'find_busy',
        { en: 'Is the time taken?', es: '¿Está ocupada la hora?' },
        'google-calendar',
        'google_calendar_find_busy_free_periods',
        {
          auth: connection('google_calendar'),
          calendar_ids: ['<<calendar_id>>'],
          start_date: '{{start.result}}',
          end_date: '{{end.result}}',
        },
        { continueOnFailure: true },
      ),
      code('available', { en: 'Available?', es: '¿Disponible?' }, IS_AVAILABLE, { found: '{{find_busy}}' }),
      router(
        'by_availability',
        { en: 'By availability', es: 'Según disponibilidad' },
        [
          {
            name: { en: 'Free', es: 'Libre' },
            when: [[when('{{available.outcome}}', 'TEXT_EXACTLY_MATCHES', 'free')]],
            steps: [
              action(
                'create_event',
                { en: 'Create the event', es: 'Crear el evento' },
                'google-calendar',
                'create_google_calendar_event',
                {
                  auth: connection('google_calendar'),
                  calendar_id: '<<calendar_id>>',
                  title: {
                    en: "Appointment: {{trigger.arguments.name || 'caller'}}",
                    es: "Cita: {{trigger.arguments.name || 'cliente'}}",
                  },
                  start_date_time: '{{start.result}}',
                  end_date_time: '{{end.result}}',
                  time_zone: '<<time_zone>>',
                  description: {
                    en: "Phone: {{trigger.arguments.phone || 'unknown'}}\nBooked by phone, call {{trigger.call_id}}.",
                    es: "Teléfono: {{trigger.arguments.phone || 'desconocido'}}\nReservada por teléfono, llamada {{trigger.call_id}}.",
                  },
                  send_notifications: 'all',
                  create_meet_link: false,
                },
                { continueOnFailure: true },
              ),
              router(
                'by_outcome',
                { en: 'Was it made?', es: '¿Se ha creado?' },
                [
                  {
                    name: { en: 'Made', es: 'Creada' },
                    when: [[when('{{create_event?.id}}', 'EXISTS')]],
                    steps: [
                      respond('respond_created', {
                        status: 'created',
                        event_id: '{{create_event.id}}',
                        start_date: '{{trigger.arguments.start_date}}',
                        message: { en: 'The appointment is booked.', es: 'La cita está reservada.' },
                      }),
                    ],
                  },
                ],
                [error('respond_not_created')],
              ),
            ],
          },
          {
            name: { en: 'Taken', es: 'Ocupada' },
            when: [[when('{{available.outcome}}', 'TEXT_EXACTLY_MATCHES', 'busy')]],
            steps: [
              respond('respond_busy', {
                status: 'busy',
                message: {
                  en: 'That time has just been taken. Offer another.',
                  es: 'Esa hora ya está ocupada. Ofrece otra.',
                },
              }),
            ],
          },
        ],
        [
          respond('respond_error', {
            status: 'error',
            message: {
              en: 'The calendar cannot be read right now, so nothing was booked. Offer to call back.',
              es: 'Ahora mismo no se puede consultar el calendario, así que no se ha reservado nada. Ofrece devolver la llamada.',
            },
          }),
        ],
      ),
    ],
  ),
} satisfies TemplateSource
