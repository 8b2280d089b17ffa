import * as z from 'zod'
import { dropdown, type FieldOptions, number, type OptionsContext } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'

/** Pages read for a dropdown: 50 records each. */
const MAX_PAGES = 5

const Page = z.object({ totalPages: z.number().default(1) })
const Mailboxes = z.object({
  _embedded: z.object({ mailboxes: z.array(z.object({ id: z.number(), name: z.string() })) }),
  page: Page.optional(),
})
const Users = z.object({
  _embedded: z.object({
    users: z.array(
      z.object({ id: z.number(), firstName: z.string().nullish(), lastName: z.string().nullish() }),
    ),
  }),
  page: Page.optional(),
})

async function pages<P extends { page?: { totalPages: number } | undefined }>(
  http: ServiceHttp,
  path: string,
  answer: z.ZodType<P>,
): Promise<P[]> {
  const found: P[] = []
  for (let page = 1; page <= MAX_PAGES; page++) {
    const read = await http.get(path, { query: { page: page === 1 ? undefined : page }, answer })
    found.push(read)
    if (page >= (read.page?.totalPages ?? 1)) break
  }
  return found
}

async function listMailboxes({ http }: OptionsContext) {
  const found = await pages(http, '/mailboxes', Mailboxes)
  return found.flatMap(({ _embedded }) =>
    _embedded.mailboxes.map(({ id, name }) => ({ value: String(id), label: name })),
  )
}

async function listUsers({ http }: OptionsContext) {
  const found = await pages(http, '/users', Users)
  return found.flatMap(({ _embedded }) =>
    _embedded.users.map(({ id, firstName, lastName }) => ({
      value: String(id),
      label: [firstName, lastName].filter(Boolean).join(' ') || String(id),
    })),
  )
}

/** An inbox. */
export const mailbox = <const O extends FieldOptions>(options: O) =>
  dropdown({ ...options, options: listMailboxes })

/** Somebody of the team, if anybody. */
export const user = <const L extends string>(label: L) =>
  dropdown({ label, required: false, options: listUsers })

/** A conversation by its id, which is not its number. */
export const conversation = () =>
  number({ label: 'Conversation', description: 'Its id, not the number that is shown.' })
