import { createComment, createTimeEntry, getFields, setField } from './details.ts'
import { clickup } from './service.ts'
import {
  createSubtask,
  createTask,
  deleteTask,
  getTask,
  getTaskByName,
  listTasks,
  updateTask,
} from './tasks.ts'
import { triggers } from './triggers.ts'

export default clickup.piece({
  actions: [
    createTask,
    createSubtask,
    updateTask,
    getTask,
    getTaskByName,
    listTasks,
    deleteTask,
    createComment,
    setField,
    getFields,
    createTimeEntry,
  ],
  triggers,
})
