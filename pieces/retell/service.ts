import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Retell's API. */
export const retell = service({
  name: 'retell',
  displayName: 'Retell',
  description: 'Voice agents, calls and numbers of a Retell account.',
  categories: ['COMMUNICATION'],
  auth: [secretText({ label: 'API key', description: 'dashboard.retellai.com › API Keys.' })],
  baseUrl: 'https://api.retellai.com',
  authorize: ({ secret }) => ({ headers: { authorization: `Bearer ${secret}` } }),
  validate: ({ http }) => http.get('/get-concurrency'),
})
