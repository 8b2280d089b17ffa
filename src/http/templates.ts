import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import type { Page } from '../db/page.ts'
import { createWorkflow } from '../db/workflows.ts'
import { fillTemplate } from '../template/fill.ts'
import type { Template } from '../template/records.ts'
import { Category } from '../workflow/schema.ts'
import { requireScope } from './actor.ts'
import { MAX_NAME_LENGTH, nameText, pageOf, pageQuery } from './input.ts'
import { operation } from './operation.ts'
import { originOf } from './origin.ts'
import { connectionsFor, hasSecrets, valuesFor } from './template-inputs.ts'
import { TemplateView, viewTemplate } from './template-view.ts'
import type { App } from './types.ts'

/** `/v1/workflow/template`: ready workflows to copy. Paths, bodies and answers are Diga's. */
export const templates = new Hono<App>()

const tag = 'Templates'

/** Loaded when first asked for, so that the Worker's start does not pay for the texts. */
const catalogue = () => import('../template/listing.ts')

const ListQuery = pageQuery.extend({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  order: z.enum(['asc', 'desc']).optional(),
  flow_category: Category.optional(),
  language: z.string().max(20).default('es').meta({ description: '`en` or `es`.' }),
  search: z.string().max(200).optional(),
  piece: z.string().max(200).optional().meta({ description: 'A piece that it uses: `gmail`.' }),
})

const CopyBody = z
  .object({
    flow_name: nameText.nullish(),
    variables: z
      .record(z.string(), z.union([z.string().max(10_000), z.number(), z.boolean()]))
      .nullish()
      .meta({ description: 'Values for `<<placeholders>>`. Those left out stay in the workflow.' }),
    connections: z
      .array(
        z.object({
          key: z.string(),
          value: z.string().min(1).max(10_000).meta({
            description: 'The id of a connection, or a secret (API key, token) to make one of.',
          }),
        }),
      )
      .max(50)
      .nullish(),
  })
  .nullable()
  .optional()

const CopyView = z.object({ flow_id: z.string(), flow_name: z.string(), edit_url: z.url() })

templates.get(
  '/',
  operation({
    tag,
    summary: 'List templates',
    description: 'In one language at a time.',
    scope: 'workflows.view',
    query: ListQuery,
    answer: pageOf(TemplateView),
    errors: ['CURSOR_INVALID'],
  }),
  async (c) => {
    const { language, flow_category: category, search, piece, ...request } = c.req.valid('query')
    const { listTemplates } = await catalogue()
    const page = listTemplates({ language, category, search, piece }, request)
    return c.json({ ...page, data: page.data.map(viewTemplate) } satisfies Page<unknown>)
  },
)

templates.get(
  '/:template_id',
  operation({
    tag,
    summary: 'Read a template',
    scope: 'workflows.view',
    answer: TemplateView,
    errors: ['TEMPLATE_NOT_FOUND'],
  }),
  async (c) => c.json(viewTemplate((await catalogue()).getTemplate(c.req.param('template_id')))),
)

templates.post(
  '/:template_id/copy',
  operation({
    tag,
    summary: 'Copy a template',
    description:
      'Makes an independent workflow, disabled. Secrets are tried out at their services and kept as connections; if anything is refused, nothing is made. Steps whose connection is not given ask for one.',
    scope: 'workflows.create',
    body: CopyBody,
    answer: CopyView,
    errors: ['TEMPLATE_NOT_FOUND', 'CONNECTION_VALUE_INVALID', 'CONNECTION_REFUSED', 'SERVICE_UNAVAILABLE'],
    examples: {
      body: {
        variables: { time_zone: 'Europe/Madrid' },
        connections: [{ key: 'cal_com', value: 'cal_live_…' }],
      },
    },
  }),
  async (c) => {
    const { flow_name, variables, connections } = c.req.valid('json') ?? {}
    const template = (await catalogue()).getTemplate(c.req.param('template_id'))
    const values = valuesFor(template, variables ?? {})
    const given = connections ?? []
    if (hasSecrets(given)) requireScope(c.var.actor, 'connections.create')
    const { ids, made } = await connectionsFor(c.env, template, given)
    const filled = fillTemplate(template.definition, new Map([...values, ...ids]))
    const displayName = flow_name ?? copyName(template)
    const origin = { templateId: template.id }
    const { id } = await createWorkflow(
      openDb(c.env.DB),
      { ...filled, displayName },
      Date.now(),
      origin,
      made,
    )
    return c.json({ flow_id: id, flow_name: displayName, edit_url: `${originOf(c)}/workflows/${id}` })
  },
)

const FROM_TEMPLATE = ' (from template)'

/** A function keeps its name: agents call it by that. */
function copyName({ category, name, definition }: Template): string {
  if (category === 'during_call') return definition.displayName
  return name.slice(0, MAX_NAME_LENGTH - FROM_TEMPLATE.length) + FROM_TEMPLATE
}
