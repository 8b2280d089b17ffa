import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'
import { ANTHROPIC_HEADERS } from '../ai/messages-api.ts'

/** Anthropic's API. */
export const claude = service({
  name: 'claude',
  displayName: 'Anthropic Claude',
  description: 'Text, and data out of texts and images, of Anthropic’s models.',
  categories: ['ARTIFICIAL_INTELLIGENCE'],
  auth: [
    secretText({ label: 'API key', description: 'Starts with sk-ant-. console.anthropic.com › API keys.' }),
  ],
  baseUrl: 'https://api.anthropic.com',
  headers: ANTHROPIC_HEADERS,
  authorize: ({ secret }) => ({ headers: { 'x-api-key': secret } }),
  validate: ({ http }) => http.get('/v1/models', { query: { limit: 1 } }),
})
