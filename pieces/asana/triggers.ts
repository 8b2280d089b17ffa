import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { project, workspace } from './inputs.ts'
import { listAll } from './listing.ts'
import { asana } from './service.ts'

const OPT_FIELDS =
  'name,notes,completed,completed_at,created_at,modified_at,due_on,due_at,assignee.name,custom_fields.name,custom_fields.display_value,memberships.section.name,permalink_url'
/** Most tasks of a poll that has nothing to go by yet. */
const FIRST = 100

const sampleData = {
  gid: '1204567890123456',
  name: 'Call Ana back',
  notes: 'Asked for a quote.',
  completed: false,
  completed_at: null,
  created_at: '2026-05-01T09:30:00.000Z',
  due_on: '2026-05-02',
  assignee: { gid: '12345', name: 'Eva' },
  permalink_url: 'https://app.asana.com/0/1/1204567890123456',
}

/** The tasks of a project by a time of theirs; those that changed since. */
async function pollBy(
  time: 'created_at' | 'completed_at',
  { http, input, since }: { http: ServiceHttp; input: { project: string }; since?: number },
): Promise<PollItem[]> {
  const query = {
    project: input.project,
    modified_since: since === undefined ? undefined : new Date(since).toISOString(),
    opt_fields: OPT_FIELDS,
  }
  const tasks = await listAll(http, '/tasks', query, since === undefined ? FIRST : undefined)
  return tasks.flatMap((task) => {
    const at = task[time]
    if (typeof at !== 'string') return []
    // A task may be done, opened and done again.
    const id = time === 'created_at' ? task.gid : `${task.gid}|${at}`
    return [{ id, at: Date.parse(at), data: task as unknown as Json }]
  })
}

/** A task was made. */
export const newTask = asana.trigger({
  name: 'new_task',
  displayName: 'New task',
  description: 'Starts when a task is made in a project.',
  type: 'POLLING',
  input: z.object({ workspace: workspace(), project: project() }),
  sampleData,
  poll: (context) => pollBy('created_at', context),
})

/** A task was done. */
export const taskCompleted = asana.trigger({
  name: 'task_completed',
  displayName: 'Task done',
  description: 'Starts when a task of a project is done.',
  type: 'POLLING',
  input: z.object({ workspace: workspace(), project: project() }),
  sampleData: { ...sampleData, completed: true, completed_at: '2026-05-02T10:00:00.000Z' },
  poll: (context) => pollBy('completed_at', context),
})
