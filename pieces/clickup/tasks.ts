import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, choice, dateTime, longText, number, shortText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { customFields, customValues, epochOf } from './custom-fields.ts'
import { inList, inPlaces, people, priority, status, taskIn } from './places.ts'
import { clickup } from './service.ts'

/** Pages of a list that are looked through for a name, of a hundred tasks each. */
const MAX_PAGES = 10
const PAGE = 100

const taskFields = () => ({
  name: shortText({ label: 'Name' }),
  status_id: status(),
  priority_id: priority(),
  assignee_id: people('Assignees'),
  description: longText({ label: 'Description', required: false }),
  is_markdown: checkbox({ label: 'The description is Markdown', defaultValue: false }),
  due_date: dateTime({ label: 'Due', required: false }),
  due_date_time: checkbox({ label: 'With the time it is due', defaultValue: false }),
  start_date: dateTime({ label: 'Start', required: false }),
  start_date_time: checkbox({ label: 'With the time it starts', defaultValue: false }),
  time_estimate: number({ label: 'Estimate', description: 'In milliseconds.', required: false, min: 0 }),
  check_required_custom_fields: checkbox({ label: 'Insist on required custom fields', defaultValue: false }),
  custom_fields: customFields(),
})
const TaskInput = z.object({ ...inList(), ...taskFields() })

/** A date with whether its time counts, under the names that begin so. */
function moment(name: 'due_date' | 'start_date', label: string, value: string | undefined, hasTime: boolean) {
  return value ? { [name]: epochOf(label, value), [`${name}_time`]: hasTime } : {}
}

async function addTask(http: ServiceHttp, input: z.output<typeof TaskInput>, parent?: string) {
  const { description, is_markdown } = input
  return http.post(at`/list/${input.list_id}/task`, {
    json: {
      name: input.name,
      parent,
      status: input.status_id,
      priority: input.priority_id,
      assignees: input.assignee_id?.map(Number),
      ...(description && { [is_markdown ? 'markdown_content' : 'description']: description }),
      ...moment('due_date', 'Due', input.due_date, input.due_date_time),
      ...moment('start_date', 'Start', input.start_date, input.start_date_time),
      time_estimate: input.time_estimate,
      check_required_custom_fields: input.check_required_custom_fields || undefined,
      custom_fields: await customValues(http, input.list_id, input.custom_fields),
    },
  })
}

/** Adds a task. */
export const createTask = clickup.action({
  name: 'create_task',
  displayName: 'Create a task',
  description: 'Adds a task to a list.',
  input: TaskInput,
  idempotent: false,
  run: ({ input, http }) => addTask(http, input),
})

/** Adds a subtask. */
export const createSubtask = clickup.action({
  name: 'create_subtask',
  displayName: 'Create a subtask',
  description: 'Adds a task below another one of the list.',
  input: z.object({ ...inList(), task_id: taskIn().task_id, ...taskFields() }),
  idempotent: false,
  run: ({ input, http }) => addTask(http, input, input.task_id),
})

/** Changes a task. */
export const updateTask = clickup.action({
  name: 'update_task',
  displayName: 'Update a task',
  description: 'Changes what is filled in; the rest stays.',
  input: z.object({
    ...taskIn(),
    name: shortText({ label: 'Name', required: false }),
    description: longText({ label: 'Description', required: false }),
    status_id: status(),
    priority_id: priority(),
    due_date: dateTime({ label: 'Due', required: false }),
    add_assignee: people('Assignees to add'),
    rem_assignee: people('Assignees to remove'),
  }),
  idempotent: true,
  run: ({ input, http }) => {
    const { add_assignee: add, rem_assignee: rem } = input
    return http.put(at`/task/${input.task_id}`, {
      json: {
        name: input.name,
        description: input.description,
        status: input.status_id,
        priority: input.priority_id,
        due_date: input.due_date && epochOf('Due', input.due_date),
        ...((add || rem) && { assignees: { add: (add ?? []).map(Number), rem: (rem ?? []).map(Number) } }),
      },
    })
  },
})

/** Reads a task. */
export const getTask = clickup.action({
  name: 'get_list_task',
  displayName: 'Get a task',
  description: 'Reads one task.',
  input: z.object({
    task_id: shortText({ label: 'Task', description: 'Its id, the end of its address.' }),
    include_subtasks: checkbox({ label: 'With its subtasks', defaultValue: false }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get(at`/task/${input.task_id}`, {
      query: { include_subtasks: input.include_subtasks || undefined },
    }),
})

const Tasks = z.object({ tasks: z.array(z.looseObject({ name: z.string() })) })

/** Finds a task by its name. */
export const getTaskByName = clickup.action({
  name: 'get_task_by_name',
  displayName: 'Find a task by name',
  description: 'The first task of a list with exactly this name.',
  input: z.object({ ...inList(), task_name: shortText({ label: 'Name' }) }),
  idempotent: true,
  async run({ input, http }) {
    for (let page = 0; page < MAX_PAGES; page++) {
      const path = at`/list/${input.list_id}/task`
      const { tasks } = await http.get(path, { query: { page }, answer: Tasks })
      const found = tasks.find(({ name }) => name === input.task_name)
      if (found) return found
      if (tasks.length < PAGE) break
    }
    throw new CodedError('RESOURCE_NOT_FOUND', `The list has no task named "${input.task_name}".`)
  },
})

/** Finds tasks anywhere. */
export const listTasks = clickup.action({
  name: 'list_workspace_tasks',
  displayName: 'List tasks',
  description: 'Tasks of a workspace by place, assignee and tag, a hundred at a time.',
  input: z.object({
    ...inPlaces(),
    assignees: people('Assignees'),
    page: number({ label: 'Page', description: 'The first is 0.', defaultValue: 0, min: 0 }),
    reverse: checkbox({ label: 'In reverse order', defaultValue: false }),
    include_closed: checkbox({ label: 'With closed tasks', defaultValue: false }),
    order_by: choice({
      label: 'Sort by',
      required: false,
      choices: [
        { value: 'id', label: 'Id' },
        { value: 'created', label: 'When it was made' },
        { value: 'updated', label: 'When it was changed' },
        { value: 'due_date', label: 'When it is due' },
      ],
    }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get(at`/team/${input.workspace_id}/task`, {
      query: {
        'space_ids[]': input.space_id,
        'project_ids[]': input.folder_id?.map(String),
        'list_ids[]': input.list_id?.map(String),
        'assignees[]': input.assignees,
        'tags[]': input.tags,
        page: input.page,
        reverse: input.reverse,
        include_closed: input.include_closed,
        order_by: input.order_by,
      },
    }),
})

/** Deletes a task. */
export const deleteTask = clickup.action({
  name: 'delete_task',
  displayName: 'Delete a task',
  description: 'Deletes a task.',
  input: z.object(taskIn()),
  idempotent: true,
  run: ({ input, http }) => http.delete(at`/task/${input.task_id}`),
})
