import { basicAuth } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Trello's REST API. */
export const trello = service({
  name: 'trello',
  displayName: 'Trello',
  description: 'Boards, lists and cards of Trello.',
  categories: ['PRODUCTIVITY'],
  auth: [
    basicAuth({
      label: 'API key and token',
      description: 'From trello.com/power-ups/admin: your Power-Up › API key, then "generate a token".',
      username: { label: 'API key' },
      password: { label: 'Token' },
    }),
  ],
  baseUrl: 'https://api.trello.com',
  // In a header, as addresses end up in logs: https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization
  authorize: ({ username, password }) => ({
    headers: { authorization: `OAuth oauth_consumer_key="${username}", oauth_token="${password}"` },
  }),
  validate: ({ http }) => http.get('/1/members/me', { query: { fields: 'username' } }),
})
