import { createContact, getContact, getContacts, updateContact } from './contacts.ts'
import { freshdesk } from './service.ts'
import {
  addNote,
  createTicket,
  getTicket,
  getTicketStatus,
  getTickets,
  getTicketsByStatus,
  listConversations,
  reply,
  updateTicket,
} from './tickets.ts'
import { newTicket, updatedTicket } from './triggers.ts'

export default freshdesk.piece({
  actions: [
    createTicket,
    updateTicket,
    getTicket,
    getTickets,
    getTicketStatus,
    getTicketsByStatus,
    reply,
    addNote,
    listConversations,
    createContact,
    updateContact,
    getContact,
    getContacts,
  ],
  triggers: [newTicket, updatedTicket],
})
