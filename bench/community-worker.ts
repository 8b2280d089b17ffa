import type { InstalledPiece } from '../src/community/code.ts'
import { describePiece } from '../src/community/describe.ts'
import { finderOf } from '../src/community/find.ts'
import type { Piece } from '../src/piece/piece.ts'
import { loadPiece, lookAmong } from '../src/piece/registry.ts'
import { communityPin } from '../src/workflow/piece-name.ts'
import { runAction } from '../test/support/run-action.ts'

/** One step, as the benchmark asks for it, some times over. */
export interface Asked {
  name: string
  /** of a community piece; one of ours where left out */
  community?: { version: string; hash: string; code: string }
  action: string
  input: Record<string, unknown>
  times: number
}

/** Every service there is. */
globalThis.fetch = async () => Response.json({ ok: true, ts: '1.2', channel: 'C1', message: {} })

/** Runs a step as a run would: through the host that prepares it, with its input checked. */
export default {
  async fetch(request, env) {
    const { name, community, action, input, times } = (await request.json()) as Asked
    if (community) await install(env, name, community)
    const pin = community ? `@${communityPin(community.version)}` : ''
    const piece = (await loadPiece(`${name}${pin}`)) as Piece
    const services = { resumeUrl: () => 'https://patchcord.test/waits/token' }
    for (let n = 0; n < times; n++) await runAction(piece, action, input, { services })
    return new Response('ok')
  },
} satisfies ExportedHandler<Cloudflare.Env>

const known = new Map<string, InstalledPiece>()

async function install(
  env: Cloudflare.Env,
  name: string,
  { version, hash, code }: NonNullable<Asked['community']>,
): Promise<void> {
  const metadata = known.get(name)?.metadata ?? (await describePiece(env.LOADER as WorkerLoader, name, code))
  known.set(name, { name, package: name, version, hash, metadata, code: async () => code })
  lookAmong(finderOf(env, async (wanted) => known.get(wanted.name)))
}
