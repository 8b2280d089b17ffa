import type { Draft } from './draft.ts'
import type { Edit, Left } from './editor.ts'

const keyOf = (workflowId: string) => `patchcord.edits.${workflowId}`

/** Edits that the server has not confirmed, kept in this browser until it has. */
export const keptEdits = {
  keep(workflowId: string, base: Draft, edits: readonly Edit[]): void {
    try {
      if (edits.length === 0) localStorage.removeItem(keyOf(workflowId))
      else localStorage.setItem(keyOf(workflowId), JSON.stringify({ base, edits }))
    } catch {
      // No storage, or it is full: the edits live as long as the page does.
    }
  },
  read(workflowId: string): Left | undefined {
    try {
      const text = localStorage.getItem(keyOf(workflowId))
      return text === null ? undefined : (JSON.parse(text) as Left)
    } catch {
      return undefined
    }
  },
}
