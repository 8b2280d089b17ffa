import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import type { Json } from '../../src/json.ts'
import { checkbox, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { documentOf } from './document.ts'
import { anyProject, issue } from './inputs.ts'
import { jira } from './service.ts'

/** Writes a comment. */
export const addComment = jira.action({
  name: 'add_issue_comment',
  displayName: 'Comment on an issue',
  description: 'Writes a comment in plain text.',
  input: z.object({
    projectId: anyProject(),
    issueId: issue(),
    comment: longText({ label: 'Comment' }),
    isADF: checkbox({ label: 'It is a document in Atlassian Document Format, as JSON', defaultValue: false }),
  }),
  idempotent: false,
  run: ({ input: { issueId, comment, isADF }, http }) =>
    http.post(at`/issue/${issueId}/comment`, {
      json: { body: isADF ? parsed(comment) : documentOf(comment) } as Json,
    }),
})

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw new CodedError(
      'INPUT_INVALID',
      'The field "comment" is not valid JSON. Give a document, or plain text.',
    )
  }
}

/** Reads comments. */
export const listComments = jira.action({
  name: 'list_issue_comments',
  displayName: 'List comments',
  description: 'The comments of an issue, newest first.',
  input: z.object({
    projectId: anyProject(),
    issueId: issue(),
    limit: number({ label: 'At most', defaultValue: 50, min: 1, max: 100 }),
  }),
  idempotent: true,
  run: ({ input: { issueId, limit }, http }) =>
    http.get(at`/issue/${issueId}/comment`, { query: { orderBy: '-created', maxResults: limit } }),
})

const Users = z.array(z.json())

/** Looks for people. */
export const findUser = jira.action({
  name: 'find-user',
  displayName: 'Find people',
  description: 'Finds people by name or e-mail.',
  input: z.object({ keyword: shortText({ label: 'Name or e-mail' }) }),
  idempotent: true,
  async run({ input: { keyword }, http }) {
    const data = await http.get('/user/search', { query: { query: keyword }, answer: Users })
    return { found: data.length > 0, data }
  },
})
