import * as z from 'zod'
import { dropdown, type OptionsContext } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { search } from './search.ts'

/** The most that is offered at once. */
const PAGE = 100

const Projects = z.object({
  values: z.array(z.object({ id: z.string(), key: z.string(), name: z.string() })),
})
const Types = z.array(z.object({ id: z.string(), name: z.string() }))
const Transitions = z.object({ transitions: z.array(z.object({ id: z.string(), name: z.string() })) })
const Users = z.array(z.object({ accountId: z.string(), displayName: z.string() }))
const Summary = z.object({ summary: z.string() }).catch({ summary: '' })

async function listProjects({ http, search: query }: OptionsContext) {
  const { values } = await http.get('/project/search', {
    query: { query, maxResults: PAGE },
    answer: Projects,
  })
  return values.map(({ id, key, name }) => ({ value: id, label: `${name} (${key})` }))
}

async function listTypes({ http, input }: OptionsContext) {
  const found = await http.get('/issuetype/project', {
    query: { projectId: String(input.projectId) },
    answer: Types,
  })
  return found.map(({ id, name }) => ({ value: id, label: name }))
}

async function listIssues({ http, input: { projectId } }: OptionsContext) {
  const jql = `project = ${Number(projectId)} ORDER BY created DESC`
  const issues = await search(http, { jql, fields: ['summary'], limit: PAGE })
  return issues.map(({ id, key, fields }) => ({
    value: id,
    label: `${key} ${Summary.parse(fields).summary}`,
  }))
}

async function listTransitions({ http, input: { issueId } }: OptionsContext) {
  const path = at`/issue/${String(issueId)}/transitions`
  const { transitions } = await http.get(path, { answer: Transitions })
  return transitions.map(({ id, name }) => ({ value: id, label: name }))
}

async function listUsers({ http, search: query = '' }: OptionsContext) {
  // Without a query nobody is found; a dot finds everybody with an e-mail address.
  const found = await http.get('/user/search', {
    query: { query: query || '.', maxResults: PAGE },
    answer: Users,
  })
  return found.map(({ accountId, displayName }) => ({ value: accountId, label: displayName }))
}

const PROJECT = { label: 'Project', searchable: true, options: listProjects } as const

/** A project. */
export const project = () => dropdown(PROJECT)

/** A project to choose an issue from: the issue alone is enough where its key is typed. */
export const anyProject = () => dropdown({ ...PROJECT, required: false })

/** A type of issue the project has. */
export const issueType = () => dropdown({ label: 'Type', dependsOn: ['projectId'], options: listTypes })

/** An issue. */
export const issue = () =>
  dropdown({
    label: 'Issue',
    description: 'Its id, or a key such as ENG-123.',
    dependsOn: ['projectId'],
    options: listIssues,
  })

const TRANSITION = { label: 'To', dependsOn: ['issueId'], options: listTransitions } as const

/** Where an issue can go from where it is. */
export const transition = () => dropdown(TRANSITION)

/** Where an issue can go, or nowhere. */
export const anyTransition = () => dropdown({ ...TRANSITION, label: 'Status', required: false })

/** Somebody of the site. */
export const user = () => dropdown({ label: 'Assignee', searchable: true, options: listUsers })
