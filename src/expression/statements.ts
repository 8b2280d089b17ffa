import type {
  AnyNode,
  BlockStatement,
  FunctionDeclaration,
  Pattern,
  Statement,
  VariableDeclaration,
} from 'acorn'
import { copyEnv, declare, type Env, newEnv } from './env.ts'
import { assignTo, bindPattern, destructure } from './patterns.ts'
import { ExpressionError, fail, type Run, spend } from './run.ts'
import { Closure, isRecord, items } from './values.ts'

/** How a statement ended, where it did not just go on to the next. */
type Ending = { type: 'break' } | { type: 'continue' } | { type: 'return'; value: unknown } | undefined

const BREAK: Ending = { type: 'break' }
const CONTINUE: Ending = { type: 'continue' }

/** Runs a function's body and gives what it returned. */
export function runBody(run: Run, body: BlockStatement, env: Env): unknown {
  const ending = runAll(run, body.body, env)
  return ending?.type === 'return' ? ending.value : undefined
}

function runAll(run: Run, statements: readonly Statement[], env: Env): Ending {
  for (const statement of statements) {
    if (statement.type === 'FunctionDeclaration') declareFunction(env, statement)
  }
  for (const statement of statements) {
    const ending = runStatement(run, statement, env)
    if (ending) return ending
  }
  return undefined
}

function declareFunction(env: Env, node: FunctionDeclaration): void {
  declare(env, 'let', node.id.name, new Closure(node, env))
}

function runStatement(run: Run, node: Statement, env: Env): Ending {
  spend(run, 1)
  switch (node.type) {
    case 'ExpressionStatement':
      run.evaluate(node.expression, env)
      return undefined
    case 'VariableDeclaration':
      runDeclaration(run, node, env)
      return undefined
    case 'ReturnStatement':
      return { type: 'return', value: node.argument ? run.evaluate(node.argument, env) : undefined }
    case 'IfStatement':
      if (run.evaluate(node.test, env)) return runStatement(run, node.consequent, env)
      return node.alternate ? runStatement(run, node.alternate, env) : undefined
    case 'BlockStatement':
      return runAll(run, node.body, newEnv(env))
    case 'ForStatement':
      return runFor(run, node, env)
    case 'ForOfStatement':
    case 'ForInStatement':
      return runForEach(run, node, env)
    case 'WhileStatement':
      return runWhile(run, node.test, node.body, env)
    case 'DoWhileStatement': {
      const ending = endOfTurn(runStatement(run, node.body, env))
      return ending ? afterLoop(ending) : runWhile(run, node.test, node.body, env)
    }
    case 'BreakStatement':
      return BREAK
    case 'ContinueStatement':
      return CONTINUE
    case 'ThrowStatement':
      // the thrown text may hold a secret: it stays inside the expression
      throw new ExpressionError(
        'EXPRESSION_ERROR',
        'the expression threw an error',
        run.evaluate(node.argument, env),
      )
    case 'TryStatement':
      return runTry(run, node, env)
    case 'SwitchStatement':
      return runSwitch(run, node, env)
    case 'FunctionDeclaration':
    case 'EmptyStatement':
      return undefined
    default:
      return fail(`Expressions don't support ${node.type}`)
  }
}

function runDeclaration(run: Run, node: VariableDeclaration, env: Env): void {
  const kind = node.kind === 'const' || node.kind === 'var' ? node.kind : 'let'
  for (const { id, init } of node.declarations) {
    bindPattern(run, env, kind, id, init ? run.evaluate(init, env) : undefined)
  }
}

/** What a loop does with the ending of its body: `undefined` goes on, and a `break` is turned by `afterLoop`. */
function endOfTurn(ending: Ending): Ending {
  return ending?.type === 'continue' ? undefined : ending
}

function afterLoop(ending: Ending): Ending {
  return ending?.type === 'break' ? undefined : ending
}

function runWhile(run: Run, test: AnyNode, body: Statement, env: Env): Ending {
  while (run.evaluate(test, env)) {
    const ending = endOfTurn(runStatement(run, body, env))
    if (ending) return afterLoop(ending)
  }
  return undefined
}

function runFor(run: Run, node: Extract<Statement, { type: 'ForStatement' }>, outer: Env): Ending {
  let env = newEnv(outer)
  if (node.init?.type === 'VariableDeclaration') runDeclaration(run, node.init, env)
  else if (node.init) run.evaluate(node.init, env)
  while (!node.test || run.evaluate(node.test, env)) {
    const ending = endOfTurn(runStatement(run, node.body, env))
    if (ending) return afterLoop(ending)
    env = copyEnv(env)
    if (node.update) run.evaluate(node.update, env)
  }
  return undefined
}

type ForEach = Extract<Statement, { type: 'ForOfStatement' | 'ForInStatement' }>

function runForEach(run: Run, node: ForEach, outer: Env): Ending {
  const over = run.evaluate(node.right, outer)
  const turns = node.type === 'ForOfStatement' ? items(run, over) : keysOf(over)
  for (const item of turns) {
    const env = newEnv(outer)
    if (node.left.type === 'VariableDeclaration') {
      const kind = node.left.kind === 'var' ? 'var' : 'let'
      const target = node.left.declarations[0]?.id as Pattern
      bindPattern(run, env, kind, target, item)
    } else {
      destructure(run, outer, node.left, item, assignTo(run, outer))
    }
    const ending = endOfTurn(runStatement(run, node.body, env))
    if (ending) return afterLoop(ending)
  }
  return undefined
}

function keysOf(value: unknown): string[] {
  return Array.isArray(value) || isRecord(value) || typeof value === 'string' ? Object.keys(value) : []
}

function runTry(run: Run, node: Extract<Statement, { type: 'TryStatement' }>, env: Env): Ending {
  const { depth } = run
  let ending: Ending
  try {
    ending = runStatement(run, node.block, env)
  } catch (error) {
    // a crossed bound or a missing connection can't be caught: neither is the expression's to handle
    if (!(error instanceof ExpressionError) || !node.handler) throw error
    run.depth = depth
    const inner = newEnv(env)
    if (node.handler.param) bindPattern(run, inner, 'let', node.handler.param, error.thrown)
    ending = runStatement(run, node.handler.body, inner)
  } finally {
    run.depth = depth
    const last = node.finalizer ? runStatement(run, node.finalizer, env) : undefined
    if (last) ending = last
  }
  return ending
}

function runSwitch(run: Run, node: Extract<Statement, { type: 'SwitchStatement' }>, outer: Env): Ending {
  const value = run.evaluate(node.discriminant, outer)
  const env = newEnv(outer)
  let start = node.cases.findIndex(({ test }) => test && run.evaluate(test, env) === value)
  if (start < 0) start = node.cases.findIndex(({ test }) => !test)
  if (start < 0) return undefined
  for (const { consequent } of node.cases.slice(start)) {
    const ending = runAll(run, consequent, env)
    if (ending) return afterLoop(ending)
  }
  return undefined
}
