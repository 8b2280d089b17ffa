import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { listAll, project } from './listing.ts'
import { todoist } from './service.ts'

/** How far a poll that has nothing to go by yet looks back. Milliseconds. */
const LOOK_BACK = 24 * 60 * 60 * 1000
/** Pages of finished tasks read in one poll, of up to 200. */
const MAX_PAGES = 5
const PAGE = 200

const sampleData = {
  id: '6X7rM8997g3RQmvh',
  project_id: '6Jf8VQXxpwv56VQ7',
  section_id: null,
  content: 'Call Ana back',
  description: 'Asked for a quote.',
  labels: ['call'],
  priority: 4,
  due: null,
  checked: false,
  added_at: '2026-05-01T09:30:00.000000Z',
  completed_at: null,
}

const Task = z.looseObject({ id: z.string(), completed_at: z.string() })
const Completed = z.object({ items: z.array(Task), next_cursor: z.string().nullish() })

/** A task was finished. */
export const taskCompleted = todoist.trigger({
  name: 'task_completed',
  displayName: 'Task finished',
  description: 'Starts when a task is ticked off.',
  type: 'POLLING',
  input: z.object({ project_id: project('All projects where none is chosen.') }),
  sampleData: { ...sampleData, checked: true, completed_at: '2026-05-01T10:00:00.000000Z' },
  async poll({ http, input, since }) {
    const until = Date.now()
    const query = {
      since: new Date(since ?? until - LOOK_BACK).toISOString(),
      until: new Date(until).toISOString(),
      project_id: input.project_id,
      limit: PAGE,
    }
    const tasks: z.output<typeof Task>[] = []
    let cursor: string | null | undefined
    for (let page = 0; page < MAX_PAGES; page++) {
      const answer = await http.get('/tasks/completed/by_completion_date', {
        query: { ...query, cursor },
        answer: Completed,
      })
      tasks.push(...answer.items)
      cursor = answer.next_cursor
      if (!cursor) break
    }
    return tasks.map((task) => ({
      // A task that repeats keeps its id.
      id: `${task.id}|${task.completed_at}`,
      at: Date.parse(task.completed_at),
      data: task as unknown as Json,
    }))
  },
})

/** A task was made. */
export const newTask = todoist.trigger({
  name: 'new_task',
  displayName: 'New task',
  description: 'Starts when a task is made.',
  type: 'POLLING',
  input: z.object({ project_id: project('All projects where none is chosen.') }),
  sampleData,
  async poll({ http, input, since }) {
    // Todoist lists open tasks only by where they are; those it knows by filter are those made since a day.
    const day = since === undefined ? undefined : new Date(since - LOOK_BACK).toISOString().slice(0, 10)
    const tasks =
      day === undefined || input.project_id
        ? await listAll(http, '/tasks', { project_id: input.project_id })
        : await listAll(http, '/tasks/filter', { query: `created after: ${day}` })
    return tasks.map((task) => ({
      id: task.id,
      ...(typeof task.added_at === 'string' && { at: Date.parse(task.added_at) }),
      data: task as unknown as Json,
    }))
  },
})
