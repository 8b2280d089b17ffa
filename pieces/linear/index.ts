import {
  createComment,
  createIssue,
  deleteIssue,
  getIssue,
  graphql,
  searchIssues,
  updateIssue,
} from './issues.ts'
import { createProject, updateProject } from './projects.ts'
import { linear } from './service.ts'
import { triggers } from './triggers.ts'

export default linear.piece({
  actions: [
    createIssue,
    updateIssue,
    getIssue,
    searchIssues,
    deleteIssue,
    createComment,
    createProject,
    updateProject,
    graphql,
  ],
  triggers,
})
