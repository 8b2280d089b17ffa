import { googleService } from '../_google/service.ts'

/** Google's People API, v1. */
export const contacts = googleService({
  name: 'google-contacts',
  displayName: 'Google Contacts',
  description: 'The people in the contacts of a Google account.',
  categories: ['SALES_AND_CRM'],
  scopes: ['contacts'],
  baseUrl: 'https://people.googleapis.com/v1',
  validate: ({ http }) =>
    http.get('/people/me/connections', { query: { personFields: 'names', pageSize: 1 } }),
})
