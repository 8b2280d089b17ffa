import { addComment, findUser, listComments } from './comments.ts'
import {
  assignIssue,
  createIssue,
  deleteIssue,
  getIssue,
  searchIssues,
  transitionIssue,
  updateIssue,
} from './issues.ts'
import { jira } from './service.ts'
import { newIssue, updatedIssue } from './triggers.ts'

export default jira.piece({
  actions: [
    createIssue,
    updateIssue,
    transitionIssue,
    assignIssue,
    getIssue,
    searchIssues,
    deleteIssue,
    addComment,
    listComments,
    findUser,
  ],
  triggers: [newIssue, updatedIssue],
})
