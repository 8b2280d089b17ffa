import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { docType } from './inputs.ts'
import { holded } from './service.ts'

/** Epoch seconds, where Holded tells them. */
const Items = z.array(z.looseObject({ id: z.string(), createdAt: z.number().nullish() }))

const itemsOf = async (http: ServiceHttp, path: string, query = {}) =>
  (await http.get(path, { query, answer: Items })).map((item) => ({
    id: item.id,
    ...(item.createdAt && { at: item.createdAt * 1000 }),
    data: item as Json,
  }))

const newOf = (name: string, displayName: string, path: string, sampleData: Json) =>
  holded.trigger({
    name,
    displayName,
    description: `Starts for every ${displayName.toLowerCase()}.`,
    type: 'POLLING',
    input: z.object({}),
    sampleData,
    poll: ({ http }) => itemsOf(http, path),
  })

const newDocument = holded.trigger({
  name: 'new_document',
  displayName: 'New invoice or other document',
  description: 'Starts for every new document of a kind.',
  type: 'POLLING',
  input: z.object({ doc_type: docType() }),
  sampleData: {
    id: '5ab13e373697ac00e305333b',
    contactName: 'Ana Ruiz',
    docNumber: 'F170001',
    date: 1772668800,
    total: 121,
    currency: 'eur',
  },
  poll: ({ http, input }) =>
    itemsOf(http, at`/invoicing/v1/documents/${input.doc_type}`, { sort: 'created-desc' }),
})

export const triggers = [
  newOf('new_contact', 'New contact', '/invoicing/v1/contacts', {
    id: '5aaa51ab5b70640028340186',
    name: 'Ana Ruiz',
    email: 'ana@example.com',
    phone: '+34600000001',
    type: 'client',
  }),
  newOf('new_lead', 'New lead', '/crm/v1/leads', {
    id: '5abbbfcc8cb76f0028355db2',
    name: 'Solar roof',
    funnelId: '5ab13e373697ac00e305333b',
    contactName: 'Ana Ruiz',
    createdAt: 1772668800,
  }),
  newOf('new_booking', 'New booking', '/crm/v1/bookings', {
    id: '5abbbfcc8cb76f0028355db3',
    startTime: 1772722800,
    endTime: 1772724600,
    status: 'confirmed',
    createdAt: 1772668800,
  }),
  newDocument,
]
