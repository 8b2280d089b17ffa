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
