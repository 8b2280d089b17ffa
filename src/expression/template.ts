import { CodedError } from '../errors.ts'
import { isObject } from '../json.ts'
import { GLOBALS } from './builtins/globals.ts'
import type { Scope } from './run.ts'
import { compileText, resolveText, type TextNode, tokensOf } from './text.ts'
import { compiledOf, type Resolution, type ResolveOptions, type Token, type Warning } from './token.ts'
import { setOwn } from './values.ts'

export type { Scope } from './run.ts'
export type { ResolveOptions, Warning } from './token.ts'

type TreeNode =
  | { kind: 'static'; value: unknown }
  | { kind: 'tooDeep'; path: string }
  | { kind: 'list'; nodes: TreeNode[] }
  | { kind: 'object'; keys: string[]; nodes: TreeNode[] }
  | TextNode

/** An input whose tokens have been found: made once a version, resolved once a step. Opaque. */
export interface Template {
  readonly tree: TreeNode
  readonly tokens: readonly Token[]
}

/** Inputs nested deeper than this are refused when they are resolved. */
const MAX_INPUT_DEPTH = 200

/**
 * Finds the `{{ }}` tokens in every text of an input; keys are left alone. Never throws: what is wrong with a
 * token shows as a warning when it is resolved. Expressions are parsed when they are first needed.
 */
export function compileTemplate(value: unknown): Template {
  const tokens: Token[] = []
  return { tree: compileNode(value, '', 0, tokens), tokens }
}

function compileNode(value: unknown, path: string, depth: number, tokens: Token[]): TreeNode {
  if (typeof value === 'string') {
    const node = compileText(value, path)
    if (!node) return { kind: 'static', value }
    for (const token of tokensOf(node)) tokens.push(token)
    return node
  }
  if (!Array.isArray(value) && !isPlainObject(value)) return { kind: 'static', value }
  if (depth > MAX_INPUT_DEPTH) return { kind: 'tooDeep', path }
  if (Array.isArray(value)) {
    const nodes = value.map((item, index) => compileNode(item, `${path}[${index}]`, depth + 1, tokens))
    return nodes.every(isStatic) ? { kind: 'static', value } : { kind: 'list', nodes }
  }
  const keys = Object.keys(value)
  const nodes = keys.map((key) => compileNode(value[key], joinPath(path, key), depth + 1, tokens))
  return nodes.every(isStatic) ? { kind: 'static', value } : { kind: 'object', keys, nodes }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !(value instanceof Date)
}

function isStatic(node: TreeNode): boolean {
  return node.kind === 'static'
}

function joinPath(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`
  return path === '' ? key : `${path}.${key}`
}

/** The names of steps and other roots that a template mentions, e.g. `trigger`, `step_1`, `connections`. */
export function references(template: Template): ReadonlySet<string> {
  const found = new Set<string>()
  for (const token of template.tokens) {
    const compiled = compiledOf(token)
    if (compiled.kind === 'path') found.add(compiled.path.root)
    if (compiled.kind !== 'code') continue
    for (const name of compiled.analysis.free) if (!GLOBALS.has(name)) found.add(name)
  }
  return found
}

/** The literal ids in `{{connections['id']}}` and `{{connections.id}}`, each once, in order. */
export function connectionIds(template: Template): readonly string[] {
  const found = new Set<string>()
  for (const token of template.tokens) {
    const compiled = compiledOf(token)
    if (compiled.kind === 'code') for (const id of compiled.analysis.connections) found.add(id)
    if (compiled.kind !== 'path' || compiled.path.root !== 'connections') continue
    const [id] = compiled.path.keys
    if (id !== undefined) found.add(String(id))
  }
  return [...found]
}

/**
 * Fills a template in. A text that is exactly one token keeps the value's type; tokens among text become text,
 * JSON for what isn't text. Results are Activepieces'; what failed is '' and a warning. Parts without tokens are
 * the template's own, not copies, and a whole value is the scope's own: neither may be changed by the caller.
 * @throws CodedError EXPRESSION_LIMIT where an expression crosses a bound; coded errors of the scope pass through
 */
export function resolveTemplate(
  template: Template,
  scope: Scope,
  options: ResolveOptions,
): { value: unknown; warnings: Warning[] } {
  const warnings: Warning[] = []
  const { tree } = template
  if (tree.kind === 'static') return { value: tree.value, warnings }
  const value = resolveNode(tree, { scope, options, warnings, size: 0 })
  return { value, warnings }
}

function resolveNode(node: TreeNode, resolution: Resolution): unknown {
  switch (node.kind) {
    case 'static':
      return node.value
    case 'list':
      return node.nodes.map((item) => resolveNode(item, resolution))
    case 'object':
      return resolveObject(node, resolution)
    case 'tooDeep':
      throw new CodedError(
        'EXPRESSION_LIMIT',
        `The input is nested too deeply at "${node.path.slice(0, 60)}…"`,
      )
    default:
      return resolveText(node, resolution)
  }
}

function resolveObject(node: Extract<TreeNode, { kind: 'object' }>, resolution: Resolution): unknown {
  const made: Record<string, unknown> = {}
  let index = 0
  for (const child of node.nodes) {
    const key = node.keys[index++]
    if (key !== undefined) setOwn(made, key, resolveNode(child, resolution))
  }
  return made
}
