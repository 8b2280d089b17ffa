import slug from 'slugify'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'
import { anyValue, checkbox, json, list, longText, shortText } from '../../src/piece/fields.ts'
import { action } from '../../src/piece/piece.ts'
import { expand, matches } from './pattern.ts'

const text = longText({ label: 'Text' })
const expression = shortText({ label: 'Expression', description: 'A regular expression or plain text.' })
const ignoreCase = checkbox({ label: 'Ignore case', required: false, defaultValue: false })

const asText = (value: unknown) =>
  typeof value === 'object' && value ? JSON.stringify(value) : String(value ?? '')

/** Joins texts. */
export const concat = action({
  name: 'concat',
  displayName: 'Concatenate',
  description: 'Joins texts, with a separator where one is given.',
  input: z.object({
    texts: list({ label: 'Texts' }),
    separator: shortText({ label: 'Separator', required: false, defaultValue: '' }),
  }),
  output: z.string(),
  idempotent: true,
  pure: true,
  run: ({ input }) => input.texts.map(asText).join(input.separator),
})

/** Replaces what a pattern finds. */
export const replace = action({
  name: 'replace',
  displayName: 'Replace',
  description: 'Puts other text in place of what the search value finds.',
  input: z.object({
    text,
    searchValue: shortText({ label: 'Search value', description: 'A regular expression or plain text.' }),
    replaceValue: shortText({
      label: 'Replacement',
      description: 'Empty removes what was found. $1 stands for the first group.',
      required: false,
      defaultValue: '',
    }),
    replaceOnlyFirst: checkbox({ label: 'Only the first', required: false, defaultValue: false }),
  }),
  output: z.string(),
  idempotent: true,
  pure: true,
  run({ input }) {
    let result = ''
    let at = 0
    for (const match of matches(input.text, input.searchValue, false)) {
      result += input.text.slice(at, match.index) + expand(input.replaceValue, match)
      at = match.index + (match.groups[0] ?? '').length
      if (input.replaceOnlyFirst) break
    }
    return result + input.text.slice(at)
  },
})

/** Cuts a text into parts. */
export const split = action({
  name: 'split',
  displayName: 'Split',
  description: 'Cuts a text at every delimiter.',
  input: z.object({ text, delimiter: shortText({ label: 'Delimiter' }) }),
  output: z.array(z.string()),
  idempotent: true,
  pure: true,
  run: ({ input }) => input.text.split(input.delimiter),
})

/** Finds the first match. */
export const find = action({
  name: 'find',
  displayName: 'Find',
  description: 'The first match and its groups as a list, or null where nothing matches.',
  input: z.object({ text, expression, ignoreCase }),
  output: z.array(z.string().nullable()).nullable(),
  idempotent: true,
  pure: true,
  run({ input }) {
    for (const match of matches(input.text, input.expression, input.ignoreCase)) return match.groups
    return null
  },
})

/** Finds every match. */
export const findAll = action({
  name: 'find_all',
  displayName: 'Find all',
  description: 'Every match, as a list.',
  input: z.object({ text, expression, ignoreCase }),
  output: z.array(z.string()),
  idempotent: true,
  pure: true,
  run: ({ input }) =>
    Array.from(matches(input.text, input.expression, input.ignoreCase), (match) => match.groups[0] ?? ''),
})

/** Makes text fit for an address. */
export const slugify = action({
  name: 'slugify',
  displayName: 'Slugify',
  description: 'Turns text into one that fits in an address: spaces become hyphens, accents go.',
  input: z.object({ text }),
  output: z.string(),
  idempotent: true,
  pure: true,
  run: ({ input }) => slug(input.text),
})

/** Stands in for nothing. */
export const defaultValue = action({
  name: 'defaultValue',
  displayName: 'Default value',
  description: 'The value, or the default where it is an empty text or list, or missing.',
  input: z.object({
    value: anyValue({ label: 'Value', required: false }),
    defaultString: anyValue({ label: 'Default' }),
  }),
  idempotent: true,
  pure: true,
  run: ({ input }) => (isEmpty(input.value) ? input.defaultString : input.value),
})

const isEmpty = (value: unknown) =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** Draws a list as a table of text. */
export const asciiTable = action({
  name: 'json_to_ascii_table',
  displayName: 'List to text table',
  description: 'Draws a list of objects as a table, a column for each field.',
  input: z.object({ data: json({ label: 'List' }) }),
  output: z.string(),
  idempotent: true,
  pure: true,
  run: ({ input }) => tableOf(input.data),
})

function tableOf(data: unknown): string {
  if (!Array.isArray(data) || !data.every(isObject)) {
    throw new CodedError('INPUT_INVALID', '"data" must be a list of objects.')
  }
  const keys = [...new Set(data.flatMap((row) => Object.keys(row)))]
  if (keys.length === 0) return ''
  const cells = [keys, ...data.map((row) => keys.map((key) => asText(row[key])))]
  const widths = keys.map((_, i) => cells.reduce((width, row) => Math.max(width, row[i]?.length ?? 0), 0))
  const line = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`
  const [header, ...rows] = cells.map(
    (row) => `|${row.map((cell, i) => ` ${cell.padEnd(widths[i] ?? 0)} `).join('|')}|`,
  )
  return [line, header, line, ...rows, line].join('\n')
}
