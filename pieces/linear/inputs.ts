import * as z from 'zod'
import { choice, dropdown, dropdowns, type OptionsContext } from '../../src/piece/fields.ts'
import { ask } from './service.ts'

/** The most that is offered at once. */
const PAGE = 100

const nodes = <S extends z.ZodType>(node: S) => z.object({ nodes: z.array(node) })
const Named = nodes(z.object({ id: z.string(), name: z.string() }))
const Issues = nodes(z.object({ id: z.string(), identifier: z.string(), title: z.string() }))

async function listTeams({ http }: OptionsContext) {
  const query = `{ teams(first: ${PAGE}) { nodes { id name } } }`
  const { teams } = await ask(http, query, {}, z.object({ teams: Named }))
  return teams.nodes.map(({ id, name }) => ({ value: id, label: name }))
}

const listOfTeam = (part: 'states' | 'labels') => async (context: OptionsContext) => {
  const query = `query ($id: String!) { team(id: $id) { ${part}(first: ${PAGE}) { nodes { id name } } } }`
  const answer = z.object({ team: z.object({ [part]: Named }) })
  const { team } = await ask(context.http, query, { id: context.input.team_id }, answer)
  return (team[part]?.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }))
}

async function listUsers({ http }: OptionsContext) {
  const { users } = await ask(
    http,
    `{ users(first: ${PAGE}) { nodes { id name } } }`,
    {},
    z.object({ users: Named }),
  )
  return users.nodes.map(({ id, name }) => ({ value: id, label: name }))
}

async function listProjects({ http }: OptionsContext) {
  const query = `{ projects(first: ${PAGE}) { nodes { id name } } }`
  const { projects } = await ask(http, query, {}, z.object({ projects: Named }))
  return projects.nodes.map(({ id, name }) => ({ value: id, label: name }))
}

async function listIssues({ http, input: { team_id: id } }: OptionsContext) {
  const query = `query ($id: String!) {
    team(id: $id) { issues(first: ${PAGE}) { nodes { id identifier title } } }
  }`
  const { team } = await ask(http, query, { id }, z.object({ team: z.object({ issues: Issues }) }))
  return team.issues.nodes.map(({ id, identifier, title }) => ({
    value: id,
    label: `${identifier} ${title}`,
  }))
}

const TEAM = { label: 'Team', options: listTeams } as const

/** A team. */
export const team = () => dropdown(TEAM)

/** A team, or all. */
export const anyTeam = () => dropdown({ ...TEAM, required: false })

/** An issue of the team. */
export const issue = () =>
  dropdown({
    label: 'Issue',
    description: 'Its id, or a key such as ENG-123.',
    dependsOn: ['team_id'],
    options: listIssues,
  })

/** A status of the team. */
export const status = () =>
  dropdown({ label: 'Status', required: false, dependsOn: ['team_id'], options: listOfTeam('states') })

/** Labels of the team. */
export const labels = () =>
  dropdowns({ label: 'Labels', required: false, dependsOn: ['team_id'], options: listOfTeam('labels') })

/** Somebody of the workspace. */
export const assignee = () => dropdown({ label: 'Assignee', required: false, options: listUsers })

const PROJECT = { label: 'Project', options: listProjects } as const

/** A project. */
export const project = () => dropdown(PROJECT)

/** A project, or none. */
export const anyProject = () => dropdown({ ...PROJECT, required: false })

/** How urgent it is. */
export const priority = () =>
  choice({
    label: 'Priority',
    required: false,
    choices: [
      { value: 0, label: 'None' },
      { value: 1, label: 'Urgent' },
      { value: 2, label: 'High' },
      { value: 3, label: 'Medium' },
      { value: 4, label: 'Low' },
    ],
  })
