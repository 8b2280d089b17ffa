import * as z from 'zod'
import { isObject } from '../../src/json.ts'
import { customAuth, oauth2 } from '../../src/piece/auth.ts'
import { secretText, shortText } from '../../src/piece/fields.ts'
import { basicAuth } from '../../src/piece/http-client.ts'
import { service } from '../../src/piece/service.ts'

const subdomain = () =>
  shortText({ label: 'Subdomain', description: 'acme, where Zendesk is at acme.zendesk.com.' })

/** Zendesk Support, at an address of each customer's. */
export const zendesk = service({
  name: 'zendesk',
  displayName: 'Zendesk',
  description: 'Tickets, users and organisations of Zendesk Support.',
  categories: ['CUSTOMER_SUPPORT'],
  auth: [
    customAuth({
      label: 'API token',
      description: 'Admin Center › Apps and integrations › APIs › API tokens.',
      fields: z.object({
        email: shortText({ label: 'E-mail', description: 'The agent’s, who acts here.' }),
        token: secretText({ label: 'API token' }),
        subdomain: subdomain(),
      }),
    }),
    oauth2({
      authUrl: 'https://{subdomain}.zendesk.com/oauth/authorizations/new',
      tokenUrl: 'https://{subdomain}.zendesk.com/oauth/tokens',
      scopes: ['read', 'write'],
      fields: z.object({ subdomain: subdomain() }),
    }),
  ],
  baseUrl: ({ fields }) => `https://${nameOf(fields.subdomain)}.zendesk.com/api/v2`,
  authorize: (auth) => ({
    headers: {
      authorization:
        auth.type === 'OAUTH2'
          ? `Bearer ${auth.accessToken}`
          : basicAuth(`${auth.fields.email}/token`, auth.fields.token),
    },
  }),
  // Which fields are wrong stands beside the description: https://developer.zendesk.com/api-reference/introduction/requests/
  errorMessage(body) {
    if (!isObject(body) || typeof body.description !== 'string' || !isObject(body.details)) return undefined
    const details = Object.entries(body.details).map(([field, found]) => `${field}: ${textOf(found)}`)
    return `${body.description} (${details.join('; ')})`
  },
  validate: ({ http }) => http.get('/users/me'),
})

const textOf = (found: unknown) =>
  [found]
    .flat()
    .map((each) => (isObject(each) ? each.description : each))
    .join(', ')

/** A whole address is understood where a name was asked for. Anything else can be no part of a host. */
const nameOf = (subdomain: string) =>
  encodeURIComponent(
    subdomain
      .trim()
      .replace(/^https?:\/\//, '')
      .replace(/\.zendesk\.com.*$/, ''),
  )
