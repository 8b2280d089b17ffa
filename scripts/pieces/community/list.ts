import { join } from 'node:path'
import { openShelf } from './shelf.ts'

// npm run pieces:list

const pieces = openShelf(join(import.meta.dirname, '../../../public')).list()
for (const { package: name, version, hash } of pieces) console.log(`${name}@${version}  ${hash.slice(0, 12)}`)
if (pieces.length === 0) console.log('None. Add one: npm run pieces:add @activepieces/piece-notion@0.7.3')
