import type { JsonObject } from '../../json.ts'
import type { Connected } from '../../piece/piece.ts'
import type { Tool } from '../agent.ts'

/** What one would do by hand in a platform's console. Nothing of it is needed during a call. */
export interface Console {
  /** an agent's functions in the platform's own form, to be pasted or sent; left out where it has none */
  describe?(tools: Tool[], target: ToolTarget): JsonObject[]
  /** makes the platform's agent have these functions and none of ours besides. Others' are left alone */
  sync?(tools: Tool[], target: ToolTarget & { agentId: string }, api: Connected): Promise<SyncReport>
  listAgents?(api: Connected): Promise<PlatformAgent[]>
  listNumbers?(api: Connected): Promise<PlatformNumber[]>
}

/** Where functions are to be called, and as whom. */
export interface ToolTarget {
  /** the agent's one address, `…/hooks/<platform>/<id>` */
  hookUrl: string
  /** the agent's bearer secret, or what stands for it where it is not to be shown */
  bearer: string
  /** how long the platform has to wait for a function, in milliseconds: longer than we take */
  timeoutMs(tool: Tool): number
}

/** Names of functions by what was done about them at the platform. */
export interface SyncReport {
  created: string[]
  updated: string[]
  removed: string[]
}

export interface PlatformAgent {
  /** for `platform_agent_id` */
  id: string
  name: string
}

export interface PlatformNumber {
  /** for `platform_number_id` */
  id: string
  /** E.164, where it is one */
  number: string | null
  name: string | null
}

/** The address of one function. */
export const toolUrl = ({ hookUrl }: ToolTarget, { name }: Tool): string =>
  `${hookUrl}/tools/${encodeURIComponent(name)}`

/** What proves that the platform calls. */
export const bearerHeader = ({ bearer }: ToolTarget): string => `Bearer ${bearer}`

/** Whether an address at the platform is one of ours, for this agent. */
export const isOurs = (url: unknown, { hookUrl }: ToolTarget): boolean =>
  typeof url === 'string' && (url === hookUrl || url.startsWith(`${hookUrl}/`))

/** A function that the platform keeps as an object of its own. */
export interface KeptTool {
  id: string
  name: string
}

/** The requests that create, change and delete one. `create` gives its id. */
export interface ToolRequests {
  create(body: JsonObject): Promise<string>
  update(id: string, body: JsonObject): Promise<unknown>
  remove(id: string): Promise<unknown>
  /** makes the agent have these; `gone` are ours that it must not have any more */
  attach(ids: string[], gone: string[]): Promise<unknown>
}

/**
 * Brings a platform's functions in line with ours, by name. Nothing is deleted before the agent has let go of it, so a
 * failure in between leaves an agent that works, and the next time puts it right.
 * @param kept ours that are there already
 */
export async function syncTools(
  wanted: { name: string; body: JsonObject }[],
  kept: KeptTool[],
  requests: ToolRequests,
): Promise<SyncReport> {
  const report: SyncReport = { created: [], updated: [], removed: [] }
  const ids: string[] = []
  for (const { name, body } of wanted) {
    const known = kept.find((each) => each.name === name)
    if (known) await requests.update(known.id, body)
    ids.push(known?.id ?? (await requests.create(body)))
    report[known ? 'updated' : 'created'].push(name)
  }
  const gone = kept.filter(({ id }) => !ids.includes(id))
  await requests.attach(
    ids,
    gone.map(({ id }) => id),
  )
  for (const { id, name } of gone) {
    await requests.remove(id)
    report.removed.push(name)
  }
  return report
}

/**
 * Puts our functions into a list that the platform keeps inside its agent, in the place of those that are there.
 * @returns the new list, and what that does
 */
export function mergeTools<T>(
  wanted: { name: string; body: T }[],
  there: T[],
  read: (entry: T) => { name: string; isOurs: boolean },
): { list: T[]; report: SyncReport } {
  const ours = there.map(read).filter((each) => each.isOurs)
  const names = wanted.map(({ name }) => name)
  const known = (name: string) => ours.some((each) => each.name === name)
  return {
    list: [...there.filter((entry) => !read(entry).isOurs), ...wanted.map(({ body }) => body)],
    report: {
      created: names.filter((name) => !known(name)),
      updated: names.filter(known),
      removed: ours.map(({ name }) => name).filter((name) => !names.includes(name)),
    },
  }
}
