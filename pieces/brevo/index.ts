import { addToList, createContact, deleteContact, getContact, listLists, updateContact } from './contacts.ts'
import { sendEmail, sendSms } from './sending.ts'
import { brevo } from './service.ts'
import { triggers } from './triggers.ts'

export default brevo.piece({
  actions: [
    createContact,
    updateContact,
    getContact,
    deleteContact,
    sendEmail,
    sendSms,
    listLists,
    addToList,
  ],
  triggers,
})
