import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundlePackage } from './bundle.ts'
import { type Made, makePiece } from './make.ts'
import { specOf } from './package.ts'
import { openSandbox, type Sandbox } from './sandbox.ts'
import { openShelf } from './shelf.ts'

const ROOT = join(import.meta.dirname, '../../..')
const MODULES = join(ROOT, 'node_modules')

let sandbox: Sandbox
let scratch: string
beforeAll(async () => {
  sandbox = await openSandbox()
  scratch = await mkdtemp(join(tmpdir(), 'patchcord-tools-'))
}, 60_000)
afterAll(async () => {
  await sandbox.close()
  await rm(scratch, { recursive: true })
})

/** A piece as it lies among this project's own packages. */
function made(text: string): Promise<Made> {
  const spec = specOf(`@activepieces/piece-${text}`)
  return makePiece({ ...spec, folder: join(MODULES, spec.package), integrity: 'sha512-x' }, sandbox)
}

/** A package made up for a test, by its files. */
function packageOf(name: string, files: Record<string, string>): string {
  const folder = join(scratch, name)
  for (const [path, text] of Object.entries({ 'package.json': '{"main":"index.js"}', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** What an attempt is refused with. */
const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'was not refused',
    ({ code, message }) => [code, message],
  )

describe('a package', () => {
  test('is named with its exact version', () => {
    const spec = { package: '@acme/piece-crm', name: 'crm', version: '1.2.3-beta.1' }
    expect(specOf('@acme/piece-crm@1.2.3-beta.1')).toEqual(spec)
    expect(specOf('piece-crm@1.2.3').package).toBe('piece-crm')
    for (const text of [
      '',
      'slack',
      '@a/b@latest',
      '@a/b@^1.0.0',
      '@a/b@1.0',
      '../x@1.0.0',
      '--x@1.0.0',
      '@a/b@1.0.0 y',
    ]) {
      expect(() => specOf(text), text).toThrow(expect.objectContaining({ code: 'PIECE_INVALID' }))
    }
  })

  test('that is one file already is taken byte for byte', async () => {
    const { code, asPublished, builtins } = await made('slack@0.17.9')
    const published = readFileSync(join(MODULES, '@activepieces/piece-slack/src/index.js'), 'utf8')
    expect(asPublished).toBe(true)
    expect(code).toBe(published)
    expect(builtins).toContain('zlib')
  })

  test('with dependencies becomes one file that runs', async () => {
    const { asPublished, metadata } = await made('discord@0.2.0')
    expect(asPublished).toBe(false)
    expect(Object.keys(metadata.actions)).toEqual(['send_message_webhook'])
  })

  test('with dependencies becomes the same bytes in whatever folder', async () => {
    const bundles = []
    for (const place of ['here', 'somewhere/else']) {
      packageOf(`${place}/node_modules/tool`, { 'index.js': 'exports.tool = () => __filename.length' })
      const text = 'class Piece { tool = require("tool").tool }; exports.piece = new Piece()'
      bundles.push(await bundlePackage('it', packageOf(`${place}/node_modules/piece`, { 'index.js': text })))
    }
    expect(bundles[0]).toEqual(bundles[1])
    expect(bundles[0]).toMatchObject({ asPublished: false, builtins: [] })
  })

  test.each([
    ['a module that is not there', 'require("left-pad")', 'PIECE_UNSUPPORTED', /needs "left-pad"/],
    ['machine code', 'require("./thing.node")', 'PIECE_UNSUPPORTED', /needs .*\.node/],
    ['what no JavaScript is', 'const = 1', 'PIECE_UNSUPPORTED', /can't be made one file/],
  ])('that needs %s is refused', async (what, text, code, message) => {
    const folder = packageOf(what.replaceAll(' ', '-'), { 'index.js': text, 'thing.node': '\0' })
    expect(await refusal(bundlePackage('it', folder))).toEqual([code, expect.stringMatching(message)])
  })

  test('that asks for a module of Node that Workers have not is refused by its name', async () => {
    const folder = packageOf('sea', { 'index.js': 'require("node:sea")' })
    const fetched = { package: 'sea', name: 'sea', version: '1.0.0', folder, integrity: '' }
    const said = await refusal(makePiece(fetched, sandbox))
    expect(said).toEqual(['PIECE_UNSUPPORTED', expect.stringContaining('the module "sea"')])
  })

  test('of more than 10 MiB is refused', async () => {
    const folder = packageOf('large', {
      'index.js': `exports.x = ${JSON.stringify('x'.repeat(11 * 2 ** 20))}`,
    })
    expect(await refusal(bundlePackage('it', folder))).toEqual([
      'PIECE_TOO_LARGE',
      expect.stringContaining('12 MiB'),
    ])
  })
})

describe('in the sandbox', () => {
  test.each([
    ['that exports no piece', 'exports.x = 1', 'PIECE_INVALID', /exports no piece/],
    ['that throws', 'throw new Error("not today")', 'PIECE_UNSUPPORTED', /not today/],
    ['that asks for a missing module late', 'require("no" + "where")', 'PIECE_UNSUPPORTED', /"nowhere"/],
    [
      'that reads our files',
      'exports.p = { getAction() {}, metadata: () => { process.getBuiltinModule("fs").readFileSync("/etc/passwd") } }',
      'PIECE_UNSUPPORTED',
      /ENOENT|no such file/,
    ],
    [
      'whose metadata is none',
      'exports.p = { getAction() {}, metadata: () => ({ displayName: 1 }) }',
      'PIECE_INVALID',
      /"displayName"/,
    ],
  ])('a file %s is refused', async (_what, code, expected, message) => {
    expect(await refusal(sandbox.describe('it', code))).toEqual([expected, expect.stringMatching(message)])
  })

  test('nothing reaches this process', async () => {
    Object.assign(globalThis, { sandboxed: 'outside' })
    const code = `exports.p = { getAction() {}, metadata: () => ({ displayName: String(globalThis.sandboxed) + typeof process.env.PATH, actions: {}, triggers: {} }) }`
    expect((await sandbox.describe('it', code)).displayName).toBe('undefinedundefined')
  })
})

describe('the shelf', () => {
  const filesOf = async (folder: string) => {
    const names = await readdir(folder, { recursive: true, withFileTypes: true })
    const paths = names.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name))
    return Object.fromEntries(
      paths.sort().map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
    )
  }

  test('keeps two versions of a piece side by side, and changes nothing where one comes again', async () => {
    const folder = join(scratch, 'public')
    const shelf = openShelf(folder)
    const { code, asPublished: _, ...piece } = await made('store@0.6.20')
    expect(shelf.put(piece, code)).toBe(true)
    expect(shelf.put({ ...piece, version: '0.10.0' }, `${code}\n`)).toBe(true)
    const before = await filesOf(folder)
    expect(Object.keys(before)).toEqual([
      '_community/index.json',
      '_community/store/0.10.0/piece.cjs',
      '_community/store/0.10.0/piece.json',
      '_community/store/0.6.20/piece.cjs',
      '_community/store/0.6.20/piece.json',
      'pieces/store.svg',
    ])
    expect(shelf.put(piece, code)).toBe(false)
    expect(await filesOf(folder)).toEqual(before)
    const hash = createHash('sha256').update(code).digest('hex')
    expect(shelf.list()).toEqual([
      expect.objectContaining({ name: 'store', version: '0.6.20', hash, integrity: 'sha512-x' }),
      expect.objectContaining({ name: 'store', version: '0.10.0' }),
    ])
    const taken = expect.objectContaining({ code: 'PIECE_TAKEN' })
    expect(() => shelf.put({ ...piece, package: '@acme/piece-store' }, code)).toThrow(taken)
  })

  test('has nothing left where all is removed', async () => {
    const folder = join(scratch, 'public')
    const shelf = openShelf(folder)
    const piece = specOf('@activepieces/piece-store@0.6.20')
    expect(shelf.remove({ ...piece, package: '@acme/piece-store' }, false)).toBe(false)
    expect(shelf.remove(piece, false)).toBe(true)
    expect(shelf.remove(piece, false)).toBe(false)
    expect(shelf.list().map(({ version }) => version)).toEqual(['0.10.0'])
    expect(shelf.remove({ ...piece, version: '0.10.0' }, false)).toBe(true)
    expect(await filesOf(folder)).toEqual({ '_community/index.json': '[]\n' })
  })
})
