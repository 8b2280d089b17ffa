import * as z from 'zod'
import { isObject } from '../../src/json.ts'
import { oauth2, secretText } from '../../src/piece/auth.ts'
import { shortText } from '../../src/piece/fields.ts'
import { basicAuth } from '../../src/piece/http-client.ts'
import { service } from '../../src/piece/service.ts'

/** Mailchimp's Marketing API, at the data centre of the account. */
export const mailchimp = service({
  name: 'mailchimp',
  displayName: 'Mailchimp',
  description: 'Audiences, members, tags and campaigns of Mailchimp.',
  categories: ['MARKETING'],
  auth: [
    secretText({
      label: 'API key',
      description: 'Profile › Extras › API keys. Ends with the data centre, as -us21.',
    }),
    oauth2({
      authUrl: 'https://login.mailchimp.com/oauth2/authorize',
      tokenUrl: 'https://login.mailchimp.com/oauth2/token',
      scopes: [],
      pkce: false,
      fields: z.object({
        server: shortText({
          label: 'Data centre',
          description: 'us21, where you log in at us21.admin.mailchimp.com.',
        }),
      }),
    }),
  ],
  baseUrl: (auth) => {
    const server = auth.type === 'OAUTH2' ? auth.fields.server : auth.secret.split('-').at(-1)
    return `https://${encodeURIComponent(server?.trim() ?? '')}.api.mailchimp.com/3.0`
  },
  authorize: (auth) => ({
    headers: {
      // The user of an API key may be anything: https://mailchimp.com/developer/marketing/docs/fundamentals/#connecting-to-the-api
      authorization:
        auth.type === 'OAUTH2' ? `Bearer ${auth.accessToken}` : basicAuth('patchcord', auth.secret),
    },
  }),
  errorMessage(body) {
    if (!isObject(body) || typeof body.detail !== 'string') return undefined
    const errors = Array.isArray(body.errors) ? (body.errors as unknown[]).filter(isObject) : []
    const found = errors.map(({ field, message }) => (field ? `${field}: ${message}` : message))
    return found.length > 0 ? `${body.detail} (${found.join('; ')})` : body.detail
  },
  validate: ({ http }) => http.get('/ping'),
})
