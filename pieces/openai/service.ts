import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** OpenAI's API. */
export const openai = service({
  name: 'openai',
  displayName: 'OpenAI',
  description: 'Text, images, speech and embeddings of OpenAI’s models.',
  categories: ['ARTIFICIAL_INTELLIGENCE'],
  auth: [secretText({ label: 'API key', description: 'Starts with sk-. platform.openai.com › API keys.' })],
  baseUrl: 'https://api.openai.com/v1',
  authorize: ({ secret }) => ({ headers: { authorization: `Bearer ${secret}` } }),
  validate: ({ http }) => http.get('/models'),
})
