import * as z from 'zod'
import { readNumber } from '../calling/number.ts'
import type { Json } from '../json.ts'
import type { FileContent } from '../piece/services.ts'
import { MAX_FILE_BYTES } from '../run/file-source.ts'
import type { FormField } from './form.ts'
import type { FormTexts } from './texts.ts'

/** What was sent in, by the fields' keys: text as it was typed, and files. */
export type Given = Readonly<Record<string, string | FileContent>>

/** The values of the event, but for its files, which are still to be kept. */
export type Values = Record<string, Json | FileContent>

/** What a form comes to: its values, or what is wrong with each field. */
export type Submission = { values: Values } | { problems: Record<string, string> }

/** Characters a field takes. An e-mail address has 254 at most (RFC 5321, 4.5.3.1.3). */
export const MAX_LENGTH = { text: 500, text_area: 10_000, email: 254, hidden: 1_000 } as const

const megabytes = MAX_FILE_BYTES / 2 ** 20

/**
 * Reads what was sent in.
 * @param now epoch milliseconds, for consents
 */
export function readSubmission(
  fields: readonly FormField[],
  given: Given,
  texts: FormTexts,
  now: number,
): Submission {
  const all = Object.fromEntries(fields.map(({ key }) => [key, Object.hasOwn(given, key) ? given[key] : '']))
  const { success, data, error } = submissionSchema(fields, texts, now).safeParse(all)
  if (success) return { values: data as Values }
  return { problems: Object.fromEntries(error.issues.map(({ path, message }) => [String(path[0]), message])) }
}

/** The schema of what a form may send, with messages for those who fill it in. */
export function submissionSchema(fields: readonly FormField[], texts: FormTexts, now: number): z.ZodObject {
  return z.object(Object.fromEntries(fields.map((field) => [field.key, schemaOf(field, texts, now)])))
}

function schemaOf(field: FormField, texts: FormTexts, now: number): z.ZodType {
  const text = (most: number) => z.string().max(most, texts.tooLong(most))
  switch (field.type) {
    case 'text':
    case 'text_area':
    case 'hidden':
      return typed(field, texts, text(MAX_LENGTH[field.type]), '')
    case 'email':
      // What the browser's own check takes.
      return typed(field, texts, text(MAX_LENGTH.email).regex(z.regexes.html5Email, texts.email), '')
    case 'phone':
      return typed(field, texts, phone(field, texts), '')
    case 'number':
      return typed(field, texts, decimal(texts), null)
    case 'date':
      return typed(field, texts, z.iso.date(texts.date), '')
    case 'dropdown':
      return typed(field, texts, z.enum(field.choices, texts.choice), '')
    case 'toggle':
      return z.unknown().transform((value) => value === 'true')
    case 'consent':
      return z.literal('true', texts.consentNeeded).transform(() => ({
        accepted: true,
        text: field.description ?? field.label,
        at: new Date(now).toISOString(),
      }))
    case 'file':
      return uploaded(field, texts)
  }
}

/** A field that text is typed into. @param blank what it is in the event where it was left empty */
function typed(field: FormField, texts: FormTexts, inner: z.ZodType, blank: Json): z.ZodType {
  return z.string(texts.required).transform((text, context) => {
    const value = text.trim()
    if (value === '' && !field.required) return blank
    const read = value === '' ? undefined : inner.safeParse(value)
    if (read?.success) return read.data
    context.addIssue(read?.error.issues[0]?.message ?? texts.required)
    return z.NEVER
  })
}

const phone = ({ country }: FormField, texts: FormTexts) =>
  z.string().transform((text, context) => {
    const read = readNumber(text, country)
    if ('number' in read) return read.number
    context.addIssue(read.reason === 'NUMBER_NOT_DIALLABLE' ? texts.phoneRefused : texts.phone)
    return z.NEVER
  })

/** Digits, perhaps with a sign and a decimal point or comma. */
const DECIMAL = /^[+-]?\d{1,15}(?:[.,]\d{1,15})?$/
const decimal = (texts: FormTexts) =>
  z
    .string()
    .regex(DECIMAL, texts.number)
    .transform((text) => Number(text.replace(',', '.')))

const uploaded = ({ required }: FormField, texts: FormTexts) =>
  z.unknown().transform((value, context) => {
    const file = typeof value === 'object' ? (value as FileContent) : null
    if (required && !file) context.addIssue(texts.file)
    if (file && file.bytes.length > MAX_FILE_BYTES) context.addIssue(texts.fileTooLarge(megabytes))
    return file
  })
