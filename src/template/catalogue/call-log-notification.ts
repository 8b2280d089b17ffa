import { ai, googleSheets, slack } from '../connections.ts'
import {
  ASSIGN,
  CALLER,
  callFinished,
  notifySlack,
  SLACK_CHANNEL,
  SPREADSHEET_ID,
  summarise,
} from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, connection, workflow } from '../steps.ts'

export default {
  slug: 'call-log-notification',
  category: 'post_call',
  name: {
    en: 'Call log and chat notification (Google Sheets, Slack)',
    es: 'Registro de llamadas y aviso por chat (Google Sheets, Slack)',
  },
  description: {
    en: 'Keeps a log of all calls in a sheet, and tells your team in Slack what each was about.',
    es: 'Lleva un registro de todas las llamadas en una hoja y cuenta al equipo en Slack de qué trató cada una.',
  },
  setup: [
    {
      en: 'The columns are: date, phone number, direction, duration in seconds, how it ended, summary.',
      es: 'Las columnas son: fecha, teléfono, sentido, duración en segundos, cómo terminó, resumen.',
    },
    { en: 'Invite the bot to the Slack channel.', es: 'Invita al bot al canal de Slack.' },
    ASSIGN,
  ],
  connections: [ai, googleSheets, slack],
  variables: { spreadsheet_id: SPREADSHEET_ID, slack_channel: SLACK_CHANNEL },
  definition: workflow(
    { en: 'Call log and chat notification', es: 'Registro de llamadas y aviso por chat' },
    callFinished,
    [
      summarise('summary'),
      action('add_row', { en: 'Add a row', es: 'Añadir una fila' }, 'google-sheets', 'insert_row', {
        auth: connection('google_sheets'),
        includeTeamDrives: false,
        spreadsheetId: '<<spreadsheet_id>>',
        sheetId: '0',
        first_row_headers: false,
        as_string: true,
        values: {
          values: [
            '{{trigger.end_time}}',
            CALLER,
            '{{trigger.type}}',
            '{{trigger.duration}}',
            '{{trigger.end_reason}}',
            '{{summary}}',
          ],
        },
      }),
      notifySlack('notify', {
        en: `Call with ${CALLER}, {{trigger.duration}} s:\n{{summary}}`,
        es: `Llamada con ${CALLER}, {{trigger.duration}} s:\n{{summary}}`,
      }),
    ],
  ),
} satisfies TemplateSource
