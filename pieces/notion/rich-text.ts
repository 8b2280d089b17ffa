/** Most characters of one piece of rich text, set by Notion. */
const MAX_CONTENT = 2000

/** What a piece of text looks like. */
export interface Marks {
  bold?: boolean
  italic?: boolean
  strikethrough?: boolean
  code?: boolean
  link?: string
}

/** Text as Notion's rich text, in pieces it takes. */
export function richText(content: string, { link, ...annotations }: Marks = {}) {
  const isMarked = Object.keys(annotations).length > 0
  const pieces = content.match(new RegExp(`[^]{1,${MAX_CONTENT}}`, 'g')) ?? []
  return pieces.map((piece) => ({
    type: 'text' as const,
    text: { content: piece, ...(link && { link: { url: link } }) },
    ...(isMarked && { annotations }),
  }))
}

/** Notion's rich text as text. */
export function plainText(parts: unknown): string {
  return Array.isArray(parts)
    ? parts.map((part) => part?.plain_text ?? part?.text?.content ?? '').join('')
    : ''
}
