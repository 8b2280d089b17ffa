import { isObject } from '../../src/json.ts'
import { oauth2 } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Help Scout's Mailbox API 2.0. */
export const helpScout = service({
  name: 'help-scout',
  displayName: 'Help Scout',
  description: 'Conversations and customers of Help Scout.',
  categories: ['CUSTOMER_SUPPORT'],
  auth: [
    oauth2({
      description: 'Your profile › My apps › Create app.',
      authUrl: 'https://secure.helpscout.net/authentication/authorizeClientApplication',
      tokenUrl: 'https://api.helpscout.net/v2/oauth2/token',
      scopes: [],
      pkce: false,
    }),
  ],
  baseUrl: 'https://api.helpscout.net/v2',
  authorize: ({ accessToken }) => ({ headers: { authorization: `Bearer ${accessToken}` } }),
  // https://developer.helpscout.com/mailbox-api/overview/errors/
  errorMessage(body) {
    const errors = isObject(body) && isObject(body._embedded) ? body._embedded.errors : undefined
    if (!isObject(body) || !Array.isArray(errors)) return undefined
    const found = (errors as unknown[]).filter(isObject).map(({ path, message }) => `${path}: ${message}`)
    return `${body.message ?? 'Not valid'} (${found.join('; ')})`
  },
  validate: ({ http }) => http.get('/users/me'),
})
