import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Telnyx's API. */
export const telnyx = service({
  name: 'telnyx',
  displayName: 'Telnyx',
  description: 'AI assistants, calls and numbers of a Telnyx account.',
  categories: ['COMMUNICATION'],
  auth: [secretText({ label: 'API key', description: 'portal.telnyx.com › API Keys.' })],
  baseUrl: 'https://api.telnyx.com/v2',
  authorize: ({ secret }) => ({ headers: { authorization: `Bearer ${secret}` } }),
  validate: ({ http }) => http.get('/balance'),
})
