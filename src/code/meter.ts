import type { Node, Program } from 'acorn'

/** An insertion into the source: never a line break, so line numbers stay true. */
interface Insertion {
  at: number
  text: string
}

const LOOPS = new Set([
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
])
const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

/** The nodes directly below `node`, in source order as far as acorn's field order gives it. */
export function* children(node: Node): Generator<Node> {
  for (const value of Object.values(node)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== null && typeof item === 'object' && typeof item.type === 'string') yield item
    }
  }
}

/**
 * The source with `tick` at the head of every loop body and every function body, so that no code written in
 * JavaScript runs for ever without passing one. What it means stays the same: a body that is one statement
 * becomes a block, and an expression body a sequence. A default parameter or a field initialiser has no tick
 * of its own, since it cannot repeat without a function or a loop that has one.
 * @param tick an expression that throws when the budget is spent
 */
export function meter(source: string, program: Program, tick: string): string {
  const insertions: Insertion[] = []
  const around = (body: Node, open: string, close: string) => {
    insertions.push({ at: body.start, text: open }, { at: body.end, text: close })
  }
  const visit = (node: Node) => {
    // Children first: where two bodies end at the same place, the inner one closes first.
    for (const child of children(node)) visit(child)
    const body = (node as Node & { body?: Node }).body
    if (!body) return
    if (body.type === 'BlockStatement' && (LOOPS.has(node.type) || FUNCTIONS.has(node.type))) {
      insertions.push({ at: body.start + 1, text: `${tick};` })
    } else if (LOOPS.has(node.type)) {
      around(body, `{${tick};`, '}')
    } else if (FUNCTIONS.has(node.type)) {
      around(body, `(${tick},`, ')')
    }
  }
  visit(program)
  return insert(source, insertions)
}

function insert(source: string, insertions: Insertion[]): string {
  let out = ''
  let from = 0
  // The sort is stable, so insertions at one place keep their order.
  for (const { at, text } of insertions.sort((a, b) => a.at - b.at)) {
    out += source.slice(from, at) + text
    from = at
  }
  return out + source.slice(from)
}
