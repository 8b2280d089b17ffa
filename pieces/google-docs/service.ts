import { DRIVE } from '../_google/files.ts'
import { googleService } from '../_google/service.ts'

/** Google's Docs API, v1; documents are found, copied and moved through Drive's. */
export const docs = googleService({
  name: 'google-docs',
  displayName: 'Google Docs',
  description: 'Documents of a Google account: made, read, filled in.',
  categories: ['CONTENT_AND_FILES'],
  scopes: ['documents', 'drive'],
  baseUrl: 'https://docs.googleapis.com/v1',
  hosts: [DRIVE],
  validate: ({ http }) => http.get(`${DRIVE}/about`, { query: { fields: 'user(emailAddress)' } }),
})
