import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pieceDetail } from '../../src/piece/catalogue.ts'
import type { Piece } from '../../src/piece/piece.ts'
import { iconOf } from './icons.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Names of the folders under pieces/. */
export function pieceFolders(): string[] {
  return (
    readdirSync(join(ROOT, 'pieces'), { withFileTypes: true })
      // What several pieces share stands in a folder with an underscore.
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
      .map(({ name }) => name)
      .sort()
  )
}

/** Every generated file with its text, by path from the repository's root. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const names = pieceFolders()
  const files: Record<string, string> = { 'src/piece/generated/loaders.ts': loaders(names) }
  const details = []
  for (const name of names) {
    const { default: piece } = (await import(join(ROOT, 'pieces', name, 'index.ts'))) as { default: Piece }
    if (piece.name !== name) throw new Error(`pieces/${name} declares the name "${piece.name}".`)
    details.push(pieceDetail(piece))
    files[`public/pieces/${name}.svg`] = iconOf(name, piece.displayName)
  }
  files['src/piece/generated/catalogue.json'] = `${JSON.stringify(details)}\n`
  return files
}

function loaders(names: readonly string[]): string {
  const key = (name: string) => (/^[a-z]+$/.test(name) ? name : `'${name}'`)
  const lines = names.map((name) => `  ${key(name)}: () => import('../../../pieces/${name}/index.ts'),`)
  return `import type { Piece } from '../piece.ts'

/** Every piece, loaded when first used. Made by \`npm run pieces:generate\`. */
export const loaders: Readonly<Record<string, () => Promise<{ default: Piece }>>> = {
${lines.join('\n')}
}
`
}

/** The generated files that are not as they should be. */
export async function staleFiles(): Promise<string[]> {
  const files = Object.entries(await generatedFiles())
  return files.filter(([path, text]) => read(path) !== text).map(([path]) => path)
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(ROOT, path), 'utf8')
  } catch {
    return undefined
  }
}

if (import.meta.main) {
  for (const folder of ['src/piece/generated', 'public/pieces'])
    mkdirSync(join(ROOT, folder), { recursive: true })
  for (const [path, text] of Object.entries(await generatedFiles())) writeFileSync(join(ROOT, path), text)
}
