import { Marked, type MarkedExtension, type Tokens } from 'marked'
import { NodeHtmlMarkdown } from 'node-html-markdown'
import { type HTMLElement, parse } from 'node-html-parser'
import slug from 'slugify'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, choice, longText, number, shortText } from '../../src/piece/fields.ts'
import { action } from '../../src/piece/piece.ts'

const html = longText({ label: 'HTML' })

const SELECTORS = {
  title: 'title',
  links: 'a[href]',
  images: 'img[src]',
  headings: 'h1, h2, h3',
  paragraphs: 'p',
} as const

const extractInput = z.object({
  html,
  target: choice({
    label: 'What to find',
    defaultValue: 'title',
    choices: [
      { value: 'title', label: 'The title' },
      { value: 'links', label: 'Links' },
      { value: 'images', label: 'Images' },
      { value: 'headings', label: 'Headings of the first three levels' },
      { value: 'paragraphs', label: 'Paragraphs' },
      { value: 'custom', label: 'A CSS selector' },
    ],
  }),
  selector: shortText({
    label: 'CSS selector',
    description: 'Where "A CSS selector" is chosen.',
    required: false,
  }),
  extractionType: choice({
    label: 'What to take',
    defaultValue: 'textContent',
    choices: [
      { value: 'textContent', label: 'The text' },
      { value: 'innerHtml', label: 'The HTML inside' },
      { value: 'outerHtml', label: 'The whole element' },
      { value: 'attribute', label: 'An attribute' },
    ],
  }),
  attributeName: shortText({ label: 'Attribute', description: 'Such as href.', required: false }),
  returnMultiple: checkbox({ label: 'All of them', defaultValue: false }),
})

/** Takes parts out of a page. */
export const extractFromHtml = action({
  name: 'extract_from_html',
  displayName: 'Extract from HTML',
  description: 'Takes elements out of a page: the first as text (or null), or all as a list.',
  input: extractInput,
  idempotent: true,
  pure: true,
  run({ input }) {
    const found = select(input.html, selectorOf(input)).map((element) => partOf(element, input))
    return input.returnMultiple ? found : (found[0] ?? null)
  },
})

type ExtractInput = z.output<typeof extractInput>

function selectorOf(input: ExtractInput): string {
  if (input.target !== 'custom') return SELECTORS[input.target]
  if (input.selector) return input.selector
  throw new CodedError('INPUT_INVALID', '"selector" is empty. Give the CSS selector to look for.')
}

function select(text: string, selector: string): HTMLElement[] {
  try {
    return parse(text).querySelectorAll(selector)
  } catch (error) {
    throw new CodedError('INPUT_INVALID', `"selector" is no CSS selector: ${(error as Error).message}`)
  }
}

function partOf(element: HTMLElement, { extractionType, attributeName }: ExtractInput): string {
  if (extractionType === 'innerHtml') return element.innerHTML
  if (extractionType === 'outerHtml') return element.outerHTML
  if (extractionType === 'textContent') return element.text.trim()
  if (attributeName) return element.getAttribute(attributeName) ?? ''
  throw new CodedError('INPUT_INVALID', '"attributeName" is empty. Name the attribute to take.')
}

/** Leaves the text only. */
export const stripHtml = action({
  name: 'stripHtml',
  displayName: 'Remove HTML tags',
  description: 'The text of a page, without tags, scripts and styles.',
  input: z.object({ html }),
  output: z.string(),
  idempotent: true,
  pure: true,
  run({ input }) {
    const page = parse(input.html)
    for (const element of page.querySelectorAll('script, style, head')) element.remove()
    return page.structuredText
  },
})

const markdownInput = z.object({
  markdown: longText({ label: 'Markdown' }),
  flavor: choice({
    label: 'Flavour',
    defaultValue: 'github',
    choices: [
      { value: 'vanilla', label: 'Default' },
      { value: 'original', label: 'Original' },
      { value: 'github', label: 'GitHub' },
    ],
  }),
  headerLevelStart: number({ label: 'First heading level', defaultValue: 1, min: 1, max: 6 }),
  tables: checkbox({ label: 'Tables', defaultValue: true }),
  noHeaderId: checkbox({ label: 'Headings without id', defaultValue: false }),
  simpleLineBreaks: checkbox({ label: 'Every line break counts', defaultValue: false }),
  openLinksInNewWindow: checkbox({ label: 'Links open a new window', defaultValue: false }),
})

/** Renders Markdown. */
export const markdownToHtml = action({
  name: 'markdown_to_html',
  displayName: 'Markdown to HTML',
  description: 'Renders Markdown as HTML. HTML inside it is kept as it is.',
  input: markdownInput,
  output: z.string(),
  idempotent: true,
  pure: true,
  run({ input }) {
    const gfm = input.flavor === 'github' || input.tables
    const marked = new Marked({ gfm, breaks: gfm && input.simpleLineBreaks }, rendering(input))
    return marked.parse(input.markdown, { async: false }).trim()
  },
})

function rendering(options: z.output<typeof markdownInput>): MarkedExtension {
  return {
    // `undefined` means "no table here"; `false` would fall back to the built-in one.
    tokenizer: options.tables ? {} : { table: () => undefined },
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        const level = Math.min(6, depth + options.headerLevelStart - 1)
        const id = options.noHeaderId ? '' : ` id="${slug(text, { lower: true, strict: true })}"`
        return `<h${level}${id}>${this.parser.parseInline(tokens)}</h${level}>\n`
      },
      ...(options.openLinksInNewWindow
        ? {
            link({ href, tokens }: Tokens.Link) {
              const safe = href.replaceAll('"', '&quot;')
              return `<a href="${safe}" rel="noopener noreferrer" target="_blank">${this.parser.parseInline(tokens)}</a>`
            },
          }
        : {}),
    },
  }
}

/** Turns HTML into Markdown. */
export const htmlToMarkdown = action({
  name: 'html_to_markdown',
  displayName: 'HTML to Markdown',
  description: 'Turns HTML into Markdown.',
  input: z.object({
    html,
    gfm: checkbox({
      label: 'GitHub flavour',
      description: 'Keeps struck-through text as such.',
      required: false,
      defaultValue: true,
    }),
  }),
  output: z.string(),
  idempotent: true,
  pure: true,
  run: ({ input }) => NodeHtmlMarkdown.translate(input.html, {}, input.gfm ? {} : { 'del,s,strike': {} }),
})
