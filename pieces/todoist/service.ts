import { createHash } from 'node:crypto'
import { oauth2, secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Todoist's API, version 1. */
export const todoist = service({
  name: 'todoist',
  displayName: 'Todoist',
  description: 'Tasks, projects and labels of Todoist.',
  categories: ['PRODUCTIVITY'],
  auth: [
    oauth2({
      authUrl: 'https://app.todoist.com/oauth/authorize',
      tokenUrl: 'https://api.todoist.com/oauth/access_token',
      scopes: ['data:read_write,data:delete'],
      pkce: false,
    }),
    secretText({ label: 'API token', description: 'Settings › Integrations › Developer.' }),
  ],
  baseUrl: 'https://api.todoist.com/api/v1',
  authorize: (auth) => ({
    headers: { authorization: `Bearer ${auth.type === 'OAUTH2' ? auth.accessToken : auth.secret}` },
  }),
  validate: ({ http }) => http.get('/projects', { query: { limit: 1 } }),
})

/** Longest request id that Todoist takes. */
const MAX_REQUEST_ID = 36

/** Names a request for good, so that Todoist drops one that comes twice. */
export function once(idempotencyKey: string) {
  const id = createHash('sha256').update(idempotencyKey).digest('hex').slice(0, MAX_REQUEST_ID)
  return { headers: { 'x-request-id': id } }
}
