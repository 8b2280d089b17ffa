import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { getWorkflow } from '../db/workflows.ts'
import { formTopic } from './form-source.ts'
import { signTicket, TICKET_SECONDS } from './live-ticket.ts'
import { operation } from './operation.ts'
import { originOf } from './origin.ts'
import type { App } from './types.ts'

/** Links to the forms of drafts. */
export const formTickets = new Hono<App>()

const FormLinkView = z
  .object({ url: z.url(), expires_in: z.number().int().meta({ description: 'Seconds to open it in.' }) })
  .meta({ id: 'FormLink' })

formTickets.post(
  '/:flow_id/form-link',
  operation({
    tag: 'Testing',
    summary: "Get a link to the draft's form",
    description:
      'Whoever opens it within a minute may fill in the form for a day. What is sent starts a test, and becomes the ' +
      "trigger's sample. A member who is logged in needs no such link: `/forms/:flow_id?use_draft=true`.",
    scope: 'workflows.update',
    answer: FormLinkView,
    errors: ['WORKFLOW_NOT_FOUND'],
  }),
  async (c) => {
    const { id } = await getWorkflow(openDb(c.env.DB), c.req.param('flow_id'))
    const ticket = signTicket(c.env.PATCHCORD_ENCRYPTION_KEY, formTopic(id), Date.now())
    const url = `${originOf(c)}/forms/${id}?use_draft=true&ticket=${encodeURIComponent(ticket)}`
    return c.json({ url, expires_in: TICKET_SECONDS })
  },
)
