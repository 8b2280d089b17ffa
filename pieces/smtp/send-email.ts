import * as z from 'zod'
import { choice, file, list, longText, object, rows, shortText } from '../../src/piece/fields.ts'
import type { Files } from '../../src/piece/services.ts'
import { withMailServer } from './mail-server.ts'
import { smtp } from './service.ts'

const input = z.object({
  from: shortText({ label: 'From', description: 'An address that the server may send for.' }),
  senderName: shortText({ label: 'Name of the sender', required: false }),
  to: list({ label: 'To' }),
  cc: list({ label: 'Copy to', required: false }),
  bcc: list({ label: 'Hidden copy to', required: false }),
  replyTo: shortText({ label: 'Answers go to', required: false }),
  subject: shortText({ label: 'Subject' }),
  body_type: choice({
    label: 'Kind of text',
    defaultValue: 'plain_text',
    choices: [
      { value: 'plain_text', label: 'Plain text' },
      { value: 'html', label: 'HTML' },
    ],
  }),
  body: longText({ label: 'Text' }),
  customHeaders: object({ label: 'More headers', required: false }),
  attachments: rows({
    label: 'Attachments',
    required: false,
    row: z.object({
      file: file({ label: 'File' }),
      name: shortText({ label: 'Name', description: "The file's own where empty.", required: false }),
    }),
  }),
})

/** Sends an e-mail. */
export const sendEmail = smtp.action({
  name: 'send-email',
  displayName: 'Send an e-mail',
  description: 'Sends an e-mail, as text or HTML, with attachments.',
  input,
  idempotent: false,
  async run({ input, login, services, signal }) {
    const attachments = await Promise.all(
      (input.attachments ?? []).map((each) => attachment(each, services.files)),
    )
    const { accepted, rejected, messageId, response } = await withMailServer(login, signal, (server) =>
      server.sendMail({
        from: input.senderName ? { name: input.senderName, address: input.from } : input.from,
        to: input.to.map(String),
        cc: input.cc?.map(String),
        bcc: input.bcc?.map(String),
        replyTo: input.replyTo,
        subject: input.subject,
        [input.body_type === 'html' ? 'html' : 'text']: input.body,
        headers: texts(input.customHeaders ?? {}),
        attachments,
      }),
    )
    return { accepted, rejected, messageId, response }
  },
})

async function attachment({ file, name }: { file: string; name?: string }, files: Files) {
  const { bytes, contentType, name: own } = await files.read(file)
  return { filename: name ?? own, contentType, content: Buffer.from(bytes) }
}

function texts(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
