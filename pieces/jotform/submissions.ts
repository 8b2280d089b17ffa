import * as z from 'zod'
import { isObject, type Json } from '../../src/json.ts'

/** A question's answer in a submission. */
const Answer = z.looseObject({
  text: z.string().optional(),
  name: z.string().optional(),
  answer: z.unknown().optional(),
  prettyFormat: z.string().optional(),
})

/** A submission as Jotform gives it. */
export const Submission = z.looseObject({
  id: z.string(),
  form_id: z.string().optional(),
  created_at: z.string().optional(),
  answers: z.record(z.string(), Answer).catch({}),
})

/** An answer's value; what has parts is given as Jotform writes it for people, where it does. */
function plainAnswer({ answer, prettyFormat }: z.output<typeof Answer>): Json {
  if (answer === undefined || answer === null) return null
  if (!isObject(answer)) return answer as Json
  return prettyFormat ?? Object.values(answer).filter(Boolean).join(' ')
}

/** The answers that were given, each under what `keyOf` makes of the question's text. */
export function plainAnswers(
  { answers }: z.output<typeof Submission>,
  keyOf = (text: string) => text,
): Record<string, Json> {
  const given = Object.values(answers).filter(({ answer }) => answer !== undefined)
  return Object.fromEntries(
    given.flatMap((each) => {
      const key = keyOf(each.text || each.name || '')
      return key ? [[key, plainAnswer(each)]] : []
    }),
  )
}

/** A submission with `fields`: its answers by the text of the question. */
export const withFields = (submission: z.output<typeof Submission>) => ({
  ...submission,
  fields: plainAnswers(submission),
})
