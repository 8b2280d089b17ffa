import { createKeyForFormInput } from '@activepieces/shared'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkForm, type Form, type FormField, fieldKey } from './form.ts'
import { safeHtml } from './markdown.ts'
import { readPage, signPage } from './page-token.ts'
import { type Given, readSubmission } from './submission.ts'
import { FORM_TEXTS } from './texts.ts'

const NOW = Date.parse('2026-03-03T10:00:00Z')

const field = (type: FormField['type'], changes: Partial<FormField> = {}): FormField => ({
  key: 'it',
  label: 'It',
  type,
  description: undefined,
  required: false,
  choices: [],
  country: undefined,
  link: undefined,
  ...changes,
})

describe('the name of a field in the event', () => {
  test.each(['First Name', 'e-mail  address', ' Ámbito', 'Ana\'s "note"', 'a\tb\nc d', 'ID', ''])(
    'of %j is as Activepieces makes it',
    (name) => expect(fieldKey(name)).toBe(createKeyForFormInput(name)),
  )

  test('is as Activepieces makes it, whatever the field is called', () => {
    void fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => fieldKey(name) === createKeyForFormInput(name)),
    )
  })
})

describe('what is typed', () => {
  const read = (one: FormField, value?: string, language: 'en' | 'es' = 'en') => {
    const given: Given = value === undefined ? {} : { it: value }
    const result = readSubmission([one], given, FORM_TEXTS[language], NOW)
    return 'values' in result ? result.values.it : result.problems
  }
  const { en, es } = FORM_TEXTS

  test.each<[FormField['type'], Partial<FormField>, string, unknown]>([
    ['text', {}, '  Ana ', 'Ana'],
    ['text_area', {}, 'a\r\nb', 'a\r\nb'],
    ['hidden', {}, 'spring', 'spring'],
    ['email', {}, 'ana@example.com', 'ana@example.com'],
    ['phone', { country: 'ES' }, '600 00 00 01', '+34600000001'],
    ['phone', {}, '+44 7911 123456', '+447911123456'],
    ['number', {}, '12,5', 12.5],
    ['number', {}, '-3', -3],
    ['date', {}, '2028-02-29', '2028-02-29'],
    ['dropdown', { choices: ['One', 'Two'] }, 'Two', 'Two'],
    ['toggle', {}, 'true', true],
    ['toggle', {}, 'false', false],
  ])('in a field of kind %s %j, %j, is %j in the event', (type, changes, text, value) => {
    expect(read(field(type, changes), text)).toEqual(value)
  })

  test.each<[FormField['type'], unknown]>([
    ['text', ''],
    ['text_area', ''],
    ['hidden', ''],
    ['email', ''],
    ['phone', ''],
    ['date', ''],
    ['dropdown', ''],
    ['number', null],
    ['file', null],
    ['toggle', false],
  ])('an empty field of kind %s is %j', (type, value) => {
    const one = field(type, { choices: ['One'] })
    expect(read(one, '  ')).toEqual(type === 'file' ? null : value)
    expect(read(one)).toEqual(value)
  })

  test.each<[FormField['type'], Partial<FormField>, string, string]>([
    ['text', { required: true }, ' ', en.required],
    ['text', {}, 'x'.repeat(501), en.tooLong(500)],
    ['text_area', {}, 'x'.repeat(10_001), en.tooLong(10_000)],
    ['email', {}, 'ana@', en.email],
    ['email', {}, `${'a'.repeat(250)}@example.com`, en.tooLong(254)],
    ['phone', {}, '600000001', en.phone],
    ['phone', { country: 'ES' }, 'call me', en.phone],
    ['phone', { country: 'ES' }, '806 123 456', en.phoneRefused],
    ['number', {}, '1e999', en.number],
    ['number', {}, '0x10', en.number],
    ['date', {}, '2027-02-29', en.date],
    ['date', {}, '03/03/2026', en.date],
    ['dropdown', { choices: ['One'] }, 'Three', en.choice],
    ['consent', { required: true }, '', en.consentNeeded],
    ['consent', { required: true }, 'on', en.consentNeeded],
    ['file', { required: true }, '', en.file],
  ])('in a field of kind %s %j, %j is refused in words', (type, changes, text, problem) => {
    expect(read(field(type, changes), text)).toEqual({ it: problem })
  })

  test('is refused in the language of the page', () => {
    expect(read(field('date'), 'x', 'es')).toEqual({ it: es.date })
  })

  test('a consent is kept with what was agreed to, and when', () => {
    expect(read(field('consent', { description: 'You may call me.' }), 'true')).toEqual({
      accepted: true,
      text: 'You may call me.',
      at: '2026-03-03T10:00:00.000Z',
    })
  })

  test('fields that nobody asked for are left out, and every problem is told', () => {
    const fields = [field('email', { key: 'a' }), field('date', { key: 'b' }), field('text', { key: 'c' })]
    const texts = FORM_TEXTS.en
    expect(readSubmission(fields, { a: 'x', b: 'y', c: 'z', d: 'w' }, texts, NOW)).toEqual({
      problems: { a: texts.email, b: texts.date },
    })
    expect(readSubmission(fields, { c: 'z', d: 'w', toString: 'x' }, texts, NOW)).toEqual({
      values: { a: '', b: '', c: 'z' },
    })
  })

  test('whatever it is, it is read or refused', () => {
    const types = fc.constantFrom(
      'text',
      'text_area',
      'toggle',
      'email',
      'phone',
      'number',
      'date',
      'dropdown',
      'consent',
      'hidden',
    )
    void fc.assert(
      fc.property(types, fc.boolean(), fc.string({ unit: 'binary' }), (type, required, text) => {
        const one = field(type as FormField['type'], { required, choices: ['One'] })
        const result = readSubmission([one], { it: text }, FORM_TEXTS.en, NOW)
        if ('problems' in result) expect(result.problems.it).toEqual(expect.any(String))
        else expect(Object.keys(result.values)).toEqual(['it'])
      }),
    )
  })
})

describe('a form', () => {
  const form = (changes: Partial<Form> = {}): Form => ({
    title: undefined,
    intro: undefined,
    button: undefined,
    thanks: undefined,
    redirectUrl: undefined,
    waitsForAnswer: false,
    sites: [],
    fields: [field('text')],
    ...changes,
  })

  test.each<[string, Partial<Form>, string]>([
    ['no fields', { fields: [] }, 'inputs'],
    ['two fields of one name', { fields: [field('text'), field('date')] }, 'two fields "It"'],
    ['a field without a name', { fields: [field('text', { key: '' })] }, 'inputs'],
    ['a dropdown without choices', { fields: [field('dropdown')] }, 'choices'],
    ['a link that runs something', { fields: [field('consent', { link: 'javascript:alert(1)' })] }, 'link'],
    ['a redirect that runs something', { redirectUrl: 'javascript:alert(1)' }, 'redirectUrl'],
    ['a redirect without a host', { redirectUrl: '/thanks' }, 'redirectUrl'],
    ['more than a site', { sites: ["https://a.example; script-src 'unsafe-inline'"] }, 'allowedSites'],
    ['all sites', { sites: ['*'] }, 'allowedSites'],
    ['a path', { sites: ['https://a.example/b'] }, 'allowedSites'],
  ])('with %s is refused', (_, changes, message) => {
    expect(() => checkForm(form(changes))).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(message) }),
    )
  })

  test('may be embedded where it says', () => {
    const sites = ['https://example.com', 'https://*.example.com', 'http://localhost:3000']
    expect(checkForm(form({ sites })).sites).toEqual(sites)
  })
})

describe('Markdown of anybody', () => {
  test.each([
    ['<script>alert(1)</script>', '&lt;script&gt;'],
    ['a <img src=x onerror=alert(1)> b', '&lt;img'],
    ['a <script> <img src=x onerror=alert(1) ', '&lt;img'],
    ['caf&eacute; \\<b\\>', 'caf&eacute; &lt;b&gt;'],
    ['[x](javascript:alert(1))', '<p>x</p>'],
    ['[x](JaVaScRiPt:alert(1))', '<p>x</p>'],
    ['[x](data:text/html;base64,AAAA)', '<p>x</p>'],
    ['[x](https://a.example/"onmouseover="alert(1))', 'x'],
    ['![x](https://a.example/x.png)', '<a href="https://a.example/x.png"'],
    ['**b** [x](https://a.example/?a=1&b=2)', 'href="https://a.example/?a=1&amp;b=2"'],
    ['[mail](mailto:ana@example.com)', 'href="mailto:ana@example.com"'],
    ['# Title', '<h2>Title</h2>'],
  ])('%s becomes %s', (markdown, part) => {
    const text = safeHtml(markdown)
    expect(text).toContain(part)
    expect(text).not.toMatch(/<(?:script|img|iframe|svg|form|input)|<[^>]*\son\w+=|javascript:|data:/i)
  })

  test('never opens an element that is not of Markdown', () => {
    const bit = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '[',
      ']',
      '(',
      ')',
      '`',
      '\n',
      'x',
      ' ',
      '!',
      '&',
      'script',
      '<script>',
      '<img src=x ',
      'javascript:',
      'https://a.b',
      'onload=',
      '|',
      '-',
      '#',
    )
    void fc.assert(
      fc.property(fc.array(bit, { maxLength: 60 }), (bits) => {
        const tags = safeHtml(bits.join('')).match(/<[^>]*>/g) ?? []
        for (const tag of tags) {
          expect(tag).toMatch(
            /^<\/?(?:p|br|a(?: href="(?:https?|mailto|tel):[^"<>]*" target="_blank" rel="noopener noreferrer")?|em|strong|del|code(?: class="[^"<>]*")?|pre|h[2-6]|ul|ol(?: start="\d+")?|li|blockquote|hr|table|thead|tbody|tr|th(?: align="\w+")?|td(?: align="\w+")?)>$/,
          )
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('the token of a page', () => {
  const key = Buffer.alloc(32, 1).toString('base64')
  const page = { workflowId: 'wf_1', submission: crypto.randomUUID(), openedAt: NOW, isDraft: false }

  test('tells what it was made for, and can not be made up or changed', () => {
    const token = signPage(key, page)
    expect(readPage(key, token)).toEqual(page)
    expect(readPage(key, signPage(key, { ...page, isDraft: true }))).toEqual({ ...page, isDraft: true })
    for (const changed of [
      token.replace('live', 'draft'),
      token.replace('wf_1', 'wf_2'),
      '',
      'a.b',
      `${token}x`,
    ]) {
      expect(readPage(key, changed)).toBeUndefined()
    }
    expect(readPage(Buffer.alloc(32, 2).toString('base64'), token)).toBeUndefined()
  })
})
