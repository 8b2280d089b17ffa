import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { choice, list, longText, number, object, shortText } from '../../src/piece/fields.ts'
import { brevo } from './service.ts'

/** Sends an e-mail to one person. */
export const sendEmail = brevo.action({
  name: 'send_email',
  displayName: 'Send an e-mail',
  description: 'Sends a transactional e-mail, written here or by a template.',
  input: z.object({
    senderEmail: shortText({ label: 'From', description: 'A sender that Brevo knows.', required: false }),
    senderName: shortText({ label: 'Name of the sender', required: false }),
    recipientEmail: shortText({ label: 'To' }),
    recipientName: shortText({ label: 'Name of the recipient', required: false }),
    subject: shortText({ label: 'Subject', required: false }),
    htmlContent: longText({ label: 'Text as HTML', required: false }),
    textContent: longText({ label: 'Plain text', required: false }),
    templateId: number({ label: 'Template', description: 'Its id, in place of a text.', required: false }),
    params: object({ label: 'Values for the template', required: false }),
    replyTo: shortText({ label: 'Answers to', required: false }),
    tags: list({ label: 'Tags', required: false }),
  }),
  idempotent: false,
  run({ input, http }) {
    const { templateId, subject, htmlContent, textContent, senderEmail, replyTo, params, tags } = input
    if (templateId === undefined && !(senderEmail && subject && (htmlContent || textContent))) {
      const message = 'Give "templateId", or "senderEmail", "subject" and a text.'
      throw new CodedError('INPUT_INVALID', message)
    }
    return http.post('/smtp/email', {
      json: {
        ...(senderEmail && { sender: { email: senderEmail, name: input.senderName } }),
        to: [{ email: input.recipientEmail, name: input.recipientName }],
        ...{ subject, htmlContent, textContent, templateId, params, tags },
        ...(replyTo && { replyTo: { email: replyTo } }),
      },
    })
  },
})

/** Sends an SMS. */
export const sendSms = brevo.action({
  name: 'send_transactional_sms',
  displayName: 'Send an SMS',
  description: 'Sends a text message to one phone.',
  input: z.object({
    sender: shortText({ label: 'From', description: 'Up to 11 letters and digits, or up to 15 digits.' }),
    recipient: shortText({ label: 'To', description: 'As +34600111222.' }),
    content: longText({ label: 'Text', description: 'Beyond 160 characters it counts as several.' }),
    type: choice({
      label: 'Kind',
      defaultValue: 'transactional',
      choices: [
        { value: 'transactional', label: 'Transactional' },
        { value: 'marketing', label: 'Marketing' },
      ],
    }),
    tag: shortText({ label: 'Tag', required: false }),
  }),
  idempotent: false,
  run: ({ input, http }) => http.post('/transactionalSMS/send', { json: input }),
})
