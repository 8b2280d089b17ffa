import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, choice, list, longText, shortText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { customFieldsOf, ticket, ticketDetails } from './inputs.ts'
import { zendesk } from './service.ts'

/** Zendesk's most in a page. */
const MAX_PAGE = 100

const comment = {
  comment_body: longText({ label: 'Comment', required: false }),
  comment_html_body: longText({
    label: 'Comment as HTML',
    description: 'In place of the plain one.',
    required: false,
  }),
  comment_public: checkbox({ label: 'The requester sees the comment', required: false }),
}

type Comment = Partial<z.output<z.ZodObject<typeof comment>>>
type Details = z.output<z.ZodObject<typeof ticketDetails>>

const commentOf = (given: Comment) => ({
  ...(given.comment_html_body ? { html_body: given.comment_html_body } : { body: given.comment_body }),
  public: given.comment_public,
})

const hasComment = ({ comment_body, comment_html_body }: Comment) =>
  Boolean(comment_body || comment_html_body)

function detailsOf({ organization_id, group_id, custom_fields, ...rest }: Details) {
  const { priority, type, status, assignee_email, tags, external_id } = rest
  const custom = customFieldsOf(custom_fields)
  return {
    ...{ priority, type, status, assignee_email, tags, external_id },
    ...(organization_id && { organization_id: Number(organization_id) }),
    ...(group_id && { group_id: Number(group_id) }),
    ...(custom.length > 0 && { custom_fields: custom }),
  }
}

/** Makes a ticket. */
export const createTicket = zendesk.action({
  name: 'create-ticket',
  displayName: 'Create a ticket',
  description: 'Opens a ticket for a requester, who is made where there is none with the e-mail.',
  input: z.object({
    subject: shortText({ label: 'Subject', required: false }),
    ...comment,
    requester_email: shortText({
      label: 'Requester’s e-mail',
      description: 'The agent where empty.',
      required: false,
    }),
    requester_name: shortText({ label: 'Requester’s name', required: false }),
    ...ticketDetails,
  }),
  // https://developer.zendesk.com/api-reference/ticketing/introduction/#idempotency
  idempotent: true,
  run({ input: { subject, requester_email: email, requester_name: name, ...input }, http, run }) {
    if (!hasComment(input)) {
      throw new CodedError('INPUT_INVALID', '"comment_body" is empty: say what the ticket is about.')
    }
    const requester = email ? { email, name: name || email } : undefined
    return http.post('/tickets', {
      headers: { 'idempotency-key': run.idempotencyKey },
      json: { ticket: { subject, comment: commentOf(input), requester, ...detailsOf(input) } },
    })
  },
})

/** Changes a ticket. */
export const updateTicket = zendesk.action({
  name: 'update-ticket',
  displayName: 'Change a ticket',
  description: 'Changes what is given of a ticket, and comments on it where there is a text.',
  input: z.object({
    ticket_id: ticket(),
    subject: shortText({ label: 'Subject', required: false }),
    ...comment,
    ...ticketDetails,
  }),
  // A comment is added each time.
  idempotent: (input) => !input.comment_body && !input.comment_html_body,
  run: ({ input: { ticket_id, subject, ...input }, http }) =>
    http.put(at`/tickets/${ticket_id}`, {
      json: {
        ticket: { subject, ...(hasComment(input) && { comment: commentOf(input) }), ...detailsOf(input) },
      },
    }),
})

const Authors = z.object({ users: z.array(z.object({ id: z.number() })) })

/** The id of the user with an e-mail. @throws CodedError RESOURCE_NOT_FOUND */
async function authorOf(http: ServiceHttp, email: string): Promise<number> {
  const query = { query: `email:${email}` }
  const { users } = await http.get('/users/search', { query, answer: Authors })
  if (users[0]) return users[0].id
  throw new CodedError('RESOURCE_NOT_FOUND', '"author_email" is the e-mail of no user of Zendesk.')
}

/** Comments on a ticket. */
export const addComment = zendesk.action({
  name: 'add-comment-to-ticket',
  displayName: 'Comment on a ticket',
  description: 'Adds a comment that the requester sees, or a note among agents.',
  input: z.object({
    ticket_id: ticket(),
    comment_body: comment.comment_body,
    comment_html_body: comment.comment_html_body,
    public: checkbox({ label: 'The requester sees it', defaultValue: true }),
    author_email: shortText({ label: 'Author’s e-mail', description: 'You where empty.', required: false }),
  }),
  idempotent: false,
  async run({ input: { ticket_id, public: isPublic, author_email, ...input }, http }) {
    if (!hasComment(input)) throw new CodedError('INPUT_INVALID', '"comment_body" is empty: write a comment.')
    const said = commentOf({ ...input, comment_public: isPublic })
    const author = author_email ? { author_id: await authorOf(http, author_email) } : {}
    return http.put(at`/tickets/${ticket_id}`, { json: { ticket: { comment: { ...said, ...author } } } })
  },
})

/** Tags a ticket. */
export const addTags = zendesk.action({
  name: 'add-tag-to-ticket',
  displayName: 'Add tags to a ticket',
  description: 'Adds tags to those a ticket has.',
  input: z.object({ ticket_id: ticket(), tags: list({ label: 'Tags' }) }),
  idempotent: true,
  run: ({ input: { ticket_id, tags }, http }) => http.put(at`/tickets/${ticket_id}/tags`, { json: { tags } }),
})

/** Reads a ticket. */
export const getTicket = zendesk.action({
  name: 'get-ticket',
  displayName: 'Get a ticket',
  description: 'Reads one ticket by its number.',
  input: z.object({ ticket_id: ticket() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/tickets/${input.ticket_id}`),
})

/** How a search is said: the word of Zendesk's, and the field that holds its value. */
const SEARCHES = {
  id: { label: 'Number', word: '', field: 'ticket_id' },
  status: { label: 'Status', word: 'status:', field: 'status' },
  priority: { label: 'Priority', word: 'priority:', field: 'priority' },
  type: { label: 'Type', word: 'ticket_type:', field: 'ticket_type' },
  tag: { label: 'Tag', word: 'tags:', field: 'tag' },
  requester: { label: 'Requester’s e-mail', word: 'requester:', field: 'requester_email' },
  assignee: { label: 'Assignee’s e-mail', word: 'assignee:', field: 'assignee_email' },
  content: { label: 'Words', word: '', field: 'content' },
  custom: { label: 'Query of your own', word: '', field: 'custom_query' },
} as const

const kinds = Object.keys(SEARCHES) as (keyof typeof SEARCHES)[]
const when = (kind: keyof typeof SEARCHES) =>
  shortText({ label: SEARCHES[kind].label, showWhen: { field: 'search_type', is: [kind] } })

const Found = z.looseObject({ results: z.array(z.unknown()), count: z.number().optional() })

/** Finds tickets. */
export const findTickets = zendesk.action({
  name: 'find-tickets',
  displayName: 'Find tickets',
  description: 'Searches tickets. What was made in the last minute may not be found yet.',
  input: z.object({
    search_type: choice({
      label: 'Search by',
      choices: kinds.map((value) => ({ value, label: SEARCHES[value].label })),
    }),
    ticket_id: when('id'),
    status: when('status'),
    priority: when('priority'),
    ticket_type: when('type'),
    tag: when('tag'),
    requester_email: when('requester'),
    assignee_email: when('assignee'),
    content: when('content'),
    custom_query: when('custom'),
    sort_by: choice({
      label: 'Order by',
      required: false,
      choices: [
        { value: 'created_at', label: 'Made' },
        { value: 'updated_at', label: 'Changed' },
        { value: 'priority', label: 'Priority' },
        { value: 'status', label: 'Status' },
        { value: 'ticket_type', label: 'Type' },
      ],
    }),
    sort_order: choice({
      label: 'Order',
      required: false,
      choices: [
        { value: 'desc', label: 'Last first' },
        { value: 'asc', label: 'First first' },
      ],
    }),
  }),
  idempotent: true,
  async run({ input: { search_type, sort_by, sort_order, ...input }, http }) {
    const { word, field } = SEARCHES[search_type]
    const value = input[field]
    if (!value) throw new CodedError('INPUT_INVALID', `"${field}" is empty: say what to search for.`)
    const query = search_type === 'custom' ? value : `type:ticket ${word}${value}`
    const answer = await http.get('/search', { query: { query, sort_by, sort_order }, answer: Found })
    // A query of one's own may find users, too.
    const tickets = answer.results.filter(
      (each) => (each as { result_type?: unknown }).result_type === 'ticket',
    )
    return { tickets, found_count: tickets.length, total_count: answer.count ?? tickets.length }
  },
})

/** The newest tickets by when they were made or changed. */
export const newest = (sort_by: 'created_at' | 'updated_at') => ({
  sort_by,
  sort_order: 'desc',
  per_page: MAX_PAGE,
})
