import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { isObject, type Json } from '../../src/json.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import type { Delivery, Trigger, WebhookRequest } from '../../src/piece/trigger.ts'
import { requireSignature } from '../_webhooks/proof.ts'
import { narrowed, optionalTask } from './places.ts'
import { clickup } from './service.ts'

const State = z.object({ id: z.string(), secret: z.string() })
const Created = z.object({ id: z.string(), webhook: z.object({ secret: z.string() }) })

const input = () => z.object({ ...narrowed(), task_id: optionalTask() })
type Input = z.output<ReturnType<typeof input>>

const numeric = (id: string | undefined) => (id ? Number(id) : undefined)

async function enable(event: string, http: ServiceHttp, place: Input, endpoint: string) {
  const { id, webhook } = await http.post(at`/team/${place.workspace_id}/webhook`, {
    json: {
      endpoint,
      events: [event],
      space_id: numeric(place.space_id),
      folder_id: numeric(place.folder_id),
      list_id: numeric(place.list_id),
      task_id: place.task_id,
    },
    answer: Created,
  })
  return { id, secret: webhook.secret }
}

/** ClickUp signs with a secret of the webhook: https://developer.clickup.com/docs/webhooksignature */
function verify({ headers, rawBody }: WebhookRequest, _input: unknown, delivery?: Delivery<unknown>): void {
  const { data } = State.safeParse(delivery?.state)
  const expected = data ? createHmac('sha256', data.secret).update(rawBody).digest('hex') : undefined
  requireSignature('ClickUp', expected && headers['x-signature'], expected ?? 'none')
}

/** ClickUp's id of the change; a deletion has none, but comes once a task. */
function eventId(event: Json): string | undefined {
  if (!isObject(event)) return undefined
  const [change] = Array.isArray(event.history_items) ? event.history_items : []
  return isObject(change) ? String(change.id) : `${event.event}|${event.task_id}`
}

const sampleTask = {
  id: '8669p1zvv',
  name: 'Call Ana back',
  status: { status: 'to do', type: 'open' },
  url: 'https://app.clickup.com/t/8669p1zvv',
}

function taskTrigger(name: string, event: string, displayName: string, description: string): Trigger {
  const isGone = event === 'taskDeleted'
  const payload = { event, task_id: sampleTask.id, webhook_id: '9b2708b6-87e8-4fff-851a-2ebf0e35130f' }
  return clickup.trigger({
    name: `clickup_trigger_${name}`,
    displayName,
    description,
    type: 'WEBHOOK',
    input: input(),
    sampleData: isGone
      ? payload
      : { ...payload, history_items: [{ id: '1394258655167106175' }], task: sampleTask },
    subscription: {
      enable: ({ http, input, webhookUrl }) => enable(event, http, input, webhookUrl),
      async disable({ http, state }) {
        await http.delete(at`/webhook/${State.parse(state).id}`)
      },
    },
    verify,
    async events({ http, request: { body } }) {
      if (!isObject(body) || body.event !== event) return []
      return [isGone ? body : { ...body, task: await http.get(at`/task/${String(body.task_id)}`) }]
    },
    eventId,
  })
}

/** What happens to tasks. */
export const triggers = [
  taskTrigger('task_created', 'taskCreated', 'Task created', 'Starts when a task is made.'),
  taskTrigger('task_updated', 'taskUpdated', 'Task updated', 'Starts when anything of a task changes.'),
  taskTrigger(
    'task_status_updated',
    'taskStatusUpdated',
    'Status of a task changed',
    'Starts when a task gets another status.',
  ),
  taskTrigger(
    'task_assignee_updated',
    'taskAssigneeUpdated',
    'Assignees of a task changed',
    'Starts when somebody is assigned or no longer assigned.',
  ),
  taskTrigger('task_moved', 'taskMoved', 'Task moved', 'Starts when a task comes into another list.'),
  taskTrigger(
    'task_comment_posted',
    'taskCommentPosted',
    'Task commented',
    'Starts when a comment is written.',
  ),
  taskTrigger('task_deleted', 'taskDeleted', 'Task deleted', 'Starts when a task is deleted.'),
]
