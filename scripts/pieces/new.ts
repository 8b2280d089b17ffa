import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [name = ''] = process.argv.slice(2)
const folder = join(import.meta.dirname, '../../pieces', name)
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
  fail('Give a name in small letters: npm run piece:new acme-crm')
if (existsSync(folder)) fail(`pieces/${name} exists already.`)

const displayName = name
  .split('-')
  .map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
  .join(' ')
const variable = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'index.ts'), pieceText())
writeFileSync(join(folder, 'index.test.ts'), testText())
console.log(`pieces/${name} is there. Fill it in, then: npm run pieces:generate && npm run piece:check`)

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}

function pieceText(): string {
  return `import * as z from 'zod'
import { secretText } from '../../src/piece/auth.ts'
import { shortText } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'
import { at } from '../../src/piece/service-http.ts'

const ${variable} = service({
  name: '${name}',
  displayName: '${displayName}',
  description: 'Records of ${displayName}.',
  categories: ['PRODUCTIVITY'],
  auth: [secretText({ label: 'API key', description: 'Settings › API.' })],
  baseUrl: 'https://api.example.com/v1',
  authorize: ({ secret }) => ({ headers: { authorization: \`Bearer \${secret}\` } }),
  validate: ({ http }) => http.get('/me'),
})

const getRecord = ${variable}.action({
  name: 'get_record',
  displayName: 'Get a record',
  description: 'Reads one record by its id.',
  input: z.object({ id: shortText({ label: 'Record id' }) }),
  idempotent: true,
  run: ({ input, http }) => http.get(at\`/records/\${input.id}\`),
})

export default ${variable}.piece({ actions: [getRecord] })
`
}

function testText(): string {
  return `import { expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import ${variable} from './index.ts'

// Held against: say what played the service here, such as the vendor's description or an emulator.

const kit = pieceKit(${variable}, { connection: { type: 'SECRET_TEXT', secret_text: 'key-for-tests' } })

test('a record is read by its id', async () => {
  const { output, sent } = await kit.run('get_record', { id: 'a/b' }, [{ body: { id: 'a/b' } }])
  expect(output).toEqual({ id: 'a/b' })
  expect(sent[0]?.url.pathname).toBe('/v1/records/a%2Fb')
})

test('any other request carries the credentials', async () => {
  const { sent } = await kit.run('custom_api_call', { url: '/me' }, [{ body: {} }])
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer key-for-tests')
})
`
}
