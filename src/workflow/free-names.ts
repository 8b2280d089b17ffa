import type { AnyNode, Identifier, MemberExpression } from 'acorn'

/** A name in an expression that is bound outside of it, such as a step's. */
export interface FreeName {
  node: Identifier
  /** member accesses around the name, the nearest first: for `a.b.c` those of `a.b` and `a.b.c` */
  accesses: MemberExpression[]
  /** true in `{ step_1 }`, where the name is a property's key as well */
  shorthand: boolean
}

type Scope = ReadonlySet<string>

/**
 * The free names of an expression: property names, string literals, labels and names bound inside
 * (parameters, let, const, var, catch, functions, classes) are not among them.
 */
export function freeNames(root: AnyNode): FreeName[] {
  const found: FreeName[] = []
  const visit = (node: AnyNode, outer: Scope, accesses: MemberExpression[], shorthand: boolean) => {
    if (node.type === 'Identifier') {
      if (!outer.has(node.name)) found.push({ node, accesses, shorthand })
      return
    }
    const own = bindings(node)
    const scope = own.length > 0 ? new Set([...outer, ...own]) : outer
    for (const child of evaluated(node)) {
      const isHead = node.type === 'MemberExpression' && child === node.object
      visit(child, scope, isHead ? [node, ...accesses] : [], node.type === 'Property' && node.shorthand)
    }
  }
  visit(root, new Set(), [], false)
  return found
}

/** The children of a node that are evaluated: keys and labels that merely name something are left out. */
function evaluated(node: AnyNode): AnyNode[] {
  switch (node.type) {
    case 'MemberExpression':
      return node.computed ? children(node) : [node.object]
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return node.computed ? children(node) : node.value ? [node.value] : []
    case 'LabeledStatement':
      return [node.body]
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
      return []
    default:
      return children(node)
  }
}

function children(node: AnyNode): AnyNode[] {
  return Object.values(node).flat().filter(isNode)
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The names a node binds for what is inside it. */
function bindings(node: AnyNode): string[] {
  switch (node.type) {
    case 'ArrowFunctionExpression':
      return [...node.params.flatMap(patternNames), ...hoisted(node.body)]
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      return [...node.params.flatMap(patternNames), ...hoisted(node.body), ...(node.id ? [node.id.name] : [])]
    case 'ClassExpression':
      return node.id ? [node.id.name] : []
    case 'CatchClause':
      return node.param ? patternNames(node.param) : []
    case 'BlockStatement':
      return node.body.flatMap(declaredBy)
    case 'SwitchStatement':
      return node.cases.flatMap((branch) => branch.consequent.flatMap(declaredBy))
    case 'ForStatement':
      return node.init ? declaredBy(node.init) : []
    case 'ForInStatement':
    case 'ForOfStatement':
      return declaredBy(node.left)
    default:
      return []
  }
}

function declaredBy(node: AnyNode): string[] {
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap(({ id }) => patternNames(id))
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
    return node.id ? [node.id.name] : []
  }
  return []
}

/** Names declared with `var` anywhere in a function's body: they belong to the whole function. */
function hoisted(node: AnyNode): string[] {
  if (node.type.endsWith('Function') || node.type.startsWith('Function')) return []
  const own = node.type === 'VariableDeclaration' && node.kind === 'var' ? declaredBy(node) : []
  return [...own, ...children(node).flatMap(hoisted)]
}

function patternNames(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'AssignmentPattern':
      return patternNames(pattern.left)
    case 'RestElement':
      return patternNames(pattern.argument)
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? patternNames(element) : []))
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        patternNames(property.type === 'Property' ? property.value : property.argument),
      )
    default:
      return []
  }
}

/** The key of `a.key` or `a['key']`, or null where it is computed. */
export function literalKey(access: MemberExpression): string | null {
  const { property } = access
  if (!access.computed) return property.type === 'Identifier' ? property.name : null
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : null
}
