import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { labels, listAll, project, section, task } from './listing.ts'
import { once, todoist } from './service.ts'

const details = () => ({
  description: longText({ label: 'Description', required: false }),
  labels: labels(),
  priority: number({
    label: 'Priority',
    description: 'From 1, normal, to 4, urgent.',
    required: false,
    min: 1,
    max: 4,
  }),
  due_date: shortText({
    label: 'Due',
    description:
      'A day such as 2026-05-31, a moment such as 2026-05-31T17:00:00Z, or words: next Monday at 9.',
    required: false,
  }),
})

/** A day, a moment, or words, each under the name Todoist has for it. */
function dueOf(text: string | undefined) {
  if (!text) return {}
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { due_date: text }
  return /^\d{4}-\d{2}-\d{2}T/.test(text) ? { due_datetime: text } : { due_string: text }
}

/** Adds a task. */
export const createTask = todoist.action({
  name: 'create_task',
  displayName: 'Create a task',
  description: 'Adds a task to a project, or to the inbox.',
  input: z.object({
    project_id: project('The inbox where none is chosen.'),
    section_id: section(),
    content: longText({ label: 'Task', description: 'Markdown counts.' }),
    ...details(),
  }),
  idempotent: false,
  run: ({ input: { project_id, section_id, content, description, labels, priority, due_date }, http, run }) =>
    http.post('/tasks', {
      json: { project_id, section_id, content, description, labels, priority, ...dueOf(due_date) },
      ...once(run.idempotencyKey),
    }),
})

/** Changes a task. */
export const updateTask = todoist.action({
  name: 'update_task',
  displayName: 'Update a task',
  description: 'Changes what is filled in; the rest stays.',
  input: z.object({
    task_id: task(),
    content: longText({ label: 'Task', required: false }),
    ...details(),
  }),
  idempotent: true,
  run: ({ input: { task_id, content, description, labels, priority, due_date }, http }) =>
    http.post(at`/tasks/${task_id}`, {
      json: { content, description, labels, priority, ...dueOf(due_date) },
    }),
})

/** Finishes a task. */
export const completeTask = todoist.action({
  name: 'mark_task_completed',
  displayName: 'Finish a task',
  description: 'Ticks a task off. One that repeats moves to its next date.',
  input: z.object({ task_id: task() }),
  // A repeating task that is ticked off twice skips a date.
  idempotent: false,
  async run({ input, http, run }) {
    await http.post(at`/tasks/${input.task_id}/close`, once(run.idempotencyKey))
    return { success: true }
  },
})

/** Opens a task again. */
export const reopenTask = todoist.action({
  name: 'reopen_task',
  displayName: 'Reopen a task',
  description: 'Opens a task that was ticked off.',
  input: z.object({ task_id: task() }),
  idempotent: true,
  async run({ input, http }) {
    await http.post(at`/tasks/${input.task_id}/reopen`)
    return { success: true }
  },
})

/** Reads a task. */
export const getTask = todoist.action({
  name: 'get_task',
  displayName: 'Get a task',
  description: 'Reads one task.',
  input: z.object({ task_id: task() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/tasks/${input.task_id}`),
})

/** Deletes a task. */
export const deleteTask = todoist.action({
  name: 'delete_task',
  displayName: 'Delete a task',
  description: 'Deletes a task with its subtasks.',
  input: z.object({ task_id: task() }),
  idempotent: true,
  async run({ input, http }) {
    await http.delete(at`/tasks/${input.task_id}`)
    return { success: true }
  },
})

/** Finds a task by its name. */
export const findTask = todoist.action({
  name: 'find_task',
  displayName: 'Find a task',
  description: 'The first open task with exactly this name.',
  input: z.object({
    name: shortText({ label: 'Name' }),
    project_id: project('All projects where none is chosen.'),
  }),
  idempotent: true,
  async run({ input, http }) {
    const tasks = await listAll(http, '/tasks', { project_id: input.project_id })
    const found = tasks.find(({ content }) => content === input.name)
    if (found) return found
    throw new CodedError('RESOURCE_NOT_FOUND', `Todoist has no open task named "${input.name}" there.`)
  },
})

/** Finds tasks by a filter. */
export const filterTasks = todoist.action({
  name: 'filter_tasks',
  displayName: 'Filter tasks',
  description: "Open tasks that fit one of Todoist's filters.",
  input: z.object({
    query: shortText({ label: 'Filter', description: 'Such as: overdue & @call' }),
    limit: number({ label: 'At most', defaultValue: 50, min: 1, max: 1000 }),
  }),
  idempotent: true,
  run: ({ input, http }) => listAll(http, '/tasks/filter', { query: input.query }, input.limit),
})

/** Comments a task. */
export const addComment = todoist.action({
  name: 'create_task_comment',
  displayName: 'Comment a task',
  description: 'Adds a comment to a task.',
  input: z.object({ task_id: task(), content: longText({ label: 'Comment' }) }),
  idempotent: false,
  run: ({ input: { task_id, content }, http, run }) =>
    http.post('/comments', { json: { task_id, content }, ...once(run.idempotencyKey) }),
})
