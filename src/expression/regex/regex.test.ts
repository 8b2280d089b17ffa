import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileRegex } from './compile.ts'
import { findMatch } from './match.ts'

/** Every group's place in the first match, by our machine. */
function ours(source: string, flags: string, text: string) {
  const program = compileRegex(source, flags)
  const registers = findMatch(program, text, 0, flags.includes('y'), () => {})
  if (!registers) return null
  const places: ([number, number] | undefined)[] = []
  for (let group = 0; group < program.groupCount; group++) {
    const start = registers[group * 2]!
    places.push(start < 0 ? undefined : [start, registers[group * 2 + 1]!])
  }
  return places
}

/** The same by the platform's engine. */
function platform(source: string, flags: string, text: string) {
  const match = new RegExp(source, `${flags}d`).exec(text)
  return match ? [...match.indices!].map((place) => place && [...place]) : null
}

describe('the regular expression machine agrees with the platform', () => {
  const TEXT = 'The quick-brown Fox_7 jumps; 12-34, "é" ñ\nline two: ann@example.com 😀 aaab 2026-03-04 __x__'
  test.each<[string, string]>([
    ['(\\w+)@(\\w+)\\.com', ''],
    ['^line (?<what>\\w+)$|two', 'm'],
    ['(?<y>\\d{4})-(?<m>\\d\\d)-\\d{2}', 'u'],
    ['(a+)+b', ''],
    ['(a|aa)*?b', ''],
    ['(?<=-)\\w+(?=\\s)', ''],
    ['(?<!\\d)(\\d\\d)(?!-)', ''],
    ['(.)\\1', 'i'],
    ['(?<q>["_]).*?\\k<q>', 's'],
    ['[^\\s\\S]|[\\]x-z_]+', ''],
    ['\\u{1F600}|\\p{Lu}', 'u'],
    ['.', 'us'],
    ['\\bfox\\B', 'i'],
    ['(?:(a)|(b)|(c))+', ''],
    ['(z)?((a)|b)*', 'g'],
    ['x{2}|a{2,3}?|\\d{2,}', ''],
    ['{a}|\\{|]', ''],
    ['$', ''],
    ['', ''],
    ['\\cJ|\\x41|\\u0042|\\0', ''],
    ['(?=(\\w+))\\1:', ''],
    ['(?!(a))b\\1', ''],
    ['[[a-z]--[aeiou]]{3}', 'v'],
    ['(?<a>x)|(?<b>y)', ''],
    ['(?<=(\\d+)(\\d+))-', ''],
    ['(?:a*)*$', ''],
    ['(\\2)(a)', ''],
  ])('/%s/%s', (source, flags) => {
    expect(ours(source, flags, TEXT)).toEqual(platform(source, flags, TEXT))
    expect(ours(source, flags, 'aab')).toEqual(platform(source, flags, 'aab'))
  })

  test('for random patterns and texts', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\b', '^', '$', '\\1', '\\2', '(?:)')
    const pattern = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        atom,
        fc.tuple(tie('node'), tie('node')).map(([a, b]) => a + b),
        fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(?:${a}|${b})`),
        fc
          .tuple(tie('node'), fc.constantFrom('*', '+', '?', '*?', '{0,2}', '{1,2}?'))
          .map(([a, sign]) => `(?:${a})${sign}`),
        tie('node').map((a) => `(${a})`),
        fc.tuple(fc.constantFrom('=', '!', '<=', '<!'), tie('node')).map(([kind, a]) => `(?${kind}${a})`),
      ),
    })).node
    fc.assert(
      fc.property(
        pattern,
        fc.constantFrom('', 'i', 'u', 'm', 's'),
        fc.stringMatching(/^[ab\nA]{0,8}$/),
        (source, flags, text) => {
          try {
            new RegExp(source, flags)
          } catch {
            return
          }
          expect(ours(source, flags, text)).toEqual(platform(source, flags, text))
        },
      ),
      { numRuns: 3000, seed: 7 },
    )
  })

  test('a pattern that is too large is refused', () => {
    expect(() => compileRegex('((a{100}){100}){100}', '')).toThrow(SyntaxError)
  })
})
