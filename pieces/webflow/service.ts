import { oauth2, secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Webflow's Data API, v2. */
export const webflow = service({
  name: 'webflow',
  displayName: 'Webflow',
  description: 'Collections, forms and orders of Webflow sites.',
  categories: ['CONTENT_AND_FILES'],
  auth: [
    oauth2({
      authUrl: 'https://webflow.com/oauth/authorize',
      tokenUrl: 'https://api.webflow.com/oauth/access_token',
      scopes: [
        'cms:read',
        'cms:write',
        'forms:read',
        'sites:read',
        'sites:write',
        'ecommerce:read',
        'ecommerce:write',
      ],
      pkce: false,
    }),
    secretText({ label: 'Site token', description: 'Site settings › Apps & integrations › API access.' }),
  ],
  baseUrl: 'https://api.webflow.com/v2',
  authorize: (auth) => ({
    headers: { authorization: `Bearer ${auth.type === 'OAUTH2' ? auth.accessToken : auth.secret}` },
  }),
  validate: ({ http }) => http.get('/sites'),
})
