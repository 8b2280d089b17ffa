import { calCom } from '../connections.ts'
import { ASSIGN, functionCall, mention, respond } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, connection, router, when, workflow } from '../steps.ts'

export default {
  slug: 'cancel-appointment-cal-com',
  category: 'during_call',
  name: { en: 'Cancel appointment (Cal.com)', es: 'Cancelar cita (Cal.com)' },
  description: {
    en: 'The agent cancels an appointment, and says whether it worked.',
    es: 'El agente cancela una cita y dice si ha sido posible.',
  },
  setup: [
    mention('cancel_appointment'),
    {
      en: 'Use it with the template Find appointment (Cal.com), which gives the agent the booking.',
      es: 'Úsala con la plantilla Buscar cita (Cal.com), que da la reserva al agente.',
    },
    ASSIGN,
  ],
  connections: [calCom],
  variables: {},
  definition: workflow(
    'cancel_appointment',
    functionCall(
      { en: 'Cancels an appointment for good.', es: 'Cancela una cita definitivamente.' },
      [
        {
          name: 'booking_uid',
          description: { en: 'The booking_uid of the appointment.', es: 'El booking_uid de la cita.' },
        },
        {
          name: 'cancellation_reason',
          optional: true,
          description: { en: 'Why, if the caller says so.', es: 'El motivo, si quien llama lo dice.' },
        },
      ],
      { confirmation: true },
    ),
    [
      action(
        'cancel',
        { en: 'Cancel the booking', es: 'Cancelar la reserva' },
        'cal-com',
        'calcom_cancel_booking',
        {
          auth: connection('cal_com'),
          booking_uid: '{{trigger.arguments.booking_uid}}',
          cancellation_reason: {
            en: "{{trigger.arguments.cancellation_reason || 'Cancelled on the phone'}}",
            es: "{{trigger.arguments.cancellation_reason || 'Cancelada por teléfono'}}",
          },
        },
        { continueOnFailure: true },
      ),
      router(
        'by_outcome',
        { en: 'Was it cancelled?', es: '¿Se ha cancelado?' },
        [
          {
            name: { en: 'Cancelled', es: 'Cancelada' },
            when: [[when('{{cancel?.status}}', 'TEXT_EXACTLY_MATCHES', 'success')]],
            steps: [
              respond('respond_cancelled', {
                status: 'cancelled',
                message: { en: 'The appointment has been cancelled.', es: 'La cita se ha cancelado.' },
              }),
            ],
          },
        ],
        [
          respond('respond_error', {
            status: 'error',
            reason: '{{cancel.error.message}}',
            message: {
              en: 'The appointment could not be cancelled. Say that somebody will check, and do not try again.',
              es: 'No se ha podido cancelar la cita. Di que alguien lo comprobará y no lo intentes de nuevo.',
            },
          }),
        ],
      ),
    ],
  ),
} satisfies TemplateSource
