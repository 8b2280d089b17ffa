import * as z from 'zod'
import { customAuth } from '../../src/piece/auth.ts'
import { toBase64 } from '../../src/piece/base64.ts'
import { secretText, shortText } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'

/** WordPress's REST API of one site. */
export const wordpress = service({
  name: 'wordpress',
  displayName: 'WordPress',
  description: 'Posts, pages, media and people of a WordPress site.',
  categories: ['CONTENT_AND_FILES'],
  auth: [
    customAuth({
      label: 'Connection',
      description: 'Users › Profile › Application passwords: make one.',
      fields: z.object({
        username: shortText({ label: 'User name' }),
        password: secretText({ label: 'Application password' }),
        website_url: shortText({ label: 'Address of the site', description: 'https://www.example.com' }),
      }),
    }),
  ],
  baseUrl: ({ fields }) => `${fields.website_url.trim().replace(/\/+$/, '')}/wp-json/wp/v2`,
  authorize({ fields }) {
    const proof = toBase64(new TextEncoder().encode(`${fields.username}:${fields.password}`))
    return { headers: { authorization: `Basic ${proof}` } }
  },
  validate: ({ http }) => http.get('/users/me'),
})
