import { CodedError } from '../errors.ts'

/** A form that people fill in on a page of ours, as a trigger declares it. */
export interface Form {
  /** the workflow's name where unset */
  title: string | undefined
  /** Markdown */
  intro: string | undefined
  button: string | undefined
  /** Markdown: what is said once it was sent */
  thanks: string | undefined
  /** where the sender goes on to, in place of thanks */
  redirectUrl: string | undefined
  /** true holds the sender until the run answers */
  waitsForAnswer: boolean
  /** origins of pages that may show it in a frame, as a Content-Security-Policy names them */
  sites: string[]
  fields: FormField[]
}

/** Activepieces' kinds of fields first, then ours. */
export const FIELD_TYPES = [
  'text',
  'text_area',
  'file',
  'toggle',
  'email',
  'phone',
  'number',
  'date',
  'dropdown',
  'consent',
  'hidden',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

export interface FormField {
  /** its name in the event */
  key: string
  label: string
  type: FieldType
  /** of a consent, what is agreed to */
  description: string | undefined
  required: boolean
  /** of a dropdown */
  choices: string[]
  /** of a phone: the country of numbers without a calling code, ISO 3166 */
  country: string | undefined
  /** of a consent: where it can be read up */
  link: string | undefined
}

const MAX_FIELDS = 50

/**
 * The name of a field in the event: Activepieces' `createKeyForFormInput`. "First name" is `firstName`.
 * @param displayName what is written beside the field
 */
export function fieldKey(displayName: string): string {
  return displayName
    .toLowerCase()
    .replace(/\s+(\w)/g, (_, letter: string) => letter.toUpperCase())
    .replace(/^(.)/, (letter) => letter.toLowerCase())
    .replace(/[\\"'\n\r\t]/g, '')
}

/** Refuses a form that can't be shown or sent. @throws CodedError INPUT_INVALID, naming the field */
export function checkForm(form: Form): Form {
  const { fields, redirectUrl, sites } = form
  if (fields.length === 0) throw invalid('inputs', 'add at least one field')
  if (fields.length > MAX_FIELDS) throw invalid('inputs', `a form may have ${MAX_FIELDS} fields`)
  const keys = new Set<string>()
  for (const { key, label, type, choices, link } of fields) {
    if (key === '' || key === '__proto__') throw invalid('inputs', `"${label}" can't be the name of a field`)
    if (keys.has(key)) throw invalid('inputs', `there are two fields "${label}": give each a name of its own`)
    keys.add(key)
    if (type === 'dropdown' && choices.length === 0) throw invalid('inputs', `"${label}" has no choices`)
    if (link !== undefined && !isWebAddress(link))
      throw invalid('inputs', `the link of "${label}" must be a web address`)
  }
  if (redirectUrl !== undefined && !isWebAddress(redirectUrl)) {
    throw invalid('redirectUrl', 'write a whole web address: https://example.com/thanks')
  }
  const wrong = sites.find((site) => !SITE.test(site))
  if (wrong === undefined) return form
  throw invalid('allowedSites', `"${wrong}" is no site: write https://example.com, or https://*.example.com`)
}

/** An origin, or all below a domain (Content Security Policy Level 3, host-source): no more of that syntax. */
const SITE = /^https?:\/\/(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?$/i

/** True for an address that may stand in a link. */
export const isWebAddress = (text: string): boolean =>
  /^https?:\/\//i.test(text) && URL.canParse(text) && !/["'<>;\s]/.test(text)

const invalid = (path: string, message: string) =>
  new CodedError('INPUT_INVALID', `The form's "${path}" doesn't fit: ${message}.`, {
    details: { issues: [{ path, message }] },
  })
