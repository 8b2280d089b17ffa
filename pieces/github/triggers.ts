import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { isObject, type Json } from '../../src/json.ts'
import { shortText } from '../../src/piece/fields.ts'
import { requireSignature, secretOf } from '../_webhooks/proof.ts'
import { pathOf, repository } from './inputs.ts'
import { github } from './service.ts'

const State = z.object({ id: z.number() })

/** A trigger for one of GitHub's events. */
function eventTrigger(event: string, displayName: string, description: string, sampleData: Json) {
  return github.trigger({
    name: `trigger_${event}`,
    displayName,
    description,
    type: 'WEBHOOK',
    input: z.object({
      repository: repository(),
      action: shortText({
        label: 'Only when it is',
        description: 'The action of the event, such as opened. All if empty.',
        required: false,
      }),
    }),
    sampleData,
    subscription: {
      async enable({ http, input, webhookUrl: url, secret }) {
        const config = { url, content_type: 'json', insecure_ssl: '0', secret }
        const json = { name: 'web', active: true, events: [event], config }
        return http.post(`${pathOf(input.repository)}/hooks`, { json, answer: State })
      },
      async disable({ http, input, state }) {
        await http.delete(`${pathOf(input.repository)}/hooks/${State.parse(state).id}`)
      },
    },
    // https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
    verify({ headers, rawBody }, _input, delivery) {
      const hmac = createHmac('sha256', secretOf('GitHub', delivery)).update(rawBody).digest('hex')
      requireSignature(
        'GitHub',
        delivery?.secret ? headers['x-hub-signature-256'] : undefined,
        `sha256=${hmac}`,
      )
    },
    events({ input, request: { headers, body } }) {
      const isOther = headers['x-github-event'] !== event || !isObject(body)
      return isOther || (input.action && body.action !== input.action) ? [] : [body as Json]
    },
  })
}

const sender = { login: 'octocat', id: 1 }
const repo = { id: 1296269, name: 'hello-world', full_name: 'octocat/hello-world', private: false }

/** Something happened to an issue. */
export const issues = eventTrigger(
  'issues',
  'New issue',
  'Starts when an issue is opened, closed, labeled or changed.',
  {
    action: 'opened',
    issue: {
      number: 7,
      title: 'The line drops',
      body: 'After a minute.',
      state: 'open',
      labels: [],
      user: sender,
    },
    repository: repo,
    sender,
  },
)

/** Somebody commented on an issue. */
export const issueComment = eventTrigger(
  'issue_comment',
  'New comment',
  'Starts when a comment on an issue or pull request is made or changed.',
  {
    action: 'created',
    issue: { number: 7, title: 'The line drops', state: 'open' },
    comment: { id: 99, body: 'Which line?', user: sender },
    repository: repo,
    sender,
  },
)

/** Something happened to a pull request. */
export const pullRequest = eventTrigger(
  'pull_request',
  'New pull request',
  'Starts when a pull request is opened, closed or changed.',
  {
    action: 'opened',
    number: 8,
    pull_request: { number: 8, title: 'Keep the line', state: 'open', draft: false, user: sender },
    repository: repo,
    sender,
  },
)

/** Somebody pushed. */
export const push = eventTrigger('push', 'Push', 'Starts when commits are pushed to a branch or tag.', {
  ref: 'refs/heads/main',
  before: '0000000000000000000000000000000000000000',
  after: '6dcb09b5b57875f334f61aebed695e2e4193db5e',
  commits: [{ id: '6dcb09b5b57875f334f61aebed695e2e4193db5e', message: 'Keep the line' }],
  repository: repo,
  sender,
})

/** Somebody starred the repository. */
export const star = eventTrigger(
  'star',
  'New star',
  'Starts when somebody stars the repository, or takes it back.',
  {
    action: 'created',
    starred_at: '2026-01-15T10:00:00Z',
    repository: repo,
    sender,
  },
)

/** Something happened to a discussion. */
export const discussion = eventTrigger(
  'discussion',
  'New discussion',
  'Starts when a discussion is made or changed.',
  { action: 'created', discussion: { number: 9, title: 'Voices', body: 'Which?' }, repository: repo, sender },
)

/** Somebody commented on a discussion. */
export const discussionComment = eventTrigger(
  'discussion_comment',
  'New comment on a discussion',
  'Starts when a comment on a discussion is made or changed.',
  {
    action: 'created',
    comment: { id: 100, body: 'That one.' },
    discussion: { number: 9, title: 'Voices' },
    repository: repo,
    sender,
  },
)
