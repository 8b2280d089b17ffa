import * as z from 'zod'
import {
  dropdown,
  dropdowns,
  type FieldOptions,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'

/** Brevo's most lists in a page, and pages read. */
const PAGE = 50
const MAX_PAGES = 5

const Lists = z.object({ lists: z.array(z.object({ id: z.number(), name: z.string() })).default([]) })

async function listLists({ http }: OptionsContext) {
  const found: { value: string; label: string }[] = []
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { limit: PAGE, offset: page * PAGE }
    const { lists } = await http.get('/contacts/lists', { query, answer: Lists })
    found.push(...lists.map(({ id, name }) => ({ value: String(id), label: name })))
    if (lists.length < PAGE) break
  }
  return found
}

/** A list of contacts. */
export const list = () => dropdown({ label: 'List', options: listLists })

/** Lists of contacts. */
export const lists = <const O extends FieldOptions>(options: O) =>
  dropdowns({ ...options, options: listLists })

/** A contact by what Brevo knows it by. */
export const identifier = () => shortText({ label: 'Contact', description: 'E-mail, phone number or id.' })

/** How Brevo is told which kind of identifier it is given: https://developers.brevo.com/reference/get-contact-info */
export function kindOf(identifier: string): 'email_id' | 'phone_id' | 'contact_id' {
  if (identifier.includes('@')) return 'email_id'
  return identifier.trim().startsWith('+') ? 'phone_id' : 'contact_id'
}
