import { basicAuth } from '../../src/piece/auth.ts'
import { basicAuth as basicHeader } from '../../src/piece/http-client.ts'
import { service } from '../../src/piece/service.ts'

const ORIGIN = 'https://api.twilio.com'

/** The address of an account, which all paths are joined to. */
export const accountUrl = (sid: string) => `${ORIGIN}/2010-04-01/Accounts/${encodeURIComponent(sid)}`

/** Where numbers are looked up. */
export const LOOKUPS = 'https://lookups.twilio.com'

/** Twilio's REST API of one account. */
export const twilio = service({
  name: 'twilio',
  displayName: 'Twilio',
  description: 'Text messages, calls and recordings of a Twilio account.',
  categories: ['COMMUNICATION'],
  auth: [
    basicAuth({
      label: 'Account',
      description: 'On the first page of console.twilio.com.',
      username: { label: 'Account SID', description: 'Starts with AC.' },
      password: { label: 'Auth token' },
    }),
  ],
  baseUrl: ({ username }) => accountUrl(username),
  hosts: [LOOKUPS],
  authorize: ({ username, password }) => ({ headers: { authorization: basicHeader(username, password) } }),
  validate: ({ http, auth }) => http.get(`${accountUrl(auth.username)}.json`),
})
