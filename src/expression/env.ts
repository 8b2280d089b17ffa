import { fail } from './run.ts'

interface Binding {
  value: unknown
  constant: boolean
}

/** The local names of a function or block, and the ones around it. */
export interface Env {
  readonly names: Map<string, Binding>
  readonly parent: Env | undefined
  /** `var` belongs to the nearest one of these */
  readonly isFunction: boolean
}

/** A new scope of local names inside `parent`. */
export function newEnv(parent: Env | undefined, isFunction = false): Env {
  return { names: new Map(), parent, isFunction }
}

/** A copy of the innermost scope: each turn of a `for` has its own variables. */
export function copyEnv(env: Env): Env {
  const names = new Map([...env.names].map(([name, binding]) => [name, { ...binding }]))
  return { names, parent: env.parent, isFunction: env.isFunction }
}

/** The binding of a local name, or undefined where the name isn't local. */
export function findBinding(env: Env | undefined, name: string): Binding | undefined {
  for (let at = env; at !== undefined; at = at.parent) {
    const binding = at.names.get(name)
    if (binding) return binding
  }
  return undefined
}

/** Declares a local name. */
export function declare(env: Env, kind: 'let' | 'const' | 'var', name: string, value: unknown): void {
  let owner = env
  while (kind === 'var' && !owner.isFunction && owner.parent) owner = owner.parent
  owner.names.set(name, { value, constant: kind === 'const' })
}

/**
 * Sets a local name.
 * @throws ExpressionError for a constant or a name that isn't local: steps' results can't be replaced
 */
export function assign(env: Env | undefined, name: string, value: unknown): void {
  const binding = findBinding(env, name)
  if (!binding) fail(`"${name}" can't be assigned: only names declared inside the expression can`)
  if (binding.constant) fail(`"${name}" is a constant`)
  binding.value = value
}
