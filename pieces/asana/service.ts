import { oauth2, secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Asana's API. */
export const asana = service({
  name: 'asana',
  displayName: 'Asana',
  description: 'Tasks and projects of Asana.',
  categories: ['PRODUCTIVITY'],
  auth: [
    oauth2({
      authUrl: 'https://app.asana.com/-/oauth_authorize',
      tokenUrl: 'https://app.asana.com/-/oauth_token',
      scopes: ['default'],
    }),
    secretText({ label: 'Personal access token', description: 'From app.asana.com/0/my-apps.' }),
  ],
  baseUrl: 'https://app.asana.com/api/1.0',
  authorize: (auth) => ({
    headers: { authorization: `Bearer ${auth.type === 'OAUTH2' ? auth.accessToken : auth.secret}` },
  }),
  validate: ({ http }) => http.get('/users/me'),
})
