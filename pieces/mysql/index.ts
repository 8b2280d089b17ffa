import { deleteRow, executeQuery, findRows, getTables, insert, update } from './actions.ts'
import { mysql } from './service.ts'
import { newRow } from './triggers.ts'

export default mysql.piece({
  actions: [findRows, insert, update, deleteRow, getTables, executeQuery],
  triggers: [newRow],
})
