import { callFunction, createRow, deleteRows, searchRows, updateRow, upsertRow } from './rows.ts'
import { supabase } from './service.ts'
import { createSignedUrl, deleteFile, uploadFile } from './storage.ts'
import { newRow } from './triggers.ts'

export default supabase.piece({
  actions: [
    createRow,
    upsertRow,
    updateRow,
    deleteRows,
    searchRows,
    callFunction,
    uploadFile,
    createSignedUrl,
    deleteFile,
  ],
  triggers: [newRow],
})
