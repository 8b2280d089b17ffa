import { calCom } from '../connections.ts'
import { ASSIGN, functionCall, localMoment, mention, respond, TIME_ZONE, toUtc } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, connection, router, when, workflow } from '../steps.ts'

export default {
  slug: 'create-appointment-cal-com',
  category: 'during_call',
  name: { en: 'Create appointment (Cal.com)', es: 'Crear cita (Cal.com)' },
  description: {
    en: 'The agent books a time of an event type, and Cal.com sends the confirmation.',
    es: 'El agente reserva una hora de un tipo de evento y Cal.com envía la confirmación.',
  },
  setup: [mention('create_appointment'), ASSIGN],
  connections: [calCom],
  variables: { time_zone: TIME_ZONE },
  definition: workflow(
    'create_appointment',
    functionCall(
      {
        en: 'Books an appointment at a time the caller has agreed to.',
        es: 'Reserva una cita a la hora que ha aceptado quien llama.',
      },
      [
        {
          name: 'event_type_id',
          description: { en: 'The id of the event type.', es: 'El ID del tipo de evento.' },
        },
        {
          name: 'start_date',
          description: localMoment('When the appointment starts', 'Cuándo empieza la cita'),
        },
        {
          name: 'email',
          description: {
            en: 'The e-mail address of the caller, spelled back to them.',
            es: 'El correo de quien llama, deletreado para confirmarlo.',
          },
        },
        {
          name: 'name',
          optional: true,
          description: { en: 'The name of the caller.', es: 'El nombre de quien llama.' },
        },
      ],
      { confirmation: true },
    ),
    [
      toUtc('start', { en: 'Start in UTC', es: 'Inicio en UTC' }, 'start_date'),
      action(
        'book',
        { en: 'Book', es: 'Reservar' },
        'cal-com',
        'calcom_create_booking',
        {
          auth: connection('cal_com'),
          event_type_id: '{{trigger.arguments.event_type_id}}',
          start: '{{start.result}}',
          attendee_name: '{{trigger.arguments.name || trigger.arguments.email}}',
          attendee_email: '{{trigger.arguments.email}}',
          attendee_time_zone: '<<time_zone>>',
          attendee_language: { en: 'en', es: 'es' },
          metadata: { call_id: '{{trigger.call_id}}' },
        },
        { continueOnFailure: true },
      ),
      router(
        'by_outcome',
        { en: 'Was it booked?', es: '¿Se ha reservado?' },
        [
          {
            name: { en: 'Booked', es: 'Reservada' },
            when: [[when('{{book?.status}}', 'TEXT_EXACTLY_MATCHES', 'success')]],
            steps: [
              respond('respond_created', {
                status: 'created',
                booking_uid: '{{book.data.uid}}',
                start_date: '{{trigger.arguments.start_date}}',
                message: { en: 'The appointment is booked.', es: 'La cita está reservada.' },
              }),
            ],
          },
        ],
        [
          respond('respond_error', {
            status: 'error',
            reason: '{{book.error.message}}',
            message: {
              en: 'The appointment could not be booked. If the time was taken, offer another; else say that somebody will call back.',
              es: 'No se ha podido reservar la cita. Si la hora estaba ocupada, ofrece otra; si no, di que alguien devolverá la llamada.',
            },
          }),
        ],
      ),
    ],
  ),
} satisfies TemplateSource
