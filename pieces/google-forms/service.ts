import { DRIVE } from '../_google/files.ts'
import { googleService } from '../_google/service.ts'

/** Google's Forms API, v1; forms are found through Drive's. */
export const forms = googleService({
  name: 'google-forms',
  displayName: 'Google Forms',
  description: 'Forms of a Google account and what was answered.',
  categories: ['FORMS_AND_SURVEYS'],
  scopes: ['forms.body.readonly', 'forms.responses.readonly', 'drive.readonly'],
  baseUrl: 'https://forms.googleapis.com/v1',
  hosts: [DRIVE],
  validate: ({ http }) => http.get(`${DRIVE}/about`, { query: { fields: 'user(emailAddress)' } }),
})
