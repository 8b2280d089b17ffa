import * as z from 'zod'
import { choice, dateTime, dropdown, list, number, shortText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { withFields } from './answers.ts'
import { typeform } from './service.ts'

/** Most forms of one page, set by Typeform. */
const PAGE = 200

const Forms = z.object({ items: z.array(z.object({ id: z.string(), title: z.string() })) })

/** A form of the account. */
export const form = () =>
  dropdown({
    label: 'Form',
    searchable: true,
    async options({ http, search }) {
      const { items } = await http.get('/forms', { query: { page_size: PAGE, search }, answer: Forms })
      return items.map(({ id, title }) => ({ value: id, label: title }))
    },
  })

const Responses = z.looseObject({ items: z.array(z.record(z.string(), z.unknown())) })

/** Reads responses; each has its answers as plain values too. */
export async function readResponses(
  http: ServiceHttp,
  formId: string,
  query: Record<string, string | number | undefined>,
) {
  const answer = await http.get(at`/forms/${formId}/responses`, { query, answer: Responses })
  return { ...answer, items: answer.items.map(withFields) }
}

/** Reads responses. */
export const listResponses = typeform.action({
  name: 'list_responses',
  displayName: 'List responses',
  description: 'Responses to a form, newest first. Those of the last half hour may be missing.',
  input: z.object({
    form_id: form(),
    query: shortText({ label: 'Text', description: 'That an answer holds.', required: false }),
    since: dateTime({ label: 'Submitted after', required: false }),
    until: dateTime({ label: 'Submitted before', required: false }),
    responseType: choice({
      label: 'Kind',
      required: false,
      choices: [
        { value: 'completed', label: 'Finished' },
        { value: 'partial', label: 'Partly filled in' },
        { value: 'started', label: 'Only opened' },
      ],
    }),
    includedResponseIds: list({ label: 'Only these', description: 'Ids of responses.', required: false }),
    sort: choice({
      label: 'Sort',
      required: false,
      choices: [
        { value: 'submitted_at,desc', label: 'Newest first' },
        { value: 'submitted_at,asc', label: 'Oldest first' },
      ],
    }),
    pageSize: number({ label: 'At most', defaultValue: 25, min: 1, max: 1000 }),
    before: shortText({ label: 'Older than', description: 'The token of a response.', required: false }),
    after: shortText({ label: 'Newer than', description: 'The token of a response.', required: false }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    readResponses(http, input.form_id, {
      query: input.query,
      since: input.since,
      until: input.until,
      response_type: input.responseType,
      included_response_ids: input.includedResponseIds?.join(','),
      sort: input.sort,
      page_size: input.pageSize,
      before: input.before,
      after: input.after,
    }),
})

/** Reads a form. */
export const getForm = typeform.action({
  name: 'get_form',
  displayName: 'Get a form',
  description: 'A form with its questions.',
  input: z.object({ form_id: form() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/forms/${input.form_id}`),
})

/** Reads the forms. */
export const listForms = typeform.action({
  name: 'list_forms',
  displayName: 'List forms',
  description: 'The forms of the account, those whose title holds a text where one is given.',
  input: z.object({ search: shortText({ label: 'Text', required: false }) }),
  idempotent: true,
  run: ({ input, http }) => http.get('/forms', { query: { search: input.search, page_size: PAGE } }),
})
