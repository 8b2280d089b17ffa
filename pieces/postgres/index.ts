import { deleteRow, findRows, getTables, insert, runQuery, update } from './actions.ts'
import { postgres } from './service.ts'
import { newRow } from './triggers.ts'

export default postgres.piece({
  actions: [runQuery, findRows, insert, update, deleteRow, getTables],
  triggers: [newRow],
})
