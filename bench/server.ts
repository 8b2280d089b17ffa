import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'

export const ADMIN_TOKEN = 'bench-admin-token'

/** Both Workers in one workerd process, each on its own socket: no development proxy in between. */
export interface Server {
  product: URL
  bare: URL
  /** where workerd takes the DevTools protocol, if asked to */
  inspector: URL | undefined
  db: D1Database
  /** path of the SQLite file of a RunObject */
  runFile(name: string): Promise<string>
  /** folder of the deployable bundle */
  bundle: string
  stop(): Promise<void>
}

export interface ServerOptions {
  /** opens workerd's inspector: for profiles, and slower */
  inspect?: boolean
}

const root = join(import.meta.dirname, '..')

export const PRODUCT_CONFIG = join(root, 'wrangler.toml')

/** Builds the Worker as a deployment would, and starts it on a fresh, migrated store. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'patchcord-bench-'))
  try {
    return await startIn(folder, options)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function startIn(folder: string, { inspect = false }: ServerOptions): Promise<Server> {
  const [product, bare] = await Promise.all([
    build(PRODUCT_CONFIG, join(folder, 'product')),
    build(join(import.meta.dirname, 'bare/wrangler.toml'), join(folder, 'bare')),
  ])
  const state = join(folder, 'state')
  const bindings = {
    PATCHCORD_ADMIN_TOKEN: ADMIN_TOKEN,
    PATCHCORD_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
  }
  const server = new Miniflare(
    convertV4MiniflareOptions({
      inspectorPort: inspect ? 0 : undefined,
      resourcePersistencePath: state,
      workers: [
        { ...product, name: 'product', bindings, unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }] },
        { ...bare, name: 'bare', unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }] },
      ],
    }),
  )
  const db = await server.getD1Database('DB', 'product')
  await migrate(db)
  return {
    product: await server.unsafeGetDirectURL('product'),
    bare: await server.unsafeGetDirectURL('bare'),
    inspector: inspect ? await server.getInspectorURL() : undefined,
    db,
    async runFile(name) {
      const runs = await server.getDurableObjectNamespace('RUNS', 'product')
      return join(state, 'do', 'product-RunObject', `${runs.idFromName(name)}.sqlite`)
    },
    bundle: join(folder, 'product'),
    async stop() {
      await server.dispose()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Bundles one Worker with wrangler and reads its bindings from the same file. */
async function build(config: string, outdir: string) {
  await wrangler('deploy', '--dry-run', '--config', config, '--outdir', outdir)
  // Where there are development secrets wrangler says so on the standard output, which is the report's.
  process.env.WRANGLER_LOG ??= 'warn'
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config)
  const modules = (await bundleFiles(outdir)).map((path) => ({ type: 'ESModule' as const, path }))
  return { ...workerOptions, rootPath: outdir, modulesRoot: outdir, modules }
}

/** Runs a wrangler command to its end. @throws Error with what it printed */
export async function wrangler(...args: string[]): Promise<void> {
  const script = join(root, 'node_modules/wrangler/bin/wrangler.js')
  await promisify(execFile)(process.execPath, [script, ...args], {
    env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false' },
  })
}

/** The JavaScript that a deployment uploads, entry first. */
export async function bundleFiles(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.js'))
  const entryFirst = files.toSorted((a, b) => Number(b === 'index.js') - Number(a === 'index.js'))
  return entryFirst.map((file) => join(folder, file))
}

async function migrate(db: D1Database): Promise<void> {
  const folder = join(root, 'migrations')
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).toSorted()
  for (const file of files) {
    const statements = (await readFile(join(folder, file), 'utf8')).split('--> statement-breakpoint')
    await db.batch(statements.map((statement) => db.prepare(statement)))
  }
}
