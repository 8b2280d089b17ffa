import * as z from 'zod'
import { checkbox, longText, number, shortText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { customFields, customValues } from './custom-fields.ts'
import {
  assignee,
  due,
  dueOf,
  notes,
  optionalProject,
  optionalWorkspace,
  project,
  section,
  tags,
  task,
  workspace,
} from './inputs.ts'
import { listAll, Wrapped } from './listing.ts'
import { asana } from './service.ts'

const Task = z.object({ data: z.looseObject({ gid: z.string() }) })

/** Adds a task. */
export const createTask = asana.action({
  name: 'create_task',
  displayName: 'Create a task',
  description: 'Adds a task to a project, in a section where one is chosen.',
  input: z.object({
    workspace: workspace(),
    project: project(),
    section: section(),
    name: shortText({ label: 'Name' }),
    notes: notes(),
    due_on: due(),
    tags: tags(),
    assignee: assignee(),
    custom_fields: customFields(),
  }),
  idempotent: false,
  async run({ input, http }) {
    const custom_fields = await customValues(http, input.project, input.custom_fields)
    const { data } = await http.post('/tasks', {
      json: {
        data: {
          name: input.name,
          notes: input.notes,
          projects: [input.project],
          assignee: input.assignee,
          tags: await tagGids(http, input.workspace, input.tags),
          custom_fields,
          ...dueOf(input.due_on),
        },
      },
      answer: Task,
    })
    if (input.section) {
      await http.post(at`/sections/${input.section}/addTask`, { json: { data: { task: data.gid } } })
    }
    return data
  },
})

/** Tags by gid or name; names that are unknown are left out, as Activepieces does. */
async function tagGids(http: ServiceHttp, workspace: string, wanted: string[] | undefined) {
  if (!wanted?.length) return undefined
  const known = await listAll(http, at`/workspaces/${workspace}/tags`)
  const fits = (text: string) =>
    known.find(({ gid, name }) => gid === text || name?.toLowerCase() === text.toLowerCase())
  return wanted.flatMap((text) => fits(text)?.gid ?? [])
}

/** Changes a task. */
export const updateTask = asana.action({
  name: 'update_task',
  displayName: 'Update a task',
  description: 'Changes what is filled in; the rest stays.',
  input: z.object({
    task: task(),
    name: shortText({ label: 'Name', required: false }),
    notes: notes(),
    due_on: due(),
    completed: checkbox({ label: 'Done', required: false }),
    workspace: optionalWorkspace(),
    assignee: assignee(),
    project: optionalProject(),
    custom_fields: customFields(),
  }),
  idempotent: true,
  async run({ input, http }) {
    const { data } = await http.put(at`/tasks/${input.task}`, {
      json: {
        data: {
          name: input.name,
          notes: input.notes,
          completed: input.completed,
          assignee: input.assignee,
          custom_fields: await customValues(http, input.project, input.custom_fields),
          ...dueOf(input.due_on),
        },
      },
      answer: Wrapped,
    })
    return data
  },
})

/** Reads a task. */
export const getTask = asana.action({
  name: 'get_task',
  displayName: 'Get a task',
  description: 'Reads one task.',
  input: z.object({ task: task() }),
  idempotent: true,
  run: async ({ input, http }) => (await http.get(at`/tasks/${input.task}`, { answer: Wrapped })).data,
})

/** Finds tasks by name. */
export const findTasks = asana.action({
  name: 'find_tasks',
  displayName: 'Find tasks',
  description: 'Tasks of a workspace whose name fits a text, best first.',
  input: z.object({
    workspace: workspace(),
    query: shortText({ label: 'Text' }),
    limit: number({ label: 'At most', defaultValue: 20, min: 1, max: 100 }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const { data } = await http.get(at`/workspaces/${input.workspace}/typeahead`, {
      query: {
        resource_type: 'task',
        query: input.query,
        count: input.limit,
        opt_fields: 'name,completed,due_on,assignee.name,permalink_url',
      },
      answer: Wrapped,
    })
    return data
  },
})

/** Reads a project's tasks. */
export const listTasks = asana.action({
  name: 'list_project_tasks',
  displayName: 'List the tasks of a project',
  description: 'Tasks of a project in their order there.',
  input: z.object({
    workspace: optionalWorkspace(),
    project: project(),
    open: checkbox({ label: 'Only those that are not done', defaultValue: true }),
    limit: number({ label: 'At most', defaultValue: 100, min: 1, max: 500 }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    listAll(
      http,
      '/tasks',
      {
        project: input.project,
        // Asana's way to ask for open tasks: done since now.
        completed_since: input.open ? 'now' : undefined,
        opt_fields: 'name,completed,due_on,due_at,assignee.name,notes,permalink_url',
      },
      input.limit,
    ),
})

/** Deletes a task. */
export const deleteTask = asana.action({
  name: 'delete_task',
  displayName: 'Delete a task',
  description: 'Moves a task to the trash of the one who owns the connection.',
  input: z.object({ task: task() }),
  idempotent: true,
  run: ({ input, http }) => http.delete(at`/tasks/${input.task}`),
})

/** Comments a task. */
export const addComment = asana.action({
  name: 'add_task_comment',
  displayName: 'Comment a task',
  description: 'Adds a comment to a task.',
  input: z.object({ task: task(), text: longText({ label: 'Comment' }) }),
  idempotent: false,
  async run({ input, http }) {
    const { data } = await http.post(at`/tasks/${input.task}/stories`, {
      json: { data: { text: input.text } },
      answer: Wrapped,
    })
    return data
  },
})

/** Adds a subtask. */
export const createSubtask = asana.action({
  name: 'create_subtask',
  displayName: 'Create a subtask',
  description: 'Adds a task below another one.',
  input: z.object({
    task: task(),
    name: shortText({ label: 'Name' }),
    notes: notes(),
    due_on: due(),
    assignee: shortText({
      label: 'Assignee',
      description: 'A gid, an e-mail address, or me.',
      required: false,
    }),
  }),
  idempotent: false,
  async run({ input: { task, name, notes, assignee, due_on }, http }) {
    const { data } = await http.post(at`/tasks/${task}/subtasks`, {
      json: { data: { name, notes, assignee, ...dueOf(due_on) } },
      answer: Wrapped,
    })
    return data
  },
})
