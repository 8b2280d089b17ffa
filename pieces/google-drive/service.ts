import { DRIVE } from '../_google/files.ts'
import { googleService } from '../_google/service.ts'

/** Google Drive's API, v3. */
export const drive = googleService({
  name: 'google-drive',
  displayName: 'Google Drive',
  description: 'Files and folders of a Google account, and who may see them.',
  categories: ['CONTENT_AND_FILES'],
  scopes: ['drive'],
  baseUrl: DRIVE,
  validate: ({ http }) => http.get('/about', { query: { fields: 'user(emailAddress)' } }),
})
