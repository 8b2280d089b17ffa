import type { Pattern } from 'acorn'
import { assign, declare, type Env } from './env.ts'
import { readMember } from './operators.ts'
import { fail, type Run, reserveItems } from './run.ts'
import { isInternal, isRecord, items, propertyKey, setOwn } from './values.ts'

/** Puts a value where a simple target points. */
export type Store = (target: Pattern, value: unknown) => void

/** Binds a function's parameters. */
export function bindParameters(
  run: Run,
  env: Env,
  params: readonly Pattern[],
  args: readonly unknown[],
): void {
  params.forEach((param, index) => {
    if (param.type === 'RestElement') bindPattern(run, env, 'let', param.argument, args.slice(index))
    else bindPattern(run, env, 'let', param, args[index])
  })
}

/** Declares the names in a pattern and gives them the parts of `value`. */
export function bindPattern(
  run: Run,
  env: Env,
  kind: 'let' | 'const' | 'var',
  pattern: Pattern,
  value: unknown,
): void {
  const store: Store = (target, part) => {
    if (target.type !== 'Identifier') return fail('only names can be declared')
    declare(env, kind, target.name, part)
  }
  destructure(run, env, pattern, value, store)
}

/** Takes `value` apart along `pattern`; `store` gets every simple target with its part. */
export function destructure(
  run: Run,
  env: Env | undefined,
  pattern: Pattern,
  value: unknown,
  store: Store,
): void {
  switch (pattern.type) {
    case 'AssignmentPattern': {
      const given = value === undefined ? run.evaluate(pattern.right, env) : value
      destructure(run, env, pattern.left, given, store)
      return
    }
    case 'ArrayPattern': {
      const list = items(run, value)
      pattern.elements.forEach((element, index) => {
        if (element?.type === 'RestElement') {
          reserveItems(run, list.length)
          destructure(run, env, element.argument, list.slice(index), store)
        } else if (element) destructure(run, env, element, list[index], store)
      })
      return
    }
    case 'ObjectPattern':
      destructureObject(run, env, pattern, value, store)
      return
    default:
      store(pattern, value)
  }
}

function destructureObject(
  run: Run,
  env: Env | undefined,
  pattern: Extract<Pattern, { type: 'ObjectPattern' }>,
  value: unknown,
  store: Store,
): void {
  if (value === null || value === undefined) fail('nothing can be taken out of an empty value')
  const taken = new Set<string>()
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      const rest: Record<string, unknown> = {}
      copyFields(run, rest, value, taken)
      destructure(run, env, property.argument, rest, store)
      continue
    }
    const key =
      property.computed || property.key.type !== 'Identifier'
        ? propertyKey(run, run.evaluate(property.key, env))
        : property.key.name
    taken.add(String(key))
    destructure(run, env, property.value, readMember(value, key), store)
  }
}

/** Copies own fields, as `{...value}` does. */
export function copyFields(
  run: Run,
  target: Record<string, unknown>,
  value: unknown,
  except?: ReadonlySet<string>,
): void {
  if ((typeof value !== 'object' && typeof value !== 'string') || value === null || isInternal(value)) return
  const keys = Object.keys(value)
  reserveItems(run, keys.length)
  for (const key of keys) if (!except?.has(key)) setOwn(target, key, readMember(value, key))
}

/** The store of an assignment: local names, and members of what the expression may change. */
export function assignTo(run: Run, env: Env | undefined): Store {
  return (target, value) => {
    if (target.type === 'Identifier') return assign(env, target.name, value)
    if (target.type !== 'MemberExpression') return fail('this can not be assigned')
    const owner = run.evaluate(target.object, env)
    const key =
      !target.computed && target.property.type === 'Identifier'
        ? target.property.name
        : propertyKey(run, run.evaluate(target.property, env))
    writeMember(run, owner, key, value)
  }
}

/**
 * Sets `owner[key]`. An expression only ever changes its own values and copies.
 * @throws ExpressionError where the target can't hold fields
 */
export function writeMember(run: Run, owner: unknown, key: string | number, value: unknown): void {
  if (!run.copies) fail('data can not be changed here')
  if (Array.isArray(owner)) {
    const index = Number(key)
    if (!Number.isInteger(index) || index < 0) fail(`a list has no "${key}" to set`)
    reserveItems(run, Math.max(index + 1 - owner.length, 1))
    while (owner.length < index) owner.push(undefined)
    owner[index] = value
    return
  }
  if (!isRecord(owner)) fail(`"${key}" can't be set on this value`)
  reserveItems(run, 1)
  setOwn(owner, String(key), value)
}
