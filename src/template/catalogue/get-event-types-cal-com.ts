import { calCom } from '../connections.ts'
import { ASSIGN, preCall } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, code, connection, workflow } from '../steps.ts'

const KEEP = `
export const code = async ({ found }) => {
  const event_types = (found ?? []).map(({ id, title, description, lengthInMinutes }) => ({
    id: String(id),
    name: title,
    description: description ?? '',
    duration: lengthInMinutes,
  }))
  return { event_types, list: event_types.map((each) => JSON.stringify(each)).join('\\n') }
}`

export default {
  slug: 'get-event-types-cal-com',
  category: 'pre_call',
  name: { en: 'Get event types (Cal.com)', es: 'Obtener tipos de evento (Cal.com)' },
  description: {
    en: 'Before each call, tells the agent what can be booked with you, with the ids its other functions need.',
    es: 'Antes de cada llamada, informa al agente de lo que se puede reservar, con los ID que necesitan sus otras funciones.',
  },
  setup: [ASSIGN],
  connections: [calCom],
  variables: {},
  definition: workflow({ en: 'Get event types', es: 'Obtener tipos de evento' }, preCall, [
    action(
      'find',
      { en: 'List event types', es: 'Listar tipos de evento' },
      'cal-com',
      'calcom_list_event_types',
      { auth: connection('cal_com') },
    ),
    code('keep', { en: 'Keep what matters', es: 'Quedarse con lo importante' }, KEEP, {
      found: '{{find.data}}',
    }),
    action('return', { en: 'Tell the agent', es: 'Informar al agente' }, 'diga', 'returnCallData', {
      promptAddition: {
        en: 'These can be booked, one a line; use the id where a function asks for event_type_id:\n{{keep.list}}',
        es: 'Se puede reservar lo siguiente, uno por línea; usa el id cuando una función pida event_type_id:\n{{keep.list}}',
      },
      dynamicVariables: { event_types: '{{keep.list}}' },
    }),
  ]),
} satisfies TemplateSource
