import type * as z from 'zod'
import { isObject } from '../json.ts'
import { definitionIssue, type Issue } from './issue.ts'
import {
  hostileValue,
  MAX_ISSUES,
  MAX_NESTING,
  MAX_STEPS,
  TOO_DEEP,
  TOO_MANY_STEPS,
  tooLarge,
} from './limits.ts'
import { fromZod } from './plain-message.ts'
import {
  type Action,
  ActionFields,
  type Definition,
  DefinitionFields,
  type Trigger,
  TriggerFields,
} from './schema.ts'
import { linkKeys } from './walk.ts'

export type Parsed<T> = { ok: true; value: T } | { ok: false; issues: Issue[] }
export type ParseResult = { ok: true; definition: Definition } | { ok: false; issues: Issue[] }

/**
 * Reads a definition from anywhere, in today's form (`import/read.ts` reads files and old forms). Tolerant: fields we
 * do not know stay, and a definition that parses may still not be runnable (`validateDefinition` tells). Hostile input
 * ends in an issue, whatever its depth and size.
 */
export function parseDefinition(raw: unknown): ParseResult {
  const fields = parseFields(DefinitionFields, raw, { step: null, prefix: '', links: ['trigger'] })
  const tree = parseTrigger(isObject(raw) ? raw.trigger : undefined)
  if (!fields.ok || !tree.ok) {
    const issues = [fields, tree].flatMap((part) => (part.ok ? [] : part.issues))
    return { ok: false, issues: issues.slice(0, MAX_ISSUES) }
  }
  const definition: Definition = { ...fields.value, trigger: tree.value }
  const large = tooLarge(definition)
  return large ? { ok: false, issues: [large] } : { ok: true, definition }
}

/** Reads one action with all that is nested in it, under the same rules. A router may come without `children`. */
export function parseAction(input: unknown): Parsed<Action> {
  return parseTree<Action>(input, 'action', ActionFields)
}

/** Reads a trigger with the steps after it, under the same rules. */
export function parseTrigger(input: unknown): Parsed<Trigger> {
  return parseTree<Trigger>(input, 'trigger', TriggerFields)
}

type StepSchema = z.ZodType<Record<string, unknown>>
type Holder = Record<string, unknown> | unknown[]
interface Pending {
  raw: unknown
  /** path from the definition on */
  path: string
  holder: Holder
  key: string | number
  level: number
}

/**
 * Reads a tree of steps one at a time, each without its links, then hangs the parsed steps back in their places.
 * A stack takes the place of recursion, so depth costs nothing.
 */
function parseTree<T>(raw: unknown, path: string, rootSchema: StepSchema): Parsed<T> {
  const root: Record<string, unknown> = {}
  const pending: Pending[] = [{ raw, path, holder: root, key: 'step', level: 0 }]
  const issues: Issue[] = []
  let count = 0
  for (let next = pending.pop(); next; next = pending.pop()) {
    count++
    if (count > MAX_STEPS) {
      return { ok: false, issues: [definitionIssue(path, 'TOO_MANY_STEPS', TOO_MANY_STEPS)] }
    }
    if (next.level > MAX_NESTING) {
      return { ok: false, issues: [definitionIssue(path, 'DEFINITION_TOO_DEEP', TOO_DEEP)] }
    }
    const step = parseStep(next.raw, next.path, next.holder === root ? rootSchema : ActionFields)
    if (!step.ok) {
      for (const issue of step.issues) issues.push(issue)
      continue
    }
    Reflect.set(next.holder, next.key, step.value)
    for (const link of detachLinks(step.value, next).reverse()) pending.push(link)
  }
  if (issues.length > 0) return { ok: false, issues: issues.slice(0, MAX_ISSUES) }
  return { ok: true, value: root.step as T }
}

function parseStep(raw: unknown, path: string, schema: StepSchema): Parsed<Record<string, unknown>> {
  const step = isObject(raw) && typeof raw.name === 'string' ? raw.name : null
  const links = linkKeys(isObject(raw) ? raw.type : undefined)
  return parseFields(schema, raw, { step, prefix: step === null ? path : '', links })
}

/** Reads the fields of one object; those under `links` are read on their own later. */
function parseFields<T>(
  schema: z.ZodType<T>,
  raw: unknown,
  { step, prefix, links }: { step: string | null; prefix: string; links: string[] },
): Parsed<T> {
  const hostile = hostileFields(raw, step, prefix, links)
  const { success, data, error } = schema.safeParse(raw, { reportInput: true })
  if (success && hostile.length === 0) return { ok: true, value: data }
  const misfits = (error?.issues ?? []).slice(0, MAX_ISSUES).map((issue) => fromZod(issue, step, prefix))
  return { ok: false, issues: [...hostile, ...misfits] }
}

function detachLinks(step: Record<string, unknown>, { path, level }: Pending): Pending[] {
  const links: Pending[] = []
  const detach = (holder: Holder, key: string | number, raw: unknown, at: string) => {
    if (raw === null || raw === undefined) return
    links.push({ raw, path: at, holder, key, level: key === 'nextAction' ? level : level + 1 })
  }
  for (const key of linkKeys(step.type)) {
    if (key !== 'children') detach(step, key, step[key], `${path}.${key}`)
    else {
      const raw = childrenOf(step)
      const children: unknown[] = raw.map(() => null)
      raw.forEach((child, index) => {
        // How our own API shows a branch without steps.
        if (isObject(child) && Object.keys(child).length === 0) return
        detach(children, index, child, `${path}.children[${index}]`)
      })
      step.children = children
    }
  }
  return links
}

/** A router's children as they came; where there are fewer than branches, the last ones are empty. */
function childrenOf(router: Record<string, unknown>): unknown[] {
  const { branches } = router.settings as { branches: unknown[] }
  const children = (router.children as unknown[] | null | undefined) ?? []
  return [...children, ...branches.slice(children.length).map(() => null)]
}

function hostileFields(raw: unknown, step: string | null, prefix: string, except: string[]): Issue[] {
  if (!isObject(raw)) return []
  return Object.entries(raw).flatMap(([key, value]) => {
    const path = prefix ? `${prefix}.${key}` : key
    if (key === '__proto__') return hostileValue(raw, step, prefix) ?? []
    return except.includes(key) ? [] : (hostileValue(value, step, path) ?? [])
  })
}
