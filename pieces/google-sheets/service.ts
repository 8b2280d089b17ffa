import { DRIVE } from '../_google/files.ts'
import { googleService } from '../_google/service.ts'

/** Google's Sheets API, v4; spreadsheets are found and made through Drive's. */
export const sheets = googleService({
  name: 'google-sheets',
  displayName: 'Google Sheets',
  description: 'Rows, worksheets and spreadsheets of a Google account.',
  categories: ['PRODUCTIVITY'],
  scopes: ['spreadsheets', 'drive'],
  baseUrl: 'https://sheets.googleapis.com/v4/spreadsheets',
  hosts: [DRIVE],
  validate: ({ http }) => http.get(`${DRIVE}/about`, { query: { fields: 'user(emailAddress)' } }),
})
