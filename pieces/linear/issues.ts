import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { checkbox, dateTime, longText, number, object, shortText } from '../../src/piece/fields.ts'
import { anyProject, anyTeam, assignee, issue, labels, priority, status, team } from './inputs.ts'
import { ask, linear, Payload } from './service.ts'

/** What is given of an issue. */
const ISSUE = `id identifier title description priority priorityLabel url createdAt updatedAt
  state { id name type } team { id key name } assignee { id name email } labels { nodes { id name } }`

const details = {
  description: longText({ label: 'Description', description: 'In Markdown.', required: false }),
  state_id: status(),
  labels: labels(),
  assignee_id: assignee(),
  priority_id: priority(),
  project_id: anyProject(),
  due_date: dateTime({ label: 'Due', description: 'Only the day counts.', required: false }),
}

type Details = z.output<z.ZodObject<typeof details>> & { title?: string | undefined }

function fieldsOf(input: Details) {
  return {
    title: input.title,
    description: input.description,
    stateId: input.state_id,
    labelIds: input.labels,
    assigneeId: input.assignee_id,
    priority: input.priority_id,
    projectId: input.project_id,
    dueDate: input.due_date?.slice(0, 'yyyy-mm-dd'.length),
  }
}

/** Opens an issue. */
export const createIssue = linear.action({
  name: 'linear_create_issue',
  displayName: 'Create an issue',
  description: 'Opens an issue in a team.',
  input: z.object({
    team_id: team(),
    title: shortText({ label: 'Title' }),
    ...details,
    template_id: shortText({ label: 'Template', description: 'Its id.', required: false }),
  }),
  idempotent: false,
  run({ input: { team_id, template_id, ...rest }, http }) {
    const query = `mutation ($input: IssueCreateInput!) {
      issueCreate(input: $input) { success lastSyncId issue { ${ISSUE} } }
    }`
    const input = { teamId: team_id, templateId: template_id, ...fieldsOf(rest) }
    return ask(http, query, { input }, Payload)
  },
})

/** Changes an issue. */
export const updateIssue = linear.action({
  name: 'linear_update_issue',
  displayName: 'Change an issue',
  description: 'Changes what is filled in. Labels replace those there.',
  input: z.object({
    team_id: team(),
    issue_id: issue(),
    title: shortText({ label: 'Title', required: false }),
    ...details,
  }),
  idempotent: true,
  run({ input: { team_id, issue_id: id, ...rest }, http }) {
    const query = `mutation ($id: String!, $input: IssueUpdateInput!) {
      issueUpdate(id: $id, input: $input) { success lastSyncId issue { ${ISSUE} } }
    }`
    return ask(http, query, { id, input: fieldsOf(rest) }, Payload)
  },
})

/** Reads an issue. */
export const getIssue = linear.action({
  name: 'linear_get_issue',
  displayName: 'Get an issue',
  description: 'Reads one issue.',
  input: z.object({
    issue_id: shortText({ label: 'Issue', description: 'Its id, or a key such as ENG-123.' }),
  }),
  idempotent: true,
  run: ({ input: { issue_id: id }, http }) =>
    ask(http, `query ($id: String!) { issue(id: $id) { ${ISSUE} } }`, { id }, Payload),
})

const Found = z.object({ searchIssues: z.object({ totalCount: z.number(), nodes: z.array(z.json()) }) })

/** Looks for issues. */
export const searchIssues = linear.action({
  name: 'linear_search_issues',
  displayName: 'Find issues',
  description: 'Finds issues by words of their title and description, the best first.',
  input: z.object({
    term: shortText({ label: 'Words' }),
    team_id: anyTeam(),
    include_comments: checkbox({ label: 'In comments too', defaultValue: false }),
    include_archived: checkbox({ label: 'Archived ones too', defaultValue: false }),
    limit: number({ label: 'At most', defaultValue: 25, min: 1, max: 100 }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const query = `query ($term: String!, $teamId: String, $first: Int, $comments: Boolean, $archived: Boolean) {
      searchIssues(term: $term, teamId: $teamId, first: $first, includeComments: $comments, includeArchived: $archived) {
        totalCount nodes { ${ISSUE} }
      }
    }`
    const variables = {
      term: input.term,
      teamId: input.team_id,
      first: input.limit,
      comments: input.include_comments,
      archived: input.include_archived,
    }
    const { searchIssues: found } = await ask(http, query, variables, Found)
    return { total_count: found.totalCount, issues: found.nodes }
  },
})

/** Deletes an issue. */
export const deleteIssue = linear.action({
  name: 'linear_delete_issue',
  displayName: 'Delete an issue',
  description: 'Moves an issue to the trash, where it stays 30 days.',
  input: z.object({ team_id: team(), issue_id: issue() }),
  idempotent: true,
  run: ({ input: { issue_id: id }, http }) =>
    ask(http, 'mutation ($id: String!) { issueDelete(id: $id) { success } }', { id }, Payload),
})

/** Writes a comment. */
export const createComment = linear.action({
  name: 'linear_create_comment',
  displayName: 'Comment on an issue',
  description: 'Writes a comment.',
  input: z.object({
    team_id: team(),
    issue_id: issue(),
    body: longText({ label: 'Comment', description: 'In Markdown.' }),
  }),
  idempotent: false,
  run({ input: { issue_id, body }, http }) {
    const query = `mutation ($input: CommentCreateInput!) {
      commentCreate(input: $input) { success lastSyncId comment { id body createdAt } }
    }`
    return ask(http, query, { input: { issueId: issue_id, body } }, Payload)
  },
})

/** Anything else. */
export const graphql = linear.action({
  name: 'rawGraphqlQuery',
  displayName: 'Run a GraphQL query',
  description: 'Sends a query or mutation to Linear’s API.',
  input: z.object({
    query: longText({ label: 'Query' }),
    variables: object({ label: 'Variables', required: false }),
  }),
  idempotent: ({ query }) => !/^\s*mutation\b/.test(String(query)),
  run: ({ input, http }) => http.post('/graphql', { json: input as Json }),
})
