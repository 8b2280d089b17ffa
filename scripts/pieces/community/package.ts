import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CodedError } from '../../../src/errors.ts'
import { shortPieceName } from '../../../src/workflow/piece-name.ts'

const run = promisify(execFile)
/** npm says much where it fails. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024

/** A package and the one version of it that is meant. */
export interface Spec {
  package: string
  /** short, as in the catalogue */
  name: string
  version: string
}

/** A package with all that it depends on, in a folder of its own. */
export interface Fetched extends Spec {
  /** where its package.json lies */
  folder: string
  /** of the tarball, as npm's lockfile has it */
  integrity: string
}

const SPEC = /^((?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*)@(\d+\.\d+\.\d+(?:-[\w.-]+)?)$/

/** `@activepieces/piece-notion@0.7.3`, taken apart. @throws CodedError PIECE_INVALID */
export function specOf(text: string): Spec {
  const [, name, version] = SPEC.exec(text) ?? []
  if (name === undefined || version === undefined) {
    const message = `"${text}" names no version of a package. Write it as @activepieces/piece-notion@0.7.3.`
    throw new CodedError('PIECE_INVALID', message)
  }
  return { package: name, name: shortPieceName(name), version }
}

/**
 * Installs a package from npm beside the project, not into it, and runs none of its scripts.
 * @param into folder to keep what was installed in; else it is gone once `use` is done
 * @throws CodedError PIECE_UNAVAILABLE with npm's own words
 */
export async function withPackage<T>(
  spec: Spec,
  use: (fetched: Fetched) => Promise<T>,
  into?: string,
): Promise<T> {
  const folder = into ?? (await mkdtemp(join(tmpdir(), 'patchcord-piece-')))
  try {
    return await use(await install(spec, folder))
  } finally {
    if (into === undefined) await rm(folder, { recursive: true, force: true })
  }
}

async function install(spec: Spec, folder: string): Promise<Fetched> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n')
  const wanted = `${spec.package}@${spec.version}`
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline']
  try {
    await run('npm', ['install', '--save-exact', ...quiet, wanted], {
      cwd: folder,
      maxBuffer: MAX_OUTPUT_BYTES,
    })
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() || (error as Error).message
    throw new CodedError('PIECE_UNAVAILABLE', `npm does not give ${wanted}: ${said}`)
  }
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as Lock
  const place = `node_modules/${spec.package}`
  return { ...spec, folder: join(folder, place), integrity: lock.packages[place]?.integrity ?? '' }
}

interface Lock {
  packages: Record<string, { integrity?: string }>
}
