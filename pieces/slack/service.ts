import { oauth2, secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'
import { events } from './events.ts'
import { failure } from './failure.ts'

/** Slack's Web API. Its errors come with status 200 and `ok: false`. */
export const slack = service({
  name: 'slack',
  displayName: 'Slack',
  description: 'Messages, channels and people of a Slack workspace.',
  categories: ['COMMUNICATION'],
  auth: [
    oauth2({
      authUrl: 'https://slack.com/oauth/v2/authorize',
      tokenUrl: 'https://slack.com/api/oauth.v2.access',
      scopes: [
        'channels:read',
        'channels:manage',
        'channels:history',
        'channels:join',
        'chat:write',
        'chat:write.customize',
        'groups:read',
        'groups:history',
        'im:write',
        'reactions:write',
        'users:read',
        'users:read.email',
      ],
      scopeSeparator: ',',
      pkce: false,
    }),
    secretText({ label: 'Bot token', description: 'Starts with xoxb-. Your app › OAuth & Permissions.' }),
  ],
  baseUrl: 'https://slack.com/api',
  authorize: (auth) => ({
    headers: { authorization: `Bearer ${auth.type === 'OAUTH2' ? auth.accessToken : auth.secret}` },
  }),
  failure,
  validate: ({ http }) => http.post('/auth.test'),
  appEvents: events,
})
