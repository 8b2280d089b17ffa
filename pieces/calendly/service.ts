import { isObject, type Json } from '../../src/json.ts'
import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/**
 * Calendly's API, version 2. Only personal tokens: webhooks of an OAuth app are signed with the app's key, which a
 * workflow does not have.
 */
export const calendly = service({
  name: 'calendly',
  displayName: 'Calendly',
  description: 'Free times and meetings of a Calendly account.',
  categories: ['PRODUCTIVITY'],
  auth: [
    secretText({
      label: 'Personal access token',
      description: 'Integrations & apps › API and webhooks › Personal access tokens.',
    }),
  ],
  baseUrl: 'https://api.calendly.com',
  authorize: ({ secret }) => ({ headers: { authorization: `Bearer ${secret}` } }),
  errorMessage,
  validate: ({ http }) => http.get('/users/me'),
})

/** Calendly says in `details` which parameter is wrong. */
function errorMessage(body: Json): string | undefined {
  if (!isObject(body) || typeof body.message !== 'string') return undefined
  const details = (Array.isArray(body.details) ? body.details : []).flatMap((detail) =>
    isObject(detail) ? [[detail.parameter, detail.message].filter(Boolean).join(': ')] : [],
  )
  return [body.message, ...details].join(' ')
}
