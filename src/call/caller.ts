/** "From" of a call: an agent by its number or id, and which number of its platform it calls from. */
export interface Caller {
  agent: string
  /** what the platform calls it, as `platform_number_id`; undefined for the agent's own */
  number: string | undefined
}

/** Neither an agent's id nor a number has one. */
const SEPARATOR = '#'

/** "From" as it is written. */
export const callerText = (agentId: string, numberId: string): string => agentId + SEPARATOR + numberId

/** "From" read. */
export function readCaller(from: string): Caller {
  const at = from.indexOf(SEPARATOR)
  return at < 0
    ? { agent: from, number: undefined }
    : { agent: from.slice(0, at), number: from.slice(at + 1) }
}
