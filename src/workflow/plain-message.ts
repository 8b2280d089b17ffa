import type * as z from 'zod'
import { type Issue, pathText } from './issue.ts'

type ZodIssue = z.core.$ZodIssue

/** One of zod's issues as ours. The schema must have been applied with `reportInput`. */
export function fromZod(issue: ZodIssue, step: string | null, prefix = ''): Issue {
  const own = pathText(issue.path)
  const path = prefix && own ? `${prefix}.${own}` : prefix || own
  const [code, complaint] = describe(issue)
  const subject = path === '' ? (step === null ? 'The definition' : 'The step') : path
  const where = step === null ? '' : `Step ${step}: `
  return { severity: 'error', step, path, code, message: `${where}${subject} ${complaint}.` }
}

function describe(issue: ZodIssue): [code: string, complaint: string] {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return ['REQUIRED', `is required (${kind(issue.expected)})`]
      return ['TYPE_INVALID', `must be ${kind(issue.expected)}, not ${kindOf(issue.input)}`]
    case 'invalid_value':
      return ['VALUE_INVALID', `must be ${list(issue.values.map(String))}`]
    case 'invalid_union':
      return ['VALUE_INVALID', unionComplaint(issue)]
    case 'invalid_format':
      return ['NAME_INVALID', 'must hold only letters, digits and underscores, and not start with a digit']
    case 'too_small':
      return ['OUT_OF_RANGE', `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`]
    case 'too_big':
      return ['OUT_OF_RANGE', `must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`]
    default:
      return ['VALUE_INVALID', `is not valid: ${issue.message}`]
  }
}

function unionComplaint(issue: ZodIssue & { code: 'invalid_union' }): string {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : []
  return options.length > 0 ? `must be ${list(options)}` : 'has none of the forms it may have'
}

function list(values: string[]): string {
  if (values.length <= 1) return values.join('')
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
}

function kind(expected: string): string {
  return KINDS[expected] ?? expected
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return kind(Array.isArray(value) ? 'array' : typeof value)
}
