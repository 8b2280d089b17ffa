import * as z from 'zod'
import { customAuth } from '../../src/piece/auth.ts'
import { secretText, shortText } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'

/** A Supabase project: its tables by PostgREST, its files by the Storage API. */
export const supabase = service({
  name: 'supabase',
  displayName: 'Supabase',
  description: 'Rows, functions and files of a Supabase project.',
  categories: ['DEVELOPER_TOOLS'],
  auth: [
    customAuth({
      label: 'Project',
      fields: z.object({
        url: shortText({ label: 'Project URL', description: 'Such as https://abcdefgh.supabase.co.' }),
        apiKey: secretText({
          label: 'API key',
          description:
            'Settings › API keys. The secret key may do anything; others what your policies allow.',
        }),
      }),
    }),
  ],
  baseUrl: ({ fields }) => fields.url,
  authorize: ({ fields }) => ({
    headers: { apikey: fields.apiKey, authorization: `Bearer ${fields.apiKey}` },
  }),
  validate: ({ http }) => http.get('/auth/v1/settings'),
})
