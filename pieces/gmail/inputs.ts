import * as z from 'zod'
import { asParsed } from '../../src/piece/field-values.ts'
import {
  choice,
  dropdown,
  type FieldOptions,
  file,
  list,
  longText,
  rows,
  shortText,
} from '../../src/piece/fields.ts'

const Labels = z.object({ labels: z.array(z.object({ id: z.string(), name: z.string() })).default([]) })

/** A label of the account. */
export const label = <const O extends FieldOptions>(options: O) =>
  dropdown({
    ...options,
    async options({ http }) {
      const { labels } = await http.get('/users/me/labels', { answer: Labels })
      return labels.map(({ id, name }) => ({ value: id, label: name }))
    },
  })

/** Activepieces keeps the whole label where we keep its id. */
export function labelId(value: string): string {
  return z.object({ id: z.string() }).safeParse(asParsed(value)).data?.id ?? value
}

/** A message's id. */
export const message = () => shortText({ label: 'Message', description: 'Its id.' })

const addresses = (name: string) => list({ label: name, description: 'E-mail addresses.', required: false })

/** What is said, as text or HTML. */
export const body = {
  body_type: choice({
    label: 'Written in',
    defaultValue: 'plain_text',
    choices: [
      { value: 'plain_text', label: 'Plain text' },
      { value: 'html', label: 'HTML' },
    ],
  }),
  body: longText({ label: 'Body' }),
}

/** The name beside the sender's address. */
export const senderName = () => shortText({ label: 'Name of the sender', required: false })

/** The fields of a new e-mail. */
export const mail = {
  receiver: list({ label: 'To', description: 'E-mail addresses.' }),
  cc: addresses('Cc'),
  bcc: addresses('Bcc'),
  subject: shortText({ label: 'Subject' }),
  ...body,
  reply_to: addresses('Answers go to'),
  sender_name: senderName(),
  from: shortText({
    label: 'Address of the sender',
    description: 'One that the account may send as.',
    required: false,
  }),
  attachments: rows({
    label: 'Attachments',
    required: false,
    row: z.object({
      file: file({ label: 'File' }),
      name: shortText({ label: 'Name', description: 'The file’s own where empty.', required: false }),
    }),
  }),
}

/** What mails are looked for by. */
export const criteria = {
  from: shortText({ label: 'From', required: false }),
  to: shortText({ label: 'To', required: false }),
  subject: shortText({ label: 'Subject holds', required: false }),
  label: label({ label: 'Label', required: false }),
  category: choice({
    label: 'Category',
    required: false,
    choices: ['primary', 'social', 'promotions', 'updates', 'forums', 'reservations', 'purchases'].map(
      (value) => ({ value, label: `${value[0]?.toUpperCase()}${value.slice(1)}` }),
    ),
  }),
}

/** Criteria in Gmail's search language. */
export const queryOf = (input: { from?: string; to?: string; subject?: string; category?: string }) =>
  (['from', 'to', 'subject'] as const)
    .flatMap((name) => (input[name]?.trim() ? [`${name}:(${input[name].trim()})`] : []))
    .concat(input.category ? [`category:${input.category}`] : [])
