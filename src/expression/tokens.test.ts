// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions are the data here
import { extractMustacheTokens } from '@activepieces/shared'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parses } from './parse.ts'
import { extractTokens } from './tokens.ts'

/** What Activepieces' own tokenizer finds. */
function oracle(text: string) {
  return extractMustacheTokens(text).map(({ token, inner, index }) => ({
    start: index,
    end: index + token.length,
    source: inner,
  }))
}

describe('tokens', () => {
  test.each([
    'Hello {{ trigger.name }}!',
    '{{a}}{{b}} {{ c }}',
    '{{}} {{ }}',
    '{{ {"x":1} }}',
    '{{ {"a": {"b": 1} } }}',
    '{{a}}}',
    '{{ line\nbreak }}',
    'no token { {a} }',
    '{{ open',
    '{{ a {{b}}',
    '{{ {{a}} }} {{b}}',
    "{{ it's }} and {{ that's }}",
    "{{ don't }} {{ 'x' }}",
    '{{ `${a}` }}',
    '}} {{a}}',
    '{',
    '',
  ])('in %j are the ones Activepieces finds', (text) => {
    expect(extractTokens(text)).toEqual(oracle(text))
  })

  test.each([
    ['{{ "}}" }}', [' "}}" ']],
    ["{{ '{{' }} {{b}}", [" '{{' ", 'b']],
    ['{{{"x":{"y":1}}}}', ['{"x":{"y":1}}']],
    ['{{ {a:{b:{}}}}} {{c}}', [' {a:{b:{}}}', 'c']],
    ['{{ `}}${"}}"}` }}', [' `}}${"}}"}` ']],
    ["{{ 'it\\'s }}' }}", [" 'it\\'s }}' "]],
    ['{{ items.map(x => {return {a: {b: x}}}) }}', [' items.map(x => {return {a: {b: x}}}) ']],
  ])('in %j end where the expression ends, which Activepieces misses', (text, sources) => {
    expect(extractTokens(text).map(({ source }) => source)).toEqual(sources)
    expect(oracle(text).map(({ source }) => source)).not.toEqual(sources)
  })

  test('differ from Activepieces’ only where that makes a valid expression', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{',
      '}',
      "'",
      '"',
      '`',
      '$',
      '\\',
      '\n',
      ' ',
      'a',
      ':',
      '1',
      '+',
      ',',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join('')),
        (text) => {
          const ours = extractTokens(text)
          const theirs = oracle(text)
          const first = ours.findIndex((token, index) => token.end !== theirs[index]?.end)
          if (first < 0) expect(ours).toEqual(theirs)
          else expect(parses(ours[first]!.source)).toBe(true)
        },
      ),
      { numRuns: 5000, seed: 7 },
    )
  })
})
