import { CodedError } from '../../src/errors.ts'
import { dropdown, dropdowns, longText, type OptionsContext, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { listAll } from './listing.ts'

const from = (pathOf: (input: OptionsContext['input']) => string) => async (context: OptionsContext) => {
  const found = await listAll(context.http, pathOf(context.input))
  return found.map(({ gid, name }) => ({ value: gid, label: name || gid }))
}
const projects = from(({ workspace }) => at`/workspaces/${String(workspace)}/projects`)

async function people({ http, input }: OptionsContext) {
  const found = await listAll(http, '/users', { workspace: String(input.workspace) })
  return found.map(({ gid, name }) => ({ value: gid, label: name || gid }))
}

/** A workspace of the account. */
export const workspace = () => dropdown({ label: 'Workspace', options: from(() => '/workspaces') })

/** A workspace, where one is only needed to choose from. */
export const optionalWorkspace = () =>
  dropdown({ label: 'Workspace', required: false, options: from(() => '/workspaces') })

/** A project of the workspace. */
export const project = () => dropdown({ label: 'Project', dependsOn: ['workspace'], options: projects })

/** A project of the workspace, or none. */
export const optionalProject = () =>
  dropdown({ label: 'Project', required: false, dependsOn: ['workspace'], options: projects })

/** A section of the project. */
export const section = () =>
  dropdown({
    label: 'Section',
    required: false,
    dependsOn: ['project'],
    options: from(({ project }) => at`/projects/${String(project)}/sections`),
  })

/** A person of the workspace. */
export const assignee = () =>
  dropdown({
    label: 'Assignee',
    description: 'A gid, an e-mail address, or me.',
    required: false,
    dependsOn: ['workspace'],
    options: people,
  })

/** Tags of the workspace. */
export const tags = () =>
  dropdowns({
    label: 'Tags',
    description: 'Their gids or names.',
    required: false,
    dependsOn: ['workspace'],
    options: from(({ workspace }) => at`/workspaces/${String(workspace)}/tags`),
  })

/** A task's gid. */
export const task = () =>
  shortText({ label: 'Task', description: 'Its gid, the last number in its address.' })

/** What a task says. */
export const notes = () => longText({ label: 'Description', required: false })

/** When a task is due. */
export const due = () =>
  shortText({
    label: 'Due',
    description: 'A day such as 2026-05-31, or a moment such as 2026-05-31T17:00:00Z.',
    required: false,
  })

/** A day as `due_on`, a moment as `due_at`. @throws CodedError INPUT_INVALID */
export function dueOf(text: string | undefined): { due_on?: string; due_at?: string } {
  if (!text) return {}
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { due_on: text }
  const moment = new Date(text)
  if (!Number.isNaN(moment.getTime())) return { due_at: moment.toISOString() }
  throw new CodedError('INPUT_INVALID', `"Due" is "${text}", which is no date. Write it as 2026-05-31.`)
}
