import { createAssociations, createNote, createTask } from './engagements.ts'
import { createDeal, createTicket, updateDeal, updateTicket } from './pipelined.ts'
import { records } from './records.ts'
import { hubspot } from './service.ts'
import { triggers } from './triggers.ts'

export default hubspot.piece({
  actions: [
    ...records,
    createDeal,
    updateDeal,
    createTicket,
    updateTicket,
    createNote,
    createTask,
    createAssociations,
  ],
  triggers,
})
