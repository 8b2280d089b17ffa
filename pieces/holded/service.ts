import type { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'
import { errorOfStatus } from '../../src/piece/service-errors.ts'

/** Holded's API, version 1: one base for each of its parts, such as /invoicing/v1. */
export const holded = service({
  name: 'holded',
  displayName: 'Holded',
  description: 'Contacts, leads, bookings, invoices and products of a Holded account.',
  categories: ['SALES_AND_CRM', 'ACCOUNTING'],
  auth: [secretText({ label: 'API key', description: 'Settings › Developers.' })],
  baseUrl: 'https://api.holded.com/api',
  authorize: ({ secret }) => ({ headers: { key: secret } }),
  failure,
  errorMessage: (body) => (isObject(body) && typeof body.info === 'string' ? body.info : undefined),
  validate: ({ http }) => http.get('/crm/v1/funnels'),
})

/** Holded may answer an error with a good status, `status: 0` and the reason. */
function failure(body: Json): CodedError | undefined {
  if (!isObject(body) || body.status !== 0 || typeof body.info !== 'string') return undefined
  return errorOfStatus({ displayName: 'Holded' }, 400, body.info)
}
