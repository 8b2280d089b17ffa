import { join } from 'node:path'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import type { Metadata } from '../../../src/community/piece.ts'
import { CodedError, type ErrorData } from '../../../src/errors.ts'

/** A workerd on this machine, in which pieces say what they are: never in the tool's own process. */
export interface Sandbox {
  /** @throws CodedError PIECE_UNSUPPORTED, PIECE_INVALID */
  describe(name: string, code: string): Promise<Metadata>
  /** those of Node's modules that a Worker does not have */
  missing(modules: readonly string[]): Promise<string[]>
  close(): Promise<void>
}

/** What the Worker in the sandbox answers. */
type Reply<T> = { ok: T } | { error: ErrorData }

/** Starts the sandbox. It takes a second, so one serves many pieces. */
export async function openSandbox(): Promise<Sandbox> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'sandbox-worker.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'esnext',
    external: ['cloudflare:workers', 'node:*'],
  })
  const server = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: outputFiles[0]?.text ?? '',
      compatibilityDate: '2026-11-01',
      compatibilityFlags: ['nodejs_compat'],
      workerLoaders: { LOADER: {} },
    }),
  )
  const ask = async <T>(path: string, body: unknown): Promise<T> => {
    const init = { method: 'POST', body: JSON.stringify(body) }
    const response = await server.dispatchFetch(`http://sandbox${path}`, init)
    const reply = (await response.json()) as Reply<T>
    if ('ok' in reply) return reply.ok
    const { code, message, details } = reply.error
    throw new CodedError(code, message, details === undefined ? {} : { details })
  }
  return {
    describe: (name, code) => ask('/describe', { name, code }),
    missing: (modules) => ask('/missing', modules),
    close: () => server.dispose(),
  }
}
