import type { AnyNode, CallExpression, Identifier, MemberExpression, SpreadElement } from 'acorn'
import { GLOBALS } from './builtins/globals.ts'
import { callMethod } from './builtins/methods.ts'
import { makeRegex } from './builtins/regex.ts'
import { copyData } from './copy.ts'
import { assign, type Env, findBinding } from './env.ts'
import { binary, readMember } from './operators.ts'
import { assignTo, copyFields, destructure, writeMember } from './patterns.ts'
import { ExpressionError, fail, type Run, reserveItems, reserveText } from './run.ts'
import {
  Closure,
  Host,
  isRecord,
  items,
  number,
  propertyKey,
  Regex,
  setOwn,
  text,
  typeName,
} from './values.ts'

type Handlers = {
  [T in AnyNode['type']]?: (run: Run, node: Extract<AnyNode, { type: T }>, env: Env | undefined) => unknown
}

/** The value of a chain that a `?.` has cut short. */
const CUT = Symbol('cut')

/** How each kind of expression is evaluated. */
export const EXPRESSIONS = {
  Literal: (run, node) =>
    node.regex ? makeRegex(run, node.regex.pattern, node.regex.flags) : (node.value as unknown),
  Identifier: (run, node, env) => lookUp(run, node, env),
  TemplateLiteral: (run, node, env) => {
    let made = ''
    node.quasis.forEach((quasi, index) => {
      const expression = node.expressions[index]
      made += quasi.value.cooked ?? ''
      if (expression) made += text(run, run.evaluate(expression, env))
      reserveText(run, made.length)
    })
    return made
  },
  ArrayExpression: (run, node, env) => evaluateList(run, node.elements, env),
  ObjectExpression: (run, node, env) => {
    const made: Record<string, unknown> = {}
    for (const property of node.properties) {
      if (property.type === 'SpreadElement') {
        copyFields(run, made, run.evaluate(property.argument, env))
        continue
      }
      const key =
        !property.computed && property.key.type === 'Identifier'
          ? property.key.name
          : propertyKey(run, run.evaluate(property.key, env))
      reserveItems(run, 1)
      setOwn(made, String(key), run.evaluate(property.value, env))
    }
    return made
  },
  UnaryExpression: (run, node, env) => evaluateUnary(run, node, env),
  BinaryExpression: (run, node, env) => {
    if (node.left.type === 'PrivateIdentifier') return fail('private names are not supported')
    return binary(run, node.operator, run.evaluate(node.left, env), run.evaluate(node.right, env))
  },
  LogicalExpression: (run, node, env) => {
    const left = run.evaluate(node.left, env)
    if (settles(node.operator, left)) return left
    return run.evaluate(node.right, env)
  },
  ConditionalExpression: (run, node, env) =>
    run.evaluate(run.evaluate(node.test, env) ? node.consequent : node.alternate, env),
  SequenceExpression: (run, node, env) => {
    let last: unknown
    for (const part of node.expressions) last = run.evaluate(part, env)
    return last
  },
  ChainExpression: (run, node, env) => {
    const value = run.evaluate(node.expression, env)
    return value === CUT ? undefined : value
  },
  MemberExpression: (run, node, env) => {
    const owner = run.evaluate(node.object, env)
    if (owner === CUT || (node.optional && (owner === null || owner === undefined))) return CUT
    return member(owner, memberKey(run, node, env))
  },
  CallExpression: (run, node, env) => evaluateCall(run, node, env),
  NewExpression: (run, node, env) => {
    const callee = run.evaluate(node.callee, env)
    if (!(callee instanceof Host) || !callee.construct)
      return fail('only Date, Array, Set, Error and RegExp can be made with new')
    return callee.construct(run, evaluateList(run, node.arguments, env))
  },
  ArrowFunctionExpression: (_run, node, env) => new Closure(node, env),
  FunctionExpression: (_run, node, env) => new Closure(node, env),
  AssignmentExpression: (run, node, env) => {
    if (node.operator === '=') {
      const value = run.evaluate(node.right, env)
      destructure(run, env, node.left, value, assignTo(run, env))
      return value
    }
    const operator = node.operator.slice(0, -1)
    return update(run, node.left, env, (before) => {
      if (!['||', '&&', '??'].includes(operator))
        return binary(run, operator, before, run.evaluate(node.right, env))
      return settles(operator, before) ? before : run.evaluate(node.right, env)
    }).after
  },
  UpdateExpression: (run, node, env) => {
    const step = node.operator === '++' ? 1 : -1
    const { before, after } = update(run, node.argument, env, (value) => number(run, value) + step)
    return node.prefix ? after : number(run, before)
  },
} satisfies Handlers

function lookUp(run: Run, { name }: Identifier, env: Env | undefined): unknown {
  const binding = findBinding(env, name)
  if (binding) return binding.value
  if (run.scope.has(name)) {
    if (!run.copies) return run.scope.get(name)
    if (!run.copies.has(name)) run.copies.set(name, copyData(run, run.scope.get(name)))
    return run.copies.get(name)
  }
  if (GLOBALS.has(name)) return GLOBALS.get(name)
  throw new ExpressionError('UNKNOWN_REFERENCE', unknownReference(name))
}

/** The message of a warning about a name that nothing has. */
export function unknownReference(name: string): string {
  return `Nothing is named "${name}" here: check the step's name, and that the step runs before this one`
}

function settles(operator: string, left: unknown): boolean {
  if (operator === '??') return left !== null && left !== undefined
  return operator === '||' ? Boolean(left) : !left
}

function evaluateList(
  run: Run,
  nodes: readonly (AnyNode | SpreadElement | null)[],
  env: Env | undefined,
): unknown[] {
  const made: unknown[] = []
  for (const node of nodes) {
    if (node?.type !== 'SpreadElement') {
      made.push(node ? run.evaluate(node, env) : undefined)
      continue
    }
    const spread = items(run, run.evaluate(node.argument, env))
    reserveItems(run, made.length + spread.length)
    for (const item of spread) made.push(item)
  }
  reserveItems(run, made.length)
  return made
}

function evaluateUnary(
  run: Run,
  node: Extract<AnyNode, { type: 'UnaryExpression' }>,
  env: Env | undefined,
): unknown {
  const { argument, operator } = node
  if (operator === 'delete') return remove(run, argument, env)
  if (operator === 'typeof' && argument.type === 'Identifier' && !isKnown(run, argument.name, env)) {
    return 'undefined'
  }
  const value = run.evaluate(argument, env)
  switch (operator) {
    case 'typeof':
      return typeName(value)
    case '!':
      return !value
    case '-':
      return -number(run, value)
    case '+':
      return number(run, value)
    case '~':
      return ~number(run, value)
    case 'void':
      return undefined
  }
}

function isKnown(run: Run, name: string, env: Env | undefined): boolean {
  return findBinding(env, name) !== undefined || run.scope.has(name) || GLOBALS.has(name)
}

function remove(run: Run, target: AnyNode, env: Env | undefined): boolean {
  if (target.type !== 'MemberExpression' || !run.copies) return fail('only a field can be deleted')
  const owner = run.evaluate(target.object, env)
  const key = memberKey(run, target, env)
  if (!isRecord(owner)) return fail(`"${key}" can't be deleted here`)
  return Reflect.deleteProperty(owner, key)
}

function memberKey(run: Run, node: MemberExpression, env: Env | undefined): string | number {
  if (!node.computed && node.property.type === 'Identifier') return node.property.name
  return propertyKey(run, run.evaluate(node.property, env))
}

function member(owner: unknown, key: string | number): unknown {
  if (owner instanceof Host) return owner.member(String(key))
  if (owner instanceof Regex) return regexMember(owner, key)
  if (owner instanceof Set) return key === 'size' ? owner.size : undefined
  return readMember(owner, key)
}

function regexMember(regex: Regex, key: string | number): unknown {
  if (key === 'source') return regex.source
  if (key === 'flags') return regex.flags
  return key === 'lastIndex' ? regex.lastIndex : undefined
}

function evaluateCall(run: Run, node: CallExpression, env: Env | undefined): unknown {
  const { callee } = node
  if (callee.type !== 'MemberExpression') {
    const fn = run.evaluate(callee, env)
    if (fn === CUT || (node.optional && (fn === null || fn === undefined))) return CUT
    return run.call(fn, evaluateList(run, node.arguments, env))
  }
  const owner = run.evaluate(callee.object, env)
  if (owner === CUT || (callee.optional && (owner === null || owner === undefined))) return CUT
  const key = memberKey(run, callee, env)
  const own = member(owner, key)
  if (own !== undefined && own !== null) return run.call(own, evaluateList(run, node.arguments, env))
  const result = callMethod(run, owner, String(key), () => evaluateList(run, node.arguments, env))
  if (result) return result.value
  return node.optional ? CUT : fail(`"${key}" is not a function here`)
}

function update(
  run: Run,
  target: AnyNode,
  env: Env | undefined,
  change: (before: unknown) => unknown,
): { before: unknown; after: unknown } {
  if (target.type === 'Identifier') {
    const before = run.evaluate(target, env)
    const after = change(before)
    assign(env, target.name, after)
    return { before, after }
  }
  if (target.type !== 'MemberExpression') return fail('this can not be assigned')
  const owner = run.evaluate(target.object, env)
  const key = memberKey(run, target, env)
  const before = member(owner, key)
  const after = change(before)
  writeMember(run, owner, key, after)
  return { before, after }
}
