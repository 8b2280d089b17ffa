import { excel } from './service.ts'
import { appendTableRow, findRow, getTableRows } from './tables.ts'
import { newRow, newRowInTable } from './triggers.ts'
import { addWorksheet, appendRow, appendRows, getRows, getWorksheets, updateRow } from './worksheets.ts'

export default excel.piece({
  actions: [
    appendRow,
    appendRows,
    updateRow,
    findRow,
    getRows,
    getTableRows,
    appendTableRow,
    addWorksheet,
    getWorksheets,
  ],
  triggers: [newRow, newRowInTable],
})
