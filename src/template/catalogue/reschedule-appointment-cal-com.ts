import { calCom } from '../connections.ts'
import { ASSIGN, functionCall, localMoment, mention, respond, TIME_ZONE, toUtc } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, connection, router, when, workflow } from '../steps.ts'

export default {
  slug: 'reschedule-appointment-cal-com',
  category: 'during_call',
  name: { en: 'Reschedule appointment (Cal.com)', es: 'Cambiar cita (Cal.com)' },
  description: {
    en: 'The agent moves an appointment to another time, and says whether it worked.',
    es: 'El agente cambia una cita a otra hora y dice si ha sido posible.',
  },
  setup: [
    mention('reschedule_appointment'),
    {
      en: 'Use it with the template Find appointment (Cal.com), which gives the agent the booking.',
      es: 'Úsala con la plantilla Buscar cita (Cal.com), que da la reserva al agente.',
    },
    ASSIGN,
  ],
  connections: [calCom],
  variables: { time_zone: TIME_ZONE },
  definition: workflow(
    'reschedule_appointment',
    functionCall(
      { en: 'Moves an appointment to another time.', es: 'Cambia una cita a otra hora.' },
      [
        {
          name: 'booking_uid',
          description: { en: 'The booking_uid of the appointment.', es: 'El booking_uid de la cita.' },
        },
        {
          name: 'start_date',
          description: localMoment('When it should start instead', 'Cuándo debe empezar ahora'),
        },
      ],
      { confirmation: true },
    ),
    [
      toUtc('start', { en: 'New start in UTC', es: 'Nuevo inicio en UTC' }, 'start_date'),
      action(
        'move',
        { en: 'Move the booking', es: 'Cambiar la reserva' },
        'cal-com',
        'calcom_reschedule_booking',
        {
          auth: connection('cal_com'),
          booking_uid: '{{trigger.arguments.booking_uid}}',
          start: '{{start.result}}',
          rescheduling_reason: { en: 'Asked for on the phone', es: 'Solicitado por teléfono' },
        },
        { continueOnFailure: true },
      ),
      router(
        'by_outcome',
        { en: 'Was it moved?', es: '¿Se ha cambiado?' },
        [
          {
            name: { en: 'Moved', es: 'Cambiada' },
            when: [[when('{{move?.status}}', 'TEXT_EXACTLY_MATCHES', 'success')]],
            steps: [
              respond('respond_moved', {
                status: 'rescheduled',
                booking_uid: '{{move.data.uid}}',
                start_date: '{{trigger.arguments.start_date}}',
                message: { en: 'The appointment has been moved.', es: 'La cita se ha cambiado.' },
              }),
            ],
          },
        ],
        [
          respond('respond_error', {
            status: 'error',
            reason: '{{move.error.message}}',
            message: {
              en: 'The appointment could not be moved. Say that somebody will check, and do not try again.',
              es: 'No se ha podido cambiar la cita. Di que alguien lo comprobará y no lo intentes de nuevo.',
            },
          }),
        ],
      ),
    ],
  ),
} satisfies TemplateSource
