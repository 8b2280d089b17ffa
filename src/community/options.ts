import { CodedError } from '../errors.ts'
import { isObject, type Json } from '../json.ts'
import type { Choice } from '../piece/fields.ts'
import type { Connecting } from './bound.ts'
import type { Performed, Task } from './loader.ts'
import { Properties } from './piece.ts'
import { type Asks, choiceOf, schemaOf } from './props.ts'

/** Asks a piece that runs for nobody yet: for a form, or to try a connection out. */
export type Ask = (
  connecting: Connecting,
  task: Task['task'],
  asked: Readonly<Record<string, unknown>>,
) => Promise<Performed>

/**
 * What a piece offers for its dynamic fields.
 * @param ask runs a task of the piece with a connection
 */
export function asksOf(ask: Ask, part: 'actions' | 'triggers', name: string): (field: string) => Asks {
  const asked = (field: string, { input, search }: { input: unknown; search?: string }) => ({
    part,
    name,
    field,
    input,
    ...(search !== undefined && { search }),
  })
  return (field) => ({
    options: async (context) => {
      const { output } = await ask(context as Connecting, 'options', asked(field, context))
      return offered(output)
    },
    fields: async (context) => {
      const { output } = await ask(context as Connecting, 'props', asked(field, context))
      return schemaOf(Properties.catch({}).parse(output))
    },
  })
}

/** @throws CodedError OPTIONS_DISABLED, saying what the piece says where it offers nothing */
function offered(output: Json): Choice[] {
  if (!isObject(output)) return []
  const options = Array.isArray(output.options) ? output.options.filter(isObject) : []
  if (output.disabled === true && options.length === 0) {
    const why =
      typeof output.placeholder === 'string' ? output.placeholder : 'There is nothing to choose from.'
    throw new CodedError('OPTIONS_DISABLED', why)
  }
  return options.map((each) => choiceOf(each as { label?: string; value?: unknown }))
}
