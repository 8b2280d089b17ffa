import * as z from 'zod'
import { isObject } from '../../src/json.ts'
import { dropdown, dynamicFields, longText, number, shortText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { jotform } from './service.ts'
import { Submission, withFields } from './submissions.ts'

/** Forms offered, the ones used last first. */
const OFFERED = 100
/** Kinds of questions that are not answered. */
const SILENT: readonly string[] = [
  'control_head',
  'control_button',
  'control_text',
  'control_image',
  'control_pagebreak',
  'control_collapse',
  'control_divider',
]

const Forms = z.object({ content: z.array(z.object({ id: z.string(), title: z.string() })) })

/** A form of the account. */
export const form = () =>
  dropdown({
    label: 'Form',
    async options({ http }) {
      const { content } = await http.get('/user/forms', { query: { limit: OFFERED }, answer: Forms })
      return content.map(({ id, title }) => ({ value: id, label: title }))
    },
  })

const Questions = z.object({
  content: z.record(
    z.string(),
    z.looseObject({ qid: z.string(), text: z.string().optional(), type: z.string() }),
  ),
})

/** A field for each question of the form, by its id. */
const answers = () =>
  dynamicFields({
    label: 'Answers',
    dependsOn: ['formId'],
    async fields({ http, input }) {
      const path = at`/form/${String(input.formId)}/questions`
      const { content } = await http.get(path, { answer: Questions })
      const asked = Object.values(content).filter(({ type }) => !SILENT.includes(type))
      return z.object(
        Object.fromEntries(
          asked.map(({ qid, text, type }) => {
            const about = { label: text || qid, required: false } as const
            return [qid, type === 'control_textarea' ? longText(about) : shortText(about)]
          }),
        ),
      )
    },
  })

const Content = z.object({ content: z.unknown() })

async function read(http: ServiceHttp, path: string): Promise<unknown> {
  const { content } = await http.get(path, { answer: Content })
  return content
}

/** Answers as Jotform's form has them: `submission[3]`, and `submission[3_first]` for parts. */
function formOf(answers: Record<string, unknown>): Record<string, string> {
  const pairs = Object.entries(answers).flatMap(([id, value]): [string, unknown][] => {
    if (Array.isArray(value)) return value.map((each, i) => [`submission[${id}][${i}]`, each])
    if (!isObject(value)) return [[`submission[${id}]`, value]]
    return Object.entries(value).map(([part, each]) => [`submission[${id}_${part}]`, each])
  })
  const given = pairs.filter(([, value]) => value !== undefined && value !== null && value !== '')
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}

/** Submits a form. */
export const createSubmission = jotform.action({
  name: 'jotform_create_form_submission',
  displayName: 'Submit a form',
  description: 'Fills in a form.',
  input: z.object({ formId: form(), answers: answers() }),
  idempotent: false,
  async run({ input, http }) {
    const { content } = await http.post(at`/form/${input.formId}/submissions`, {
      form: formOf(input.answers),
      answer: Content,
    })
    return content
  },
})

/** Reads submissions. */
export const listSubmissions = jotform.action({
  name: 'jotform_list_form_submissions',
  displayName: 'List submissions',
  description: 'Submissions of a form, newest first, with their answers by question.',
  input: z.object({
    formId: form(),
    limit: number({ label: 'At most', defaultValue: 20, min: 1, max: 1000 }),
    offset: number({ label: 'Skip', required: false, min: 0 }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const { content } = await http.get(at`/form/${input.formId}/submissions`, {
      query: { limit: input.limit, offset: input.offset },
      answer: z.object({ content: z.array(Submission) }),
    })
    return content.map(withFields)
  },
})

const OneSubmission = z.object({ content: Submission })

/** A submission of the account. */
export async function readSubmission(http: ServiceHttp, id: string) {
  const { content } = await http.get(at`/submission/${id}`, { answer: OneSubmission })
  return content
}

/** Reads a submission. */
export const getSubmission = jotform.action({
  name: 'jotform_get_submission',
  displayName: 'Get a submission',
  description: 'One submission with its answers by question.',
  input: z.object({ submissionId: shortText({ label: 'Submission', description: 'Its id.' }) }),
  idempotent: true,
  run: async ({ input, http }) => withFields(await readSubmission(http, input.submissionId)),
})

/** Reads a form. */
export const getForm = jotform.action({
  name: 'jotform_get_form',
  displayName: 'Get a form',
  description: 'What Jotform knows of a form.',
  input: z.object({ formId: form() }),
  idempotent: true,
  run: ({ input, http }) => read(http, at`/form/${input.formId}`),
})

/** Reads a form's questions. */
export const listQuestions = jotform.action({
  name: 'jotform_list_form_questions',
  displayName: 'List questions',
  description: 'The questions of a form by their ids.',
  input: z.object({ formId: form() }),
  idempotent: true,
  run: ({ input, http }) => read(http, at`/form/${input.formId}/questions`),
})
