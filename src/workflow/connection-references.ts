import { type FreeName, literalKey } from './free-names.ts'
import { rewriteTokens } from './rewrite.ts'
import { rewriteTemplates, templateTexts } from './templates.ts'
import type { Step } from './walk.ts'

/** The connections a text names, as `{{connections['id']}}` or `{{connections.id}}`. */
export function connectionIdsIn(text: string): string[] {
  // Reading expressions is slow, and most name none.
  if (!text.includes('connections')) return []
  const ids: string[] = []
  rewriteTokens(text, (name) => {
    const id = connectionId(name)
    if (id !== null) ids.push(id)
    return []
  })
  return ids
}

/** The connections a step names anywhere, each once. */
export function connectionIdsOf(step: Step): string[] {
  return [...new Set(Array.from(templateTexts(step)).flatMap(({ text }) => connectionIdsIn(text)))]
}

/** Lets a step name other connections, in place: call it on a copy. An id without a new one stays. */
export function renameConnections(step: Step, newIds: ReadonlyMap<string, string>): void {
  rewriteTemplates(step, (text) =>
    rewriteTokens(text, (name) => {
      const [access] = name.accesses
      const newId = newIds.get(connectionId(name) ?? '')
      if (access === undefined || newId === undefined) return []
      const { node } = name
      return [{ start: node.end, end: access.end, text: `${access.optional ? '?.' : ''}[${quoted(newId)}]` }]
    }),
  )
}

function connectionId({ node, accesses: [first] }: FreeName): string | null {
  return node.name === 'connections' && first ? literalKey(first) : null
}

function quoted(id: string): string {
  return `'${id.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
