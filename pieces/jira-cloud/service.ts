import * as z from 'zod'
import { customAuth } from '../../src/piece/auth.ts'
import { toBase64 } from '../../src/piece/base64.ts'
import { secretText, shortText } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'

const Refusal = z.object({
  errorMessages: z.array(z.string()).default([]),
  errors: z.record(z.string(), z.string()).default({}),
})

/** Jira Cloud's REST API, v3, of one site. */
export const jira = service({
  name: 'jira-cloud',
  displayName: 'Jira Cloud',
  description: 'Issues, comments and people of a Jira site.',
  categories: ['PRODUCTIVITY'],
  auth: [
    customAuth({
      label: 'Connection',
      description: 'Make the token at id.atlassian.com › Security › API tokens.',
      fields: z.object({
        instanceUrl: shortText({ label: 'Address of the site', description: 'https://acme.atlassian.net' }),
        email: shortText({ label: 'E-mail', description: 'That you log in with.' }),
        apiToken: secretText({ label: 'API token' }),
      }),
    }),
  ],
  baseUrl: ({ fields }) => `${fields.instanceUrl.trim().replace(/\/+$/, '')}/rest/api/3`,
  authorize({ fields }) {
    const proof = toBase64(new TextEncoder().encode(`${fields.email}:${fields.apiToken}`))
    return { headers: { authorization: `Basic ${proof}` } }
  },
  errorMessage(body) {
    const refusal = Refusal.safeParse(body)
    if (!refusal.success) return undefined
    const { errorMessages, errors } = refusal.data
    return [...errorMessages, ...Object.entries(errors).map(([field, said]) => `${field}: ${said}`)].join(
      '; ',
    )
  },
  validate: ({ http }) => http.get('/myself'),
})
