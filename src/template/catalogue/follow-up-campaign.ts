import { googleSheets } from '../connections.ts'
import { COUNTRY_CODE, ENABLE, FROM_NUMBER, PHONE_NUMBER, SPREADSHEET_ID } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, code, connection, loop, router, trigger, when, workflow } from '../steps.ts'

const TO_CALL = `
${PHONE_NUMBER}

export const code = async ({ rows, columns, countryCode, most }) => ({
  people: rows
    .filter(({ values }) => !values[columns.status])
    .map(({ row, values }) => ({
      row,
      name: values[columns.name] ?? '',
      phone: phoneNumber(values[columns.phone], countryCode),
    }))
    .filter(({ phone }) => phone !== '')
    .slice(0, Number(most)),
})`

const STATUS = { en: 'status', es: 'estado' }

/** Writes into the column of the status, the third. */
const mark = (name: string, displayName: { en: string; es: string }, status: { en: string; es: string }) =>
  action(name, displayName, 'google-sheets', 'update_row', {
    auth: connection('google_sheets'),
    includeTeamDrives: false,
    spreadsheetId: '<<spreadsheet_id>>',
    sheetId: '0',
    row_id: '{{each.item.row}}',
    first_row_headers: true,
    as_string: true,
    values: { C: status },
  })

export default {
  slug: 'follow-up-campaign',
  category: 'call_launcher',
  name: {
    en: 'Follow-up campaign from a sheet (Google Sheets)',
    es: 'Campaña de seguimiento desde una hoja (Google Sheets)',
  },
  description: {
    en: 'Calls the people in a sheet one after the other, with a pause in between, and notes whom it has called.',
    es: 'Llama una tras otra a las personas de una hoja, con una pausa entre llamadas, y anota a quién ha llamado.',
  },
  setup: [
    {
      en: 'The first row of the sheet holds the headers name, phone and status, in the columns A to C. Rows with a status are left alone.',
      es: 'La primera fila de la hoja contiene las cabeceras nombre, teléfono y estado, en las columnas A a C. Las filas con estado se omiten.',
    },
    {
      en: "Start it with a POST to the workflow's address, from a scheduler or by hand, with the secret in the header x-campaign-secret.",
      es: 'Iníciala con un POST a la dirección del flujo, desde un programador o a mano, con la clave en la cabecera x-campaign-secret.',
    },
    ENABLE,
  ],
  connections: [googleSheets],
  variables: {
    spreadsheet_id: SPREADSHEET_ID,
    from_number: FROM_NUMBER,
    country_code: COUNTRY_CODE,
    seconds_between_calls: {
      en: 'The pause before each call: 60.',
      es: 'La pausa antes de cada llamada: 60.',
    },
    most_calls: { en: 'The most calls in one go: 50.', es: 'El máximo de llamadas por tanda: 50.' },
    campaign_secret: {
      en: 'A long random text that whoever starts it sends along.',
      es: 'Un texto largo y aleatorio que envía quien la inicia.',
    },
  },
  definition: workflow(
    { en: 'Follow-up campaign', es: 'Campaña de seguimiento' },
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
      code('choose', { en: 'Whom to call', es: 'A quién llamar' }, TO_CALL, {
        rows: '{{read}}',
        columns: {
          name: { en: 'name', es: 'nombre' },
          phone: { en: 'phone', es: 'teléfono' },
          status: STATUS,
        },
        countryCode: '<<country_code>>',
        most: '<<most_calls>>',
      }),
      loop('each', { en: 'Each person', es: 'Cada persona' }, '{{choose.people}}', [
        action('wait', { en: 'Wait', es: 'Esperar' }, 'delay', 'delayFor', {
          unit: 'seconds',
          delayFor: '<<seconds_between_calls>>',
        }),
        // Before the call: a person whose call fails half-way is not called again by the next campaign.
        mark('mark', { en: 'Note the call', es: 'Anotar la llamada' }, { en: 'called', es: 'llamado' }),
        action(
          'call',
          { en: 'Make the call', es: 'Hacer la llamada' },
          'diga',
          'makeCall',
          {
            from: '<<from_number>>',
            to: '{{each.item.phone}}',
            dynamicVariables: { name: '{{each.item.name}}' },
          },
          { continueOnFailure: true },
        ),
        router('by_call', { en: 'Was it placed?', es: '¿Se ha hecho?' }, [
          {
            name: { en: 'No', es: 'No' },
            when: [[when('{{call?.error}}', 'EXISTS')]],
            steps: [
              mark(
                'mark_failed',
                { en: 'Note the failure', es: 'Anotar el fallo' },
                { en: 'failed', es: 'fallida' },
              ),
            ],
          },
        ]),
      ]),
    ],
  ),
} satisfies TemplateSource
