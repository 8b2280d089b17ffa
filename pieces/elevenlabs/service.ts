import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** ElevenLabs's API. */
export const elevenlabs = service({
  name: 'elevenlabs',
  displayName: 'ElevenLabs',
  description: 'Voice agents, conversations and numbers of an ElevenLabs account.',
  categories: ['COMMUNICATION'],
  auth: [
    secretText({
      label: 'API key',
      description: 'elevenlabs.io › Developers › API Keys, with access to Agents.',
    }),
  ],
  baseUrl: 'https://api.elevenlabs.io',
  authorize: ({ secret }) => ({ headers: { 'xi-api-key': secret } }),
  validate: ({ http }) => http.get('/v1/convai/agents?page_size=1'),
})
