import * as z from 'zod'
import { toBase64 } from '../../src/piece/base64.ts'
import { choice, dropdown, file, json, list, longText, rows, shortText } from '../../src/piece/fields.ts'
import type { Files } from '../../src/piece/services.ts'
import { sendgrid } from './service.ts'

const envelope = {
  to: list({ label: 'To', description: 'Everybody gets an e-mail of their own.' }),
  from: shortText({ label: 'From', description: 'An address that SendGrid has verified.' }),
  from_name: shortText({ label: 'Name of the sender', required: false }),
  reply_to: shortText({ label: 'Answers to', required: false }),
  attachments: rows({
    label: 'Attachments',
    required: false,
    row: z.object({
      file: file({ label: 'File' }),
      name: shortText({
        label: 'File name',
        description: 'That of the file where left out.',
        required: false,
      }),
    }),
  }),
}

interface Envelope {
  to: readonly unknown[]
  from: string
  from_name?: string | undefined
  reply_to?: string | undefined
  attachments?: readonly { file: string; name?: string | undefined }[] | undefined
}

/** What every e-mail has, as SendGrid takes it. @param more goes to every recipient */
async function mailOf(input: Envelope, files: Files, more: object = {}) {
  const attachments = (input.attachments ?? []).map(async ({ file, name }) => {
    const { name: ownName, contentType, bytes } = await files.read(file)
    return { filename: name ?? ownName, type: contentType, content: toBase64(bytes) }
  })
  return {
    personalizations: input.to.map((email) => ({ to: [{ email: String(email).trim() }], ...more })),
    from: { email: input.from, name: input.from_name },
    ...(input.reply_to && { reply_to: { email: input.reply_to } }),
    ...(attachments.length > 0 && { attachments: await Promise.all(attachments) }),
  }
}

/** Writes an e-mail. */
export const sendEmail = sendgrid.action({
  name: 'send_email',
  displayName: 'Send e-mail',
  description: 'Sends text or HTML, with attachments if you like.',
  input: z.object({
    ...envelope,
    subject: shortText({ label: 'Subject' }),
    content_type: choice({
      label: 'Written in',
      defaultValue: 'text',
      choices: [
        { value: 'text', label: 'Plain text' },
        { value: 'html', label: 'HTML' },
      ],
    }),
    content: longText({ label: 'Text' }),
  }),
  idempotent: false,
  async run({ input, http, services }) {
    const type = input.content_type === 'html' ? 'text/html' : 'text/plain'
    const json = {
      ...(await mailOf(input, services.files)),
      subject: input.subject,
      content: [{ type, value: input.content }],
    }
    await http.post('/mail/send', { json })
    return { success: true }
  },
})

/** Templates asked for: SendGrid's largest page. */
const MOST_TEMPLATES = 200

const Templates = z.object({ result: z.array(z.object({ id: z.string(), name: z.string() })) })

/** Writes an e-mail from a template. */
export const sendDynamicTemplate = sendgrid.action({
  name: 'send_dynamic_template',
  displayName: 'Send e-mail from a template',
  description: 'Sends a dynamic template, filled in with data.',
  input: z.object({
    ...envelope,
    template_id: dropdown({
      label: 'Template',
      async options({ http }) {
        const query = { generations: 'dynamic', page_size: MOST_TEMPLATES }
        const { result } = await http.get('/templates', { query, answer: Templates })
        return result.map(({ id, name }) => ({ value: id, label: name }))
      },
    }),
    template_data: json({ label: 'Data', description: 'What the template calls by name.', defaultValue: {} }),
  }),
  idempotent: false,
  async run({ input, http, services }) {
    const data = { dynamic_template_data: input.template_data }
    const mail = await mailOf(input, services.files, data)
    await http.post('/mail/send', { json: { ...mail, template_id: input.template_id } })
    return { success: true }
  },
})
