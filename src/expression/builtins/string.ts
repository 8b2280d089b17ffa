import { fail, type Run, reserveItems, reserveText, spend } from '../run.ts'
import { integer, Regex, text } from '../values.ts'
import { plainOptions } from './intl.ts'
import type { Method } from './methods.ts'
import { findAllRegex, findRegex, matchList, searchRegex, splitByRegex, toRegex } from './regex.ts'
import { type Found, findText, payForSearch, replaceFound } from './search.ts'

/** A method that picks a part by positions; such a part shares the text's memory. */
function picking(pick: (self: string, from: number, to: number) => unknown): Method<string> {
  return (run, self, [from, to]) => pick(self, integer(run, from), integer(run, to, Infinity))
}

/** A method that makes a text about as long as this one. */
function changing(change: (self: string) => string): Method<string> {
  return (run, self) => {
    reserveText(run, self.length)
    return change(self)
  }
}

/** A method that looks for a text. */
function searching(
  find: (self: string, needle: string, from: number | undefined) => unknown,
): Method<string> {
  return (run, self, [value, from]) => {
    if (value instanceof Regex) return fail('a regular expression can not be used here')
    const needle = text(run, value)
    payForSearch(run, self, needle)
    return find(self, needle, from === undefined ? undefined : integer(run, from))
  }
}

function padding(pad: 'padStart' | 'padEnd'): Method<string> {
  return (run, self, [length, filler]) => {
    const wanted = integer(run, length)
    reserveText(run, Math.max(wanted, self.length))
    return self[pad](wanted, filler === undefined ? ' ' : text(run, filler))
  }
}

function findAny(run: Run, self: string, pattern: unknown, all: boolean): Found[] {
  if (!(pattern instanceof Regex)) return findText(run, self, text(run, pattern), all)
  if (all && !pattern.flags.includes('g')) return fail('replaceAll needs the "g" flag')
  if (pattern.flags.includes('g')) return findAllRegex(run, pattern, self)
  const found = findRegex(run, pattern, self, 0)
  return found ? [found] : []
}

function replacing(all: boolean): Method<string> {
  return (run, self, [pattern, replacement]) =>
    replaceFound(run, self, findAny(run, self, pattern, all), replacement)
}

const match: Method<string> = (run, self, [pattern]) => {
  const regex = toRegex(run, pattern)
  if (!regex.flags.includes('g')) {
    const found = findRegex(run, regex, self, 0)
    return found ? matchList(found, self) : null
  }
  const found = findAllRegex(run, regex, self)
  return found.length === 0 ? null : found.map(({ groups }) => groups[0])
}

const split: Method<string> = (run, self, [separator, limit]) => {
  const most = limit === undefined ? 2 ** 32 - 1 : integer(run, limit) >>> 0
  if (separator instanceof Regex) return splitByRegex(run, self, separator, most)
  if (separator === undefined) return [self]
  const by = text(run, separator)
  payForSearch(run, self, by)
  const parts = self.split(by, Math.min(most, 2 ** 20))
  reserveItems(run, parts.length)
  return parts
}

/** Methods of texts. What makes a longer text asks for the room first. */
export const STRING_METHODS: ReadonlyMap<string, Method<string>> = new Map<string, Method<string>>([
  ['at', picking((self, at) => self.at(at))],
  ['charAt', picking((self, at) => self.charAt(at))],
  ['charCodeAt', picking((self, at) => self.charCodeAt(at))],
  ['codePointAt', picking((self, at) => self.codePointAt(at))],
  ['slice', picking((self, from, to) => self.slice(from, to))],
  ['substring', picking((self, from, to) => self.substring(from, to))],
  ['substr', picking(substr)],
  ['toLowerCase', changing((self) => self.toLowerCase())],
  ['toUpperCase', changing((self) => self.toUpperCase())],
  ['toLocaleLowerCase', changing((self) => self.toLowerCase())],
  ['toLocaleUpperCase', changing((self) => self.toUpperCase())],
  ['trim', changing((self) => self.trim())],
  ['trimStart', changing((self) => self.trimStart())],
  ['trimEnd', changing((self) => self.trimEnd())],
  ['toString', (_run, self) => self],
  ['valueOf', (_run, self) => self],
  ['includes', searching((self, needle, from) => self.includes(needle, from))],
  ['indexOf', searching((self, needle, from) => self.indexOf(needle, from))],
  ['lastIndexOf', searching((self, needle, from) => self.lastIndexOf(needle, from))],
  ['startsWith', searching((self, needle, from) => self.startsWith(needle, from))],
  ['endsWith', searching((self, needle, to) => self.endsWith(needle, to))],
  [
    'concat',
    (run, self, args) => {
      let made = self
      for (const arg of args) {
        made += text(run, arg)
        reserveText(run, made.length)
      }
      return made
    },
  ],
  [
    'repeat',
    (run, self, [count]) => {
      const times = integer(run, count)
      reserveText(run, self.length === 0 ? 0 : self.length * Math.max(times, 0))
      return self.repeat(times)
    },
  ],
  ['padStart', padding('padStart')],
  ['padEnd', padding('padEnd')],
  [
    'normalize',
    (run, self, [form]) => {
      reserveText(run, self.length * 4)
      return self.normalize(form === undefined ? 'NFC' : text(run, form))
    },
  ],
  [
    'localeCompare',
    (run, self, [other, locale, options]) => {
      spend(run, 2 + (self.length >> 6))
      const against = text(run, other)
      if (locale === undefined) return self.localeCompare(against, 'en-US')
      return self.localeCompare(against, ...plainOptions(run, locale, options))
    },
  ],
  ['match', match],
  [
    'matchAll',
    (run, self, [pattern]) =>
      findAllRegex(run, toRegex(run, pattern, 'g'), self).map((found) => matchList(found, self)),
  ],
  ['search', (run, self, [pattern]) => searchRegex(run, self, toRegex(run, pattern))],
  ['replace', replacing(false)],
  ['replaceAll', replacing(true)],
  ['split', split],
])

function substr(self: string, from: number, length: number): string {
  const start = from < 0 ? Math.max(self.length + from, 0) : from
  return self.slice(start, Math.max(start + Math.min(length, self.length), start))
}
