import { ASSIGN, preCall, TIME_ZONE } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, code, router, when, workflow } from '../steps.ts'

const IS_OPEN = `
export const code = async ({ moment, days, opens, closes }) => {
  const isOpenDay = days.split(',').map((day) => day.trim().toLowerCase()).includes(moment.dayOfWeek.toLowerCase())
  return { open: isOpenDay && moment.hour >= Number(opens) && moment.hour < Number(closes) }
}`

export default {
  slug: 'after-hours-routing',
  category: 'pre_call',
  name: { en: 'After-hours routing', es: 'Atención fuera de horario' },
  description: {
    en: 'Before each call, tells the agent whether you are open by the clocks in your time zone, and what to do if not.',
    es: 'Antes de cada llamada, indica al agente si estáis abiertos según la hora de tu zona y qué hacer si no.',
  },
  setup: [
    {
      en: 'The variable is_open is also there for conditions in conversational paths.',
      es: 'La variable is_open sirve también para las condiciones de los flujos conversacionales.',
    },
    ASSIGN,
  ],
  connections: [],
  variables: {
    time_zone: TIME_ZONE,
    open_days: {
      en: 'The days you are open, in English: Monday, Tuesday, Wednesday, Thursday, Friday.',
      es: 'Los días de apertura, en inglés: Monday, Tuesday, Wednesday, Thursday, Friday.',
    },
    opening_hour: { en: 'The hour you open: 9.', es: 'La hora de apertura: 9.' },
    closing_hour: { en: 'The hour you close: 18.', es: 'La hora de cierre: 18.' },
  },
  definition: workflow({ en: 'After-hours routing', es: 'Atención fuera de horario' }, preCall, [
    action('moment', { en: 'The local time', es: 'La hora local' }, 'date-helper', 'extract_date_parts', {
      inputDate: '{{trigger.start_time || new Date().toISOString()}}',
      inputFormat: 'YYYY-MM-DDTHH:mm:ss',
      unitExtract: ['dayOfWeek', 'hour'],
      timeZone: '<<time_zone>>',
    }),
    code('hours', { en: 'Are we open?', es: '¿Está abierto?' }, IS_OPEN, {
      moment: '{{moment}}',
      days: '<<open_days>>',
      opens: '<<opening_hour>>',
      closes: '<<closing_hour>>',
    }),
    router(
      'by_hours',
      { en: 'Are we open?', es: '¿Está abierto?' },
      [
        {
          name: { en: 'Open', es: 'Abierto' },
          when: [[when('{{hours.open}}', 'BOOLEAN_IS_TRUE')]],
          steps: [
            action(
              'return_open',
              { en: 'Tell the agent', es: 'Informar al agente' },
              'diga',
              'returnCallData',
              {
                promptAddition: {
                  en: 'We are open now. You may transfer the caller to the team.',
                  es: 'Ahora mismo estamos abiertos. Puedes pasar la llamada al equipo.',
                },
                dynamicVariables: { is_open: true },
              },
            ),
          ],
        },
      ],
      [
        action(
          'return_closed',
          { en: 'Tell the agent', es: 'Informar al agente' },
          'diga',
          'returnCallData',
          {
            promptAddition: {
              en: 'We are closed now; we open from <<opening_hour>> to <<closing_hour>> on working days. Do not transfer the caller. Take their name, number and message, and say that we will call back.',
              es: 'Ahora mismo estamos cerrados; abrimos de <<opening_hour>> a <<closing_hour>> los días laborables. No pases la llamada. Toma el nombre, el teléfono y el recado, y di que devolveremos la llamada.',
            },
            dynamicVariables: { is_open: false },
          },
        ),
      ],
    ),
  ]),
} satisfies TemplateSource
