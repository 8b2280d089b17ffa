import { join } from 'node:path'
import { isCoded } from '../../../src/errors.ts'
import { makePiece } from './make.ts'
import { specOf, withPackage } from './package.ts'
import { openSandbox } from './sandbox.ts'
import { openShelf } from './shelf.ts'

// npm run pieces:add @activepieces/piece-notion@0.7.3 …

const shelf = openShelf(join(import.meta.dirname, '../../../public'))
const sandbox = await openSandbox()
try {
  const specs = process.argv.slice(2).map(specOf)
  if (specs.length === 0) {
    console.error('Name a piece: npm run pieces:add @activepieces/piece-notion@0.7.3')
    process.exitCode = 1
  }
  for (const spec of specs) {
    const {
      code,
      asPublished: _,
      ...piece
    } = await withPackage(spec, (fetched) => makePiece(fetched, sandbox))
    const isNew = shelf.put(piece, code)
    const { actions, triggers, displayName } = piece.metadata
    const parts = `${Object.keys(actions).length} actions, ${Object.keys(triggers).length} triggers`
    console.log(
      `${displayName} ${piece.version}: ${parts}${isNew ? '' : '. It was there already: nothing changed'}`,
    )
  }
} catch (error) {
  if (!isCoded(error)) throw error
  console.error(`${error.code}: ${error.message}`)
  process.exitCode = 1
} finally {
  await sandbox.close()
}
