import * as z from 'zod'
import { checkbox, choices, dynamicFields, list, longText, number } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { createForm, editForm, fieldsToCreate, fieldsToEdit, valuesOf } from './fields.ts'
import { anyProject, anyTransition, issue, issueType, project, transition, user } from './inputs.ts'
import { search } from './search.ts'
import { jira } from './service.ts'

const Made = z.object({ id: z.string() })

const documents = () =>
  list({
    label: 'Fields in Atlassian Document Format',
    description: 'Their names; the others are plain text.',
    required: false,
  })

/** Opens an issue. */
export const createIssue = jira.action({
  name: 'create_issue',
  displayName: 'Create an issue',
  description: 'Opens an issue, with the fields its type has.',
  input: z.object({
    projectId: project(),
    issueTypeId: issueType(),
    issueFields: dynamicFields({
      label: 'Fields',
      dependsOn: ['projectId', 'issueTypeId'],
      fields: createForm,
    }),
    adfFields: documents(),
  }),
  idempotent: false,
  async run({ input: { projectId, issueTypeId, issueFields, adfFields }, http }) {
    const known = await fieldsToCreate(http, projectId, issueTypeId)
    const fields = {
      project: { id: projectId },
      issuetype: { id: issueTypeId },
      ...valuesOf(known, issueFields, adfFields?.map(String)),
    }
    const { id } = await http.post('/issue', { json: { fields }, answer: Made })
    return http.get(at`/issue/${id}`)
  },
})

/** Changes an issue. */
export const updateIssue = jira.action({
  name: 'update_issue',
  displayName: 'Change an issue',
  description: 'Changes what is filled in, and moves the issue where you say so.',
  input: z.object({
    projectId: anyProject(),
    issueId: issue(),
    statusId: anyTransition(),
    issueFields: dynamicFields({
      label: 'Fields',
      required: false,
      dependsOn: ['issueId'],
      fields: editForm,
    }),
    adfFields: documents(),
  }),
  // An issue that was moved can't be moved there again.
  idempotent: ({ statusId }) => !statusId,
  async run({ input: { issueId, statusId, issueFields = {}, adfFields }, http }) {
    const path = at`/issue/${issueId}`
    const fields = valuesOf(await fieldsToEdit(http, issueId), issueFields, adfFields?.map(String))
    if (Object.keys(fields).length > 0) await http.put(path, { json: { fields } })
    if (statusId) await http.post(`${path}/transitions`, { json: { transition: { id: statusId } } })
    return http.get(path)
  },
})

/** Moves an issue. */
export const transitionIssue = jira.action({
  name: 'transition_issue',
  displayName: 'Move an issue',
  description: 'Moves an issue to another status.',
  input: z.object({ projectId: anyProject(), issueId: issue(), transitionId: transition() }),
  idempotent: false,
  async run({ input: { issueId, transitionId }, http }) {
    const path = at`/issue/${issueId}`
    await http.post(`${path}/transitions`, { json: { transition: { id: transitionId } } })
    return { success: true, issue: await http.get(path) }
  },
})

/** Gives an issue to somebody. */
export const assignIssue = jira.action({
  name: 'assign_issue',
  displayName: 'Assign an issue',
  description: 'Gives an issue to somebody.',
  input: z.object({ projectId: anyProject(), issueId: issue(), assignee: user() }),
  idempotent: true,
  async run({ input: { issueId, assignee }, http }) {
    await http.put(at`/issue/${issueId}/assignee`, { json: { accountId: assignee } })
    return { issueId, assignee }
  },
})

/** Reads an issue. */
export const getIssue = jira.action({
  name: 'get_issue',
  displayName: 'Get an issue',
  description: 'Reads one issue with all its fields.',
  input: z.object({
    projectId: anyProject(),
    issueId: issue(),
    expand: choices({
      label: 'With',
      required: false,
      choices: ['renderedFields', 'names', 'schema', 'transitions', 'editmeta', 'changelog'].map((value) => ({
        value,
        label: value,
      })),
    }),
  }),
  idempotent: true,
  run: ({ input: { issueId, expand }, http }) =>
    http.get(at`/issue/${issueId}`, { query: { expand: expand?.join(',') } }),
})

/** Looks for issues. */
export const searchIssues = jira.action({
  name: 'search_issues',
  displayName: 'Find issues',
  description: 'Finds issues with JQL.',
  input: z.object({
    jql: longText({ label: 'JQL', description: 'Such as project = ENG AND statusCategory != Done' }),
    fields: list({ label: 'Fields', description: 'Their names; the usual ones if empty.', required: false }),
    maxResults: number({ label: 'At most', defaultValue: 50, min: 1, max: 5000 }),
  }),
  idempotent: true,
  run: ({ input: { jql, fields, maxResults }, http }) =>
    search(http, { jql, fields: fields?.length ? fields.map(String) : ['*navigable'], limit: maxResults }),
})

/** Deletes an issue. */
export const deleteIssue = jira.action({
  name: 'delete_issue',
  displayName: 'Delete an issue',
  description: 'Deletes an issue for good.',
  input: z.object({
    projectId: anyProject(),
    issueId: issue(),
    deleteSubtasks: checkbox({ label: 'Its subtasks too', defaultValue: false }),
  }),
  idempotent: false,
  async run({ input: { issueId, deleteSubtasks }, http }) {
    await http.delete(at`/issue/${issueId}`, { query: { deleteSubtasks } })
    return { deleted: issueId }
  },
})
