import { oauth2, secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Notion's API, in the version that knows data sources. */
export const notion = service({
  name: 'notion',
  displayName: 'Notion',
  description: 'Pages, databases and comments of a Notion workspace.',
  categories: ['PRODUCTIVITY'],
  auth: [
    oauth2({
      authUrl: 'https://api.notion.com/v1/oauth/authorize',
      tokenUrl: 'https://api.notion.com/v1/oauth/token',
      scopes: [],
      clientAuth: 'HEADER',
      extra: { owner: 'user' },
      pkce: false,
    }),
    secretText({
      label: 'Integration secret',
      description:
        'From notion.so/my-integrations. Then connect the pages: ••• › Connections › your integration.',
    }),
  ],
  baseUrl: 'https://api.notion.com',
  headers: { 'notion-version': '2025-09-03' },
  authorize: (auth) => ({
    headers: { authorization: `Bearer ${auth.type === 'OAUTH2' ? auth.accessToken : auth.secret}` },
  }),
  validate: ({ http }) => http.get('/v1/users/me'),
})
