import type { Token, Tokens } from 'marked'
import { isObject } from '../../src/json.ts'
import { type Marks, plainText, richText } from './rich-text.ts'

/** A block as Notion takes it. */
export interface Block {
  object: 'block'
  type: string
  [content: string]: unknown
}

/** How deep blocks may lie in blocks within one request, set by Notion. */
const MAX_DEPTH = 2
const HEADINGS = 3
/** Notion refuses languages it does not know; these are those it shares with most editors. */
const LANGUAGES =
  'bash c css diff go html java javascript json kotlin markdown php python ruby rust shell sql swift typescript xml yaml'

const block = (type: string, content: object): Block => ({ object: 'block', type, [type]: content })

/** Markdown as Notion's blocks. */
export async function blocksOf(markdown: string): Promise<Block[]> {
  const { lexer } = await import('marked')
  return lexer(markdown).flatMap((token) => blocksOfToken(token, 0))
}

function blocksOfToken(token: Token, depth: number): Block[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return []
    case 'heading':
      return [block(`heading_${Math.min(token.depth, HEADINGS)}`, { rich_text: inline(token.tokens) })]
    case 'list':
      return (token as Tokens.List).items.flatMap((item) => listItem(item, token as Tokens.List, depth))
    case 'code':
      return [block('code', { rich_text: richText(token.text), language: languageOf(token.lang) })]
    case 'blockquote':
      return [block('quote', { rich_text: richText(token.text) })]
    case 'hr':
      return [block('divider', {})]
    case 'paragraph':
    case 'text':
      return [block('paragraph', { rich_text: inline(token.tokens ?? [token]) })]
    default:
      return [block('paragraph', { rich_text: richText(token.raw.trim()) })]
  }
}

function listItem(item: Tokens.ListItem, { ordered }: Tokens.List, depth: number): Block[] {
  const type = item.task ? 'to_do' : ordered ? 'numbered_list_item' : 'bulleted_list_item'
  const isText = ({ type }: Token) => type === 'text' || type === 'paragraph'
  const text = item.tokens
    .filter(isText)
    .flatMap((token) => inline('tokens' in token ? token.tokens : [token]))
  const rest = item.tokens.filter((token) => !isText(token) && token.type !== 'checkbox')
  const inside = rest.flatMap((token) => blocksOfToken(token, depth + 1))
  const content = { rich_text: text, ...(item.task && { checked: item.checked ?? false }) }
  if (inside.length === 0) return [block(type, content)]
  return depth + 1 < MAX_DEPTH
    ? [block(type, { ...content, children: inside })]
    : [block(type, content), ...inside]
}

const languageOf = (lang: string | undefined) =>
  lang && LANGUAGES.split(' ').includes(lang) ? lang : 'plain text'

function inline(tokens: readonly Token[] = [], marks: Marks = {}): ReturnType<typeof richText> {
  return tokens.flatMap((token) => {
    switch (token.type) {
      case 'strong':
        return inline(token.tokens, { ...marks, bold: true })
      case 'em':
        return inline(token.tokens, { ...marks, italic: true })
      case 'del':
        return inline(token.tokens, { ...marks, strikethrough: true })
      case 'codespan':
        return richText(token.text, { ...marks, code: true })
      case 'link':
        return inline(
          token.tokens,
          /^(https?|mailto):/.test(token.href) ? { ...marks, link: token.href } : marks,
        )
      case 'br':
        return richText('\n', marks)
      case 'text':
        return token.tokens ? inline(token.tokens, marks) : richText(token.text, marks)
      default:
        return richText('text' in token ? String(token.text) : token.raw, marks)
    }
  })
}

/** What stands before a block's text in Markdown. */
const PREFIX: Readonly<Record<string, string>> = {
  heading_1: '# ',
  heading_2: '## ',
  heading_3: '### ',
  bulleted_list_item: '- ',
  numbered_list_item: '1. ',
  quote: '> ',
}

/** Blocks as Markdown: their text without colours and marks, those inside others indented. */
export function markdownOf(blocks: readonly unknown[], indent = ''): string {
  return blocks
    .filter(isObject)
    .map((each) => {
      const inside = Array.isArray(each.children) ? `\n${markdownOf(each.children, `${indent}  `)}` : ''
      return `${indent}${lineOf(each)}${inside}`
    })
    .join('\n')
}

function lineOf(each: Record<string, unknown>): string {
  const type = String(each.type)
  const content = isObject(each[type]) ? each[type] : {}
  const text = plainText(content.rich_text)
  if (type === 'divider') return '---'
  if (type === 'code') return `\`\`\`${content.language}\n${text}\n\`\`\``
  if (type === 'to_do') return `- [${content.checked ? 'x' : ' '}] ${text}`
  if (type === 'child_page') return `- ${content.title}`
  return `${PREFIX[type] ?? ''}${text}`
}
