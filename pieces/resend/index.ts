import {
  createContact,
  deleteContact,
  getContact,
  listContacts,
  listDomains,
  updateContact,
} from './contacts.ts'
import { cancelScheduledEmail, getEmailStatus, sendBatchEmails, sendEmail } from './emails.ts'
import { resend } from './service.ts'
import { emailBounced, emailEvent } from './triggers.ts'

export default resend.piece({
  actions: [
    sendEmail,
    sendBatchEmails,
    getEmailStatus,
    cancelScheduledEmail,
    createContact,
    updateContact,
    getContact,
    listContacts,
    deleteContact,
    listDomains,
  ],
  triggers: [emailBounced, emailEvent],
})
