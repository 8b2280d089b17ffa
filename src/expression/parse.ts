import { type Expression, parse as parseProgram } from 'acorn'
import { type Analysis, analyse, literalKey } from './analyse.ts'
import { GLOBALS } from './builtins/globals.ts'
import { type Path, parsePath } from './path.ts'
import { LIMITS } from './run.ts'

/** A token's source, ready to evaluate. */
export type Compiled =
  | { kind: 'path'; path: Path }
  | { kind: 'code'; node: Expression; analysis: Analysis }
  | { kind: 'broken'; message: string }
  /** past a bound: resolving it is an error that says so */
  | { kind: 'over'; what: string }

/** A plain chain of members, where the source is one; the parser isn't needed for it. */
export function compilePath(source: string): Compiled | undefined {
  const path = parsePath(source)
  return path && !GLOBALS.has(path.root) ? { kind: 'path', path } : undefined
}

/** Compiles any expression. What is wrong with the source is kept in the result; nothing is thrown. */
export function compileExpression(source: string): Compiled {
  if (source.length > LIMITS.sourceLength) return over('is longer than 64 KiB')
  try {
    const node = parse(source)
    const analysis = analyse(node)
    if (analysis.tooDeep) return over('is nested too deeply')
    if (analysis.unsupported) {
      return { kind: 'broken', message: `Expressions don't support ${analysis.unsupported}` }
    }
    const path = toPath(node)
    return path ? { kind: 'path', path } : { kind: 'code', node, analysis }
  } catch (error) {
    const message = error instanceof Error ? error.message : 'Not an expression'
    // the parser recurses: a source nested deep enough exhausts the stack before it can be measured
    if (error instanceof RangeError || message.startsWith('Not enough stack'))
      return over('is nested too deeply')
    return { kind: 'broken', message }
  }
}

/** True where `source` is a whole expression. */
export function parses(source: string): boolean {
  if (source.length > LIMITS.sourceLength) return false
  try {
    parse(source)
    return true
  } catch {
    return false
  }
}

/** Parsed within parentheses, so that `{` opens an object and anything after the expression is an error. */
function parse(source: string): Expression {
  const program = parseProgram(`(${source.replace(/[\s;]+$/, '')}\n)`, { ecmaVersion: 2024 })
  const [statement] = program.body
  if (program.body.length !== 1 || statement?.type !== 'ExpressionStatement') {
    throw new SyntaxError('Not a single expression')
  }
  return statement.expression
}

function over(what: string): Compiled {
  return { kind: 'over', what }
}

/** A tree that is nothing but a member chain takes the fast path too: escapes and odd spaces are gone by now. */
function toPath(root: Expression): Path | undefined {
  const keys: (string | number)[] = []
  let optional = false
  let node = root
  while (node.type !== 'Identifier') {
    if (node.type === 'ChainExpression') {
      node = node.expression
      continue
    }
    if (node.type !== 'MemberExpression' || node.object.type === 'Super') return undefined
    const key = literalKey(node)
    if (key === undefined) return undefined
    keys.unshift(key)
    optional ||= node.optional
    node = node.object
  }
  return GLOBALS.has(node.name) ? undefined : { root: node.name, keys, optional }
}
