import { createLabel, createProject, listLabels, listProjects } from './projects.ts'
import { todoist } from './service.ts'
import {
  addComment,
  completeTask,
  createTask,
  deleteTask,
  filterTasks,
  findTask,
  getTask,
  reopenTask,
  updateTask,
} from './tasks.ts'
import { newTask, taskCompleted } from './triggers.ts'

export default todoist.piece({
  actions: [
    createTask,
    updateTask,
    completeTask,
    reopenTask,
    findTask,
    filterTasks,
    getTask,
    deleteTask,
    addComment,
    createProject,
    listProjects,
    createLabel,
    listLabels,
  ],
  triggers: [taskCompleted, newTask],
})
