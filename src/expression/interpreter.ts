import type { AnyNode, Expression } from 'acorn'
import { guarded } from './builtins/methods.ts'
import { type Env, newEnv } from './env.ts'
import { EXPRESSIONS } from './expressions.ts'
import { bindParameters } from './patterns.ts'
import { deepen, fail, limitError, type Run, type Scope, spend } from './run.ts'
import { runBody } from './statements.ts'
import { Closure, Host } from './values.ts'

/** What an evaluation needs from outside. */
export interface EvaluateOptions {
  source: string
  scope: Scope
  /** epoch milliseconds that `Date.now()` and `new Date()` see */
  now: number
  /** true where the expression changes lists or objects: it then works on copies of the data */
  mutates: boolean
}

/**
 * Evaluates a parsed expression by walking its tree. It sees own properties of data and a whitelist of
 * functions, and nothing else: no prototype, no constructor, no object of the host.
 * @throws ExpressionError where JavaScript would throw
 * @throws CodedError EXPRESSION_LIMIT when a bound is crossed, and whatever coded error the scope throws
 */
export function evaluateExpression(root: Expression, options: EvaluateOptions): unknown {
  const run: Run = {
    source: options.source,
    scope: options.scope,
    now: options.now,
    copies: options.mutates ? new Map() : undefined,
    steps: 0,
    text: 0,
    items: 0,
    depth: 0,
    evaluate: (node, env) => evaluate(run, node, env),
    call: (callee, args) => call(run, callee, args),
  }
  try {
    return evaluate(run, root, undefined)
  } catch (error) {
    if (error instanceof RangeError && /call stack/i.test(error.message)) {
      throw limitError(options.source, 'is nested too deeply')
    }
    throw error
  }
}

function evaluate(run: Run, node: AnyNode, env: Env | undefined): unknown {
  spend(run, 1)
  deepen(run)
  const handler = EXPRESSIONS[node.type as keyof typeof EXPRESSIONS] as
    | ((run: Run, node: AnyNode, env: Env | undefined) => unknown)
    | undefined
  if (!handler) return fail(`Expressions don't support ${node.type}`)
  const value = handler(run, node, env)
  run.depth--
  return value
}

function call(run: Run, callee: unknown, args: unknown[]): unknown {
  spend(run, 1)
  if (callee instanceof Host) {
    const { call: native } = callee
    if (native) return guarded('this function', () => native(run, args))
  }
  if (!(callee instanceof Closure)) return fail('what is called here is not a function')
  deepen(run)
  const { node } = callee
  const env = newEnv(callee.env, true)
  if (node.type === 'FunctionExpression' && node.id)
    env.names.set(node.id.name, { value: callee, constant: true })
  bindParameters(run, env, node.params, args)
  const value =
    node.body.type === 'BlockStatement' ? runBody(run, node.body, env) : evaluate(run, node.body, env)
  run.depth--
  return value
}
