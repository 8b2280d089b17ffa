import type * as z from 'zod'
import { CodedError } from '../errors.ts'
import type { Variants } from './fields.ts'

/**
 * Checks a step's resolved input against its schema.
 * @param what who has this input, for the message: `Step "step_1"`
 * @throws CodedError INPUT_INVALID, with `details.issues` [{path, message}]
 */
export function parseInput<S extends z.ZodObject>(schema: S, input: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  const fields = issues.map((issue) => `${issue.path}: ${issue.message}`).join('; ')
  throw new CodedError('INPUT_INVALID', `${what} has an input that doesn't fit: ${fields}`, {
    details: { issues },
  })
}

/**
 * The fields of a `dynamic` field, checked for the choice that was made.
 * @param name of the dynamic field, for the message
 * @throws CodedError INPUT_INVALID
 */
export function variantOf<V extends Variants, K extends keyof V & string>(
  variants: V,
  choice: K,
  value: unknown,
  name: string,
): z.output<V[K]> {
  return parseInput(variants[choice] as V[K], value ?? {}, `"${name}" (${choice})`)
}
