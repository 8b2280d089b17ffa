import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { longText } from '../../src/piece/fields.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { search } from './search.ts'
import { jira } from './service.ts'

/** The most that is read at a poll; what is left comes with the next, as the oldest is read first. */
const MAX_ISSUES = 500
/** Read where nothing was seen yet. */
const FIRST = 50
/** JQL counts in minutes, and a search may learn of a change late: a poll looks back a little further. Minutes. */
const OVERLAP = 2
const MINUTE_MS = 60_000

const SAMPLE = {
  id: '10002',
  key: 'ENG-123',
  fields: {
    summary: 'The line drops',
    status: { name: 'To Do' },
    issuetype: { name: 'Bug' },
    project: { key: 'ENG', name: 'Engineering' },
    created: '2026-01-15T10:00:00.000+0100',
    updated: '2026-01-15T10:00:00.000+0100',
  },
}

function issueTrigger(name: string, time: 'created' | 'updated', displayName: string, description: string) {
  return jira.trigger({
    name,
    displayName,
    description,
    type: 'POLLING',
    input: z.object({
      jql: longText({ label: 'JQL', description: 'Only what it finds: project = ENG', required: false }),
    }),
    sampleData: SAMPLE,
    async poll({ http, input, since }) {
      const wanted = (input.jql ?? '').replace(/\border\s+by\b.*$/is, '').trim()
      const minutes = since === undefined ? 0 : Math.ceil((Date.now() - since) / MINUTE_MS) + OVERLAP
      // Relative times need no time zone, which JQL would take from the user's profile.
      const recent = since === undefined ? `${time} >= -30d` : `${time} >= -${minutes}m`
      const order = since === undefined ? 'DESC' : 'ASC'
      const jql = `${wanted ? `(${wanted}) AND ` : ''}${recent} ORDER BY ${time} ${order}`
      const limit = since === undefined ? FIRST : MAX_ISSUES
      const issues = await search(http, { jql, fields: ['*navigable'], limit })
      return issues.map((issue): PollItem => {
        const at = Date.parse(String(issue.fields[time]))
        return { id: time === 'created' ? issue.id : `${issue.id}:${at}`, at, data: issue as Json }
      })
    },
  })
}

/** Somebody opened an issue. */
export const newIssue = issueTrigger('new_issue', 'created', 'New issue', 'Starts when an issue is opened.')

/** Somebody changed an issue. */
export const updatedIssue = issueTrigger(
  'updated_issue',
  'updated',
  'Issue changed',
  'Starts when an issue is opened, changed or commented on.',
)
