import { ai, slack, twilio } from '../connections.ts'
import {
  ASSIGN,
  CALL_REPORT,
  CALLER,
  callFinished,
  notifySlack,
  SLACK_CHANNEL,
  SMS_NUMBER,
} from '../phrases.ts'
import type { TemplateSource, Text } from '../source.ts'
import { action, connection, router, when, workflow } from '../steps.ts'

const RESOLVED: Text = { en: 'resolved', es: 'resuelta' }
const UNRESOLVED: Text = { en: 'unresolved', es: 'sin resolver' }
const URGENT: Text = { en: 'unresolved and urgent', es: 'sin resolver y urgente' }

export default {
  slug: 'escalate-unresolved-calls',
  category: 'post_call',
  name: {
    en: 'Escalate unresolved calls (Slack, SMS)',
    es: 'Escalar llamadas sin resolver (Slack, SMS)',
  },
  description: {
    en: 'AI judges how a call ended. Your team hears of unresolved ones in Slack, and whoever is on duty gets an SMS where it is urgent.',
    es: 'La IA valora cómo terminó la llamada. El equipo se entera en Slack de las que quedan sin resolver y, si es urgente, quien está de guardia recibe un SMS.',
  },
  setup: [{ en: 'Invite the bot to the Slack channel.', es: 'Invita al bot al canal de Slack.' }, ASSIGN],
  connections: [ai, slack, twilio],
  variables: {
    slack_channel: SLACK_CHANNEL,
    sms_number: SMS_NUMBER,
    on_call_number: {
      en: 'The mobile number of whoever is on duty.',
      es: 'El móvil de quien está de guardia.',
    },
  },
  definition: workflow(
    { en: 'Escalate unresolved calls', es: 'Escalar llamadas sin resolver' },
    callFinished,
    [
      action('judge', { en: 'How did it end?', es: '¿Cómo terminó?' }, 'ai', 'classifyText', {
        auth: connection('ai'),
        text: CALL_REPORT,
        categories: [RESOLVED, UNRESOLVED, URGENT],
      }),
      router('by_judgement', { en: 'How did it end?', es: '¿Cómo terminó?' }, [
        {
          name: { en: 'Urgent', es: 'Urgente' },
          when: [[when('{{judge}}', 'TEXT_EXACTLY_MATCHES', URGENT)]],
          steps: [
            action('send_sms', { en: 'Send an SMS', es: 'Enviar un SMS' }, 'twilio', 'send_sms', {
              auth: connection('twilio'),
              from: '<<sms_number>>',
              to: '<<on_call_number>>',
              body: {
                en: `Urgent: the call with ${CALLER} was not resolved. Please call back.`,
                es: `Urgente: la llamada con ${CALLER} ha quedado sin resolver. Devuélvela, por favor.`,
              },
            }),
            notifySlack('notify_urgent', {
              en: `:rotating_light: Urgent and unresolved: the call with ${CALLER}. Whoever is on duty was told by SMS.`,
              es: `:rotating_light: Urgente y sin resolver: la llamada con ${CALLER}. Se ha avisado por SMS a quien está de guardia.`,
            }),
          ],
        },
        {
          name: { en: 'Unresolved', es: 'Sin resolver' },
          when: [[when('{{judge}}', 'TEXT_EXACTLY_MATCHES', UNRESOLVED)]],
          steps: [
            notifySlack('notify', {
              en: `Unresolved: the call with ${CALLER}. Who takes it on?`,
              es: `Sin resolver: la llamada con ${CALLER}. ¿Quién se encarga?`,
            }),
          ],
        },
      ]),
    ],
  ),
} satisfies TemplateSource
