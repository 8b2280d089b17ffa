import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outputOf } from '../../test/support/run-action.ts'
import piece from './index.ts'

const run = (action: string, input: Record<string, unknown>) => outputOf(piece, action, input)

test.each([
  ['concat', { texts: ['a', 1, 'b'] }, 'a1b'],
  ['concat', { texts: '["a","b"]', separator: ', ' }, 'a, b'],
  ['split', { text: 'a, b,c', delimiter: ',' }, ['a', ' b', 'c']],
  ['slugify', { text: 'Ñandú à la carte' }, 'Nandu-a-la-carte'],
  ['defaultValue', { value: '', defaultString: 'x' }, 'x'],
  ['defaultValue', { value: [], defaultString: 'x' }, 'x'],
  ['defaultValue', { defaultString: 'x' }, 'x'],
  ['defaultValue', { value: 0, defaultString: 'x' }, 0],
  ['defaultValue', { value: 'y', defaultString: 'x' }, 'y'],
])('%s of %j is %j', async (action, input, expected) => {
  expect(await run(action, input)).toEqual(expected)
})

describe('patterns', () => {
  test('the first match comes with its groups', async () => {
    const input = { text: 'Order A-12 and B-7', expression: '([a-z])-(\\d+)(x)?' }
    expect(await run('find', input)).toBeNull()
    expect(await run('find', { ...input, ignoreCase: true })).toEqual(['A-12', 'A', '12', null])
    expect(await run('find_all', { ...input, ignoreCase: true })).toEqual(['A-12', 'B-7'])
  })

  test('what is no regular expression is looked for as it stands', async () => {
    expect(await run('replace', { text: 'C++ and C++', searchValue: 'C++', replaceValue: 'Rust' })).toBe(
      'Rust and Rust',
    )
    expect(await run('find', { text: 'a(b', expression: '(' })).toEqual(['('])
  })

  test('replacing nothing by nothing, all or the first', async () => {
    expect(await run('replace', { text: 'a-b-c', searchValue: '-' })).toBe('abc')
    expect(await run('replace', { text: 'a-b-c', searchValue: '-', replaceOnlyFirst: true })).toBe('ab-c')
  })

  test("replacing does what JavaScript's own replace does", async () => {
    const patterns = [
      'a',
      '',
      'b*',
      '(a)(b)?',
      '(?<x>a)|c',
      '^a',
      'c$',
      '[^b]',
      '(a|b)\\1',
      'b(?=c)',
      '\\w+?',
    ]
    const replacements = ['', '-', '$1', '$&$&', '[$<x>]', '$$', '$2x', '$01', '$9', '$12', '$']
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n'), maxLength: 12 }),
        fc.constantFrom(...patterns),
        fc.constantFrom(...replacements),
        async (text, searchValue, replaceValue) => {
          // Without a named group, JavaScript leaves `$<x>` as it stands; nobody relies on that.
          fc.pre(replaceValue !== '[$<x>]' || searchValue.includes('<x>'))
          const output = await run('replace', { text, searchValue, replaceValue })
          expect(output).toBe(text.replace(new RegExp(searchValue, 'g'), replaceValue))
        },
      ),
    )
  })

  test('a pattern that would hang is stopped with a clear error', async () => {
    const input = { text: `${'a'.repeat(50)}!`, expression: '^(a+)+$' }
    await expect(run('find', input)).rejects.toMatchObject({ code: 'REGEX_TOO_SLOW' })
  })

  test('a large text is searched within the limit', async () => {
    const text = 'The quick brown fox. '.repeat(20_000)
    expect(await run('find_all', { text, expression: '\\bfox\\b' })).toHaveLength(20_000)
  })
})

describe('HTML', () => {
  const html = `<html><head><title>Menú &amp; more</title></head><body><h1 class="x">Hi <b>you</b></h1>
    <p>One</p><p>Two</p><a href="/a?x=1&amp;y=2">A</a><a>none</a><a href="/b">B</a></body></html>`

  test.each([
    [{ target: 'title' }, 'Menú & more'],
    [{ target: 'paragraphs', returnMultiple: true }, ['One', 'Two']],
    [
      { target: 'links', extractionType: 'attribute', attributeName: 'href', returnMultiple: true },
      ['/a?x=1&y=2', '/b'],
    ],
    [{ target: 'headings', extractionType: 'innerHtml' }, 'Hi <b>you</b>'],
    [{ target: 'custom', selector: 'h1.x', extractionType: 'outerHtml' }, '<h1 class="x">Hi <b>you</b></h1>'],
    [{ target: 'images' }, null],
    [{ target: 'images', returnMultiple: true }, []],
  ])('extracting %j gives %j', async (input, expected) => {
    expect(await run('extract_from_html', { html, returnMultiple: false, ...input })).toEqual(expected)
  })

  test.each([
    [{ target: 'custom' }, 'selector'],
    [{ target: 'custom', selector: '[[' }, 'selector'],
    [{ target: 'title', extractionType: 'attribute' }, 'attributeName'],
  ])('extracting %j is refused, naming %s', async (input, field) => {
    await expect(run('extract_from_html', { html, ...input })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(field),
    })
  })

  test('tags, scripts and styles go, and entities become characters', async () => {
    const page =
      '<style>p{}</style><p>Some text <b>and</b> text &lt;3</p><script>alert(1)</script><p>More</p>'
    expect(await run('stripHtml', { html: page })).toBe('Some text and text <3\nMore')
  })

  test('HTML becomes Markdown', async () => {
    const page =
      '<h1>Hi</h1><ul><li>a</li><li><b>b</b></li></ul><p><a href="https://x.y">z</a> <del>old</del></p>'
    const markdown = await run('html_to_markdown', { html: page })
    expect(markdown).toBe('# Hi\n\n* a\n* **b**\n\n[z](https://x.y) ~~old~~')
    expect(await run('html_to_markdown', { html: '<del>old</del>', gfm: false })).toBe('old')
  })
})

describe('Markdown', () => {
  const toHtml = (markdown: string, input: Record<string, unknown> = {}) =>
    run('markdown_to_html', { markdown, ...input })

  test('headings have an id and a first level', async () => {
    expect(await toHtml('# Hello World')).toBe('<h1 id="hello-world">Hello World</h1>')
    expect(await toHtml('## Hi', { headerLevelStart: 3, noHeaderId: true })).toBe('<h4>Hi</h4>')
    expect(await toHtml('###### Hi', { headerLevelStart: 6, noHeaderId: true })).toBe('<h6>Hi</h6>')
    await expect(toHtml('# Hi', { headerLevelStart: 7 })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('tables, line breaks and links are as asked', async () => {
    const table = '| a |\n| - |\n| 1 |'
    expect(await toHtml(table)).toContain('<table>')
    expect(await toHtml(table, { tables: false })).not.toContain('<table>')
    expect(await toHtml('a\nb', { simpleLineBreaks: true })).toContain('<br>')
    expect(await toHtml('a\nb')).not.toContain('<br>')
    expect(await toHtml('[x](https://x.y)', { openLinksInNewWindow: true })).toContain('target="_blank"')
  })
})

describe('json_to_ascii_table', () => {
  test('a column for each field of any row, as wide as its widest cell', async () => {
    const data = [
      { name: 'Ana', n: 1 },
      { name: 'Bo', tags: ['x'] },
    ]
    expect(await run('json_to_ascii_table', { data })).toBe(
      [
        '+------+---+-------+',
        '| name | n | tags  |',
        '+------+---+-------+',
        '| Ana  | 1 |       |',
        '| Bo   |   | ["x"] |',
        '+------+---+-------+',
      ].join('\n'),
    )
  })

  test('an empty list is an empty text; anything else is refused', async () => {
    expect(await run('json_to_ascii_table', { data: [] })).toBe('')
    await expect(run('json_to_ascii_table', { data: { a: 1 } })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })
})
