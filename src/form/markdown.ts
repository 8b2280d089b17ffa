import { Marked, type Tokens } from 'marked'
import { isWebAddress } from './form.ts'

/**
 * Markdown as HTML that can do no harm, whoever wrote it: HTML in it is shown as text, and links lead to web, mail and
 * phone addresses only. Images are shown as links: the page loads nothing.
 */
export const safeHtml = (markdown: string): string => renderer.parse(markdown, { async: false })

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '')
/** The same, but `&eacute;` and its like are left as they are: in Markdown they stand for a character. */
const escapedText = (text: string) =>
  text.replace(/[<>"']|&(?!#\d{1,7};|#[xX][\da-fA-F]{1,6};|\w+;)/g, (char) => ENTITIES[char] ?? '')

const isSafe = (href: string) => isWebAddress(href) || /^(?:mailto|tel):[^"'<>\s]+$/i.test(href)

function anchor(href: string, inner: string): string {
  return isSafe(href)
    ? `<a href="${escaped(href)}" target="_blank" rel="noopener noreferrer">${inner}</a>`
    : inner
}

const renderer = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => escaped(text),
    // What stands after a `<script>` counts as raw for the library, which would pass an unfinished tag on as it is.
    text(token: Tokens.Text | Tokens.Escape) {
      return 'tokens' in token && token.tokens
        ? this.parser.parseInline(token.tokens)
        : escapedText(token.text)
    },
    link({ href, tokens }: Tokens.Link) {
      return anchor(href, this.parser.parseInline(tokens))
    },
    image: ({ href, text }: Tokens.Image) => anchor(href, escaped(text || href)),
    // The page has a heading of its own.
    heading({ tokens, depth }: Tokens.Heading) {
      const level = Math.min(6, depth + 1)
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`
    },
    checkbox: ({ checked }: Tokens.Checkbox) => (checked ? '☑ ' : '☐ '),
  },
})
