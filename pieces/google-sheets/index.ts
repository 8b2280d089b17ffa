import { createSpreadsheet, createWorksheet } from './files.ts'
import { findRows, getRow, getRows } from './reading.ts'
import { sheets } from './service.ts'
import { changedRow, newRow } from './triggers.ts'
import { clearSheet, deleteRow, insertRow, insertRows, updateRow } from './writing.ts'

export default sheets.piece({
  actions: [
    insertRow,
    insertRows,
    updateRow,
    findRows,
    getRow,
    getRows,
    deleteRow,
    clearSheet,
    createSpreadsheet,
    createWorksheet,
  ],
  triggers: [newRow, changedRow],
})
