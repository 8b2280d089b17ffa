import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import {
  choice,
  dateTime,
  list,
  longText,
  number,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { documentOf } from './document.ts'

/** The most fields a type is asked for at once. */
const PAGE = 200

const Field = z.object({
  key: z.string(),
  name: z.string(),
  required: z.boolean(),
  schema: z.object({ type: z.string(), custom: z.string().optional(), items: z.string().optional() }),
  allowedValues: z
    .array(z.object({ id: z.string(), name: z.string().optional(), value: z.string().optional() }))
    .optional()
    .catch(undefined),
})
type JiraField = z.output<typeof Field>

const Created = z.object({ fields: z.array(Field) })
const Edited = z.object({ fields: z.record(z.string(), Field) })

/** Set by fields of their own. */
const ELSEWHERE: ReadonlySet<string> = new Set(['project', 'issuetype', 'attachment', 'issuelinks'])

/** The fields an issue of a type is made with. */
export async function fieldsToCreate(
  http: ServiceHttp,
  projectId: string,
  typeId: string,
): Promise<JiraField[]> {
  const path = at`/issue/createmeta/${projectId}/issuetypes/${typeId}`
  return (await http.get(path, { query: { maxResults: PAGE }, answer: Created })).fields
}

/** The fields of an issue that can be changed. */
export async function fieldsToEdit(http: ServiceHttp, issueId: string): Promise<JiraField[]> {
  const { fields } = await http.get(at`/issue/${issueId}/editmeta`, { answer: Edited })
  return Object.entries(fields).map(([key, field]) => ({ ...field, key }))
}

/** A form of Jira's fields. */
export function formOf(fields: readonly JiraField[], isNew: boolean): z.ZodObject {
  const shown = fields.filter(({ key }) => !ELSEWHERE.has(key))
  return z.object(Object.fromEntries(shown.map((field) => [field.key, inputOf(field, isNew)])))
}

function inputOf(
  { name: label, required, schema, allowedValues, key }: JiraField,
  isNew: boolean,
): z.ZodType {
  const common = { label, required: isNew && required && key !== 'reporter' }
  if (schema.type === 'array') return list(common)
  if (allowedValues?.length) {
    const choices = allowedValues.map(({ id, name, value }) => ({ value: id, label: name ?? value ?? id }))
    return choice({ ...common, choices })
  }
  if (schema.type === 'number') return number(common)
  if (schema.type === 'date' || schema.type === 'datetime') return dateTime(common)
  return isRich(schema, key) ? longText(common) : shortText(common)
}

const isRich = ({ custom }: JiraField['schema'], key: string) =>
  ['description', 'environment'].includes(key) || custom?.endsWith(':textarea') === true

/**
 * Values of the form as Jira takes them: plain text as a document, a choice by its id.
 * @param documents names of fields whose text is a document in JSON already
 */
export function valuesOf(
  fields: readonly JiraField[],
  given: Readonly<Record<string, unknown>>,
  documents: readonly string[] = [],
): Record<string, Json> {
  const known = new Map(fields.map((field) => [field.key, field]))
  const filled = Object.entries(given).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  return Object.fromEntries(
    filled.map(([key, value]) => [
      key,
      jiraValue(known.get(key), key, value as Json, documents.includes(key)),
    ]),
  )
}

function jiraValue(field: JiraField | undefined, key: string, value: Json, isDocument: boolean): Json {
  if (isDocument) return typeof value === 'string' ? (JSON.parse(value) as Json) : value
  if (typeof value === 'object' && !Array.isArray(value)) return value
  if (isRich(field?.schema ?? { type: 'string' }, key)) return documentOf(String(value)) as unknown as Json
  const { type, items } = field?.schema ?? { type: 'string' }
  if (type === 'array')
    return [value].flat().map((each) => (items === 'string' ? each : referTo(each, items)))
  if (type === 'number') return Number(value)
  return ['string', 'any', 'date', 'datetime'].includes(type) ? value : referTo(value, type)
}

function referTo(value: Json, type: string | undefined): Json {
  if (typeof value === 'object') return value
  if (type === 'user') return { accountId: value }
  // An issue that is the parent of another may be named by its key.
  return type === 'issuelink' && /\D/.test(String(value)) ? { key: value } : { id: String(value) }
}

/** The form for a new issue, for `dynamicFields`. */
export const createForm = async ({ http, input }: OptionsContext) =>
  formOf(await fieldsToCreate(http, String(input.projectId), String(input.issueTypeId)), true)

/** The form for an issue there is, for `dynamicFields`. */
export const editForm = async ({ http, input }: OptionsContext) =>
  formOf(await fieldsToEdit(http, String(input.issueId)), false)
