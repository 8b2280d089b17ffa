import * as z from 'zod'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'

const Question = z.object({ questionId: z.string().optional() })
const Form = z.object({
  items: z
    .array(
      z.object({
        title: z.string().default(''),
        questionItem: z.object({ question: Question }).optional(),
        questionGroupItem: z
          .object({
            questions: z.array(
              Question.extend({ rowQuestion: z.object({ title: z.string().default('') }).optional() }),
            ),
          })
          .optional(),
      }),
    )
    .default([]),
})

/** A response as the API gives it. */
export const FormResponse = z.looseObject({
  responseId: z.string(),
  createTime: z.string().optional(),
  lastSubmittedTime: z.string().optional(),
  answers: z
    .record(
      z.string(),
      z.looseObject({
        textAnswers: z
          .looseObject({ answers: z.array(z.looseObject({ value: z.string().default('') })).default([]) })
          .optional(),
        fileUploadAnswers: z
          .looseObject({ answers: z.array(z.looseObject({ fileId: z.string().optional() })).default([]) })
          .optional(),
      }),
    )
    .default({}),
})
export type FormResponse = z.output<typeof FormResponse>

/** The questions of a form by their ids; a row of a grid is named with the grid. */
export async function questionsOf(http: ServiceHttp, formId: string): Promise<Map<string, string>> {
  const { items } = await http.get(at`/forms/${formId}`, { answer: Form })
  const questions = items.flatMap(({ title, questionItem, questionGroupItem }) => [
    [questionItem?.question.questionId, title] as const,
    ...(questionGroupItem?.questions ?? []).map(
      ({ questionId, rowQuestion }) => [questionId, `${title}: ${rowQuestion?.title ?? ''}`] as const,
    ),
  ])
  return new Map(questions.flatMap(([id, title]) => (id === undefined ? [] : [[id, title] as const])))
}

/**
 * A response with its answers by question in `values`, beside Google's `answers` by id: a text, or a list where
 * several were given. Of questions with the same title, and of those that are gone, the id is the name.
 */
export function withValues(response: FormResponse, questions: ReadonlyMap<string, string>) {
  const titles = [...questions.values()]
  const nameOf = (id: string) => {
    const title = questions.get(id)
    return title && titles.indexOf(title) === titles.lastIndexOf(title) ? title : id
  }
  const values = Object.entries(response.answers).map(([id, { textAnswers, fileUploadAnswers }]) => {
    const texts = textAnswers?.answers.map(({ value }) => value) ?? []
    const files = fileUploadAnswers?.answers.map(({ fileId }) => fileId ?? '') ?? []
    const all = [...texts, ...files]
    return [nameOf(id), all.length === 1 ? all[0] : all] as const
  })
  return { ...response, values: Object.fromEntries(values) }
}
