import { copy } from '../workflow/copy.ts'
import { fillPlaceholders, type PlaceholderValue } from '../workflow/placeholders.ts'
import type { Definition } from '../workflow/schema.ts'
import { steps } from '../workflow/walk.ts'

/** A step's connection that is still to be chosen. */
const UNCHOSEN = /<<\w+>>/

/**
 * A template's definition with what is given in the place of its placeholders: values of variables, ids of
 * connections. A step whose connection is not given names none, so that it asks for one; any other placeholder stays.
 */
export function fillTemplate(
  definition: Definition,
  values: ReadonlyMap<string, PlaceholderValue>,
): Definition {
  const filled = copy(definition)
  fillPlaceholders(filled, values)
  for (const { step } of steps(filled)) {
    if (step.type !== 'PIECE' && step.type !== 'PIECE_TRIGGER') continue
    const { input } = step.settings
    if (typeof input?.auth === 'string' && UNCHOSEN.test(input.auth)) input.auth = ''
  }
  return filled
}
