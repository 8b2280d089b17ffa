import { CodedError } from '../../src/errors.ts'
import { oauth2, secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'
import type { Authorization } from '../../src/piece/service-http.ts'

/** Pipedrive's API: version 2 where it has the request, else version 1. */
export const pipedrive = service({
  name: 'pipedrive',
  displayName: 'Pipedrive',
  description: 'People, organizations, deals, leads and activities of a Pipedrive account.',
  categories: ['SALES_AND_CRM'],
  auth: [
    oauth2({
      authUrl: 'https://oauth.pipedrive.com/oauth/authorize',
      tokenUrl: 'https://oauth.pipedrive.com/oauth/token',
      scopes: [
        'admin',
        'contacts:full',
        'users:read',
        'deals:full',
        'activities:full',
        'leads:full',
        'search:read',
      ],
      clientAuth: 'HEADER',
      pkce: false,
    }),
    secretText({ label: 'API token', description: 'Personal preferences › API.' }),
  ],
  baseUrl: (auth) => {
    if (auth.type === 'SECRET_TEXT') return 'https://api.pipedrive.com'
    if (typeof auth.data.api_domain === 'string') return auth.data.api_domain
    throw new CodedError('CONNECTION_INVALID', 'The Pipedrive connection knows no "api_domain". Reconnect.')
  },
  authorize: (auth): Authorization =>
    auth.type === 'OAUTH2'
      ? { headers: { authorization: `Bearer ${auth.accessToken}` } }
      : { headers: { 'x-api-token': auth.secret } },
  validate: ({ http }) => http.get('/v1/users/me'),
})
