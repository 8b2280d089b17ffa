import { createList, createOrUpdateContact, findContacts, findList } from './contacts.ts'
import { sendDynamicTemplate, sendEmail } from './emails.ts'
import { sendgrid } from './service.ts'

export default sendgrid.piece({
  actions: [sendEmail, sendDynamicTemplate, createOrUpdateContact, findContacts, findList, createList],
})
