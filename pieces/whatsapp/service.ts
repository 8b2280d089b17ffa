import * as z from 'zod'
import { isObject } from '../../src/json.ts'
import { customAuth } from '../../src/piece/auth.ts'
import { secretText, shortText } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'
import { at } from '../../src/piece/service-http.ts'

/** Meta's Cloud API for WhatsApp Business. */
export const whatsapp = service({
  name: 'whatsapp',
  displayName: 'WhatsApp Business',
  description: 'Messages to and from the customers of a WhatsApp Business account.',
  categories: ['COMMUNICATION'],
  auth: [
    customAuth({
      label: 'Business account',
      fields: z.object({
        access_token: secretText({
          label: 'Access token',
          description: 'Of a system user with whatsapp_business_messaging and whatsapp_business_management.',
        }),
        businessAccountId: shortText({
          label: 'Business account ID',
          description: 'Your app at developers.facebook.com › WhatsApp › API Setup.',
        }),
      }),
    }),
  ],
  baseUrl: 'https://graph.facebook.com/v23.0',
  // Media lie there; they are given only to who shows the token.
  hosts: ['https://lookaside.fbsbx.com'],
  authorize: ({ fields }) => ({ headers: { authorization: `Bearer ${fields.access_token}` } }),
  errorMessage(body) {
    if (!isObject(body) || !isObject(body.error)) return undefined
    const { message, error_data: data } = body.error
    const details = isObject(data) && typeof data.details === 'string' ? `: ${data.details}` : ''
    return typeof message === 'string' ? message + details : undefined
  },
  validate: ({ http, auth }) => http.get(at`/${auth.fields.businessAccountId}`),
})
