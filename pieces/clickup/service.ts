import { isObject } from '../../src/json.ts'
import { oauth2, secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** ClickUp's API, version 2. */
export const clickup = service({
  name: 'clickup',
  displayName: 'ClickUp',
  description: 'Tasks, comments and time of ClickUp.',
  categories: ['PRODUCTIVITY'],
  auth: [
    oauth2({
      authUrl: 'https://app.clickup.com/api',
      tokenUrl: 'https://api.clickup.com/api/v2/oauth/token',
      scopes: [],
      pkce: false,
    }),
    secretText({ label: 'Personal API token', description: 'Starts with pk_. Settings › Apps.' }),
  ],
  baseUrl: 'https://api.clickup.com/api/v2',
  // A personal token stands alone: https://developer.clickup.com/docs/authentication
  authorize: (auth) => ({
    headers: { authorization: auth.type === 'OAUTH2' ? `Bearer ${auth.accessToken}` : auth.secret },
  }),
  validate: ({ http }) => http.get('/user'),
  // ClickUp's errors: {"err": "Token invalid", "ECODE": "OAUTH_025"}
  errorMessage: (body) => (isObject(body) && typeof body.err === 'string' ? body.err : undefined),
})
