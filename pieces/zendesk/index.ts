import { createOrganization, createUser, findOrganization, findUser } from './people.ts'
import { zendesk } from './service.ts'
import { addComment, addTags, createTicket, findTickets, getTicket, updateTicket } from './tickets.ts'
import { newTicket, updatedTicket } from './triggers.ts'

export default zendesk.piece({
  actions: [
    createTicket,
    updateTicket,
    addComment,
    addTags,
    getTicket,
    findTickets,
    createUser,
    findUser,
    createOrganization,
    findOrganization,
  ],
  triggers: [newTicket, updatedTicket],
})
