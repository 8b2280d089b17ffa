import * as z from 'zod'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import type { Block } from './blocks.ts'

/** Most blocks of one request, set by Notion. */
export const MAX_BLOCKS = 100
/** Pages of blocks read of one block. */
const MAX_PAGES = 10

/** Adds blocks to the end of a page or block; gives Notion's last answer. */
export async function append(http: ServiceHttp, id: string, blocks: readonly Block[]) {
  let answer: unknown
  for (let start = 0; start < blocks.length; start += MAX_BLOCKS) {
    const children = blocks.slice(start, start + MAX_BLOCKS)
    answer = await http.patch(at`/v1/blocks/${id}/children`, { json: { children } })
  }
  return answer
}

const Children = z.object({
  results: z.array(z.looseObject({ id: z.string(), has_children: z.boolean().optional() })),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
})

/** The blocks of a page or block; those inside them stand in `children`, down to `depth`. */
export async function readBlocks(http: ServiceHttp, id: string, depth: number): Promise<unknown[]> {
  const blocks: unknown[] = []
  let cursor: string | null = null
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer: z.output<typeof Children> = await http.get(at`/v1/blocks/${id}/children`, {
      query: { page_size: MAX_BLOCKS, start_cursor: cursor },
      answer: Children,
    })
    for (const each of answer.results) {
      const isOpen = each.has_children && depth > 1
      blocks.push(isOpen ? { ...each, children: await readBlocks(http, each.id, depth - 1) } : each)
    }
    cursor = answer.has_more ? answer.next_cursor : null
    if (!cursor) break
  }
  return blocks
}
