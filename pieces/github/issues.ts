import * as z from 'zod'
import { choice, longText, number, shortText } from '../../src/piece/fields.ts'
import { anyLabels, assignees, issueNumber, labels, pathOf, repository } from './inputs.ts'
import { github } from './service.ts'

/** Opens an issue. */
export const createIssue = github.action({
  name: 'github_create_issue',
  displayName: 'Create an issue',
  description: 'Opens an issue in a repository.',
  input: z.object({
    repository: repository(),
    title: shortText({ label: 'Title' }),
    description: longText({ label: 'Description', description: 'In Markdown.', required: false }),
    labels: anyLabels(),
    assignees: assignees(),
  }),
  idempotent: false,
  run: ({ input: { repository, description: body, ...rest }, http }) =>
    http.post(`${pathOf(repository)}/issues`, { json: { ...rest, body } }),
})

/** Changes an issue. */
export const updateIssue = github.action({
  name: 'update_issue',
  displayName: 'Change an issue',
  description: 'Changes what is filled in. Labels and assignees replace those there.',
  input: z.object({
    repository: repository(),
    issue_number: issueNumber(),
    title: shortText({ label: 'Title', required: false }),
    body: longText({ label: 'Description', required: false }),
    state: choice({
      label: 'State',
      required: false,
      choices: [
        { value: 'open', label: 'Open' },
        { value: 'closed', label: 'Closed' },
      ],
    }),
    state_reason: choice({
      label: 'Reason',
      required: false,
      choices: ['completed', 'not_planned', 'reopened', 'duplicate'].map((value) => ({
        value,
        label: value.replaceAll('_', ' '),
      })),
    }),
    milestone: number({ label: 'Milestone', description: 'Its number.', required: false }),
    labels: anyLabels(),
    assignees: assignees(),
  }),
  idempotent: true,
  run: ({ input: { repository, issue_number, ...json }, http }) =>
    http.patch(`${pathOf(repository)}/issues/${Number(issue_number)}`, { json }),
})

/** Reads an issue. */
export const getIssue = github.action({
  name: 'getIssueInformation',
  displayName: 'Get an issue',
  description: 'Reads an issue or a pull request.',
  input: z.object({ repository: repository(), issue_number: issueNumber() }),
  idempotent: true,
  run: ({ input: { repository, issue_number }, http }) =>
    http.get(`${pathOf(repository)}/issues/${Number(issue_number)}`),
})

const Found = z.object({ total_count: z.number(), items: z.array(z.json()) })

/** Looks for issues by title. */
export const findIssue = github.action({
  name: 'find_issue',
  displayName: 'Find issues',
  description: 'Finds issues by words of their title, the best first.',
  input: z.object({
    repository: repository(),
    title: shortText({ label: 'Title', description: 'Or words of it.' }),
    state: choice({
      label: 'State',
      defaultValue: 'open',
      choices: ['open', 'closed', 'all'].map((value) => ({ value, label: value })),
    }),
    limit: number({ label: 'At most', defaultValue: 1, min: 1, max: 100 }),
  }),
  idempotent: true,
  async run({ input: { repository, title, state, limit }, http }) {
    const repo = pathOf(repository).replace('/repos/', '')
    const words = `"${title.replaceAll('"', ' ')}"`
    const q = `repo:${repo} is:issue in:title ${words}${state === 'all' ? '' : ` state:${state}`}`
    const query = { q, per_page: limit }
    const { total_count, items } = await http.get('/search/issues', { query, answer: Found })
    return { found: total_count > 0, result: items }
  },
})

/** Writes a comment. */
export const createComment = github.action({
  name: 'createCommentOnAIssue',
  displayName: 'Comment on an issue',
  description: 'Writes a comment on an issue or a pull request.',
  input: z.object({
    repository: repository(),
    issue_number: issueNumber(),
    comment: longText({ label: 'Comment', description: 'In Markdown.' }),
  }),
  idempotent: false,
  run: ({ input: { repository, issue_number, comment }, http }) =>
    http.post(`${pathOf(repository)}/issues/${Number(issue_number)}/comments`, { json: { body: comment } }),
})

/** Adds labels. */
export const addLabels = github.action({
  name: 'add_labels_to_issue',
  displayName: 'Add labels to an issue',
  description: 'Adds labels and keeps those there.',
  input: z.object({ repository: repository(), issue_number: issueNumber(), labels: labels() }),
  idempotent: true,
  run: ({ input: { repository, issue_number, labels }, http }) =>
    http.post(`${pathOf(repository)}/issues/${Number(issue_number)}/labels`, { json: { labels } }),
})
