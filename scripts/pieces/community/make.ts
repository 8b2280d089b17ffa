import { CodedError } from '../../../src/errors.ts'
import { bundlePackage } from './bundle.ts'
import type { Fetched } from './package.ts'
import type { Sandbox } from './sandbox.ts'
import type { Shelved } from './shelf.ts'

/** A piece made ready, with its code. */
export interface Made extends Omit<Shelved, 'hash'> {
  code: string
  /** true where the package was one file already, and is taken as it is */
  asPublished: boolean
}

/**
 * Makes an installed package one file and asks it, in the sandbox, what it is.
 * @throws CodedError PIECE_UNSUPPORTED, PIECE_TOO_LARGE, PIECE_INVALID
 */
export async function makePiece(fetched: Fetched, sandbox: Sandbox): Promise<Made> {
  const { package: packageName, name, version, integrity, folder } = fetched
  const { code, builtins, asPublished } = await bundlePackage(packageName, folder)
  const [missing] = await sandbox.missing(builtins)
  if (missing !== undefined) {
    const message = `${packageName} needs the module "${missing}", which a Worker does not have.`
    throw new CodedError('PIECE_UNSUPPORTED', message, { details: { module: missing } })
  }
  const metadata = await sandbox.describe(packageName, code)
  return { package: packageName, name, version, integrity, builtins, metadata, code, asPublished }
}
