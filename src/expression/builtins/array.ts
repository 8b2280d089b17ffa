import { checkListLength, fail, type Run, reserveItems, spend } from '../run.ts'
import { integer, items, joinList, text } from '../values.ts'
import type { Method } from './methods.ts'

type List = unknown[]
type Callback = (item: unknown, index: number, list: List) => unknown

/** A method that takes a callback and makes nothing larger than the list. */
function visiting(visit: (self: List, call: Callback) => unknown): Method<List> {
  return (run, self, [callee]) => visit(self, (item, index, list) => run.call(callee, [item, index, list]))
}

/** A method that makes a new list no longer than this one. */
function copying(copy: (run: Run, self: List, args: List) => unknown): Method<List> {
  return (run, self, args) => {
    reserveItems(run, self.length)
    return copy(run, self, args)
  }
}

/** A method that looks at every item, natively. */
function scanning(scan: (self: List, item: unknown) => unknown): Method<List> {
  return (run, self, [item]) => {
    spend(run, self.length >> 6)
    return scan(self, item)
  }
}

/** A method that changes the list in place. Only lists of the expression's own, or its copies, may be changed. */
function mutating(change: (run: Run, self: List, args: List) => unknown): Method<List> {
  return (run, self, args) => {
    if (!run.copies) return fail('data can not be changed here')
    return change(run, self, args)
  }
}

/** A sorted copy: by the given function, or by text as JavaScript does. */
function sorted(run: Run, self: List, callee: unknown): List {
  reserveItems(run, self.length)
  if (callee !== undefined) {
    return self.toSorted((a, b) => Number(run.call(callee, [a, b])))
  }
  const keyed = self.map((item) => ({ item, key: item === undefined ? undefined : text(run, item) }))
  keyed.sort((a, b) => {
    spend(run, 1)
    if (a.key === undefined || b.key === undefined)
      return Number(a.key === undefined) - Number(b.key === undefined)
    return a.key < b.key ? -1 : Number(a.key > b.key)
  })
  return keyed.map(({ item }) => item)
}

function replaceAll(self: List, next: List): List {
  next.forEach((item, index) => {
    self[index] = item
  })
  return self
}

function flatten(run: Run, list: List, depth: number, into: List = []): List {
  spend(run, 1)
  for (const item of list) {
    if (Array.isArray(item) && depth >= 1) flatten(run, item, depth - 1, into)
    else into.push(item)
  }
  reserveItems(run, into.length)
  return into
}

function reduce(fromRight: boolean): Method<List> {
  return (run, self, args) => {
    const list = fromRight ? self.toReversed() : self
    if (list.length === 0 && args.length < 2) return fail('an empty list needs a start value to be reduced')
    const start = args.length < 2 ? 1 : 0
    let value = args.length < 2 ? list[0] : args[1]
    for (let at = start; at < list.length; at++) {
      const index = fromRight ? list.length - 1 - at : at
      value = run.call(args[0], [value, list[at], index, self])
    }
    return value
  }
}

function splice(self: List, [from, count, ...added]: List, length: number, run: Run): List {
  reserveItems(run, self.length + added.length)
  if (length === 0) return []
  const start = integer(run, from)
  return length === 1 ? self.splice(start) : self.splice(start, integer(run, count), ...added)
}

function concat(run: Run, self: List, args: List): List {
  const made = [...self]
  for (const arg of args) {
    if (!Array.isArray(arg)) made.push(arg)
    else {
      reserveItems(run, made.length + arg.length)
      for (const item of arg) made.push(item)
    }
  }
  return made
}

const readers: [string, Method<List>][] = [
  ['map', copying((run, self, [callee]) => self.map((item, index) => run.call(callee, [item, index, self])))],
  ['filter', visiting((self, call) => self.filter(call))],
  ['find', visiting((self, call) => self.find(call))],
  ['findIndex', visiting((self, call) => self.findIndex(call))],
  ['findLast', visiting((self, call) => self.findLast(call))],
  ['findLastIndex', visiting((self, call) => self.findLastIndex(call))],
  ['some', visiting((self, call) => self.some(call))],
  ['every', visiting((self, call) => self.every(call))],
  ['forEach', visiting((self, call) => self.forEach(call))],
  ['reduce', reduce(false)],
  ['reduceRight', reduce(true)],
  [
    'flatMap',
    (run, self, [callee]) =>
      flatten(
        run,
        self.map((item, index) => run.call(callee, [item, index, self])),
        1,
      ),
  ],
  ['flat', (run, self, [depth]) => flatten(run, self, integer(run, depth, 1))],
  ['includes', scanning((self, item) => self.includes(item))],
  ['indexOf', scanning((self, item) => self.indexOf(item))],
  ['lastIndexOf', scanning((self, item) => self.lastIndexOf(item))],
  ['at', (run, self, [at]) => self.at(integer(run, at))],
  ['join', (run, self, [by]) => joinList(run, self, by === undefined ? ',' : text(run, by))],
  ['toString', (run, self) => joinList(run, self, ',')],
  ['slice', copying((run, self, [from, to]) => self.slice(integer(run, from), integer(run, to, Infinity)))],
  ['concat', copying(concat)],
  ['toReversed', copying((_run, self) => self.toReversed())],
  ['toSorted', (run, self, [callee]) => sorted(run, self, callee)],
  [
    'toSpliced',
    copying((run, self, args) => {
      const made = [...self]
      splice(made, args, args.length, run)
      return made
    }),
  ],
  ['with', copying((run, self, [at, item]) => self.with(integer(run, at), item))],
  ['keys', copying((_run, self) => [...self.keys()])],
  ['values', copying((_run, self) => [...self])],
  ['entries', copying((_run, self) => [...self.entries()])],
]

const writers: [string, Method<List>][] = [
  ['sort', mutating((run, self, [callee]) => replaceAll(self, sorted(run, self, callee)))],
  [
    'reverse',
    mutating((run, self) => {
      spend(run, self.length >> 6)
      return self.reverse()
    }),
  ],
  [
    'push',
    mutating((run, self, args) => {
      reserveItems(run, args.length)
      checkListLength(run, self.length + args.length)
      for (const item of args) self.push(item)
      return self.length
    }),
  ],
  ['pop', mutating((_run, self) => self.pop())],
  [
    'shift',
    mutating((run, self) => {
      spend(run, self.length >> 6)
      return self.shift()
    }),
  ],
  [
    'unshift',
    mutating((run, self, args) => {
      reserveItems(run, self.length + args.length)
      return self.unshift(...args)
    }),
  ],
  ['splice', mutating((run, self, args) => splice(self, args, args.length, run))],
  [
    'fill',
    mutating((run, self, [item, from, to]) => {
      spend(run, self.length >> 6)
      return self.fill(item, integer(run, from), integer(run, to, Infinity))
    }),
  ],
]

/** Methods of lists. */
export const ARRAY_METHODS: ReadonlyMap<string, Method<List>> = new Map([...readers, ...writers])

/** `Array.from(value, callback)`: of a list, a text, or `{length: n}`. */
export function listFrom(run: Run, value: unknown, callee: unknown): List {
  const length = lengthOf(value)
  const list = length === undefined ? items(run, value) : emptyList(run, integer(run, length))
  reserveItems(run, list.length)
  return callee === undefined ? [...list] : list.map((item, index) => run.call(callee, [item, index]))
}

function lengthOf(value: unknown): unknown {
  const isLike =
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'length')
  return isLike ? (value as { length: unknown }).length : undefined
}

/** `Array(length)`, its places filled with undefined. */
export function emptyList(run: Run, length: number): List {
  if (length < 0) return fail('a list can not have a negative length')
  reserveItems(run, length)
  return new Array(length).fill(undefined)
}
