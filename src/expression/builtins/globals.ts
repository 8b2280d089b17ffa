import { dateText, parseDate } from '../dates.ts'
import { flattenNestedKeys } from '../flatten.ts'
import { copyFields } from '../patterns.ts'
import { fail, limitError, type Run, reserveItems, spend } from '../run.ts'
import {
  Host,
  integer,
  isRecord,
  items,
  number,
  ownList,
  primitive,
  propertyKey,
  setOwn,
  text,
} from '../values.ts'
import { emptyList, listFrom } from './array.ts'
import { JSON_HOST } from './json.ts'
import { regexFrom } from './regex.ts'

type Call = (run: Run, args: unknown[]) => unknown

function host(call: Call): Host {
  return new Host({ call })
}

const MATH_FUNCTIONS = (
  'abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround hypot imul log ' +
  'log10 log1p log2 max min pow round sign sin sinh sqrt tan tanh trunc'
).split(' ') as (keyof Math)[]
const MATH_CONSTANTS = 'E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2'.split(' ') as (keyof Math)[]

/** No `random`: an input resolved again after a crash must come out the same. */
const MATH = new Host({
  members: Object.fromEntries([
    ...MATH_CONSTANTS.map((name) => [name, Math[name]]),
    ...MATH_FUNCTIONS.map((name) => [
      name,
      host((run, args) =>
        (Math[name] as (...values: number[]) => number)(...args.map((arg) => number(run, arg))),
      ),
    ]),
  ]),
})

function fields(run: Run, value: unknown): [string, unknown][] {
  if (value === null || value === undefined) return fail('an empty value has no fields')
  const made: Record<string, unknown> = {}
  copyFields(run, made, value)
  return Object.entries(made)
}

const OBJECT = new Host({
  call: (_run, [value]) => (isRecord(value) || Array.isArray(value) ? value : {}),
  members: {
    keys: host((run, [value]) => fields(run, value).map(([key]) => key)),
    values: host((run, [value]) => fields(run, value).map(([, field]) => field)),
    entries: host((run, [value]) => fields(run, value)),
    fromEntries: host((run, [list]) => {
      const made: Record<string, unknown> = {}
      for (const entry of items(run, list)) {
        if (!Array.isArray(entry)) return fail('Object.fromEntries needs a list of [name, value] pairs')
        setOwn(made, String(propertyKey(run, entry[0])), entry[1])
        reserveItems(run, 1)
      }
      return made
    }),
    assign: host((run, [target, ...sources]) => {
      if (!run.copies || !isRecord(target)) return fail('Object.assign needs an object to write to')
      for (const source of sources) copyFields(run, target, source)
      return target
    }),
    hasOwn: host((run, [value, key]) => isRecord(value) && Object.hasOwn(value, propertyKey(run, key))),
    freeze: host((_run, [value]) => value),
  },
})

function makeList(run: Run, args: unknown[]): unknown[] {
  const [length] = args
  return args.length === 1 && typeof length === 'number' ? emptyList(run, length) : args
}

const ARRAY = new Host({
  call: makeList,
  construct: makeList,
  members: {
    isArray: host((_run, [value]) => Array.isArray(value)),
    from: host((run, [value, callee]) => listFrom(run, value, callee)),
    of: host((_run, args) => args),
  },
})

function makeDate(run: Run, args: unknown[]): Date {
  const [value] = args
  if (args.length === 0) return new Date(run.now)
  if (args.length > 1) return new Date(utcTime(run, args))
  if (value instanceof Date) return new Date(value)
  const simple = primitive(run, value, 'default')
  return new Date(typeof simple === 'string' ? parseDate(simple) : Number(simple))
}

function utcTime(run: Run, args: unknown[]): number {
  const [year = Number.NaN, ...rest] = args.slice(0, 7).map((arg) => number(run, arg))
  return Date.UTC(year, ...rest)
}

const DATE = new Host({
  call: (run) => dateText(new Date(run.now)),
  construct: makeDate,
  members: {
    now: host((run) => run.now),
    parse: host((run, [value]) => parseDate(text(run, value))),
    UTC: host(utcTime),
  },
})

const parseIntHost = host((run, [value, radix]) => Number.parseInt(text(run, value), integer(run, radix)))
const parseFloatHost = host((run, [value]) => Number.parseFloat(text(run, value)))

const NUMBER = new Host({
  call: (run, args) => (args.length === 0 ? 0 : number(run, args[0])),
  members: {
    isInteger: host((_run, [value]) => Number.isInteger(value)),
    isSafeInteger: host((_run, [value]) => Number.isSafeInteger(value)),
    isFinite: host((_run, [value]) => Number.isFinite(value)),
    isNaN: host((_run, [value]) => Number.isNaN(value)),
    parseInt: parseIntHost,
    parseFloat: parseFloatHost,
    MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER,
    MIN_SAFE_INTEGER: Number.MIN_SAFE_INTEGER,
    MAX_VALUE: Number.MAX_VALUE,
    MIN_VALUE: Number.MIN_VALUE,
    EPSILON: Number.EPSILON,
    NaN: Number.NaN,
    POSITIVE_INFINITY: Number.POSITIVE_INFINITY,
    NEGATIVE_INFINITY: Number.NEGATIVE_INFINITY,
  },
})

/** A function from text to text, paid for by its length. */
function coding(convert: (value: string) => string): Host {
  return host((run, [value]) => {
    const given = text(run, value)
    spend(run, given.length >> 6)
    return convert(given)
  })
}

const makeError: Call = (run, [message]) => ({
  name: 'Error',
  message: message === undefined ? '' : text(run, message),
})

function flatten(run: Run, [data, keys]: unknown[]): unknown[] {
  if (!Array.isArray(keys)) return fail("flattenNestedKeys needs a list of names, as in ['users', 'name']")
  try {
    return flattenNestedKeys(data, keys, () => spend(run, 1))
  } catch (error) {
    if (error instanceof RangeError) throw limitError(run.source, 'is given data that is nested too deeply')
    throw error
  }
}

/** What an expression may name beside steps. */
export const GLOBALS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['Math', MATH],
  ['JSON', JSON_HOST],
  ['Object', OBJECT],
  ['Array', ARRAY],
  ['Date', DATE],
  ['Number', NUMBER],
  [
    'String',
    new Host({
      call: (run, args) => (args.length === 0 ? '' : text(run, args[0])),
      members: {
        fromCharCode: host((run, args) => String.fromCharCode(...args.map((arg) => number(run, arg)))),
      },
    }),
  ],
  ['Boolean', host((_run, [value]) => Boolean(value))],
  ['Set', new Host({ construct: (run, [list]) => new Set(list === undefined ? [] : ownList(run, list)) })],
  ['RegExp', new Host({ call: regexFrom, construct: regexFrom })],
  ['Error', new Host({ call: makeError, construct: makeError })],
  ['parseInt', parseIntHost],
  ['parseFloat', parseFloatHost],
  ['isNaN', host((run, [value]) => Number.isNaN(number(run, value)))],
  ['isFinite', host((run, [value]) => Number.isFinite(number(run, value)))],
  ['encodeURIComponent', coding(encodeURIComponent)],
  ['decodeURIComponent', coding(decodeURIComponent)],
  ['encodeURI', coding(encodeURI)],
  ['decodeURI', coding(decodeURI)],
  ['flattenNestedKeys', host(flatten)],
])
