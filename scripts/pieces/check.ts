import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fieldsOf } from '../../src/piece/fields.ts'
import type { Action, Piece } from '../../src/piece/piece.ts'
import type { Trigger } from '../../src/piece/trigger.ts'
import { pieceFolders, staleFiles } from './generate.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Everything a reader would send a piece back for: one line each, with where it is. */
export async function complaintsAboutPieces(): Promise<string[]> {
  const found: string[] = []
  for (const name of pieceFolders()) {
    const { default: piece } = (await import(join(ROOT, 'pieces', name, 'index.ts'))) as { default: Piece }
    found.push(...pieceComplaints(piece), ...testComplaints(piece))
  }
  const stale = await staleFiles()
  return [...found, ...stale.map((path) => `${path} is out of date: run npm run pieces:generate`)]
}

function pieceComplaints(piece: Piece): string[] {
  const parts = [...Object.values(piece.actions), ...Object.values(piece.triggers)]
  return [
    ...textComplaints(piece.name, piece),
    ...parts.flatMap((part) => partComplaints(`${piece.name}.${part.name}`, part)),
  ]
}

function textComplaints(
  where: string,
  { displayName, description }: Pick<Piece, 'displayName' | 'description'>,
) {
  const found: string[] = []
  if (!displayName.trim()) found.push(`${where}: has no display name`)
  if (!/^[^a-z].*[.!]$/s.test(description)) found.push(`${where}: its description is no sentence`)
  if (description.trim() === displayName.trim()) found.push(`${where}: its description only repeats its name`)
  return found
}

function partComplaints(where: string, part: Action | Trigger): string[] {
  const found = textComplaints(where, part)
  const fields = fieldsOf(part.input)
  for (const name of Object.keys(part.input.shape)) {
    const field = fields[name]
    if (!field) found.push(`${where}.${name}: is made without a field kind`)
    else if (!field.label.trim() && field.kind !== 'MARKDOWN') found.push(`${where}.${name}: has no label`)
    for (const other of [field?.dependsOn ?? [], field?.showWhen?.field ?? []].flat()) {
      if (!Object.hasOwn(fields, other))
        found.push(`${where}.${name}: hangs on "${other}", which is no field`)
    }
  }
  if ('sampleData' in part && part.sampleData === null) found.push(`${where}: has no sample data`)
  return found
}

/** Each action and trigger must be run by its piece's test, under its name. */
function testComplaints({ name, actions, triggers }: Piece): string[] {
  const path = join(ROOT, 'pieces', name, 'index.test.ts')
  if (!existsSync(path)) return [`pieces/${name}: has no index.test.ts`]
  const text = readFileSync(path, 'utf8')
  // Calls and sub-workflows fire without any code of the piece.
  const own = Object.values(triggers).filter(({ type }) => type !== 'CALL' && type !== 'SUBFLOW')
  const parts = [...Object.keys(actions), ...own.map((trigger) => trigger.name)]
  return parts.filter((part) => !text.includes(part)).map((part) => `${name}.${part}: no test runs it`)
}

if (import.meta.main) {
  const complaints = await complaintsAboutPieces()
  for (const complaint of complaints) console.error(complaint)
  console.log(`${pieceFolders().length} pieces, ${complaints.length} complaints`)
  process.exitCode = complaints.length > 0 ? 1 : 0
}
