import {
  addContact,
  deleteContact,
  getContact,
  listContacts,
  searchContacts,
  updateContact,
} from './contacts.ts'
import { contacts } from './service.ts'
import { changedContact, newContact } from './triggers.ts'

export default contacts.piece({
  actions: [addContact, updateContact, searchContacts, getContact, listContacts, deleteContact],
  triggers: [newContact, changedContact],
})
