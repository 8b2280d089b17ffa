import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Bland's API. */
export const bland = service({
  name: 'bland',
  displayName: 'Bland',
  description: 'Personas, pathways, calls and numbers of a Bland account.',
  categories: ['COMMUNICATION'],
  auth: [secretText({ label: 'API key', description: 'app.bland.ai › Developer.' })],
  baseUrl: 'https://api.bland.ai',
  authorize: ({ secret }) => ({ headers: { authorization: secret } }),
  validate: ({ http }) => http.get('/v1/me'),
})
