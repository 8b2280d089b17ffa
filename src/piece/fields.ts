import * as z from 'zod'
import { isObject } from '../json.ts'
import type { Credential } from './auth.ts'
import { asBoolean, asList, asMany, asNumber, asParsed, asRows, asText } from './field-values.ts'
import type { ServiceHttp } from './service-http.ts'

/** Schema of fields that take whatever is given; `null` is then a value like any other. */
export const anything = z.unknown().refine((value) => value !== undefined, 'Required')

/** What every field can say about itself. It is kept as the schema's metadata: form, JSON Schema and docs read it. */
export interface FieldOptions {
  label: string
  description?: string
  /** false makes the field optional: left out, `null` and `''` then mean the same */
  required?: boolean
  /** what the form starts with, and what counts where nothing is given */
  defaultValue?: unknown
  /** shows the field only while another holds one of these values; it is then never required of an input */
  showWhen?: { field: string; is: readonly unknown[] }
}

/** What a field asks its service with, when it offers what is there. */
export interface OptionsContext {
  http: ServiceHttp
  auth: Credential
  /** the other fields' values, as far as they are known */
  input: Readonly<Record<string, unknown>>
  /** what the user typed to narrow the list */
  search?: string
}

/** Where the choices of a dropdown come from. */
export interface OptionsSource {
  /** names of the fields the choices hang on: while one is empty, nothing is offered */
  dependsOn?: readonly string[]
  /** true where `search` narrows the list at the service; else the form filters it */
  searchable?: boolean
  options(context: OptionsContext): Promise<readonly Choice[]>
}

/** Lists of our own that a dropdown may offer. */
export type OwnList = 'campaigns' | 'standing_campaigns' | 'callers'

/** A choice of a static dropdown. */
export interface Choice<V extends string | number = string | number> {
  value: V
  label: string
}

type AlwaysThere<O> = O extends { defaultValue: unknown }
  ? true
  : O extends { required: false } | { showWhen: object }
    ? false
    : true
type Field<S extends z.ZodType, O> =
  AlwaysThere<O> extends true ? z.ZodPipe<z.ZodTransform, S> : z.ZodPipe<z.ZodTransform, z.ZodOptional<S>>

/**
 * Builds a field of a kind of its own: `clean` turns what an expression gave into what the schema wants (the rules of Activepieces'
 * property processors), then the schema checks it.
 */
export function field<S extends z.ZodType, O extends FieldOptions>(
  kind: string,
  schema: S,
  options: O,
  clean: (value: unknown, context: z.RefinementCtx) => unknown = (value) => value,
): Field<S, O> {
  const required = options.required !== false && !options.showWhen
  const inner = required || options.defaultValue !== undefined ? schema : schema.optional()
  const keepsNull = required && (schema as z.ZodType) === anything
  const prepared = z.preprocess((value, context) => {
    if (value === undefined || (value === null && !keepsNull)) return options.defaultValue
    if (value === '' && !required) return options.defaultValue
    return clean(value, context)
  }, inner)
  return prepared.meta({
    kind,
    ...(options as FieldOptions),
    required: options.required !== false,
  }) as unknown as Field<S, O>
}

/** One line of text. */
export const shortText = <const O extends FieldOptions>(options: O) =>
  field('SHORT_TEXT', z.string(), options, asText)

/** Several lines of text. */
export const longText = <const O extends FieldOptions>(options: O) =>
  field('LONG_TEXT', z.string(), options, asText)

/** Text that never reaches a run record. A secret that is required is never empty. */
export const secretText = <const O extends FieldOptions>(options: O) =>
  field('SECRET_TEXT', z.string().min(1), options, asText)

/** Typed in as text, but whatever an expression gives keeps its type. */
export const anyValue = <const O extends FieldOptions>(options: O) => field('LONG_TEXT', anything, options)

/** A number; numeric text counts. */
export const number = <const O extends FieldOptions & { min?: number; max?: number }>(options: O) =>
  field(
    'NUMBER',
    z
      .number()
      .min(options.min ?? -Infinity)
      .max(options.max ?? Infinity),
    options,
    asNumber,
  )

/** true or false; the words count in any case. */
export const checkbox = <const O extends FieldOptions>(options: O) =>
  field('CHECKBOX', z.boolean(), options, asBoolean)

/** Any JSON value; text must be JSON and is parsed. */
export const json = <const O extends FieldOptions>(options: O) =>
  field('JSON', anything, options, (value, context) => {
    if (typeof value !== 'string') return value
    try {
      return JSON.parse(value)
    } catch (error) {
      context.addIssue(`This text is not valid JSON (${(error as Error).message})`)
      return z.NEVER
    }
  })

/** Names with values, as headers or variables. */
export const object = <const O extends FieldOptions>(options: O) =>
  field('OBJECT', z.record(z.string(), z.unknown()), options, asParsed)

/** A list; JSON text is parsed, a single value is wrapped. */
export const list = <const O extends FieldOptions>(options: O) =>
  field('ARRAY', z.array(z.unknown()), options, asList)

/** A list of rows that all have the fields of `row`. An object of parallel lists is turned into rows. */
export const rows = <R extends z.ZodObject, const O extends FieldOptions>(options: O & { row: R }) =>
  field('ARRAY', z.array(options.row), options, asRows)

/** A moment: whatever the text says, kept as text. The piece parses it. */
export const dateTime = <const O extends FieldOptions>(options: O) =>
  field('DATE_TIME', z.string(), options, asText)

/** One of a fixed set. */
export const choice = <const V extends string | number, const O extends FieldOptions>(
  options: O & { choices: readonly Choice<V>[] },
) => {
  const values = options.choices.map((each) => each.value)
  return field('STATIC_DROPDOWN', z.literal(values), options, asOneOf(values))
}

/** One of what the service has: a channel, a list, a pipeline. Its value is text. */
export const dropdown = <const O extends FieldOptions & OptionsSource>(options: O) =>
  field('DROPDOWN', z.string(), options, asText)

/** One of what we have ourselves. Its value is text. */
export const ownDropdown = <const O extends FieldOptions & { own: OwnList }>(options: O) =>
  field('DROPDOWN', z.string(), options, asText)

/** Any number of what the service has. */
export const dropdowns = <const O extends FieldOptions & OptionsSource>(options: O) =>
  field('MULTI_SELECT_DROPDOWN', z.array(z.coerce.string()), options, asMany)

/** Fields that the service makes known, given as one object: the columns of a sheet, custom properties. */
export const dynamicFields = <
  const O extends FieldOptions & {
    dependsOn: readonly string[]
    fields(context: OptionsContext): Promise<z.ZodObject>
  },
>(
  options: O,
) => field('DYNAMIC', z.record(z.string(), z.unknown()), options, asParsed)

/** A file: a web address, a link of ours, or a data URI. The action reads it with `services.files.read`. */
export const file = <const O extends FieldOptions>(options: O) =>
  field('FILE', z.string().min(1), options, (value) =>
    asText(isObject(value) && typeof value.url === 'string' ? value.url : value),
  )

/** A colour, as #rrggbb. */
export const color = <const O extends FieldOptions>(options: O) =>
  field('COLOR', z.string().regex(/^#[0-9a-f]{6}$/i, 'Write it as #rrggbb'), options, asText)

/** Text the form shows between fields, in Markdown. It takes no value. */
export const markdown = (text: string) =>
  field('MARKDOWN', z.unknown(), { label: '', description: text, required: false })

/** One line of text, with some to choose from. */
export const suggested = <const O extends FieldOptions>(options: O & { suggestions: readonly Choice[] }) =>
  field('SHORT_TEXT', z.string(), options, asText)

/** Any number of a fixed set. */
export const choices = <const V extends string, const O extends FieldOptions>(
  options: O & { choices: readonly Choice<V>[] },
) => {
  const values = options.choices.map((each) => each.value)
  return field('STATIC_MULTI_SELECT_DROPDOWN', z.array(z.literal(values)), options, asMany)
}

/** Text that stands for a numeric choice counts as that choice. */
const asOneOf = (values: readonly (string | number)[]) => (value: unknown) =>
  values.find((each) => String(each) === value) ?? value

/** Fields that hang on another field's choice, given as one object. The action reads them with `variantOf`. */
export const dynamic = <const O extends FieldOptions & { dependsOn: string; variants: Variants }>(
  options: O,
) => field('DYNAMIC', z.record(z.string(), z.unknown()), options, asParsed)

/** The fields of a `dynamic` field for each choice. */
export type Variants = Readonly<Record<string, z.ZodObject>>

/** What the form, the catalogue and the validator know of one field. */
export interface FieldMeta extends FieldOptions {
  kind: string
  required: boolean
  /** the only values it takes */
  choices?: readonly Choice[]
  /** values it may take beside others */
  suggestions?: readonly Choice[]
  row?: z.ZodObject
  /** fields that this one's choices or fields hang on */
  dependsOn?: string | readonly string[]
  searchable?: boolean
  options?: OptionsSource['options']
  own?: OwnList
  fields?(context: OptionsContext): Promise<z.ZodObject>
  variants?: Variants
}

/** The fields of an input schema by name. */
export function fieldsOf(input: z.ZodObject): Record<string, FieldMeta> {
  const fields: Record<string, FieldMeta> = {}
  for (const [name, schema] of Object.entries(input.shape)) {
    const meta = (schema as z.ZodType).meta() as FieldMeta | undefined
    if (meta) fields[name] = meta
  }
  return fields
}

/** What `view` makes of each field of an input schema, by name. */
export function mapFields<T>(input: z.ZodObject, view: (field: FieldMeta) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(fieldsOf(input)).map(([name, field]) => [name, view(field)]))
}

/** True where the field, or one inside it, is secret: its whole value then stays out of run records. */
export function holdsSecret(field: FieldMeta): boolean {
  const inner = [field.row, ...Object.values(field.variants ?? {})].filter((each) => each !== undefined)
  return field.kind === 'SECRET_TEXT' || inner.some((each) => Object.values(fieldsOf(each)).some(holdsSecret))
}
