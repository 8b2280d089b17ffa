import * as z from 'zod'
import { CONNECTION_TYPES } from '../db/schema-connections.ts'
import { Category } from '../workflow/schema.ts'

/** The languages every template is written in. */
export const LANGUAGES = ['en', 'es'] as const
export type Language = (typeof LANGUAGES)[number]

const Text = z.strictObject({ en: z.string().min(1), es: z.string().min(1) })

/** A text in every language. In a definition it stands wherever a text may. */
export type Text = z.infer<typeof Text>

const Name = z.string().regex(/^[a-z][a-z0-9_]*$/)

const NeededConnection = z.strictObject({
  /** stands in steps as `{{connections['<<key>>']}}` */
  key: Name,
  /** short name of the piece */
  piece: z.string(),
  type: z.enum(CONNECTION_TYPES),
  name: Text,
  description: Text,
})

/** A connection that a template asks for. */
export type NeededConnection = z.infer<typeof NeededConnection>

/** A template as the catalogue holds it: once, with its texts in every language. */
export const TemplateSource = z.strictObject({
  /** never changes: the ids of its records come from it */
  slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  category: Category,
  name: Text,
  description: Text,
  /** what is left to do after copying it, one thing each */
  setup: z.array(Text),
  connections: z.array(NeededConnection),
  /** what to fill in for each `<<placeholder>>` */
  variables: z.record(Name, Text),
  /** a definition with texts in every language; see steps.ts */
  definition: z.looseObject({}),
})
export type TemplateSource = z.infer<typeof TemplateSource>

const isText = (value: object): value is Text => {
  const keys = Object.keys(value)
  return keys.length === LANGUAGES.length && LANGUAGES.every((language) => keys.includes(language))
}

/** A value with the texts of one language in the place of those in all. */
export function inLanguage(value: unknown, language: Language): unknown {
  if (Array.isArray(value)) return value.map((item) => inLanguage(item, language))
  if (typeof value !== 'object' || value === null) return value
  if (isText(value)) return value[language]
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inLanguage(item, language)]))
}
