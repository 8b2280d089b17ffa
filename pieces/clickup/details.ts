import * as z from 'zod'
import { anyValue, checkbox, dateTime, longText, number } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { epochOf, field, fieldValue, listFields } from './custom-fields.ts'
import { inList, optionalTask, person, taskIn, workspace } from './places.ts'
import { clickup } from './service.ts'

/** Comments a task. */
export const createComment = clickup.action({
  name: 'create_task_comments',
  displayName: 'Comment a task',
  description: 'Adds a comment, which may be somebody’s to deal with.',
  input: z.object({
    ...taskIn(),
    comment: longText({ label: 'Comment' }),
    assignee_id: person('Assigned to'),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/task/${input.task_id}/comment`, {
      json: {
        comment_text: input.comment,
        assignee: input.assignee_id ? Number(input.assignee_id) : undefined,
        notify_all: true,
      },
    }),
})

/** Sets a custom field. */
export const setField = clickup.action({
  name: 'set_custom_fields_value',
  displayName: 'Set a custom field',
  description: 'Gives a custom field of a task a value.',
  input: z.object({ ...taskIn(), field_id: field(), value: anyValue({ label: 'Value' }) }),
  idempotent: true,
  async run({ input, http }) {
    const known = input.list_id ? await listFields(http, input.list_id) : []
    const value = fieldValue(
      known.find(({ id }) => id === input.field_id),
      input.value,
    )
    return http.post(at`/task/${input.task_id}/field/${input.field_id}`, { json: { value } })
  },
})

/** Reads a list's custom fields. */
export const getFields = clickup.action({
  name: 'get_accessible_custom_fields',
  displayName: 'Get custom fields',
  description: 'The custom fields of a list, with their options.',
  input: z.object(inList()),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/list/${input.list_id}/field`),
})

/** Records time. */
export const createTimeEntry = clickup.action({
  name: 'clickup_create_time_entry',
  displayName: 'Record time',
  description: 'Adds time that was spent, on a task where one is chosen.',
  input: z.object({
    workspace_id: workspace(),
    start: dateTime({ label: 'Start' }),
    duration: number({ label: 'Duration', description: 'In milliseconds.', min: 1 }),
    description: longText({ label: 'Note', required: false }),
    space_id: taskIn().space_id,
    list_id: taskIn().list_id,
    task_id: optionalTask(),
    billable: checkbox({ label: 'Billable', defaultValue: false }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/team/${input.workspace_id}/time_entries`, {
      json: {
        start: epochOf('Start', input.start),
        duration: input.duration,
        description: input.description,
        tid: input.task_id,
        billable: input.billable,
      },
    }),
})
