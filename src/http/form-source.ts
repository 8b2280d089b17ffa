import type { Context } from 'hono'
import { findWebhook, reloadWebhook } from '../call/directory.ts'
import { dispatch, runPurged, runsOf } from '../call/dispatch.ts'
import { type LiveForm, prepareWebhook } from '../call/webhook.ts'
import { openDb } from '../db/client.ts'
import { saveSamples } from '../db/samples.ts'
import { getWorkflow } from '../db/workflows.ts'
import { CodedError, isCoded } from '../errors.ts'
import type { Form } from '../form/form.ts'
import type { JsonObject } from '../json.ts'
import { eventObject } from '../run/ids.ts'
import type { RunReply } from '../run/protocol.ts'
import { requireScope } from './actor.ts'
import { authenticate } from './auth/authenticate.ts'
import { ticketFits } from './live-ticket.ts'
import { lookupOf } from './lookup.ts'
import { startTest } from './test-run.ts'
import type { App } from './types.ts'

/** A form that an address leads to, and what sending it does. */
export interface ShownForm {
  workflowId: string
  /** of the workflow */
  name: string
  form: Form
  isDraft: boolean
  /** starts a run; the same event again finds the same one. @throws CodedError RUN_PURGED, RUNTIME_UNAVAILABLE */
  start(eventId: string, payload: JsonObject): Promise<RunReply>
}

/** What a ticket for a draft's form is for. */
export const formTopic = (workflowId: string) => `form:${workflowId}`

const idOf = (c: Context<App>): string => c.req.param('workflowId') ?? ''

/** The published form of an enabled workflow. @throws CodedError WEBHOOK_GONE, WEBHOOK_OFF, INPUT_INVALID */
export async function liveForm(c: Context<App>): Promise<ShownForm> {
  const lookup = lookupOf(c)
  let { value, loaded } = await findWebhook(idOf(c), lookup)
  // It may just have been enabled.
  if (value?.state === 'off' && !loaded) value = await reloadWebhook(idOf(c), lookup)
  if (!value) throw gone()
  if (value.state !== 'form') throw off()
  const { ref, form, waitMs } = value
  return {
    workflowId: ref.id,
    name: ref.name,
    form,
    isDraft: false,
    async start(id, payload) {
      const { runs } = await dispatch(runsOf(c.env), eventObject(ref.id, id), {
        event: { id, kind: 'webhook', at: Date.now() },
        environment: 'PRODUCTION',
        starts: [{ workflow: ref, payload, waitMs }],
      })
      const [run] = runs
      if (!run) throw runPurged()
      return run
    },
  }
}

/**
 * The form of a draft, for who may edit it; what is sent becomes the trigger's sample, and starts a test. Who sends it
 * is known by the page, which only they were given.
 * @throws CodedError UNAUTHORIZED, FORBIDDEN, WEBHOOK_GONE, WEBHOOK_OFF, INPUT_INVALID
 */
export async function draftForm(c: Context<App>): Promise<ShownForm> {
  if (c.req.method !== 'POST') await requireEditor(c)
  const db = openDb(c.env.DB)
  const workflow = await getWorkflow(db, idOf(c)).catch((error) => {
    throw isCoded(error) && error.code === 'WORKFLOW_NOT_FOUND' ? gone() : error
  })
  const { form, ref, waitMs } = await formOf(workflow)
  const { definition } = workflow.draft
  return {
    workflowId: ref.id,
    name: ref.name,
    form,
    isDraft: true,
    async start(eventId, payload) {
      await saveSamples(db, ref.id, [{ step: definition.trigger.name, type: 'OUTPUT', payload }], Date.now())
      const trial = { live: false }
      return startTest(c.env, { workflow, definition, kind: 'webhook', eventId, payload, trial, waitMs })
    },
  }
}

async function formOf({ id, draft }: Awaited<ReturnType<typeof getWorkflow>>): Promise<LiveForm> {
  const { trigger, settings = {} } = draft.definition
  const prepared = await prepareWebhook({
    id,
    versionId: draft.id,
    name: draft.name,
    category: draft.category,
    trigger: trigger.type === 'EMPTY' ? {} : trigger.settings,
    settings,
    status: 'ENABLED',
  })
  if (prepared.state === 'form') return prepared
  throw off()
}

async function requireEditor(c: Context<App>): Promise<void> {
  const ticket = c.req.query('ticket')
  const key = c.env.PATCHCORD_ENCRYPTION_KEY
  if (ticket !== undefined && ticketFits(key, formTopic(idOf(c)), ticket, Date.now())) return
  await authenticate(c, async () => undefined)
  requireScope(c.var.actor, 'workflows.update')
}

const gone = () => new CodedError('WEBHOOK_GONE', 'There is no form at this address.')
const off = () => new CodedError('WEBHOOK_OFF', 'This workflow is disabled, or does not start with a form.')
