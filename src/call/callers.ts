import { agentsThatCall } from '../db/agents.ts'
import { openDb } from '../db/client.ts'
import { CodedError } from '../errors.ts'
import type { Choice } from '../piece/fields.ts'
import { endingWith, httpClientFor } from '../piece/http-client.ts'
import { within } from '../piece/within.ts'
import { callerText } from './caller.ts'
import type { PlatformNumber } from './providers/console.ts'
import { consoleOf } from './providers/consoles.ts'
import { providerNamed } from './providers/registry.ts'
import { openApi } from './reach.ts'

type CallingAgent = Awaited<ReturnType<typeof agentsThatCall>>[number]

/** What "From" of a call offers: every agent, and the other numbers that its platform has for its connection. */
export async function callersOf(env: Cloudflare.Env): Promise<Choice[]> {
  const agents = await agentsThatCall(openDb(env.DB))
  const byConnection = Map.groupBy(agents, ({ connectionId }) => connectionId)
  const numbers = new Map(
    await Promise.all(
      Array.from(byConnection, async ([connectionId, [agent]]) => {
        const listed = connectionId && agent ? await numbersOf(env, agent.provider, connectionId) : []
        return [connectionId, listed] as const
      }),
    ),
  )
  return agents.flatMap((agent) => choicesOf(agent, numbers.get(agent.connectionId) ?? []))
}

function choicesOf(
  { id, name, provider, phoneNumber, platformNumberId }: CallingAgent,
  there: PlatformNumber[],
) {
  const isOwn = (each: PlatformNumber) =>
    each.id === platformNumberId || (each.number !== null && each.number === phoneNumber)
  const others = there.filter((each) => !isOwn(each))
  return [
    { value: id, label: `${name} · ${phoneNumber ?? provider}` },
    ...others.map((each) => ({
      value: callerText(id, each.id),
      label: [name, each.number, each.name].filter(Boolean).join(' · '),
    })),
  ]
}

/** How long a form waits for one platform. Milliseconds. */
const PATIENCE_MS = 5_000

/** A platform that can't be asked just now lists no numbers: its agents are there to choose all the same. */
async function numbersOf(
  env: Cloudflare.Env,
  provider: string,
  connectionId: string,
): Promise<PlatformNumber[]> {
  const piece = providerNamed(provider)?.piece
  const list = consoleOf(provider)?.listNumbers
  if (!piece || !list) return []
  const late = () => new CodedError('HTTP_TIMEOUT', `${provider} took longer than ${PATIENCE_MS} ms.`)
  const ask = async (signal: AbortSignal) =>
    list(await openApi(env, piece, connectionId, endingWith(httpClientFor(env), signal)))
  return within(PATIENCE_MS, late, ask).catch(() => [])
}
