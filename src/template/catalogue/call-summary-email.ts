import { ai, gmail } from '../connections.ts'
import { ASSIGN, CALLER, callFinished, summarise } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, connection, workflow } from '../steps.ts'

export default {
  slug: 'call-summary-email',
  category: 'post_call',
  name: { en: 'Call summary by e-mail (Gmail)', es: 'Resumen de la llamada por correo (Gmail)' },
  description: {
    en: 'After each call, your team gets an e-mail with a short summary and a link to the recording.',
    es: 'Tras cada llamada, tu equipo recibe un correo con un breve resumen y el enlace a la grabación.',
  },
  setup: [ASSIGN],
  connections: [ai, gmail],
  variables: {
    team_email: { en: 'The address that gets the summaries.', es: 'El correo que recibe los resúmenes.' },
  },
  definition: workflow(
    { en: 'Call summary by e-mail', es: 'Resumen de la llamada por correo' },
    callFinished,
    [
      summarise('summary'),
      action('write', { en: 'Write the e-mail', es: 'Enviar el correo' }, 'gmail', 'send_email', {
        auth: connection('gmail'),
        receiver: ['<<team_email>>'],
        subject: { en: `Call with ${CALLER}`, es: `Llamada con ${CALLER}` },
        body_type: 'plain_text',
        body: {
          en: "{{summary}}\n\nDuration: {{trigger.duration}} s\nRecording: {{trigger.recording_url || 'none'}}",
          es: "{{summary}}\n\nDuración: {{trigger.duration}} s\nGrabación: {{trigger.recording_url || 'no hay'}}",
        },
        draft: false,
      }),
    ],
  ),
} satisfies TemplateSource
