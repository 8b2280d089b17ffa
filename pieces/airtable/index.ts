import { listRecords, upsertRecords } from './batches.ts'
import { addComment, createRecord, deleteRecord, findRecord, getRecord, updateRecord } from './records.ts'
import { airtable } from './service.ts'
import { newRecord, updatedRecord } from './triggers.ts'

export default airtable.piece({
  actions: [
    createRecord,
    updateRecord,
    upsertRecords,
    findRecord,
    getRecord,
    listRecords,
    deleteRecord,
    addComment,
  ],
  triggers: [newRecord, updatedRecord],
})
