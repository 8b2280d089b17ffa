import * as z from 'zod'
import { checkbox, dynamicFields, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { blocksOf, markdownOf } from './blocks.ts'
import { append, readBlocks } from './content.ts'
import { page } from './inputs.ts'
import { createWithContent } from './items.ts'
import { titleOf, withFields } from './properties.ts'
import { richText } from './rich-text.ts'
import { notion } from './service.ts'
import { search } from './sources.ts'

/** How deep content is followed at most. */
const MAX_DEPTH = 5

/** Adds a page below another. */
export const createPage = notion.action({
  name: 'createPage',
  displayName: 'Create a page',
  description: 'Adds a page below another one.',
  input: z.object({
    pageId: page(),
    title: shortText({ label: 'Title', required: false }),
    content: longText({ label: 'Content', description: 'In Markdown.', required: false }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    createWithContent(
      http,
      {
        parent: { type: 'page_id', page_id: input.pageId },
        properties: { title: { title: richText(input.title ?? '') } },
      },
      input.content,
    ),
})

/** Writes to the end of a page. */
export const appendToPage = notion.action({
  name: 'append_to_page',
  displayName: 'Append to a page',
  description: 'Writes to the end of a page.',
  input: z.object({ pageId: page(), content: longText({ label: 'Content', description: 'In Markdown.' }) }),
  idempotent: false,
  run: async ({ input, http }) => append(http, input.pageId, await blocksOf(input.content)),
})

/** Reads a page's properties. */
export const getPage = notion.action({
  name: 'notion_get_page',
  displayName: 'Get a page',
  description: 'A page or database item with its properties; its content is read with "Get content".',
  input: z.object({ page_id: page() }),
  idempotent: true,
  async run({ input, http }) {
    const found = await http.get(at`/v1/pages/${input.page_id}`, {
      answer: z.looseObject({ properties: z.unknown() }),
    })
    return withFields(found)
  },
})

/** Reads what stands in a page. */
export const getContent = notion.action({
  name: 'getPageOrBlockChildren',
  displayName: 'Get content',
  description: 'What stands in a page or block, as blocks or as Markdown.',
  input: z.object({
    parentId: shortText({ label: 'Page or block', description: 'Its id.' }),
    markdown: checkbox({ label: 'As Markdown', defaultValue: false }),
    dynamic: dynamicFields({
      label: 'Depth',
      required: false,
      dependsOn: ['markdown'],
      fields: async ({ input }) =>
        input.markdown === true
          ? z.object({})
          : z.object({ depth: number({ label: 'Depth', defaultValue: 1, min: 1, max: MAX_DEPTH }) }),
    }),
  }),
  idempotent: true,
  async run({ input, http }) {
    if (input.markdown) return markdownOf(await readBlocks(http, input.parentId, MAX_DEPTH))
    const depth = Math.min(Number(input.dynamic?.depth ?? 1) || 1, MAX_DEPTH)
    return readBlocks(http, input.parentId, depth)
  },
})

/** Finds pages by title. */
export const findPage = notion.action({
  name: 'find_page',
  displayName: 'Find pages',
  description: 'Pages by title, those that changed last first.',
  input: z.object({
    title: shortText({ label: 'Title' }),
    exact_match: checkbox({ label: 'Exactly this title', defaultValue: false }),
    limit: number({ label: 'At most', defaultValue: 10, min: 1, max: 100 }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const wanted = input.title.toLowerCase()
    const found = await search(http, 'page', input.title, input.limit)
    const pages = found.flatMap((each) => {
      const title = titleOf(each)
      const fits = input.exact_match ? title.toLowerCase() === wanted : title.toLowerCase().includes(wanted)
      return fits ? [{ ...withFields(each), title }] : []
    })
    return { success: pages.length > 0, totalFound: pages.length, pages }
  },
})

/** Comments a page. */
export const addComment = notion.action({
  name: 'add_comment',
  displayName: 'Comment a page',
  description: 'Starts a discussion on a page. The integration needs the capability to insert comments.',
  input: z.object({ page_id: page(), comment_text: longText({ label: 'Comment' }) }),
  idempotent: false,
  async run({ input, http }) {
    const comment = await http.post('/v1/comments', {
      json: { parent: { page_id: input.page_id }, rich_text: richText(input.comment_text) },
    })
    return { success: true, comment }
  },
})
