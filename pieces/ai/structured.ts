import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { AnswerSchema, Ask, Question } from './question.ts'

/** One value to find. */
export interface Wanted {
  name: string
  description?: string | undefined
  type: string
  isRequired: boolean
}

/** Signs that every service takes in the name of a property. */
const FOREIGN_SIGN = /[^\w.-]/g

const keyOf = (name: string) => name.replace(FOREIGN_SIGN, '_')

/**
 * Asks for data by a list of what is wanted; what is not required may be missing or null.
 * @throws CodedError INPUT_INVALID, AI_ANSWER_INVALID and those of `ask`
 */
export async function askForFields(
  ask: Ask,
  http: ServiceHttp,
  question: Question,
  wanted: readonly Wanted[],
) {
  const names = new Map(wanted.map(({ name }) => [keyOf(name), name]))
  if (names.size === 0 || names.size < wanted.length) {
    throw new CodedError('INPUT_INVALID', 'The fields to find need names, each another one.')
  }
  const schema = {
    type: 'object',
    properties: Object.fromEntries(wanted.map((each) => [keyOf(each.name), propertyOf(each)])),
    required: wanted.filter(({ isRequired }) => isRequired).map(({ name }) => keyOf(name)),
  }
  const data = await askForData(ask, http, question, schema)
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [names.get(key) ?? key, value]))
}

function propertyOf({ name, description, type, isRequired }: Wanted): object {
  const said = [keyOf(name) === name ? '' : name, description ?? ''].filter(Boolean).join(': ')
  return { type: isRequired ? type : [type, 'null'], ...(said && { description: said }) }
}

/**
 * Asks for data of a schema and checks it. A model that answers something else is told what is wrong, once.
 * @throws CodedError INPUT_INVALID where the schema is none, AI_ANSWER_INVALID, and those of `ask`
 */
export async function askForData(
  ask: Ask,
  http: ServiceHttp,
  question: Question,
  schema: AnswerSchema,
): Promise<Record<string, unknown>> {
  const check = checkOf(schema)
  const first = await ask(http, { ...question, schema })
  const read = dataIn(first, check)
  if ('data' in read) return read.data
  const repair = `That does not fit: ${read.wrong}. Give the data again as JSON of this schema: ${JSON.stringify(schema)}`
  const turns = [
    ...question.turns,
    { role: 'assistant' as const, text: first },
    { role: 'user' as const, text: repair },
  ]
  const second = dataIn(await ask(http, { ...question, turns, schema }), check)
  if ('data' in second) return second.data
  const message = `${question.model} did not give the data asked for: ${second.wrong}. Describe the fields better, or require less.`
  throw new CodedError('AI_ANSWER_INVALID', message)
}

function checkOf(schema: AnswerSchema): z.ZodType {
  if (schema.type !== 'object') {
    throw new CodedError('INPUT_INVALID', 'The JSON Schema must be of an object: "type": "object".')
  }
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
  } catch (error) {
    const why = (error as Error).message
    throw new CodedError('INPUT_INVALID', `The JSON Schema cannot be used: ${why}.`)
  }
}

function dataIn(text: string, check: z.ZodType): { data: Record<string, unknown> } | { wrong: string } {
  const value = parsed(text)
  if (!isObject(value)) return { wrong: 'it is no JSON object' }
  const checked = check.safeParse(value)
  if (checked.success) return { data: value }
  // Where and what kind only: what was found is personal data.
  return { wrong: checked.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`).join(', ') }
}

/** JSON, also where a model put it into a fence of Markdown. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, ''))
  } catch {
    return undefined
  }
}
