import { googleSheets } from '../connections.ts'
import { ENABLE, FROM_NUMBER, SPREADSHEET_ID } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, connection, trigger, workflow } from '../steps.ts'

export default {
  slug: 'call-list-from-sheet',
  category: 'call_launcher',
  name: {
    en: 'Call a list from a sheet (Google Sheets)',
    es: 'Llamar a una lista desde una hoja (Google Sheets)',
  },
  description: {
    en: 'Makes a campaign of the rows of a sheet: it keeps to the hours where each number is, to your pace and to the do-not-call list, and calls again who does not answer.',
    es: 'Crea una campaña con las filas de una hoja: respeta el horario de cada número, tu ritmo y la lista de exclusión, y vuelve a llamar a quien no contesta.',
  },
  setup: [
    {
      en: 'The first row of the sheet holds headers; the column phone has the numbers. The others become variables of the call, by their headers.',
      es: 'La primera fila de la hoja contiene las cabeceras; la columna teléfono tiene los números. Las demás son variables de la llamada, con el nombre de su cabecera.',
    },
    {
      en: "Start it with a POST to the workflow's address, with the secret in the header x-campaign-secret. Each start makes a campaign of all rows.",
      es: 'Iníciala con un POST a la dirección del flujo, con la clave en la cabecera x-campaign-secret. Cada inicio crea una campaña con todas las filas.',
    },
    {
      en: 'GET /v1/campaigns shows how far it is, and /v1/campaigns/:id/rows.csv what came of each number.',
      es: 'GET /v1/campaigns muestra el progreso, y /v1/campaigns/:id/rows.csv el resultado de cada número.',
    },
    ENABLE,
  ],
  connections: [googleSheets],
  variables: {
    spreadsheet_id: SPREADSHEET_ID,
    from_number: FROM_NUMBER,
    country: {
      en: 'The country of numbers without a code, in two letters: GB.',
      es: 'El país de los números sin prefijo, en dos letras: ES.',
    },
    calls_per_minute: { en: 'The most calls a minute: 10.', es: 'El máximo de llamadas por minuto: 10.' },
    campaign_secret: {
      en: 'A long random text that whoever starts it sends along.',
      es: 'Un texto largo y aleatorio que envía quien la inicia.',
    },
  },
  definition: workflow(
    { en: 'Call a list', es: 'Llamar a una lista' },
    trigger({ en: 'Start', es: 'Inicio' }, 'webhook', 'catch_webhook', {
      authType: 'header',
      authFields: { headerName: 'x-campaign-secret', headerValue: '<<campaign_secret>>' },
    }),
    [
      action('read', { en: 'Read the sheet', es: 'Leer la hoja' }, 'google-sheets', 'get-many-rows', {
        auth: connection('google_sheets'),
        includeTeamDrives: false,
        spreadsheetId: '<<spreadsheet_id>>',
        sheetId: '0',
        first_row_headers: true,
      }),
      action('call', { en: 'Call them', es: 'Llamarlos' }, 'calling', 'call_list', {
        rows: '{{read}}',
        agent: '<<from_number>>',
        default_country: '<<country>>',
        calls_per_minute: '<<calls_per_minute>>',
        max_attempts: 3,
      }),
    ],
  ),
} satisfies TemplateSource
