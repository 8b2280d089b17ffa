import { isUnicode, parseRegex, type RegexNode } from './parse.ts'

/** One instruction of the matching machine. `back` means: reads the character before the position. */
export type Instruction =
  | { op: 'char'; test: (char: string) => boolean; back: boolean }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'save'; register: number }
  | { op: 'clear'; from: number; to: number }
  | { op: 'moved'; register: number }
  | { op: 'edge'; kind: '^' | '$' | 'b' | 'B' }
  | { op: 'look'; negated: boolean; end: number }
  | { op: 'back'; group: number; back: boolean }
  | { op: 'match' }

/** A compiled pattern. Registers 2n and 2n+1 hold where group n starts and ends. */
export interface Program {
  code: readonly Instruction[]
  registers: number
  groupCount: number
  names: ReadonlyMap<string, number>
  flags: { ignoreCase: boolean; multiline: boolean; unicode: boolean }
}

/** Instructions of one pattern; repeats such as `(a{100}){100}` multiply. */
const MAX_CODE = 10_000

interface Builder {
  code: Instruction[]
  registers: number
  names: ReadonlyMap<string, number>
}

/**
 * Compiles a JavaScript pattern for `matchAt`.
 * @throws SyntaxError for a malformed pattern or one that is too large
 */
export function compileRegex(source: string, flags: string): Program {
  const tree = parseRegex(source, flags)
  const builder: Builder = { code: [], registers: tree.groupCount * 2, names: tree.names }
  emit(builder, { type: 'capture', group: 0, node: tree.node }, false)
  add(builder, { op: 'match' })
  return {
    code: builder.code,
    registers: builder.registers,
    groupCount: tree.groupCount,
    names: tree.names,
    flags: { ignoreCase: flags.includes('i'), multiline: flags.includes('m'), unicode: isUnicode(flags) },
  }
}

function add<T extends Instruction>(builder: Builder, instruction: T): T {
  if (builder.code.length >= MAX_CODE) throw new SyntaxError('the regular expression is too large')
  builder.code.push(instruction)
  return instruction
}

function emit(builder: Builder, node: RegexNode, back: boolean): void {
  switch (node.type) {
    case 'char':
      add(builder, { op: 'char', test: node.test, back })
      return
    case 'edge':
      add(builder, { op: 'edge', kind: node.kind })
      return
    case 'sequence':
      for (const part of back ? node.nodes.toReversed() : node.nodes) emit(builder, part, back)
      return
    case 'choice':
      emitChoice(builder, node.options, back)
      return
    case 'capture':
      add(builder, { op: 'save', register: node.group * 2 + (back ? 1 : 0) })
      emit(builder, node.node, back)
      add(builder, { op: 'save', register: node.group * 2 + (back ? 0 : 1) })
      return
    case 'look': {
      const look = add(builder, { op: 'look', negated: node.negated, end: 0 })
      emit(builder, node.node, node.behind)
      add(builder, { op: 'match' })
      look.end = builder.code.length
      return
    }
    case 'back': {
      const group = typeof node.group === 'number' ? node.group : (builder.names.get(node.group) ?? 0)
      add(builder, { op: 'back', group, back })
      return
    }
    case 'repeat':
      emitRepeat(builder, node, back)
  }
}

function emitChoice(builder: Builder, options: RegexNode[], back: boolean): void {
  const ends: { to: number }[] = []
  options.forEach((option, index) => {
    if (index === options.length - 1) {
      emit(builder, option, back)
      return
    }
    const split = add(builder, { op: 'split', first: builder.code.length + 1, second: 0 })
    emit(builder, option, back)
    ends.push(add(builder, { op: 'jump', to: 0 }))
    split.second = builder.code.length
  })
  for (const end of ends) end.to = builder.code.length
}

type Repeat = Extract<RegexNode, { type: 'repeat' }>

function emitRepeat(builder: Builder, node: Repeat, back: boolean): void {
  const [from, to] = node.groups
  const body = () => {
    if (to >= from) add(builder, { op: 'clear', from: from * 2, to: to * 2 + 1 })
    emit(builder, node.node, back)
  }
  for (let copy = 0; copy < node.min; copy++) body()
  const exits: (() => void)[] = []
  const optional = () => {
    const split = add(builder, { op: 'split', first: 0, second: 0 })
    const inside = builder.code.length
    exits.push(() => {
      split.first = node.greedy ? inside : builder.code.length
      split.second = node.greedy ? builder.code.length : inside
    })
    if (node.node.type === 'char') return body()
    // an iteration that consumed nothing fails, or `(a*)*` would turn for ever
    const register = builder.registers++
    add(builder, { op: 'save', register })
    body()
    add(builder, { op: 'moved', register })
  }
  if (node.max === Infinity) {
    const start = builder.code.length
    optional()
    add(builder, { op: 'jump', to: start })
  } else {
    for (let copy = node.min; copy < node.max; copy++) optional()
  }
  for (const exit of exits) exit()
}
