/**
 * Regular expressions are matched by our own small machine, because the platform's engine can't be interrupted
 * and one nested quantifier would hang a run. This half turns a pattern into a tree; `match.ts` runs it and
 * pays for every instruction. Single characters (literals, classes, escapes) are still judged by the platform's
 * engine, one character at a time, so their meaning is exactly JavaScript's.
 */
export type RegexNode =
  | { type: 'char'; test: (char: string) => boolean }
  | { type: 'sequence'; nodes: RegexNode[] }
  | { type: 'choice'; options: RegexNode[] }
  | { type: 'capture'; group: number; node: RegexNode }
  | { type: 'repeat'; node: RegexNode; min: number; max: number; greedy: boolean; groups: [number, number] }
  | { type: 'look'; node: RegexNode; behind: boolean; negated: boolean }
  | { type: 'back'; group: number | string }
  | { type: 'edge'; kind: '^' | '$' | 'b' | 'B' }

/** A parsed pattern; group 0 is the whole match. */
export interface RegexTree {
  node: RegexNode
  groupCount: number
  names: ReadonlyMap<string, number>
}

interface Reader {
  source: string
  at: number
  flags: string
  groups: number
  groupTotal: number
  names: Map<string, number>
}

/**
 * Parses a JavaScript pattern.
 * @throws SyntaxError as the platform's RegExp does, and for inline modifiers `(?i:…)`
 */
export function parseRegex(source: string, flags: string): RegexTree {
  new RegExp(source, flags) // compiled, never run: from here on the pattern is known to be well formed
  const reader: Reader = {
    source,
    at: 0,
    flags,
    groups: 0,
    groupTotal: countGroups(source),
    names: new Map(),
  }
  const node = readChoice(reader)
  return { node, groupCount: reader.groups + 1, names: reader.names }
}

function countGroups(source: string): number {
  const withoutClasses = source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/gs, '')
  return withoutClasses.match(/\((?!\?)|\(\?<(?![=!])/g)?.length ?? 0
}

function readChoice(reader: Reader): RegexNode {
  const options = [readSequence(reader)]
  while (reader.source[reader.at] === '|') {
    reader.at++
    options.push(readSequence(reader))
  }
  return options.length === 1 && options[0] ? options[0] : { type: 'choice', options }
}

function readSequence(reader: Reader): RegexNode {
  const nodes: RegexNode[] = []
  while (reader.at < reader.source.length) {
    const next = reader.source[reader.at]
    if (next === '|' || next === ')') break
    const firstGroup = reader.groups + 1
    const node = readAtom(reader)
    nodes.push(readQuantifier(reader, node, firstGroup))
  }
  return { type: 'sequence', nodes }
}

const QUANTIFIER = /(?:([*+?])|\{(\d+)(,(\d*))?\})(\??)/y

function readQuantifier(reader: Reader, node: RegexNode, firstGroup: number): RegexNode {
  QUANTIFIER.lastIndex = reader.at
  const found = QUANTIFIER.exec(reader.source)
  if (!found) return node
  reader.at = QUANTIFIER.lastIndex
  const [, sign, least, comma, most, lazy] = found
  const min = sign ? (sign === '+' ? 1 : 0) : Number(least)
  const max = sign ? (sign === '?' ? 1 : Infinity) : comma ? (most ? Number(most) : Infinity) : min
  return { type: 'repeat', node, min, max, greedy: lazy !== '?', groups: [firstGroup, reader.groups] }
}

function readAtom(reader: Reader): RegexNode {
  const char = reader.source[reader.at]
  if (char === '^' || char === '$') {
    reader.at++
    return { type: 'edge', kind: char }
  }
  if (char === '(') return readGroup(reader)
  if (char === '[') return charNode(reader, classEnd(reader))
  if (char === '\\') return readEscape(reader)
  if (char === '.') return charNode(reader, reader.at + 1)
  const wide = isUnicode(reader.flags) ? (reader.source.codePointAt(reader.at) ?? 0) > 0xffff : false
  return charNode(reader, reader.at + (wide ? 2 : 1))
}

const GROUP_HEAD = /\((?:\?(?:(:|=|!|<=|<!)|<([^>=!][^>]*)>))?/y

function readGroup(reader: Reader): RegexNode {
  GROUP_HEAD.lastIndex = reader.at
  const [head = '', kind, name] = GROUP_HEAD.exec(reader.source) ?? []
  reader.at += head.length
  if (reader.source[reader.at] === '?') throw new SyntaxError('inline flags are not supported')
  const group = kind ? 0 : ++reader.groups
  if (name) reader.names.set(name, group)
  const node = readChoice(reader)
  reader.at++ // the closing parenthesis
  if (kind === ':') return node
  if (kind) return { type: 'look', node, behind: kind.startsWith('<'), negated: kind.endsWith('!') }
  return { type: 'capture', group, node }
}

const ESCAPE = /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|c[A-Za-z]|.)/sy
const SURROGATES = /\\u[dD][89abAB][\dA-Fa-f]{2}\\u[dD][c-fC-F][\dA-Fa-f]{2}/y

function readEscape(reader: Reader): RegexNode {
  const rest = reader.source.slice(reader.at + 1, reader.at + 2)
  if (rest === 'b' || rest === 'B') {
    reader.at += 2
    return { type: 'edge', kind: rest }
  }
  const back = readBackReference(reader)
  if (back) return back
  const pattern = isUnicode(reader.flags) && matchAt(SURROGATES, reader) ? SURROGATES : ESCAPE
  return charNode(reader, reader.at + (matchAt(pattern, reader)?.[0].length ?? 2))
}

function readBackReference(reader: Reader): RegexNode | undefined {
  const numbered = matchAt(/\\([1-9]\d*)/y, reader)
  if (numbered && Number(numbered[1]) <= reader.groupTotal) {
    reader.at += numbered[0].length
    return { type: 'back', group: Number(numbered[1]) }
  }
  const named = matchAt(/\\k<([^>]*)>/y, reader)
  if (!named || !(isUnicode(reader.flags) || reader.source.includes('(?<'))) return undefined
  reader.at += named[0].length
  return { type: 'back', group: named[1] ?? '' }
}

function matchAt(pattern: RegExp, reader: Reader): RegExpExecArray | null {
  pattern.lastIndex = reader.at
  return pattern.exec(reader.source)
}

/** Where the class that starts at the reader ends; classes nest only under the `v` flag. */
function classEnd(reader: Reader): number {
  let depth = 0
  let at = reader.at
  for (; at < reader.source.length; at++) {
    const char = reader.source[at]
    if (char === '\\') at++
    else if (char === '[' && (depth === 0 || reader.flags.includes('v'))) depth++
    else if (char === ']' && --depth === 0) break
  }
  return at + 1
}

/** One character's test, judged by the platform; answers for Latin characters are remembered. */
function charNode(reader: Reader, end: number): RegexNode {
  const atom = reader.source.slice(reader.at, end)
  reader.at = end
  if (atom.length === 1 && atom !== '.' && !reader.flags.includes('i')) {
    return { type: 'char', test: (char) => char === atom }
  }
  const native = new RegExp(`^(?:${atom})$`, reader.flags.replace(/[^isuv]/g, ''))
  const known: (boolean | undefined)[] = []
  const test = (char: string) => {
    const code = char.charCodeAt(0)
    if (code > 255) return native.test(char)
    known[code] ??= native.test(char)
    return known[code]
  }
  return { type: 'char', test }
}

/** True where the flags make a character a code point rather than a UTF-16 unit. */
export function isUnicode(flags: string): boolean {
  return flags.includes('u') || flags.includes('v')
}
