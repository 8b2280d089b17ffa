import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Discord's API, version 10, as a bot. */
export const discord = service({
  name: 'discord',
  displayName: 'Discord',
  description: 'Messages, channels, roles and members of the Discord servers a bot is in.',
  categories: ['COMMUNICATION'],
  auth: [
    secretText({
      label: 'Bot token',
      description:
        'discord.com/developers/applications › your app › Bot. Reading members and texts needs its intents.',
    }),
  ],
  baseUrl: 'https://discord.com/api/v10',
  authorize: ({ secret }) => ({ headers: { authorization: `Bot ${secret}` } }),
  validate: ({ http }) => http.get('/users/@me'),
})
