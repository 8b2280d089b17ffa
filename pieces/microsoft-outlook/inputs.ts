import * as z from 'zod'
import {
  choice,
  dropdown,
  type FieldOptions,
  file,
  list,
  longText,
  type OptionsContext,
  rows,
  shortText,
} from '../../src/piece/fields.ts'
import { listValues } from '../_microsoft/graph.ts'

/** E-mails offered by a dropdown: the newest. */
const OFFERED = 50
const FOLDERS_PAGE = 100

const Offered = z.object({
  id: z.string(),
  subject: z.string().nullish(),
  from: z.object({ emailAddress: z.object({ address: z.string().optional() }) }).nullish(),
})

const listMessages =
  (path: string) =>
  async ({ http }: OptionsContext) => {
    const query = { $top: OFFERED, $select: 'id,subject,from' }
    const found = await listValues(http, path, { query, item: Offered, limit: OFFERED })
    return found.map(({ id, subject, from }) => {
      const sender = from?.emailAddress.address
      return { value: id, label: `${subject || '(no subject)'}${sender ? ` - ${sender}` : ''}` }
    })
  }

/** One of the newest e-mails. */
export const message = (label = 'E-mail') => dropdown({ label, options: listMessages('/me/messages') })

/** One of the newest drafts. */
export const draft = () =>
  dropdown({ label: 'Draft', options: listMessages('/me/mailFolders/drafts/messages') })

const Folder = z.object({ id: z.string(), displayName: z.string() })

async function listFolders({ http }: OptionsContext) {
  const folders = await listValues(http, '/me/mailFolders', { query: { $top: FOLDERS_PAGE }, item: Folder })
  return folders.map(({ id, displayName }) => ({ value: id, label: displayName }))
}

/** A folder of the mailbox. */
export const folder = <const O extends FieldOptions>(options: O) =>
  dropdown({ ...options, options: listFolders })

/** Addresses, as a list. */
export const addresses = <const O extends FieldOptions>(options: O) => list(options)

/** Whether a text is HTML. */
export const bodyFormat = () =>
  choice({
    label: 'Format of the text',
    defaultValue: 'text',
    choices: [
      { value: 'html', label: 'HTML' },
      { value: 'text', label: 'Plain text' },
    ],
  })

/** Files that go with an e-mail. */
export const attachments = () =>
  rows({
    label: 'Attachments',
    description: 'Together up to 3 MB.',
    required: false,
    row: z.object({
      file: file({ label: 'File' }),
      fileName: shortText({ label: 'Name', description: 'The file’s own where empty.', required: false }),
    }),
  })

/** The fields of an e-mail that is written anew. */
export const newMail = {
  recipients: addresses({ label: 'To', description: 'E-mail addresses.' }),
  ccRecipients: addresses({ label: 'Cc', required: false }),
  bccRecipients: addresses({ label: 'Bcc', required: false }),
  subject: shortText({ label: 'Subject' }),
  bodyFormat: bodyFormat(),
  body: longText({ label: 'Text' }),
  attachments: attachments(),
}
