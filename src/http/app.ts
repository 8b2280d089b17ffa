import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { invalidateDirectory } from '../call/directory.ts'
import { CodedError } from '../errors.ts'
import { agentTools } from './agent-tools.ts'
import { agents } from './agents.ts'
import { requireAdmin } from './auth.ts'
import { calls } from './calls.ts'
import { sendError, sendNotFound } from './errors.ts'
import { executions } from './executions.ts'
import { hooks } from './hooks.ts'
import { pieces } from './pieces.ts'
import { simulator } from './simulator.ts'
import type { App } from './types.ts'
import { waits } from './waits.ts'
import { webhooks } from './webhooks.ts'
import { workflowEditing } from './workflow-editing.ts'
import { workflows } from './workflows.ts'

const MAX_BODY_BYTES = 1024 * 1024

/** Everything the Worker answers over HTTP. A slash at the end of a path makes no difference. */
export const app = new Hono<App>({ strict: false })

app.onError(sendError)
app.notFound(sendNotFound)

app.use(
  bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => {
      throw new CodedError('PAYLOAD_TOO_LARGE', `The body may have ${MAX_BODY_BYTES} bytes at most.`)
    },
  }),
)
app.use('/v1/*', requireAdmin)
app.use('/v1/*', async (c, next) => {
  await next()
  // Calls keep agents and their workflows at hand: whatever was written here may have changed them.
  if (c.req.method !== 'GET') invalidateDirectory()
})

app.get('/healthz', (c) => c.json({ status: 'ok' }))
// Before the workflows: a piece's path has the form of a workflow's.
app.route('/v1/workflow/piece', pieces)
app.route('/v1/workflow', executions)
app.route('/v1/workflow', workflows)
app.route('/v1/workflow', workflowEditing)
app.route('/v1/agents', agentTools)
app.route('/v1/agents', agents)
app.route('/v1/calls', calls)
app.route('/hooks', hooks)
app.route('/webhooks', webhooks)
app.route('/waits', waits)
app.route('/simulator', simulator)
