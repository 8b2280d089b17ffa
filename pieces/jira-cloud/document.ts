/** A document as Jira wants rich text (https://developer.atlassian.com/cloud/jira/platform/apis/document/structure). */
export interface JiraDocument {
  type: 'doc'
  version: 1
  content: { type: 'paragraph'; content: ({ type: 'text'; text: string } | { type: 'hardBreak' })[] }[]
}

/** Plain text as a document: empty lines part paragraphs, other line breaks stay. */
export function documentOf(text: string): JiraDocument {
  const paragraphs = text.replaceAll('\r\n', '\n').split(/\n{2,}/)
  return {
    type: 'doc',
    version: 1,
    content: paragraphs.map((paragraph) => ({ type: 'paragraph', content: inline(paragraph) })),
  }
}

function inline(paragraph: string): JiraDocument['content'][number]['content'] {
  return paragraph.split('\n').flatMap((line, index) => [
    ...(index > 0 ? [{ type: 'hardBreak' as const }] : []),
    // A text node may not be empty.
    ...(line ? [{ type: 'text' as const, text: line }] : []),
  ])
}
