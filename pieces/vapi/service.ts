import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Vapi's API. */
export const vapi = service({
  name: 'vapi',
  displayName: 'Vapi',
  description: 'Voice agents, calls and numbers of a Vapi account.',
  categories: ['COMMUNICATION'],
  auth: [secretText({ label: 'API key', description: 'The private one. dashboard.vapi.ai › API Keys.' })],
  baseUrl: 'https://api.vapi.ai',
  authorize: ({ secret }) => ({ headers: { authorization: `Bearer ${secret}` } }),
  validate: ({ http }) => http.get('/assistant?limit=1'),
})
