import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Diga API's API. */
export const digaApi = service({
  name: 'diga-api',
  displayName: 'Diga API',
  description: 'Voice agents and calls of a Diga project.',
  categories: ['COMMUNICATION'],
  auth: [secretText({ label: 'API key', description: 'Diga › Settings › API keys.' })],
  baseUrl: 'https://api.diga.io',
  authorize: ({ secret }) => ({ headers: { authorization: `Bearer ${secret}` } }),
  validate: ({ http }) => http.get('/v1/call/?limit=1'),
})
