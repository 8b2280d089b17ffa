import { measure } from '../copy.ts'
import { fail, LIMITS, type Run, reserveText, spend } from '../run.ts'
import { Host, isCallable, text } from '../values.ts'

/** `JSON.stringify(value, null, indent)`. A function as the value gives undefined; inside it, it is an error. */
export function stringify(run: Run, [value, replacer, space]: unknown[]): string | undefined {
  if (replacer !== undefined && replacer !== null) return fail('JSON.stringify takes no replacer here')
  if (value === undefined || isCallable(value)) return undefined
  spend(run, measure(run.source, value, LIMITS.textLength * 4) >> 6)
  const indent = typeof space === 'string' || typeof space === 'number' ? space : undefined
  const made = JSON.stringify(value, undefined, indent)
  reserveText(run, made.length)
  return made
}

function parse(run: Run, [source, reviver]: unknown[]): unknown {
  if (reviver !== undefined) return fail('JSON.parse takes no second argument here')
  const given = text(run, source)
  reserveText(run, given.length)
  spend(run, given.length >> 6)
  try {
    return JSON.parse(given)
  } catch {
    return fail('the text is not JSON')
  }
}

/** `JSON` */
export const JSON_HOST = new Host({
  members: { stringify: new Host({ call: stringify }), parse: new Host({ call: parse }) },
})
