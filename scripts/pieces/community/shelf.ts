import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Metadata } from '../../../src/community/piece.ts'
import { CodedError } from '../../../src/errors.ts'
import { iconOf } from '../icons.ts'
import type { Spec } from './package.ts'

/** A piece on the shelf, beside its code. */
export interface Shelved extends Spec {
  hash: string
  /** of the tarball on npm it was made of */
  integrity: string
  /** the modules of Node it asks for */
  builtins: string[]
  metadata: Metadata
}

/** What the index says of each piece: enough to find it. */
type Entry = Pick<Shelved, 'name' | 'package' | 'version' | 'hash' | 'integrity'>

/**
 * The community pieces of a build: files under `public/_community`, which are deployed with it and handed to nobody
 * outside. They are kept in the repository, so that a fork builds the same from `npm ci` alone.
 * @param publicFolder `public/` of the project
 */
export function openShelf(publicFolder: string) {
  const root = join(publicFolder, '_community')
  const indexPath = join(root, 'index.json')
  const icon = (name: string) => join(publicFolder, 'pieces', `${name}.svg`)
  const folderOf = ({ name, version }: Pick<Spec, 'name' | 'version'>) => join(root, name, version)

  const list = (): Entry[] => (existsSync(indexPath) ? JSON.parse(readFileSync(indexPath, 'utf8')) : [])
  const keep = (entries: readonly Entry[]) => {
    write(indexPath, `${JSON.stringify([...entries].sort(inOrder), null, 2)}\n`)
  }

  return {
    list,
    /** @returns false where just this lay there already. @throws CodedError PIECE_TAKEN by another package */
    put(piece: Omit<Shelved, 'hash'>, code: string): boolean {
      const shelved: Shelved = { ...piece, hash: createHash('sha256').update(code).digest('hex') }
      const others = list().filter((each) => !isSame(each, piece))
      const there = list().find((each) => isSame(each, piece))
      if (there && there.package !== piece.package) {
        const message = `${there.package}@${there.version} has that name and version: remove it first.`
        throw new CodedError('PIECE_TAKEN', message)
      }
      const isNew = [
        write(join(folderOf(piece), 'piece.cjs'), code),
        write(join(folderOf(piece), 'piece.json'), `${JSON.stringify(shelved)}\n`),
      ].some(Boolean)
      if (!existsSync(icon(piece.name)))
        write(icon(piece.name), iconOf(piece.name, piece.metadata.displayName))
      keep([...others, entryOf(shelved)])
      return isNew
    },
    /** @param isNative whether a piece of ours has the icon. @returns false where it was not there */
    remove(piece: Spec, isNative: boolean): boolean {
      const others = list().filter((each) => !(isSame(each, piece) && each.package === piece.package))
      if (others.length === list().length) return false
      rmSync(folderOf(piece), { recursive: true, force: true })
      if (!others.some(({ name }) => name === piece.name)) {
        rmSync(dirname(folderOf(piece)), { recursive: true, force: true })
        if (!isNative) rmSync(icon(piece.name), { force: true })
      }
      keep(others)
      return true
    },
  }
}

const entryOf = ({ name, package: packageName, version, hash, integrity }: Shelved): Entry => ({
  name,
  package: packageName,
  version,
  hash,
  integrity,
})

const isSame = (a: Pick<Spec, 'name' | 'version'>, b: Pick<Spec, 'name' | 'version'>) =>
  a.name === b.name && a.version === b.version

const inOrder = (a: Entry, b: Entry) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.version.localeCompare(b.version, 'en', { numeric: true })

/** @returns false where the file said just that already */
function write(path: string, text: string): boolean {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return false
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return true
}
