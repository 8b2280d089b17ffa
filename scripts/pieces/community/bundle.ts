import { readFile } from 'node:fs/promises'
import { builtinModules, createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { type BuildFailure, build, type Metafile } from 'esbuild'
import { CodedError } from '../../../src/errors.ts'

/** A piece as one file. */
export interface Bundle {
  code: string
  /** the modules of Node it asks for, without `node:` */
  builtins: string[]
  /** true where the package was one file already, and is taken as it is */
  asPublished: boolean
}

/** A static asset of Cloudflare's takes 25 MiB, and a Worker that is loaded starts slower the larger it is. */
const MAX_BYTES = 10 * 1024 * 1024

/**
 * Makes a package one CommonJS file that asks for Node's own modules only. The same folder gives the same bytes.
 * @param folder with its package.json; what it depends on is found from there as Node does
 * @throws CodedError PIECE_UNSUPPORTED naming what can't be taken in, PIECE_TOO_LARGE
 */
export async function bundlePackage(name: string, folder: string): Promise<Bundle> {
  const main = createRequire(join(folder, 'package.json')).resolve(folder)
  const { text, metafile } = await bundled(name, folder, main)
  const builtins = builtinsOf(metafile)
  const asPublished = Object.keys(metafile.inputs).length === 1
  const code = asPublished ? await readFile(main, 'utf8') : text
  const bytes = Buffer.byteLength(code)
  if (bytes > MAX_BYTES) {
    const size = `${Math.ceil(bytes / 1024 / 1024)} MiB`
    throw new CodedError('PIECE_TOO_LARGE', `${name} comes to ${size} with all it needs: 10 MiB is the most.`)
  }
  return { code, builtins, asPublished }
}

async function bundled(name: string, folder: string, main: string) {
  try {
    const { outputFiles, metafile } = await build({
      // Relative paths: what the folder is called must not reach the bundle.
      absWorkingDir: folder,
      entryPoints: [relative(folder, main)],
      bundle: true,
      write: false,
      metafile: true,
      format: 'cjs',
      platform: 'node',
      target: 'esnext',
      minify: true,
      // A piece is known by the name of its class.
      keepNames: true,
      legalComments: 'none',
      logLevel: 'silent',
      // What else can not be found stands in a `try`, or the bundle fails.
      external: [...builtinModules, 'node:*'],
    })
    return { text: outputFiles[0]?.text ?? '', metafile }
  } catch (error) {
    throw unsupported(name, error as BuildFailure)
  }
}

function unsupported(name: string, failure: BuildFailure): CodedError {
  const texts = failure.errors?.map(({ text }) => text) ?? [failure.message]
  const modules = texts.flatMap(
    (text) =>
      /Could not resolve "([^"]+)"|loader is configured for "[^"]+" files: (\S+)/.exec(text)?.slice(1) ?? [],
  )
  // A file of machine code lies among the packages beside it.
  const module = modules.find(Boolean)?.replace(/^(?:\.\.\/)+|^.*node_modules\//, '')
  const message = module
    ? `${name} needs "${module}", which can't be made part of one file.`
    : `${name} can't be made one file: ${texts[0]}`
  return new CodedError('PIECE_UNSUPPORTED', message, module ? { details: { module } } : {})
}

function builtinsOf({ outputs }: Metafile): string[] {
  const imports = Object.values(outputs).flatMap((output) => output.imports)
  const names = imports
    .map(({ path }) => path.replace(/^node:/, ''))
    .filter((path) => builtinModules.includes(path))
  return [...new Set(names)].sort()
}
