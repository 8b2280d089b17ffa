import { Hono } from 'hono'
import { invalidateDirectory } from '../call/directory.ts'
import { requireSomebody } from './actor.ts'
import { agentSimulation } from './agent-simulation.ts'
import { agentTools } from './agent-tools.ts'
import { agentVersions } from './agent-versions.ts'
import { agents } from './agents.ts'
import { appSecrets } from './app-secrets.ts'
import { apiKeys } from './auth/api-keys.ts'
import { authenticate } from './auth/authenticate.ts'
import { members } from './auth/members.ts'
import { session } from './auth/session.ts'
import { limitBodyAsDeclared } from './body-limit.ts'
import { calls } from './calls.ts'
import { campaignRows } from './campaign-rows.ts'
import { campaigns } from './campaigns.ts'
import { communityPieces, pieceUploads } from './community-pieces.ts'
import { connectionRequests } from './connection-requests.ts'
import { connections } from './connections.ts'
import { digaCalls } from './diga-calls.ts'
import { doNotCall } from './do-not-call.ts'
import { sendError, sendNotFound } from './errors.ts'
import { executionBulk } from './execution-bulk.ts'
import { executions } from './executions.ts'
import { folders } from './folders.ts'
import { formTickets } from './form-tickets.ts'
import { agentLatency, workflowLatency } from './latency.ts'
import { live } from './live.ts'
import { notices } from './notices.ts'
import { oauthApps } from './oauth-apps.ts'
import { requireDeclared } from './operation.ts'
import { pieceOptions } from './piece-options.ts'
import { pieces } from './pieces.ts'
import { platforms } from './platforms.ts'
import { replays } from './replays.ts'
import { samples } from './samples.ts'
import { schedules } from './schedules.ts'
import { templates } from './templates.ts'
import { testing } from './testing.ts'
import { triggerTesting } from './trigger-testing.ts'
import type { App } from './types.ts'
import { unknownEvents } from './unknown-events.ts'
import { workflowEditing } from './workflow-editing.ts'
import { workflowImport } from './workflow-import.ts'
import { workflowOperations } from './workflow-operations.ts'
import { workflowVersions } from './workflow-versions.ts'
import { workflows } from './workflows.ts'

/** The management API: all of `/v1`. Each route declares itself with `operation`. */
export const management = new Hono<App>({ strict: false })

management.onError(sendError)
management.notFound((c) => {
  // Strangers are not told which paths there are.
  requireSomebody(c.var.actor)
  return sendNotFound(c)
})

management.use(limitBodyAsDeclared)
management.use(authenticate)
management.use(async (c, next) => {
  await next()
  // Calls keep agents and their workflows at hand: whatever was written here may have changed them.
  if (c.req.method !== 'GET') invalidateDirectory()
})

// Before the workflows: these paths have the form of a workflow's.
management.route('/v1/workflow/piece', pieceOptions)
management.route('/v1/workflow/piece', pieceUploads)
management.route('/v1/workflow/piece', pieces)
management.route('/v1/workflow/community-pieces', communityPieces)
management.route('/v1/workflow/template', templates)
management.route('/v1/workflow', executionBulk)
management.route('/v1/workflow', live)
management.route('/v1/workflow/connections', connections)
management.route('/v1/workflow/connection-requests', connectionRequests)
management.route('/v1/workflow/oauth-apps', oauthApps)
management.route('/v1/workflow/app-secrets', appSecrets)
management.route('/v1/workflow', notices)
management.route('/v1/workflow', executions)
management.route('/v1/workflow', workflows)
management.route('/v1/workflow', workflowImport)
management.route('/v1/workflow', workflowEditing)
management.route('/v1/workflow', workflowOperations)
management.route('/v1/workflow', workflowVersions)
management.route('/v1/folders', folders)
management.route('/v1/workflow', samples)
management.route('/v1/workflow', testing)
management.route('/v1/workflow', replays)
management.route('/v1/workflow', triggerTesting)
management.route('/v1/workflow', schedules)
management.route('/v1/workflow', workflowLatency)
management.route('/v1/workflow', formTickets)
management.route('/v1/agents', agentTools)
management.route('/v1/agents', agentLatency)
management.route('/v1/agents', unknownEvents)
management.route('/v1/agents', agentSimulation)
management.route('/v1/agents', agentVersions)
management.route('/v1/agents', agents)
management.route('/v1/platforms', platforms)
management.route('/v1/call', digaCalls)
management.route('/v1/calls', calls)
management.route('/v1/campaigns', campaigns)
management.route('/v1/campaigns', campaignRows)
management.route('/v1/do-not-call', doNotCall)
management.route('/v1/api-keys', apiKeys)
management.route('/v1/members', members)
management.route('/v1/session', session)

requireDeclared(management)
