import { isObject } from '../../src/json.ts'

/** A response, as the API and the webhook both give it. */
type Response = Record<string, unknown>

/** An answer's value: it stands under the name of its type. */
function valueOfAnswer(answer: Record<string, unknown>): unknown {
  const value = answer[String(answer.type)]
  if (!isObject(value)) return value ?? null
  if (answer.type === 'choice') return value.label ?? value.other ?? null
  if (answer.type === 'choices') {
    const labels = Array.isArray(value.labels) ? value.labels : []
    return value.other === undefined ? labels : [...labels, value.other]
  }
  return value
}

/** A response with `fields`: its answers as plain values, by the question's title where it is known, else by its ref. */
export function withFields(response: Response): Response {
  const answers = Array.isArray(response.answers) ? response.answers.filter(isObject) : []
  const titles = titlesOf(response.definition)
  const fields = answers.map((answer) => {
    const field = isObject(answer.field) ? answer.field : {}
    const id = String(field.id)
    return [titles.get(id) ?? String(field.ref ?? id), valueOfAnswer(answer)]
  })
  return { ...response, fields: Object.fromEntries(fields) }
}

function titlesOf(definition: unknown): ReadonlyMap<string, string> {
  const fields = isObject(definition) && Array.isArray(definition.fields) ? definition.fields : []
  return new Map(fields.filter(isObject).map(({ id, title }) => [String(id), String(title)]))
}
