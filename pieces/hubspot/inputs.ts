import * as z from 'zod'
import {
  choice,
  choices,
  dateTime,
  dropdown,
  dropdowns,
  dynamicFields,
  longText,
  number,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import type { Kind } from './kinds.ts'

const OWNERS_PAGE = 100
/** Pages of owners read for a dropdown. */
const MAX_PAGES = 5

const Property = z.object({
  name: z.string(),
  label: z.string(),
  description: z.string().optional(),
  fieldType: z.string(),
  hidden: z.boolean().optional(),
  calculated: z.boolean().optional(),
  modificationMetadata: z.object({ readOnlyValue: z.boolean().optional() }).optional(),
  options: z.array(z.object({ value: z.string(), label: z.string(), hidden: z.boolean().optional() })),
})
const Properties = z.object({ results: z.array(Property) })
const Pipelines = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      stages: z.array(z.object({ id: z.string(), label: z.string() })),
    }),
  ),
})
const Owners = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      email: z.string().optional(),
      firstName: z.string().optional(),
      lastName: z.string().optional(),
    }),
  ),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
})

const propertiesOf = async ({ http }: OptionsContext, { type }: Kind) =>
  (await http.get(at`/crm/v3/properties/${type}`, { answer: Properties })).results

/** Names of the properties of a kind of record. */
export const listProperties = (kind: Kind) => async (context: OptionsContext) =>
  (await propertiesOf(context, kind)).map(({ name, label }) => ({ value: name, label }))

/** Properties to read beside the usual ones. */
export const moreProperties = (kind: Kind) =>
  dropdowns({ label: 'More properties to read', required: false, options: listProperties(kind) })

/** The properties of a kind of record that can be set, except those with a field of their own. */
export const objectProperties = (kind: Kind, except: readonly string[] = []) =>
  dynamicFields({
    label: 'Properties',
    required: false,
    dependsOn: [],
    async fields(context) {
      const settable = (await propertiesOf(context, kind)).filter(
        ({ name, hidden, calculated, fieldType, modificationMetadata }) =>
          !hidden &&
          !calculated &&
          !modificationMetadata?.readOnlyValue &&
          fieldType !== 'file' &&
          !except.includes(name),
      )
      return z.object(Object.fromEntries(settable.map((each) => [each.name, fieldOf(each)])))
    },
  })

function fieldOf({ label, description, fieldType, options }: z.infer<typeof Property>) {
  const about = { label, ...(description && { description }), required: false } as const
  const offered = options.filter(({ hidden }) => !hidden)
  if (offered.length > 0) {
    return fieldType === 'checkbox'
      ? choices({ ...about, choices: offered })
      : choice({ ...about, choices: offered })
  }
  switch (fieldType) {
    case 'number':
      return number(about)
    case 'date':
      return dateTime(about)
    case 'html':
    case 'textarea':
      return longText(about)
    default:
      return shortText(about)
  }
}

/**
 * Properties as HubSpot takes them: everything is text, several choices are joined by semicolons. What is empty is left
 * as it is.
 */
export function asProperties(values: Record<string, unknown>): Record<string, string> {
  const given = Object.entries(values).filter(
    ([, value]) =>
      value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(
    given.map(([name, value]) => [name, Array.isArray(value) ? value.join(';') : String(value)]),
  )
}

const pipelinesOf = async ({ http }: OptionsContext, { type }: Kind) =>
  (await http.get(at`/crm/v3/pipelines/${type}`, { answer: Pipelines })).results

/** A pipeline of deals or tickets. */
export const listPipelines = (kind: Kind) => async (context: OptionsContext) =>
  (await pipelinesOf(context, kind)).map(({ id, label }) => ({ value: id, label }))

/** The stages of the pipeline chosen in `pipelineId`. */
export const listStages = (kind: Kind) => async (context: OptionsContext) => {
  const pipeline = (await pipelinesOf(context, kind)).find(({ id }) => id === context.input.pipelineId)
  return (pipeline?.stages ?? []).map(({ id, label }) => ({ value: id, label }))
}

async function listOwners({ http }: OptionsContext) {
  const found: { value: string; label: string }[] = []
  let after: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { limit: OWNERS_PAGE, after }
    const { results, paging } = await http.get('/crm/v3/owners', { query, answer: Owners })
    for (const { id, email, firstName, lastName } of results) {
      const name = [firstName, lastName].filter(Boolean).join(' ')
      found.push({ value: id, label: name || email || id })
    }
    after = paging?.next?.after
    if (!after) break
  }
  return found
}

/** Somebody who can own records. */
export const owner = () => dropdown({ label: 'Owner', required: false, options: listOwners })
