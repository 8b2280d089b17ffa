import type { Program } from './compile.ts'

/** Where the groups of a match start and end: register 2n and 2n+1, -1 for a group that took no part. */
export type Registers = number[]

/** Saved choices of one match; past it the work counts as over the limit. */
const MAX_STACK = 3_000_000
/** Instructions that cost one evaluation step. */
const INSTRUCTIONS_PER_STEP = 64

interface Machine {
  program: Program
  text: string
  registers: Registers
  /** triples: a choice (pc, position, -1) or an undo (register, old value, 0) */
  stack: number[]
  instructions: number
  spend: (steps: number) => void
}

/**
 * The first match at or after `from`, or undefined.
 * @param sticky only a match that starts exactly at `from` counts
 * @param spend pays for the work done, in evaluation steps; it throws to stop the search
 */
export function findMatch(
  program: Program,
  text: string,
  from: number,
  sticky: boolean,
  spend: (steps: number) => void,
): Registers | undefined {
  const registers: Registers = new Array(program.registers).fill(-1)
  const machine: Machine = { program, text, registers, stack: [], instructions: 0, spend }
  for (let start = from; start <= text.length; start++) {
    if (registers.length > 64) spend(registers.length >> 6)
    registers.fill(-1)
    machine.stack.length = 0
    if (run(machine, 0, start)) return registers
    if (sticky) return undefined
    if (program.flags.unicode && (text.codePointAt(start) ?? 0) > 0xffff) start++
  }
  return undefined
}

/** Runs from `pc`; true on `match`. Leaves on the stack what can still be undone. */
function run(machine: Machine, pc: number, position: number): boolean {
  const { code } = machine.program
  const base = machine.stack.length
  for (;;) {
    if (++machine.instructions % INSTRUCTIONS_PER_STEP === 0) machine.spend(1)
    const next = code[pc]
    if (next === undefined || next.op === 'match') return true
    let moved = -1
    switch (next.op) {
      case 'char':
        moved = next.back ? charBefore(machine, position, next.test) : charAfter(machine, position, next.test)
        break
      case 'split':
        push(machine, next.second, position, -1)
        pc = next.first
        continue
      case 'jump':
        pc = next.to
        continue
      case 'save':
        write(machine, next.register, position)
        moved = position
        break
      case 'clear':
        if (next.to - next.from > 32) machine.spend((next.to - next.from) >> 5)
        for (let register = next.from; register <= next.to; register++) write(machine, register, -1)
        moved = position
        break
      case 'moved':
        moved = machine.registers[next.register] === position ? -1 : position
        break
      case 'edge':
        moved = atEdge(machine, position, next.kind) ? position : -1
        break
      case 'back':
        moved = repeatGroup(machine, position, next.group, next.back)
        break
      case 'look':
        if (look(machine, pc + 1, position, next.negated)) {
          pc = next.end
          continue
        }
    }
    if (moved >= 0) {
      position = moved
      pc++
      continue
    }
    const choice = backtrack(machine, base)
    if (!choice) return false
    ;[pc, position] = choice
  }
}

function push(machine: Machine, a: number, b: number, kind: number): void {
  if (machine.stack.length >= MAX_STACK) machine.spend(Infinity)
  machine.stack.push(a, b, kind)
}

function write(machine: Machine, register: number, value: number): void {
  push(machine, register, machine.registers[register] ?? -1, 0)
  machine.registers[register] = value
}

/** Undoes register writes down to the latest choice above `base`. */
function backtrack(machine: Machine, base: number): [number, number] | undefined {
  const { stack, registers } = machine
  while (stack.length > base) {
    const kind = stack.pop()
    const b = stack.pop() ?? 0
    const a = stack.pop() ?? 0
    if (kind === -1) return [a, b]
    registers[a] = b
  }
  return undefined
}

/** Lookaround: its choices are forgotten once it is decided; what a positive one captured stays, undoably. */
function look(machine: Machine, pc: number, position: number, negated: boolean): boolean {
  const base = machine.stack.length
  const matched = run(machine, pc, position)
  if (!matched) return negated
  if (negated) {
    while (backtrack(machine, base));
    return false
  }
  const { stack } = machine
  let kept = base
  for (let at = base; at < stack.length; at += 3) {
    if (stack[at + 2] === -1) continue
    stack.copyWithin(kept, at, at + 3)
    kept += 3
  }
  stack.length = kept
  return true
}

function charAfter({ text, program }: Machine, position: number, test: (char: string) => boolean): number {
  if (position >= text.length) return -1
  if (!program.flags.unicode) return test(text.charAt(position)) ? position + 1 : -1
  const char = String.fromCodePoint(text.codePointAt(position) ?? 0)
  return test(char) ? position + char.length : -1
}

function charBefore({ text, program }: Machine, position: number, test: (char: string) => boolean): number {
  if (position <= 0) return -1
  const wide = program.flags.unicode && position > 1 && (text.codePointAt(position - 2) ?? 0) > 0xffff
  const start = position - (wide ? 2 : 1)
  return test(text.slice(start, position)) ? start : -1
}

const WORD = /\w/
const WORD_FOLDED = /\w/iu
const LINE_END = /[\n\r\u2028\u2029]/

function atEdge({ text, program }: Machine, position: number, kind: '^' | '$' | 'b' | 'B'): boolean {
  const before = text.charAt(position - 1)
  const after = text.charAt(position)
  if (kind === '^') return position === 0 || (program.flags.multiline && LINE_END.test(before))
  if (kind === '$') return position === text.length || (program.flags.multiline && LINE_END.test(after))
  const word = program.flags.unicode && program.flags.ignoreCase ? WORD_FOLDED : WORD
  return (word.test(before) !== word.test(after)) === (kind === 'b')
}

function repeatGroup(machine: Machine, position: number, group: number, back: boolean): number {
  const start = machine.registers[group * 2] ?? -1
  const end = machine.registers[group * 2 + 1] ?? -1
  if (start < 0 || end < 0) return position
  const length = end - start
  machine.spend(length >> 6)
  const at = back ? position - length : position
  if (at < 0) return -1
  const expected = machine.text.slice(start, end)
  const found = machine.text.slice(at, at + length)
  const same = machine.program.flags.ignoreCase
    ? expected.toLowerCase() === found.toLowerCase()
    : expected === found
  if (!same) return -1
  return back ? at : at + length
}
