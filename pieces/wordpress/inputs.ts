import * as z from 'zod'
import {
  checkbox,
  choice,
  dropdown,
  dropdowns,
  longText,
  number,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'

/** The most WordPress gives at once; who has more searches. */
const PAGE = 100

const Named = z.array(z.object({ id: z.number(), name: z.string() }))
const Titled = z.array(z.object({ id: z.number(), title: z.object({ rendered: z.string() }) }))

const listNamed = (path: string) => async (context: OptionsContext) => {
  const query = { per_page: PAGE, search: context.search }
  const found = await context.http.get(path, { query, answer: Named })
  return found.map(({ id, name }) => ({ value: String(id), label: name }))
}

const listTitled = (path: string) => async (context: OptionsContext) => {
  const query = { per_page: PAGE, search: context.search }
  const found = await context.http.get(path, { query, answer: Titled })
  return found.map(({ id, title }) => ({ value: String(id), label: title.rendered || String(id) }))
}

/** A post. */
export const post = () => dropdown({ label: 'Post', searchable: true, options: listTitled('/posts') })

/** Who wrote it, or anybody. */
export const anyAuthor = () =>
  dropdown({ label: 'Author', searchable: true, required: false, options: listNamed('/users') })

/** What posts are filed under. */
export const categories = () =>
  dropdowns({ label: 'Categories', searchable: true, required: false, options: listNamed('/categories') })

/** What posts are tagged with. */
export const tags = () =>
  dropdowns({ label: 'Tags', searchable: true, required: false, options: listNamed('/tags') })

/** An image that is there. */
export const media = () =>
  dropdown({ label: 'Image', searchable: true, required: false, options: listTitled('/media') })

/** Whether it is shown. */
export const status = () =>
  choice({
    label: 'Status',
    required: false,
    choices: [
      { value: 'publish', label: 'Published' },
      { value: 'future', label: 'Scheduled' },
      { value: 'draft', label: 'Draft' },
      { value: 'pending', label: 'Waiting for review' },
      { value: 'private', label: 'Private' },
    ],
  })

/** How many are read. */
export const limit = () => number({ label: 'At most', defaultValue: 10, min: 1, max: PAGE })

/** What posts and pages have in common. */
export const contents = {
  slug: shortText({ label: 'Slug', description: 'The end of its address.', required: false }),
  date: shortText({ label: 'Date', description: "In the site's time: 2026-09-21T09:00:00", required: false }),
  status: status(),
  excerpt: longText({ label: 'Excerpt', required: false }),
  comment_status: checkbox({ label: 'Allow comments', required: false }),
  ping_status: checkbox({ label: 'Allow pingbacks', required: false }),
}

/** The common fields as WordPress takes them. */
export function bodyOf({ comment_status, ping_status, ...rest }: z.output<z.ZodObject<typeof contents>>) {
  return { ...rest, comment_status: openOrClosed(comment_status), ping_status: openOrClosed(ping_status) }
}

const openOrClosed = (isOpen: boolean | undefined) =>
  isOpen === undefined ? undefined : isOpen ? 'open' : 'closed'
