import { Hono } from 'hono'
import { except } from 'hono/combine'
import { appEvents } from './app-events.ts'
import { limitBody, limitBodyWithFiles } from './body-limit.ts'
import { BUILDER_PAGES, builderPage } from './builder.ts'
import { sendError, sendNotFound } from './errors.ts'
import { files } from './files.ts'
import { hooks } from './hooks.ts'
import { pieceIcon } from './piece-icon.ts'
import { simulator } from './simulator.ts'
import type { App } from './types.ts'
import { VERSION } from './version.ts'
import { waits } from './waits.ts'
import { webhooks } from './webhooks.ts'

/** Everything the Worker answers over HTTP. A slash at the end of a path makes no difference. */
export const app = new Hono<App>({ strict: false })

app.onError(sendError)
app.notFound(sendNotFound)

// The management API limits bodies itself: some of its operations take more.
app.use(except(['/v1/*', '/webhooks/*', '/waits/*', '/forms/*'], limitBody))
for (const path of ['/webhooks/*', '/waits/*', '/forms/*']) app.use(path, limitBodyWithFiles)

app.get('/', builderPage)
for (const page of BUILDER_PAGES) app.get(`/${page}/*`, builderPage)
// Icons lie in public/; this one is of a piece that was uploaded, or is not there.
app.get('/pieces/:icon{[a-z0-9][a-z0-9._-]{0,80}\\.svg}', pieceIcon)
app.get('/healthz', (c) => c.json({ status: 'ok' }))
// Loaded when first asked for: a call's path does not pay at start-up for schemas it never reads.
app.all('/v1/*', async (c) => {
  const { management } = await import('./management.ts')
  return management.fetch(c.req.raw, c.env, c.executionCtx)
})
app.all('/webhooks/:flow_id/:kind{draft|test}', async (c) => {
  const { draftWebhooks } = await import('./draft-webhooks.ts')
  return draftWebhooks.fetch(c.req.raw, c.env, c.executionCtx)
})
app.get('/openapi.json', async (c) => c.json(await apiDescription()))
app.get('/reference', async (c) => {
  const { referencePage, referencePolicy } = await import('./reference.ts')
  return c.html(referencePage(await apiDescription()), 200, { 'content-security-policy': referencePolicy })
})

/** Made when it is asked for, from what the routes declare. */
async function apiDescription() {
  const [{ management }, { describeApi }] = await Promise.all([
    import('./management.ts'),
    import('./openapi.ts'),
  ])
  return describeApi(management.routes, VERSION)
}
app.all('/oauth/callback', async (c) => (await import('./oauth-callback.ts')).oauthCallback(c))
app.all('/connect/:token', async (c) => (await import('./connect.ts')).connect(c))
app.all('/forms/:workflowId', async (c) => (await import('./forms.ts')).forms(c))
app.all('/mcp/:agent', async (c) => (await import('./mcp.ts')).mcp(c))
app.route('/hooks', hooks)
app.route('/webhooks', webhooks)
app.route('/app-events', appEvents)
app.route('/waits', waits)
app.route('/files', files)
app.route('/simulator', simulator)
