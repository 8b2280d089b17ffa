import { oauth2, secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Typeform's API. */
export const typeform = service({
  name: 'typeform',
  displayName: 'Typeform',
  description: 'Forms of Typeform and their responses.',
  categories: ['FORMS_AND_SURVEYS'],
  auth: [
    oauth2({
      authUrl: 'https://api.typeform.com/oauth/authorize',
      tokenUrl: 'https://api.typeform.com/oauth/token',
      scopes: ['accounts:read', 'forms:read', 'responses:read', 'webhooks:read', 'webhooks:write', 'offline'],
      pkce: false,
    }),
    secretText({ label: 'Personal token', description: 'Your picture › Your settings › Personal tokens.' }),
  ],
  baseUrl: 'https://api.typeform.com',
  authorize: (auth) => ({
    headers: { authorization: `Bearer ${auth.type === 'OAUTH2' ? auth.accessToken : auth.secret}` },
  }),
  validate: ({ http }) => http.get('/me'),
})
