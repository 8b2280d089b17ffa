import * as z from 'zod'
import { dropdowns, list, longText, shortText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { module } from './inputs.ts'
import { zohoCrm } from './service.ts'

const recordId = () => shortText({ label: 'Record', description: 'Its id.' })

/** Writes something down about a record. */
export const addNote = zohoCrm.action({
  name: 'add_note',
  displayName: 'Add a note',
  description: 'Adds a note, such as the summary of a call, to a record.',
  input: z.object({
    module: module(),
    record_id: recordId(),
    title: shortText({ label: 'Title', required: false }),
    content: longText({ label: 'Note' }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/${input.module}/${input.record_id}/Notes`, {
      json: { data: [{ Note_Title: input.title, Note_Content: input.content }] },
    }),
})

const Tags = z.object({ tags: z.array(z.object({ name: z.string() })) })

const tagsOf = async (http: ServiceHttp, of: string) =>
  (await http.get('/settings/tags', { query: { module: of }, answer: Tags })).tags.map(({ name }) => name)

/** Marks a record. */
export const addTags = zohoCrm.action({
  name: 'add_tags_to_record',
  displayName: 'Add tags',
  description: 'Adds tags to a record; those that are new are made first.',
  input: z.object({
    module: module(),
    record_id: recordId(),
    tags: dropdowns({
      label: 'Tags',
      required: false,
      dependsOn: ['module'],
      options: async ({ http, input }) =>
        (await tagsOf(http, String(input.module))).map((name) => ({ value: name, label: name })),
    }),
    new_tags: list({ label: 'New tags', required: false }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const wanted = (input.new_tags ?? []).map(String)
    if (wanted.length > 0) {
      const known = new Set(await tagsOf(http, input.module))
      const tags = wanted.filter((name) => !known.has(name)).map((name) => ({ name }))
      if (tags.length > 0) {
        await http.post('/settings/tags', { query: { module: input.module }, json: { tags } })
      }
    }
    const names = [...new Set([...(input.tags ?? []), ...wanted])]
    return http.post(at`/${input.module}/${input.record_id}/actions/add_tags`, {
      json: { tags: names.map((name) => ({ name })) },
    })
  },
})
