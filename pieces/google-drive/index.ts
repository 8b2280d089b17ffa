import {
  createFolder,
  createTextFile,
  deleteFile,
  duplicate,
  move,
  readFile,
  trash,
  uploadFile,
} from './files.ts'
import { getFile, listFiles, newFile, newFolder, search } from './finding.ts'
import { drive } from './service.ts'
import { publish, share } from './sharing.ts'

export default drive.piece({
  actions: [
    uploadFile,
    readFile,
    createTextFile,
    createFolder,
    search,
    listFiles,
    getFile,
    move,
    duplicate,
    share,
    publish,
    trash,
    deleteFile,
  ],
  triggers: [newFile, newFolder],
})
