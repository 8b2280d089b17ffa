import * as z from 'zod'
import { isObject } from '../../src/json.ts'
import { customAuth } from '../../src/piece/auth.ts'
import { choice, secretText } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'
import { errorOfStatus } from '../../src/piece/service-errors.ts'

/** Where an account's data lies. */
const BASE_URLS = {
  us: 'https://api.jotform.com',
  eu: 'https://eu-api.jotform.com',
  hipaa: 'https://hipaa-api.jotform.com',
} as const

const FIRST_ERROR = 400

/** Jotform's API. Some of its errors come with status 200. */
export const jotform = service({
  name: 'jotform',
  displayName: 'Jotform',
  description: 'Forms of Jotform and their submissions.',
  categories: ['FORMS_AND_SURVEYS'],
  auth: [
    customAuth({
      label: 'API key',
      fields: z.object({
        apiKey: secretText({ label: 'API key', description: 'Settings › API, with full access.' }),
        region: choice({
          label: 'Region',
          defaultValue: 'us',
          choices: [
            { value: 'us', label: 'US (api.jotform.com)' },
            { value: 'eu', label: 'EU (eu-api.jotform.com)' },
            { value: 'hipaa', label: 'HIPAA (hipaa-api.jotform.com)' },
          ],
        }),
      }),
    }),
  ],
  baseUrl: ({ fields }) => BASE_URLS[fields.region],
  authorize: ({ fields }) => ({ headers: { apikey: fields.apiKey } }),
  failure(body) {
    const code = isObject(body) ? Number(body.responseCode) : 0
    if (!isObject(body) || !(code >= FIRST_ERROR)) return undefined
    return errorOfStatus({ displayName: 'Jotform' }, code, String(body.message))
  },
  validate: ({ http }) => http.get('/user'),
})
