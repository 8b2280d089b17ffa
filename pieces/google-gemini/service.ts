import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Google's Gemini API. */
export const gemini = service({
  name: 'google-gemini',
  displayName: 'Google Gemini',
  description: 'Text, data and embeddings of Google’s Gemini models.',
  categories: ['ARTIFICIAL_INTELLIGENCE'],
  auth: [secretText({ label: 'API key', description: 'aistudio.google.com › Get API key.' })],
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  authorize: ({ secret }) => ({ headers: { 'x-goog-api-key': secret } }),
  validate: ({ http }) => http.get('/models', { query: { pageSize: 1 } }),
})
