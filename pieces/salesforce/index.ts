import { createCase, createContact, createLead, createTask, logCall } from './common-records.ts'
import { records } from './records.ts'
import { salesforce } from './service.ts'
import { triggers } from './triggers.ts'

export default salesforce.piece({
  actions: [...records, createLead, createContact, createCase, createTask, logCall],
  triggers,
})
