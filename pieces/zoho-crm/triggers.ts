import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { fieldsOf, module, someFields } from './inputs.ts'
import { zohoCrm } from './service.ts'

const PAGE = 200
/** Pages read at a poll. */
const MAX_PAGES = 5
/** Zoho gives at most this many fields of a record in a list. */
const MAX_FIELDS = 50

const List = z.object({
  data: z.array(
    z.looseObject({ id: z.string(), Created_Time: z.string(), Modified_Time: z.string().optional() }),
  ),
  info: z.looseObject({ more_records: z.boolean().optional() }).optional(),
})

type TimeField = 'Created_Time' | 'Modified_Time'

const timeOf = (record: z.infer<typeof List>['data'][number], by: TimeField) =>
  Date.parse(record[by] ?? record.Created_Time)

/** The newest records of a module, as far back as `since`. */
async function newest(
  http: ServiceHttp,
  of: string,
  by: TimeField,
  { fields, since }: { fields: readonly string[]; since: number | undefined },
) {
  const found: z.infer<typeof List>['data'] = []
  for (let page = 1; page <= (since === undefined ? 1 : MAX_PAGES); page++) {
    const query = { fields: fields.join(), sort_by: by, sort_order: 'desc', per_page: PAGE, page }
    const body = await http.get(at`/${of}`, { query, answer: List.or(z.literal(null)).or(z.literal('')) })
    // An empty module is answered with nothing at all.
    if (!body) break
    found.push(...body.data)
    const last = body.data.at(-1)
    const isBeyond = last !== undefined && since !== undefined && timeOf(last, by) < since
    if (isBeyond || !body.info?.more_records) break
  }
  return found
}

const recordTrigger = (name: string, displayName: string, description: string, by: TimeField) =>
  zohoCrm.trigger({
    name,
    displayName,
    description,
    type: 'POLLING',
    input: z.object({ module: module(), fields: someFields('Fields to read') }),
    sampleData: {
      id: '5725767000000524157',
      Last_Name: 'Ruiz',
      First_Name: 'Ana',
      Email: 'ana@example.com',
      Created_Time: '2026-09-29T10:15:00+02:00',
      Modified_Time: '2026-09-29T10:15:00+02:00',
    },
    async poll({ http, input, since }) {
      const chosen = input.fields?.length
        ? input.fields
        : (await fieldsOf(http, input.module)).map(({ api_name }) => api_name)
      const fields = [...new Set(['Created_Time', 'Modified_Time', ...chosen])].slice(0, MAX_FIELDS)
      const found = await newest(http, input.module, by, { fields, since })
      return found.map((record) => {
        const at = timeOf(record, by)
        return { id: by === 'Created_Time' ? record.id : `${record.id}:${at}`, at, data: record as Json }
      })
    },
  })

export const triggers = [
  recordTrigger('new_record', 'New record', 'Starts for every new record of a module.', 'Created_Time'),
  recordTrigger(
    'updated_record',
    'Changed record',
    'Starts whenever a record of a module is made or changed.',
    'Modified_Time',
  ),
]
