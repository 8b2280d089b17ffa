import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Airtable's Web API. */
export const airtable = service({
  name: 'airtable',
  displayName: 'Airtable',
  description: 'Records, tables and bases of Airtable.',
  categories: ['PRODUCTIVITY'],
  auth: [
    secretText({
      label: 'Personal access token',
      description:
        'From airtable.com/create/tokens, with the scopes data.records:read, data.records:write and schema.bases:read, and data.recordComments:write for comments.',
    }),
  ],
  baseUrl: 'https://api.airtable.com/v0',
  authorize: ({ secret }) => ({ headers: { authorization: `Bearer ${secret}` } }),
  validate: ({ http }) => http.get('/meta/whoami'),
})
