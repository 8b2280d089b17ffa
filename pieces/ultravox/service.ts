import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Ultravox's API. */
export const ultravox = service({
  name: 'ultravox',
  displayName: 'Ultravox',
  description: 'Voice agents and calls of an Ultravox account.',
  categories: ['COMMUNICATION'],
  auth: [secretText({ label: 'API key', description: 'app.ultravox.ai › Settings › API Keys.' })],
  baseUrl: 'https://api.ultravox.ai',
  authorize: ({ secret }) => ({ headers: { 'x-api-key': secret } }),
  validate: ({ http }) => http.get('/api/accounts/me'),
})
