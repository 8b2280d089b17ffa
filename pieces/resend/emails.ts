import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { toBase64 } from '../../src/piece/base64.ts'
import { choice, dateTime, file, list, longText, rows, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { resend } from './service.ts'

const contentType = () =>
  choice({
    label: 'Written in',
    defaultValue: 'html',
    choices: [
      { value: 'html', label: 'HTML' },
      { value: 'text', label: 'Plain text' },
    ],
  })

/** Writes an e-mail. */
export const sendEmail = resend.action({
  name: 'send_email',
  displayName: 'Send e-mail',
  description: 'Sends text or HTML, with attachments if you like, now or later.',
  input: z.object({
    to: list({ label: 'To', description: 'At most 50 addresses.' }),
    from_name: shortText({ label: 'Name of the sender', required: false }),
    from: shortText({ label: 'From', description: 'An address of a domain that Resend has verified.' }),
    cc: list({ label: 'Cc', required: false }),
    bcc: list({ label: 'Bcc', required: false }),
    reply_to: shortText({ label: 'Answers to', required: false }),
    subject: shortText({ label: 'Subject' }),
    content_type: contentType(),
    content: longText({ label: 'Text' }),
    scheduled_at: dateTime({ label: 'Send at', description: 'Now where left out.', required: false }),
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
  }),
  idempotent: true,
  async run({ input, http, run, services }) {
    const { from_name, from, content_type, content, to, cc, bcc, ...rest } = input
    const attachments = (input.attachments ?? []).map(async ({ file, name }) => {
      const { name: ownName, contentType, bytes } = await services.files.read(file)
      return { filename: name ?? ownName, content_type: contentType, content: toBase64(bytes) }
    })
    return http.post('/emails', {
      headers: { 'idempotency-key': run.idempotencyKey },
      json: {
        ...rest,
        from: from_name ? `${from_name} <${from}>` : from,
        to: to.map(String),
        cc: cc?.map(String),
        bcc: bcc?.map(String),
        [content_type]: content,
        attachments: attachments.length > 0 ? await Promise.all(attachments) : undefined,
      },
    })
  },
})

/** The most that Resend takes at once. */
const MOST_EMAILS = 100

const Sent = z.object({ data: z.array(z.object({ id: z.string() })) })

/** Writes many e-mails. */
export const sendBatchEmails = resend.action({
  name: 'send_batch_emails',
  displayName: 'Send many e-mails',
  description: 'Sends up to 100 different e-mails at once.',
  input: z.object({
    emails: rows({
      label: 'E-mails',
      row: z.object({
        from: shortText({ label: 'From', description: 'Such as Desk <desk@example.com>' }),
        to: shortText({ label: 'To' }),
        subject: shortText({ label: 'Subject' }),
        content_type: contentType(),
        content: longText({ label: 'Text' }),
        reply_to: shortText({ label: 'Answers to', required: false }),
        cc: shortText({ label: 'Cc', required: false }),
        bcc: shortText({ label: 'Bcc', required: false }),
      }),
    }),
    idempotency_key: shortText({
      label: 'Key against sending twice',
      description: 'That of this step where left out.',
      required: false,
    }),
  }),
  idempotent: true,
  async run({ input: { emails, idempotency_key }, http, run }) {
    if (emails.length === 0 || emails.length > MOST_EMAILS) {
      throw new CodedError('INPUT_INVALID', `The field "emails" takes 1 to ${MOST_EMAILS} rows.`)
    }
    const { data } = await http.post('/emails/batch', {
      headers: { 'idempotency-key': idempotency_key ?? run.idempotencyKey },
      json: emails.map(({ content_type, content, ...email }) => ({ ...email, [content_type]: content })),
      answer: Sent,
    })
    return data
  },
})

const emailId = () => shortText({ label: 'E-mail', description: 'The id that sending it gave.' })

/** Says what became of an e-mail. */
export const getEmailStatus = resend.action({
  name: 'get_email_status',
  displayName: 'Get an e-mail',
  description: 'Reads an e-mail that was sent, with the last thing that happened to it.',
  input: z.object({ email_id: emailId() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/emails/${input.email_id}`),
})

/** Stops an e-mail that is to be sent later. */
export const cancelScheduledEmail = resend.action({
  name: 'cancel_scheduled_email',
  displayName: 'Cancel an e-mail',
  description: 'Stops an e-mail that is to be sent later.',
  input: z.object({ email_id: emailId() }),
  idempotent: true,
  run: ({ input, http }) => http.post(at`/emails/${input.email_id}/cancel`),
})
