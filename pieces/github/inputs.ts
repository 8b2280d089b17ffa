import * as z from 'zod'
import { isObject } from '../../src/json.ts'
import { dropdown, dropdowns, type OptionsContext } from '../../src/piece/fields.ts'
import { at, type QueryValue, type ServiceHttp } from '../../src/piece/service-http.ts'

const PAGE = 100
/** Pages read for a dropdown: who has more types the name. */
const MAX_PAGES = 5

const Repositories = z.array(z.object({ full_name: z.string() }))
const Named = z.array(z.object({ name: z.string() }))
const People = z.array(z.object({ login: z.string() }))
const Issues = z.array(z.object({ number: z.number(), title: z.string() }))

async function pages<T>(
  http: ServiceHttp,
  path: string,
  answer: z.ZodType<T[]>,
  query: Record<string, QueryValue> = {},
): Promise<T[]> {
  const found: T[] = []
  for (let page = 1; page <= MAX_PAGES; page++) {
    const part = await http.get(path, { query: { ...query, per_page: PAGE, page }, answer })
    found.push(...part)
    if (part.length < PAGE) break
  }
  return found
}

/**
 * The path of a repository. Its field holds `owner/repo`, or what Activepieces keeps: an object with the two.
 */
export function pathOf(repository: string): string {
  const value: unknown = repository.startsWith('{') ? JSON.parse(repository) : repository
  const [owner = '', repo = ''] = isObject(value)
    ? [String(value.owner), String(value.repo)]
    : repository.trim().split('/')
  return at`/repos/${owner}/${repo}`
}

const inside = ({ input }: OptionsContext) => {
  const { repository } = input
  return pathOf(typeof repository === 'string' ? repository : JSON.stringify(repository))
}

async function listRepositories({ http }: OptionsContext) {
  const found = await pages(http, '/user/repos', Repositories, { sort: 'pushed' })
  return found.map(({ full_name }) => ({ value: full_name, label: full_name }))
}

const listNames = (part: 'labels' | 'branches') => async (context: OptionsContext) => {
  const found = await pages(context.http, `${inside(context)}/${part}`, Named)
  return found.map(({ name }) => ({ value: name, label: name }))
}

async function listPeople(context: OptionsContext) {
  const found = await pages(context.http, `${inside(context)}/assignees`, People)
  return found.map(({ login }) => ({ value: login, label: login }))
}

async function listIssues(context: OptionsContext) {
  const found = await pages(context.http, `${inside(context)}/issues`, Issues, { state: 'open' })
  return found.map(({ number, title }) => ({ value: String(number), label: `#${number} ${title}` }))
}

/** A repository. */
export const repository = () =>
  dropdown({ label: 'Repository', description: 'As owner/name.', options: listRepositories })

/** An issue or pull request of the repository. */
export const issueNumber = () =>
  dropdown({
    label: 'Issue',
    description: 'The number of an issue or pull request.',
    dependsOn: ['repository'],
    options: listIssues,
  })

const LABELS = { label: 'Labels', dependsOn: ['repository'], options: listNames('labels') } as const

/** Labels of the repository. */
export const labels = () => dropdowns(LABELS)

/** Labels of the repository, or none. */
export const anyLabels = () => dropdowns({ ...LABELS, required: false })

/** People who can be given an issue. */
export const assignees = () =>
  dropdowns({ label: 'Assignees', required: false, dependsOn: ['repository'], options: listPeople })

/** A branch of the repository. */
export const branch = (label: string) =>
  dropdown({ label, dependsOn: ['repository'], options: listNames('branches') })
