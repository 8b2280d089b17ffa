import { join } from 'node:path'
import { isCoded } from '../../../src/errors.ts'
import { pieceFolders } from '../generate.ts'
import { specOf } from './package.ts'
import { openShelf } from './shelf.ts'

// npm run pieces:remove @activepieces/piece-notion@0.7.3 …

const shelf = openShelf(join(import.meta.dirname, '../../../public'))
const native = pieceFolders()
try {
  for (const spec of process.argv.slice(2).map(specOf)) {
    const wasThere = shelf.remove(spec, native.includes(spec.name))
    console.log(`${spec.package}@${spec.version} ${wasThere ? 'is removed' : 'was not there'}.`)
  }
} catch (error) {
  if (!isCoded(error)) throw error
  console.error(`${error.code}: ${error.message}`)
  process.exitCode = 1
}
