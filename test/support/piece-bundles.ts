import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { build } from 'esbuild'
import { type Request, Response } from 'miniflare'

const require = createRequire(import.meta.url)
const bundled = new Map<string, Promise<string>>()

/** The one file of a published package, as `?package=` names it, for tests inside workerd, which can't read this machine. */
export async function pieceBundles(asked: Request): Promise<Response> {
  const name = new URL(asked.url).searchParams.get('package') ?? ''
  const known = bundled.get(name) ?? bundle(name)
  bundled.set(name, known)
  return new Response(await known)
}

async function bundle(name: string): Promise<string> {
  const file = require.resolve(name)
  const { dependencies = {} } = require(`${name}/package.json`)
  // Since 2026 a package is one file as it is published.
  if (Object.keys(dependencies).length === 0) return readFile(file, 'utf8')
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}
