import * as z from 'zod'
import { type Assignment, assignmentsOf, type LiveAgent } from '../db/agents.ts'
import type { Db } from '../db/client.ts'
import { AGENT_VERSION_STATES, type AgentVersionRow } from '../db/schema.ts'
import { catalogueFor } from '../piece/rules.ts'
import { isoTime } from '../run/run-view.ts'
import { hasPlaceholders } from '../workflow/placeholders.ts'
import { Category, type Definition } from '../workflow/schema.ts'
import { validateDefinition } from '../workflow/validate.ts'
import { consumedVariables, producedVariables } from '../workflow/variables.ts'

/** An assigned workflow, in Diga's form: as published, or as its draft is until then. */
export const AssignedFlowView = z
  .object({
    id: z.string(),
    name: z.string(),
    requires_setup: z.boolean().describe('It has errors, or placeholders of its template to fill in.'),
    source_flow_template_id: z.string().nullable(),
    status: z.enum(['ENABLED', 'DISABLED']).describe('Only one that is enabled runs.'),
    flow_category: Category.nullable(),
    produced_variables: z.array(z.string()),
    consumed_variables: z.array(z.string()),
  })
  .meta({ id: 'AssignedFlow' })

const assignment = {
  flow_ids: z.array(z.string()).describe('In the order they run and answer.'),
  flows: z.array(AssignedFlowView),
  produced_variables: z.array(z.string()).describe('What the workflows that run give to a call.'),
  consumed_variables: z.array(z.string()).describe('What the workflows that run take from a call.'),
}

export const AgentView = z
  .object({
    id: z.string(),
    name: z.string(),
    provider: z.string(),
    version_id: z.string().describe('The live version.'),
    hook_url: z.url(),
    mcp_url: z.url().describe('Its functions for MCP clients, which send the bearer secret.'),
    phone_number: z.string().nullable(),
    outbound_url: z.string().nullable(),
    deadline_seconds: z.number().int().nullable(),
    max_concurrent_calls: z.number().int().nullable(),
    connection_id: z.string().nullable(),
    platform_agent_id: z.string().nullable(),
    platform_number_id: z.string().nullable(),
    ...assignment,
    created: z.iso.datetime(),
    updated: z.iso.datetime(),
  })
  .meta({ id: 'Agent' })

export const AgentVersionView = z
  .object({
    id: z.string(),
    agent_id: z.string(),
    number: z.number().int(),
    state: z.enum(AGENT_VERSION_STATES),
    ...assignment,
    created: z.iso.datetime(),
    updated: z.iso.datetime(),
    published: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AgentVersion' })

/** Agents as `AgentView` describes them. @param origin the address of this server */
export async function viewAgents(
  db: Db,
  agents: LiveAgent[],
  origin: string,
): Promise<z.input<typeof AgentView>[]> {
  const assignmentOf = await readAssignments(
    db,
    agents.map(({ versionId }) => versionId),
  )
  return agents.map((agent) => ({
    id: agent.id,
    name: agent.name,
    provider: agent.provider,
    version_id: agent.versionId,
    hook_url: `${origin}/hooks/${agent.provider}/${agent.id}`,
    mcp_url: `${origin}/mcp/${agent.id}`,
    phone_number: agent.phoneNumber,
    outbound_url: agent.outboundUrl,
    deadline_seconds: agent.deadlineSeconds,
    max_concurrent_calls: agent.maxConcurrentCalls,
    connection_id: agent.connectionId,
    platform_agent_id: agent.platformAgentId,
    platform_number_id: agent.platformNumberId,
    ...assignmentOf(agent.versionId),
    created: isoTime(agent.createdAt),
    updated: isoTime(agent.updatedAt),
  }))
}

/** Versions as `AgentVersionView` describes them. */
export async function viewVersions(
  db: Db,
  versions: AgentVersionRow[],
): Promise<z.input<typeof AgentVersionView>[]> {
  const assignmentOf = await readAssignments(
    db,
    versions.map(({ id }) => id),
  )
  return versions.map((version) => ({
    id: version.id,
    agent_id: version.agentId,
    number: version.number,
    state: version.state,
    ...assignmentOf(version.id),
    created: isoTime(version.createdAt),
    updated: isoTime(version.updatedAt),
    published: isoTime(version.publishedAt),
  }))
}

/** What is assigned to each of these versions of agents. A workflow that several have is looked at once. */
async function readAssignments(db: Db, agentVersionIds: string[]) {
  const assigned = await assignmentsOf(db, agentVersionIds)
  const workflows = new Map(assigned.map((each) => [each.workflow.id, each]))
  const views = await Promise.all(Array.from(workflows.values(), viewFlow))
  const viewOf = new Map(views.map((view) => [view.id, view]))
  const runs = new Set(
    assigned.filter(({ workflow }) => isRunning(workflow)).map(({ workflow }) => workflow.id),
  )
  return (agentVersionId: string) => {
    const flows = assigned
      .filter((each) => each.agentVersionId === agentVersionId)
      .flatMap(({ workflow }) => viewOf.get(workflow.id) ?? [])
    const running = flows.filter(({ id }) => runs.has(id))
    return {
      flow_ids: flows.map(({ id }) => id),
      flows,
      produced_variables: union(running.map((flow) => flow.produced_variables)),
      consumed_variables: union(running.map((flow) => flow.consumed_variables)),
    }
  }
}

const isRunning = ({ status, publishedVersionId }: Assignment['workflow']) =>
  status === 'ENABLED' && publishedVersionId !== null

const union = (lists: string[][]) => [...new Set(lists.flat())]

async function viewFlow({ workflow, version }: Assignment): Promise<z.input<typeof AssignedFlowView>> {
  const { definition } = version
  return {
    id: workflow.id,
    name: version.name,
    requires_setup: await requiresSetup(definition),
    source_flow_template_id: workflow.templateId,
    status: workflow.status,
    flow_category: version.category,
    produced_variables: producedVariables(definition),
    consumed_variables: consumedVariables(definition),
  }
}

async function requiresSetup(definition: Definition): Promise<boolean> {
  if (hasPlaceholders(definition)) return true
  const issues = validateDefinition(definition, await catalogueFor(definition))
  return issues.some(({ severity }) => severity === 'error')
}
