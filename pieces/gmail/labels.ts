import * as z from 'zod'
import { choice, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { label, labelId, message } from './inputs.ts'
import { gmail } from './service.ts'

/** Lists labels. */
export const listLabels = gmail.action({
  name: 'gmail_list_labels',
  displayName: 'List labels',
  description: 'All labels of the account with their ids.',
  input: z.object({}),
  idempotent: true,
  run: ({ http }) => http.get('/users/me/labels'),
})

/** Makes a label. */
export const createLabel = gmail.action({
  name: 'create_label',
  displayName: 'Create a label',
  description: 'Makes a label.',
  input: z.object({
    label_name: shortText({ label: 'Name', description: 'A slash puts it under another: Calls/Missed' }),
    label_list_visibility: choice({
      label: 'In the list of labels',
      defaultValue: 'labelShow',
      choices: [
        { value: 'labelShow', label: 'Shown' },
        { value: 'labelHide', label: 'Hidden' },
      ],
    }),
    message_list_visibility: choice({
      label: 'In the list of e-mails',
      defaultValue: 'show',
      choices: [
        { value: 'show', label: 'Shown' },
        { value: 'hide', label: 'Hidden' },
      ],
    }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/users/me/labels', {
      json: {
        name: input.label_name,
        labelListVisibility: input.label_list_visibility,
        messageListVisibility: input.message_list_visibility,
      },
    }),
})

const labelled = z.object({ message_id: message(), label: label({ label: 'Label' }) })

/** Puts a label on an e-mail. */
export const addLabel = gmail.action({
  name: 'gmail_add_label_to_email',
  displayName: 'Add a label',
  description: 'Puts a label on an e-mail.',
  input: labelled,
  idempotent: true,
  run: ({ input, http }) =>
    http.post(at`/users/me/messages/${input.message_id}/modify`, {
      json: { addLabelIds: [labelId(input.label)] },
    }),
})

/** Takes a label off an e-mail. */
export const removeLabel = gmail.action({
  name: 'gmail_remove_label_from_email',
  displayName: 'Remove a label',
  description: 'Takes a label off an e-mail; without INBOX it is archived, without UNREAD it is read.',
  input: labelled,
  idempotent: true,
  run: ({ input, http }) =>
    http.post(at`/users/me/messages/${input.message_id}/modify`, {
      json: { removeLabelIds: [labelId(input.label)] },
    }),
})
