import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { declaredAuth } from '../../../src/community/auth.ts'
import { communityDetail } from '../../../src/community/detail.ts'
import { isCoded } from '../../../src/errors.ts'
import { type Made, makePiece } from './make.ts'
import { type Fetched, type Spec, specOf, withPackage } from './package.ts'
import { openSandbox, type Sandbox } from './sandbox.ts'

// npm run pieces:survey: loads each package of survey.txt, and writes docs/community-pieces.md.
// npm run pieces:survey @acme/piece-crm@1.2.3 …: tries only these, and writes nothing.
// Packages are kept in the folder PATCHCORD_PIECE_CACHE, beside the project.

const CACHE = process.env.PATCHCORD_PIECE_CACHE ?? join(tmpdir(), 'patchcord-pieces')
const DOCS = join(import.meta.dirname, '../../../docs')

/** What became of a package. */
type Outcome = Spec & ({ made: Made; framework: string } | { code: string; message: string })

const asked = process.argv.slice(2)
const listed = readFileSync(join(import.meta.dirname, 'survey.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
const sandbox = await openSandbox()
const outcomes: Outcome[] = []
try {
  for (const spec of (asked.length > 0 ? asked : listed).map(specOf)) {
    const outcome = await tryOut(spec, sandbox)
    outcomes.push(outcome)
    console.log(`${spec.package}@${spec.version}: ${'made' in outcome ? 'loads' : outcome.message}`)
  }
} finally {
  await sandbox.close()
}
if (asked.length === 0) {
  mkdirSync(DOCS, { recursive: true })
  writeFileSync(join(DOCS, 'community-pieces.md'), report(outcomes))
}

async function tryOut(spec: Spec, sandbox: Sandbox): Promise<Outcome> {
  const folder = join(CACHE, `${spec.name}@${spec.version}`)
  try {
    return await withPackage(
      spec,
      async (fetched) => {
        const made = await makePiece(fetched, sandbox)
        // What can't be told in the catalogue is of no use.
        communityDetail({ ...made, hash: '' })
        return { ...spec, made, framework: frameworkOf(fetched) }
      },
      folder,
    )
  } catch (error) {
    if (!isCoded(error)) throw error
    return { ...spec, code: error.code, message: error.message.split('\n').slice(0, 2).join(' ').trim() }
  }
}

/** The framework a package names; a bundle has its own inside. */
function frameworkOf({ folder }: Fetched): string {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>
  }
  const version = dependencies['@activepieces/pieces-framework'] ?? dependencies['@activepieces/framework']
  return version ?? 'in the bundle'
}

function report(all: readonly Outcome[]): string {
  const good = all.filter((each) => 'made' in each)
  const bad = all.filter((each) => 'code' in each)
  const size = (made: Made) => `${Math.ceil(Buffer.byteLength(made.code) / 1024)} KiB`
  const kinds = (made: Made) =>
    declaredAuth(made.metadata)
      .map(({ type }) => type)
      .join(', ') || '–'
  const loaded = good.map(({ name, version, made, framework }) => {
    const { actions, triggers, contextVersion } = made.metadata
    const counts = `${Object.keys(actions).length} | ${Object.keys(triggers).length}`
    const how = made.asPublished ? 'as published' : 'made one file'
    return `| ${name} | ${version} | ${framework} | ${contextVersion ?? '0'} | ${counts} | ${kinds(made)} | ${how}, ${size(made)} |`
  })
  const refused = bad.map(({ name, version, code, message }) => {
    return `| ${name} | ${version} | ${code} | ${message.replaceAll('|', '\\|')} |`
  })
  return `# Community pieces that were tried

Made by \`npm run pieces:survey\`: do not edit. Each package was taken from npm, made one file where it was not, loaded in
workerd, asked what it is, and told of in the catalogue's form. That a piece loads says nothing of each of its actions: see
the tests beside \`src/community\` for those that are run. "Context" is the version of the framework's contexts it expects.

${good.length} of ${all.length} load.

| piece | version | framework | context | actions | triggers | connections | code |
| --- | --- | --- | --- | --- | --- | --- | --- |
${loaded.join('\n')}

## Refused

| piece | version | code | why |
| --- | --- | --- | --- |
${refused.join('\n')}
`
}
