import { oauth2, secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** HubSpot's CRM API, version 3, and version 4 for associations. */
export const hubspot = service({
  name: 'hubspot',
  displayName: 'HubSpot',
  description: 'Contacts, companies, deals and tickets of a HubSpot account.',
  categories: ['SALES_AND_CRM'],
  auth: [
    oauth2({
      authUrl: 'https://app.hubspot.com/oauth/authorize',
      tokenUrl: 'https://api.hubapi.com/oauth/v1/token',
      scopes: [
        'oauth',
        'crm.objects.contacts.read',
        'crm.objects.contacts.write',
        'crm.objects.companies.read',
        'crm.objects.companies.write',
        'crm.objects.deals.read',
        'crm.objects.deals.write',
        'crm.objects.owners.read',
        'crm.schemas.contacts.read',
        'crm.schemas.companies.read',
        'crm.schemas.deals.read',
        'tickets',
      ],
      pkce: false,
    }),
    secretText({
      label: 'Access token of a private app',
      description: 'Starts with pat-. Settings › Integrations › Private apps.',
    }),
  ],
  baseUrl: 'https://api.hubapi.com',
  authorize: (auth) => ({
    headers: { authorization: `Bearer ${auth.type === 'OAUTH2' ? auth.accessToken : auth.secret}` },
  }),
  validate: ({ http }) => http.get('/crm/v3/objects/contacts', { query: { limit: 1 } }),
})
