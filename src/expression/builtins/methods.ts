import { isCoded } from '../../errors.ts'
import { ExpressionError, fail, type Run, reserveItems, spend } from '../run.ts'
import { isRecord, propertyKey, Regex, text } from '../values.ts'
import { ARRAY_METHODS } from './array.ts'
import { DATE_METHODS } from './date.ts'
import { NUMBER_METHODS } from './number.ts'
import { REGEX_METHODS } from './regex.ts'
import { STRING_METHODS } from './string.ts'

/** A method of one kind of value. It is given the value it is called on. */
export type Method<T> = (run: Run, self: T, args: unknown[]) => unknown

const RECORD_METHODS = new Map<string, Method<Record<string, unknown>>>([
  ['hasOwnProperty', (run, self, [key]) => Object.hasOwn(self, propertyKey(run, key))],
  ['toString', (run, self) => text(run, self)],
  ['valueOf', (_run, self) => self],
])

/** The methods `value` has, by its kind; none of them is looked up on a prototype. */
function methodsOf(value: unknown): ReadonlyMap<string, Method<never>> | undefined {
  if (typeof value === 'string') return STRING_METHODS
  if (typeof value === 'number') return NUMBER_METHODS
  if (Array.isArray(value)) return ARRAY_METHODS
  if (value instanceof Date) return DATE_METHODS
  if (value instanceof Regex) return REGEX_METHODS
  if (value instanceof Set) return SET_METHODS
  if (typeof value === 'boolean') return BOOLEAN_METHODS
  return isRecord(value) ? RECORD_METHODS : undefined
}

const SET_METHODS = new Map<string, Method<Set<unknown>>>([
  ['has', (_run, self, [item]) => self.has(item)],
  ['values', (_run, self) => [...self]],
  [
    'add',
    (run, self, [item]) => {
      reserveItems(run, 1)
      return self.add(item)
    },
  ],
])

const BOOLEAN_METHODS = new Map<string, Method<boolean>>([
  ['toString', (_run, self) => String(self)],
  ['valueOf', (_run, self) => self],
])

/** Calls a whitelisted method; undefined where the value has none of that name. */
export function callMethod(
  run: Run,
  self: unknown,
  name: string,
  args: () => unknown[],
): { value: unknown } | undefined {
  const method = methodsOf(self)?.get(name) as Method<unknown> | undefined
  if (!method) return undefined
  spend(run, 1)
  return { value: guarded(name, () => method(run, self, args())) }
}

/** Turns an error of the platform into one of ours: its own message may quote a value. */
export function guarded<T>(name: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof ExpressionError || isCoded(error)) throw error
    if (error instanceof RangeError && /call stack/i.test(error.message)) throw error
    return fail(`"${name}" can't be applied to these values`)
  }
}
