import type { AnyNode, MemberExpression } from 'acorn'
import { LIMITS } from './run.ts'

/** What an expression's tree tells before it runs. */
export interface Analysis {
  /** names that nothing inside the expression declares */
  free: Set<string>
  /** literal ids in `connections['id']` and `connections.id` */
  connections: Set<string>
  /** it may change a list or object, so it has to work on copies */
  mutates: boolean
  /** a kind of syntax that isn't supported, in words */
  unsupported: string | undefined
  tooDeep: boolean
}

const SUPPORTED = new Set(
  (
    'Identifier Literal TemplateLiteral TemplateElement ArrayExpression ObjectExpression Property SpreadElement ' +
    'UnaryExpression BinaryExpression LogicalExpression ConditionalExpression AssignmentExpression ' +
    'UpdateExpression MemberExpression ChainExpression CallExpression NewExpression SequenceExpression ' +
    'ParenthesizedExpression ArrowFunctionExpression FunctionExpression FunctionDeclaration ArrayPattern ' +
    'ObjectPattern RestElement AssignmentPattern BlockStatement EmptyStatement ExpressionStatement IfStatement ' +
    'ForStatement ForOfStatement ForInStatement WhileStatement DoWhileStatement BreakStatement ' +
    'ContinueStatement ReturnStatement ThrowStatement TryStatement CatchClause SwitchStatement SwitchCase ' +
    'VariableDeclaration VariableDeclarator'
  ).split(' '),
)

/** Methods that change what they are called on (`assign`: its first argument). */
const MUTATORS = /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|assign|set[A-Z]\w*)$/

type Names = { own: Set<string>; parent: Names } | undefined

/** Looks an expression over once, before its first evaluation. */
export function analyse(root: AnyNode): Analysis {
  const analysis: Analysis = {
    free: new Set(),
    connections: new Set(),
    mutates: false,
    unsupported: undefined,
    tooDeep: false,
  }
  visit(analysis, root, undefined, 0)
  return analysis
}

function visit(analysis: Analysis, node: AnyNode, names: Names, depth: number): void {
  if (depth > LIMITS.sourceDepth) {
    analysis.tooDeep = true
    return
  }
  analysis.unsupported ??= unsupported(node)
  if (node.type === 'Identifier') {
    if (!isDeclared(names, node.name)) analysis.free.add(node.name)
    return
  }
  note(analysis, node)
  const inner: Names = isFunction(node) ? { own: declaredIn(node), parent: names } : names
  for (const child of children(node)) visit(analysis, child, inner, depth + 1)
}

function unsupported(node: AnyNode): string | undefined {
  if (!SUPPORTED.has(node.type)) return node.type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  if (isFunction(node) && (node.async || node.generator)) return 'an async or generator function'
  if (node.type === 'Property' && node.kind !== 'init') return 'a getter or setter'
  if (node.type === 'Literal' && typeof node.bigint === 'string') return 'a bigint'
  if ('label' in node && node.label) return 'a label'
  if (node.type === 'BinaryExpression' && node.operator === 'instanceof') return 'instanceof'
  return undefined
}

function note(analysis: Analysis, node: AnyNode): void {
  if (node.type === 'MemberExpression') {
    const key = literalKey(node)
    if (MUTATORS.test(String(key))) analysis.mutates = true
    if (node.object.type === 'Identifier' && node.object.name === 'connections' && typeof key === 'string') {
      analysis.connections.add(key)
    }
  }
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    if (literalKey(node.callee) === undefined) analysis.mutates = true
  }
  if (
    node.type === 'AssignmentExpression' ||
    node.type === 'UpdateExpression' ||
    (node.type === 'UnaryExpression' && node.operator === 'delete')
  ) {
    const target = node.type === 'AssignmentExpression' ? node.left : node.argument
    if (target.type !== 'Identifier') analysis.mutates = true
  }
}

/** The key of `a.key`, `a['key']` or `a[0]`; undefined where it is computed. */
export function literalKey(node: MemberExpression): string | number | undefined {
  const { property } = node
  if (!node.computed) return property.type === 'Identifier' ? property.name : undefined
  if (property.type === 'TemplateLiteral' && property.expressions.length === 0) {
    return property.quasis[0]?.value.cooked ?? undefined
  }
  if (property.type !== 'Literal') return undefined
  const { value } = property
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

function isFunction(node: AnyNode) {
  return (
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionExpression' ||
    node.type === 'FunctionDeclaration'
  )
}

function isDeclared(names: Names, name: string): boolean {
  for (let at = names; at; at = at.parent) if (at.own.has(name)) return true
  return false
}

/** Every name a function declares anywhere in it, functions inside it left out. */
function declaredIn(fn: AnyNode): Set<string> {
  const found = new Set<string>()
  const collect = (node: AnyNode, depth: number): void => {
    if (depth > LIMITS.sourceDepth) return
    if (node.type === 'FunctionDeclaration' && node.id) found.add(node.id.name)
    if (depth > 0 && isFunction(node)) return
    if (node.type === 'VariableDeclarator') bind(node.id)
    if (node.type === 'CatchClause' && node.param) bind(node.param)
    for (const child of children(node)) collect(child, depth + 1)
  }
  const bind = (pattern: AnyNode): void => {
    if (pattern.type === 'Identifier') found.add(pattern.name)
    else if (pattern.type === 'AssignmentPattern') bind(pattern.left)
    else if (pattern.type === 'RestElement') bind(pattern.argument)
    else if (pattern.type === 'Property') bind(pattern.value)
    else if (pattern.type === 'ArrayPattern') for (const part of pattern.elements) part && bind(part)
    else if (pattern.type === 'ObjectPattern') pattern.properties.forEach(bind)
  }
  if ('params' in fn) fn.params.forEach(bind)
  if ('id' in fn && fn.id && fn.id.type === 'Identifier') found.add(fn.id.name)
  collect(fn, 0)
  return found
}

/** A node's children that are expressions, patterns or statements: names of fields are left out. */
function children(node: AnyNode): AnyNode[] {
  const found: AnyNode[] = []
  for (const [key, value] of Object.entries(node)) {
    if ((key === 'property' || key === 'key') && !('computed' in node && node.computed)) continue
    if (key === 'key' && 'shorthand' in node && node.shorthand) continue
    if (key === 'value' && node.type === 'Literal') continue
    if (key === 'label') continue
    for (const part of Array.isArray(value) ? value : [value]) if (isNode(part)) found.push(part)
  }
  return found
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
