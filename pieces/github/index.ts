import {
  createBranch,
  createPullRequest,
  deleteBranch,
  getFile,
  graphql,
  listPullRequests,
  writeFile,
} from './code.ts'
import { addLabels, createComment, createIssue, findIssue, getIssue, updateIssue } from './issues.ts'
import { github } from './service.ts'
import { discussion, discussionComment, issueComment, issues, pullRequest, push, star } from './triggers.ts'

export default github.piece({
  actions: [
    createIssue,
    updateIssue,
    getIssue,
    findIssue,
    createComment,
    addLabels,
    createPullRequest,
    listPullRequests,
    createBranch,
    deleteBranch,
    getFile,
    writeFile,
    graphql,
  ],
  triggers: [issues, issueComment, pullRequest, push, star, discussion, discussionComment],
})
