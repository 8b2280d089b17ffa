import * as z from 'zod'
import { isCoded } from '../../src/errors.ts'
import type { Json } from '../../src/json.ts'
import { number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { fileOf, includeTeamDrives } from '../_google/files.ts'
import { listItems } from '../_google/pages.ts'
import { FormResponse, questionsOf, withValues } from './answers.ts'
import { forms } from './service.ts'

const form = {
  include_team_drives: includeTeamDrives(),
  form_id: fileOf('form', { label: 'Form' }),
}

/** Most responses in one page. */
const MAX_PAGE = 5000

/** Reads a form. */
export const getForm = forms.action({
  name: 'get_form',
  displayName: 'Get a form',
  description: 'Reads a form: its title, questions and settings.',
  input: z.object(form),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/forms/${input.form_id}`),
})

/** Lists responses. */
export const listResponses = forms.action({
  name: 'list_responses',
  displayName: 'List responses',
  description: 'What was answered, by question.',
  input: z.object({
    ...form,
    filter: shortText({
      label: 'Filter',
      description: 'By time: timestamp > 2026-01-01T00:00:00Z',
      required: false,
    }),
    max_results: number({ label: 'At most', defaultValue: 100, min: 1 }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const { form_id, filter, max_results: limit } = input
    const questions = await questionsOf(http, form_id)
    const found = await listItems(http, at`/forms/${form_id}/responses`, {
      in: 'responses',
      item: FormResponse,
      query: { filter, pageSize: Math.min(limit, MAX_PAGE) },
      limit,
    })
    return { count: found.length, responses: found.map((each) => withValues(each, questions)) }
  },
})

/** Reads one response. */
export const getResponse = forms.action({
  name: 'get_response',
  displayName: 'Get a response',
  description: 'What one person answered, by question.',
  input: z.object({ ...form, response_id: shortText({ label: 'Response', description: 'Its id.' }) }),
  idempotent: true,
  async run({ input, http }) {
    const path = at`/forms/${input.form_id}/responses/${input.response_id}`
    try {
      const response = await http.get(path, { answer: FormResponse })
      return { found: true, response: withValues(response, await questionsOf(http, input.form_id)) }
    } catch (error) {
      if (!isCoded(error) || error.code !== 'RESOURCE_NOT_FOUND') throw error
      return { found: false, response: null }
    }
  },
})

/** Most responses looked at in one poll. */
const MAX_RESPONSES = 1000

/** A form was answered. */
export const newResponse = forms.trigger({
  name: 'new_response',
  displayName: 'New response',
  description: 'Starts each time a form is sent in; again where somebody edits what they answered.',
  type: 'POLLING',
  input: z.object(form),
  sampleData: {
    responseId: 'ACYDBNhZI4SENjOwT4QIcXOhgco3',
    createTime: '2026-02-03T11:36:36.000Z',
    lastSubmittedTime: '2026-02-03T11:36:36.000Z',
    answers: { '5bdc4001': { questionId: '5bdc4001', textAnswers: { answers: [{ value: 'Ana Ruiz' }] } } },
    values: { Name: 'Ana Ruiz' },
  },
  async poll({ http, input, since }) {
    const found = await listItems(http, at`/forms/${input.form_id}/responses`, {
      in: 'responses',
      item: FormResponse,
      query: {
        pageSize: MAX_RESPONSES,
        filter: since === undefined ? undefined : `timestamp > ${new Date(since).toISOString()}`,
      },
      limit: MAX_RESPONSES,
    })
    if (found.length === 0) return []
    const questions = await questionsOf(http, input.form_id)
    return found.map((response) => {
      const sent = response.lastSubmittedTime ?? response.createTime ?? ''
      return {
        id: `${response.responseId}@${sent}`,
        ...(sent && { at: Date.parse(sent) }),
        data: withValues(response, questions) as Json,
      }
    })
  },
})
