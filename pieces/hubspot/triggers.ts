import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { dropdown } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { listPipelines, listStages, moreProperties } from './inputs.ts'
import { COMPANY, CONTACT, DEAL, type Kind, TICKET } from './kinds.ts'
import { hubspot } from './service.ts'

const PAGE = 100
/** Pages read at a poll; what is left comes with the next, as the oldest is read first. */
const MAX_PAGES = 10
/** HubSpot's search learns of a change some seconds late, so a poll looks back a little further. Milliseconds. */
const OVERLAP = 60_000

const Found = z.object({
  results: z.array(z.looseObject({ id: z.string(), properties: z.record(z.string(), z.string().nullish()) })),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
})

interface Filter {
  propertyName: string
  operator: string
  value: string
}

/** Where nothing was seen yet, the newest page; else all since then, the oldest first. */
async function search(
  http: ServiceHttp,
  { type, properties }: Kind,
  property: string,
  wanted: { since?: number; more?: readonly string[] | undefined; filters?: readonly Filter[] },
) {
  const { since, more = [], filters = [] } = wanted
  const isNew = since === undefined
  const later = { propertyName: property, operator: 'GTE', value: String((since ?? 0) - OVERLAP) }
  const all = isNew ? filters : [...filters, later]
  const found: z.infer<typeof Found>['results'] = []
  let after: string | undefined
  for (let page = 0; page < (isNew ? 1 : MAX_PAGES); page++) {
    const json = {
      filterGroups: all.length > 0 ? [{ filters: all }] : [],
      sorts: [isNew ? `-${property}` : property],
      properties: [...new Set([...properties, property, ...more])],
      limit: PAGE,
      after,
    }
    const answer = await http.post(at`/crm/v3/objects/${type}/search`, { json, answer: Found })
    found.push(...answer.results)
    after = answer.paging?.next?.after
    if (!after) break
  }
  return found
}

const timeOf = (record: { properties: Record<string, string | null | undefined> }, property: string) =>
  Date.parse(record.properties[property] ?? '')

/** What properties may hold, for trying a workflow. */
const EXAMPLES: Readonly<Record<string, string>> = {
  firstname: 'Ana',
  lastname: 'Ruiz',
  email: 'ana@example.com',
  phone: '+34600000001',
  lifecyclestage: 'lead',
  name: 'Acme',
  domain: 'example.com',
  dealname: 'Solar roof',
  amount: '1200',
  pipeline: 'default',
  dealstage: 'qualifiedtobuy',
  subject: 'No heating',
  content: 'Since this morning',
  hs_pipeline: '0',
  hs_pipeline_stage: '1',
  createdate: '2026-03-13T11:28:40.586Z',
  lastmodifieddate: '2026-03-13T11:29:16.078Z',
  hs_lastmodifieddate: '2026-03-13T11:29:16.078Z',
}

const sample = (kind: Kind): Json => ({
  id: '18011922225',
  properties: Object.fromEntries(kind.properties.map((name) => [name, EXAMPLES[name] ?? null])),
  createdAt: '2026-03-13T11:28:40.586Z',
  updatedAt: '2026-03-13T11:29:16.078Z',
  archived: false,
})

const created = (kind: Kind) =>
  hubspot.trigger({
    name: `new-${kind.word}`,
    displayName: `New ${kind.word}`,
    description: `Starts for every new ${kind.word}.`,
    type: 'POLLING',
    input: z.object({ additionalPropertiesToRetrieve: moreProperties(kind) }),
    sampleData: sample(kind),
    async poll({ http, input, since }) {
      const more = input.additionalPropertiesToRetrieve
      const found = await search(http, kind, 'createdate', { ...(since !== undefined && { since }), more })
      return found.map((record) => ({
        id: record.id,
        at: timeOf(record, 'createdate'),
        data: record as Json,
      }))
    },
  })

const changed = (kind: Kind) =>
  hubspot.trigger({
    name: `new-or-updated-${kind.word}`,
    displayName: `New or changed ${kind.word}`,
    description: `Starts whenever a ${kind.word} is made or changed.`,
    type: 'POLLING',
    input: z.object({ additionalPropertiesToRetrieve: moreProperties(kind) }),
    sampleData: sample(kind),
    async poll({ http, input, since }) {
      const more = input.additionalPropertiesToRetrieve
      const found = await search(http, kind, kind.changed, { ...(since !== undefined && { since }), more })
      return found.map((record) => {
        const at = timeOf(record, kind.changed)
        return { id: `${record.id}:${at}`, at, data: record as Json }
      })
    },
  })

/** HubSpot keeps when a deal came to the stage it is in. */
const ENTERED = 'hs_v2_date_entered_current_stage'

const dealStageUpdated = hubspot.trigger({
  name: 'deal-stage-updated',
  displayName: 'Deal came to a stage',
  description: 'Starts whenever a deal comes to a stage: any, or the one that is chosen.',
  type: 'POLLING',
  input: z.object({
    pipelineId: dropdown({ label: 'Pipeline', required: false, options: listPipelines(DEAL) }),
    stageId: dropdown({
      label: 'Stage',
      required: false,
      dependsOn: ['pipelineId'],
      options: listStages(DEAL),
    }),
    additionalPropertiesToRetrieve: moreProperties(DEAL),
  }),
  sampleData: sample(DEAL),
  async poll({ http, input, since }) {
    const wanted = { pipeline: input.pipelineId, dealstage: input.stageId }
    const filters = Object.entries(wanted).flatMap(([propertyName, value]) =>
      value ? [{ propertyName, operator: 'EQ', value }] : [],
    )
    const more = input.additionalPropertiesToRetrieve
    const found = await search(http, DEAL, ENTERED, { ...(since !== undefined && { since }), more, filters })
    return found.map((record) => {
      const at = timeOf(record, ENTERED)
      return { id: `${record.id}:${record.properties.dealstage}:${at}`, at, data: record as Json }
    })
  },
})

export const triggers = [
  created(CONTACT),
  changed(CONTACT),
  created(COMPANY),
  changed(COMPANY),
  created(DEAL),
  dealStageUpdated,
  created(TICKET),
]
