import { bookings } from './bookings.ts'
import { contacts } from './contacts.ts'
import { documents } from './documents.ts'
import { leads } from './leads.ts'
import { products } from './products.ts'
import { holded } from './service.ts'
import { triggers } from './triggers.ts'

export default holded.piece({
  actions: [...contacts, ...leads, ...bookings, ...documents, ...products],
  triggers,
})
