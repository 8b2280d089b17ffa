import * as z from 'zod'
import { customAuth, oauth2 } from '../../src/piece/auth.ts'
import { choice, secretText } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'
import { events } from './events.ts'

/** Regions by the part of the address that differs: https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis */
const region = () =>
  choice({
    label: 'Region',
    choices: [
      { value: 'intercom', label: 'United States' },
      { value: 'eu.intercom', label: 'Europe' },
      { value: 'au.intercom', label: 'Australia' },
    ],
  })

/** Intercom's API, in the region of the workspace. */
export const intercom = service({
  name: 'intercom',
  displayName: 'Intercom',
  description: 'Contacts, conversations, notes, tags and tickets of Intercom.',
  categories: ['CUSTOMER_SUPPORT'],
  auth: [
    oauth2({
      authUrl: 'https://app.{region}.com/oauth',
      tokenUrl: 'https://api.{region}.io/auth/eagle/token',
      scopes: [],
      pkce: false,
      fields: z.object({ region: region() }),
    }),
    customAuth({
      label: 'Access token',
      description: 'Developer Hub › your app › Authentication.',
      fields: z.object({ accessToken: secretText({ label: 'Access token' }), region: region() }),
    }),
  ],
  baseUrl: ({ fields }) => `https://api.${fields.region}.io`,
  headers: { 'intercom-version': '2.11' },
  authorize: (auth) => ({
    headers: {
      authorization: `Bearer ${auth.type === 'OAUTH2' ? auth.accessToken : auth.fields.accessToken}`,
    },
  }),
  validate: ({ http }) => http.get('/me'),
  appEvents: events,
})
