import * as z from 'zod'
import { dropdown, dropdowns, shortText } from '../../src/piece/fields.ts'
import type { QueryValue, ServiceHttp } from '../../src/piece/service-http.ts'

/** Most that Todoist gives on one page. */
const PAGE = 200
/** Pages read of one list. */
const MAX_PAGES = 5

const Page = z.object({
  results: z.array(z.looseObject({ id: z.string() })),
  next_cursor: z.string().nullish(),
})

/** A list, page by page, until there are `limit`. */
export async function listAll(
  http: ServiceHttp,
  path: string,
  query: Record<string, QueryValue> = {},
  limit = PAGE * MAX_PAGES,
) {
  const found: z.output<typeof Page>['results'] = []
  let cursor: string | undefined | null
  do {
    const page = await http.get(path, {
      query: { ...query, limit: Math.min(PAGE, limit - found.length), cursor },
      answer: Page,
    })
    found.push(...page.results)
    cursor = page.next_cursor
  } while (cursor && found.length < limit)
  return found
}

/** A project of the account. */
export const project = (description: string) =>
  dropdown({
    label: 'Project',
    description,
    required: false,
    async options({ http }) {
      const projects = await listAll(http, '/projects')
      return projects.map(({ id, name }) => ({ value: id, label: String(name) }))
    },
  })

/** A section of the project. */
export const section = () =>
  dropdown({
    label: 'Section',
    required: false,
    dependsOn: ['project_id'],
    async options({ http, input }) {
      const sections = await listAll(http, '/sections', { project_id: String(input.project_id) })
      return sections.map(({ id, name }) => ({ value: id, label: String(name) }))
    },
  })

/** Labels by name; new ones come into being. */
export const labels = () =>
  dropdowns({
    label: 'Labels',
    description: 'Their names.',
    required: false,
    async options({ http }) {
      const found = await listAll(http, '/labels')
      return found.map(({ name }) => ({ value: String(name), label: String(name) }))
    },
  })

/** A task's id. */
export const task = () => shortText({ label: 'Task', description: 'Its id.' })
