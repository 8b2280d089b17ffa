import { asana } from './service.ts'
import {
  addComment,
  createSubtask,
  createTask,
  deleteTask,
  findTasks,
  getTask,
  listTasks,
  updateTask,
} from './tasks.ts'
import { newTask, taskCompleted } from './triggers.ts'

export default asana.piece({
  actions: [createTask, updateTask, getTask, findTasks, listTasks, deleteTask, addComment, createSubtask],
  triggers: [newTask, taskCompleted],
})
