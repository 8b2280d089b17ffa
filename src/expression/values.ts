import type { ArrowFunctionExpression, FunctionDeclaration, FunctionExpression } from 'acorn'
import { dateText } from './dates.ts'
import type { Env } from './env.ts'
import type { Program } from './regex/compile.ts'
import { checkLength, fail, nested, type Run, reserveItems, reserveText, spend } from './run.ts'

export type FunctionNode = ArrowFunctionExpression | FunctionExpression | FunctionDeclaration

/**
 * The three kinds of value that only live inside an expression. Their fields are private, so that reading,
 * spreading or listing one as if it were data finds nothing.
 */
export class Closure {
  readonly #node: FunctionNode
  readonly #env: Env | undefined

  constructor(node: FunctionNode, env: Env | undefined) {
    this.#node = node
    this.#env = env
  }
  get node(): FunctionNode {
    return this.#node
  }
  get env(): Env | undefined {
    return this.#env
  }
}

type HostCall = (run: Run, args: unknown[]) => unknown

/** A function or namespace of ours: `Math`, `Number`, `Date` … */
export class Host {
  readonly #call: HostCall | undefined
  readonly #construct: HostCall | undefined
  readonly #members: ReadonlyMap<string, unknown>

  constructor(parts: { call?: HostCall; construct?: HostCall; members?: Record<string, unknown> }) {
    this.#call = parts.call
    this.#construct = parts.construct
    this.#members = new Map(Object.entries(parts.members ?? {}))
  }
  get call(): HostCall | undefined {
    return this.#call
  }
  get construct(): HostCall | undefined {
    return this.#construct
  }
  member(name: string): unknown {
    return this.#members.get(name)
  }
}

export class Regex {
  readonly #source: string
  readonly #flags: string
  readonly #program: Program
  #lastIndex = 0

  constructor(source: string, flags: string, program: Program) {
    this.#source = source
    this.#flags = flags
    this.#program = program
  }
  get source(): string {
    return this.#source
  }
  get flags(): string {
    return this.#flags
  }
  get program(): Program {
    return this.#program
  }
  get lastIndex(): number {
    return this.#lastIndex
  }
  set lastIndex(index: number) {
    this.#lastIndex = index
  }
}

/** True for what can be called. */
export function isCallable(value: unknown): value is Closure | Host {
  return value instanceof Closure || (value instanceof Host && value.call !== undefined)
}

/** True for a value that only lives inside an expression. */
export function isInternal(value: unknown): boolean {
  return value instanceof Closure || value instanceof Host || value instanceof Regex || value instanceof Set
}

/** An object of fields: no list, no date, nothing internal. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !isInternal(value)
  )
}

/**
 * Reads an own property of data: never a prototype's, and never a function of the host. This is the only place
 * where expressions touch data, and part of the fast path.
 */
export function ownValue(value: unknown, key: string | number): unknown {
  if (typeof value === 'string') {
    return Object.hasOwn(value as unknown as object, key) ? value[key as keyof string] : undefined
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  const found = (value as Record<string | number, unknown>)[key]
  return typeof found === 'function' ? undefined : found
}

/** Sets an own property; a field named `__proto__` is data like any other. */
export function setOwn(target: object, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
  } else {
    ;(target as Record<string, unknown>)[key] = value
  }
}

/** JavaScript's ToString, except that nothing of the data is ever called. */
export function text(run: Run, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return joinList(run, value, ',')
  if (value instanceof Date) return dateText(value)
  if (value instanceof Regex) return `/${value.source}/${value.flags}`
  return isCallable(value) ? 'function' : '[object Object]'
}

/** `list.join(separator)`, bounded. */
export function joinList(run: Run, list: readonly unknown[], separator: string): string {
  return nested(run, () => {
    spend(run, 1 + (list.length >> 6))
    const parts: string[] = []
    let length = 0
    for (const item of list) {
      const part = item === null || item === undefined ? '' : text(run, item)
      length += part.length + separator.length
      checkLength(run, length)
      parts.push(part)
    }
    reserveText(run, length)
    return parts.join(separator)
  })
}

/** JavaScript's ToPrimitive. */
export function primitive(run: Run, value: unknown, hint: 'number' | 'default'): unknown {
  if (typeof value !== 'object' || value === null) return value
  return value instanceof Date && hint === 'number' ? value.getTime() : text(run, value)
}

/** JavaScript's ToNumber. */
export function number(run: Run, value: unknown): number {
  return Number(primitive(run, value, 'number'))
}

/** JavaScript's ToIntegerOrInfinity; `fallback` for undefined. */
export function integer(run: Run, value: unknown, fallback = 0): number {
  if (value === undefined) return fallback
  const found = number(run, value)
  return Number.isNaN(found) ? 0 : Math.trunc(found)
}

/** A value as a property key. */
export function propertyKey(run: Run, value: unknown): string | number {
  return typeof value === 'number' || typeof value === 'string' ? value : text(run, value)
}

/** The items of what can be spread or looped over: a list, a Set or a text. */
export function items(run: Run, value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (value instanceof Set) return [...value]
  if (typeof value !== 'string') return fail('only a list or a text can be spread or looped over')
  reserveText(run, value.length)
  return [...value]
}

/** A list that the caller may keep and change. */
export function ownList(run: Run, value: unknown): unknown[] {
  const list = items(run, value)
  reserveItems(run, list.length)
  return Array.isArray(value) ? [...list] : list
}

/** JavaScript's `typeof`. */
export function typeName(value: unknown): string {
  return isCallable(value) ? 'function' : typeof value
}
