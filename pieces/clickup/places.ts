import * as z from 'zod'
import { choice, dropdown, dropdowns, list, type OptionsContext } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'

/** Folders whose lists are offered. */
const MAX_FOLDERS = 20

const Named = z.object({ id: z.string(), name: z.string() })
const asChoice = ({ id, name }: z.output<typeof Named>) => ({ value: id, label: name })

async function workspaces({ http }: OptionsContext) {
  const { teams } = await http.get('/team', { answer: z.object({ teams: z.array(Named) }) })
  return teams.map(asChoice)
}

async function spaces({ http, input }: OptionsContext) {
  const path = at`/team/${String(input.workspace_id)}/space`
  const { spaces } = await http.get(path, { answer: z.object({ spaces: z.array(Named) }) })
  return spaces.map(asChoice)
}

async function listFolders(http: ServiceHttp, space: string) {
  const { folders } = await http.get(at`/space/${space}/folder`, {
    answer: z.object({ folders: z.array(Named) }),
  })
  return folders
}

const folders = async ({ http, input }: OptionsContext) =>
  (await listFolders(http, String(input.space_id))).map(asChoice)

/** The lists of a space: those in no folder, then those of each folder. */
async function lists({ http, input }: OptionsContext) {
  const space = String(input.space_id)
  const Lists = z.object({ lists: z.array(Named) })
  const { lists: loose } = await http.get(at`/space/${space}/list`, { answer: Lists })
  const found = loose.map(asChoice)
  for (const { id, name } of (await listFolders(http, space)).slice(0, MAX_FOLDERS)) {
    const { lists: inside } = await http.get(at`/folder/${id}/list`, { answer: Lists })
    found.push(...inside.map((list) => ({ value: list.id, label: `${name} › ${list.name}` })))
  }
  return found
}

async function tasks({ http, input }: OptionsContext) {
  const path = at`/list/${String(input.list_id)}/task`
  const { tasks } = await http.get(path, { answer: z.object({ tasks: z.array(Named) }) })
  return tasks.map(asChoice)
}

async function statuses({ http, input }: OptionsContext) {
  const Statuses = z.object({ statuses: z.array(z.object({ status: z.string() })) })
  const { statuses } = await http.get(at`/list/${String(input.list_id)}`, { answer: Statuses })
  return statuses.map(({ status }) => ({ value: status, label: status }))
}

const Members = z.object({
  teams: z.array(
    z.object({
      id: z.string(),
      members: z
        .array(
          z.object({ user: z.object({ id: z.number(), username: z.string().nullish(), email: z.string() }) }),
        )
        .default([]),
    }),
  ),
})

async function members({ http, input }: OptionsContext) {
  const { teams } = await http.get('/team', { answer: Members })
  const team = teams.find(({ id }) => id === input.workspace_id)
  return (team?.members ?? []).map(({ user }) => ({ value: user.id, label: user.username || user.email }))
}

async function tagNames({ http, input }: OptionsContext) {
  const path = at`/space/${String(input.space_id)}/tag`
  const { tags } = await http.get(path, {
    answer: z.object({ tags: z.array(z.object({ name: z.string() })) }),
  })
  return tags.map(({ name }) => ({ value: name, label: name }))
}

const ofWorkspace = { dependsOn: ['workspace_id'] } as const
const ofSpace = { dependsOn: ['space_id'] } as const
const ofList = { dependsOn: ['list_id'] } as const

/** A workspace; ClickUp's API calls it a team. */
export const workspace = () => dropdown({ label: 'Workspace', options: workspaces })

/** Where a list is looked for. */
export const inSpace = () => ({
  workspace_id: workspace(),
  space_id: dropdown({ label: 'Space', ...ofWorkspace, options: spaces }),
})

/** A list, and where it is. */
export const inList = () => ({
  ...inSpace(),
  list_id: dropdown({ label: 'List', ...ofSpace, options: lists }),
})

/** Places that narrow what is watched. */
export const narrowed = () => ({
  workspace_id: workspace(),
  space_id: dropdown({ label: 'Space', required: false, ...ofWorkspace, options: spaces }),
  folder_id: dropdown({ label: 'Folder', required: false, ...ofSpace, options: folders }),
  list_id: dropdown({ label: 'List', required: false, ...ofSpace, options: lists }),
})

/** Any number of places. */
export const inPlaces = () => ({
  workspace_id: workspace(),
  space_id: dropdowns({ label: 'Spaces', required: false, ...ofWorkspace, options: spaces }),
  folder_id: list({ label: 'Folders', description: 'Their ids.', required: false }),
  list_id: list({ label: 'Lists', description: 'Their ids.', required: false }),
  tags: dropdowns({ label: 'Tags', required: false, ...ofSpace, options: tagNames }),
})

/** A task, with where it is only to choose from. */
export const taskIn = () => ({
  workspace_id: dropdown({ label: 'Workspace', required: false, options: workspaces }),
  space_id: dropdown({ label: 'Space', required: false, ...ofWorkspace, options: spaces }),
  list_id: dropdown({ label: 'List', required: false, ...ofSpace, options: lists }),
  task_id: dropdown({ label: 'Task', description: 'Its id.', ...ofList, options: tasks }),
})

/** A task of the list, or none. */
export const optionalTask = () => dropdown({ label: 'Task', required: false, ...ofList, options: tasks })

/** A status of the list. */
export const status = () => dropdown({ label: 'Status', required: false, ...ofList, options: statuses })

/** How urgent a task is. */
export const priority = () =>
  choice({
    label: 'Priority',
    required: false,
    choices: [
      { value: 1, label: 'Urgent' },
      { value: 2, label: 'High' },
      { value: 3, label: 'Normal' },
      { value: 4, label: 'Low' },
    ],
  })

/** People of the workspace. */
export const people = (label: string) =>
  dropdowns({ label, required: false, ...ofWorkspace, options: members })

/** A person of the workspace. */
export const person = (label: string) =>
  dropdown({ label, required: false, ...ofWorkspace, options: members })
