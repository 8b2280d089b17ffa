import { ai, googleSheets } from '../connections.ts'
import { ASSIGN, CALL_REPORT, CALLER, callFinished, SPREADSHEET_ID } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, connection, workflow } from '../steps.ts'

export default {
  slug: 'save-call-result',
  category: 'post_call',
  name: { en: 'Save call result (Google Sheets)', es: 'Guardar resultado de la llamada (Google Sheets)' },
  description: {
    en: 'After each call, AI reads whether the caller was interested, why not and how urgent it is, and a row is added to your sheet.',
    es: 'Tras cada llamada, la IA extrae si hubo interés, qué objeciones y qué urgencia, y se añade una fila a tu hoja.',
  },
  setup: [
    {
      en: 'The columns are: date, phone number, interested, objections, urgency, duration in seconds.',
      es: 'Las columnas son: fecha, teléfono, interés, objeciones, urgencia, duración en segundos.',
    },
    ASSIGN,
  ],
  connections: [ai, googleSheets],
  variables: { spreadsheet_id: SPREADSHEET_ID },
  definition: workflow({ en: 'Save call result', es: 'Guardar resultado de la llamada' }, callFinished, [
    action('extract', { en: 'Read the result', es: 'Extraer el resultado' }, 'ai', 'extractStructuredData', {
      auth: connection('ai'),
      text: CALL_REPORT,
      prompt: {
        en: 'This is the transcript of a phone call. Extract the following data.',
        es: 'Esta es la transcripción de una llamada. Extrae los siguientes datos.',
      },
      mode: 'simple',
      schema: {
        fields: [
          {
            name: 'interested',
            type: 'boolean',
            isRequired: true,
            description: {
              en: 'Whether the person showed interest in going on.',
              es: 'Si la persona mostró interés en continuar.',
            },
          },
          {
            name: 'objections_raised',
            type: 'string',
            isRequired: false,
            description: {
              en: 'The objections the person raised, separated by commas.',
              es: 'Las objeciones que planteó la persona, separadas por comas.',
            },
          },
          {
            name: 'urgency',
            type: 'string',
            isRequired: false,
            description: {
              en: 'How urgent it is: high, medium or low.',
              es: 'Urgencia: alta, media o baja.',
            },
          },
        ],
      },
      maxOutputTokens: 2000,
    }),
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
          '{{extract.interested}}',
          "{{extract.objections_raised ?? ''}}",
          "{{extract.urgency ?? ''}}",
          '{{trigger.duration}}',
        ],
      },
    }),
  ]),
} satisfies TemplateSource
