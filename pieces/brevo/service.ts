import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Brevo's API, once called Sendinblue's. */
export const brevo = service({
  name: 'brevo',
  displayName: 'Brevo',
  description: 'Contacts, lists, e-mails and SMS of Brevo.',
  categories: ['MARKETING'],
  auth: [secretText({ label: 'API key', description: 'SMTP & API › API keys. Starts with xkeysib-.' })],
  baseUrl: 'https://api.brevo.com/v3',
  authorize: ({ secret }) => ({ headers: { 'api-key': secret } }),
  validate: ({ http }) => http.get('/account'),
})
