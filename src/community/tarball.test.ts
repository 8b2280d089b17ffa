import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readTarball } from './tarball.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchcord-tarball-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** An archive made by the system's tar, of a folder `package` with these files. */
function packed(
  name: string,
  files: Record<string, string>,
  options: string[] = [],
): Uint8Array<ArrayBuffer> {
  const root = join(folder, name)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'package', path)), { recursive: true })
    writeFileSync(join(root, 'package', path), text)
  }
  const to = join(folder, `${name}.tgz`)
  execFileSync('tar', ['-C', root, ...options, '-czf', to, 'package'])
  return new Uint8Array(readFileSync(to))
}

/** An archive with one entry, made by hand. */
function archive(name: string, { type = '0', size = 0, sum = 0, content = Buffer.alloc(0) } = {}) {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write(size.toString(8).padStart(11, '0'), 124)
  header.write(' '.repeat(8), 148)
  header.write(type, 156)
  header.write('ustar\0', 257)
  const total = header.reduce((a: number, b: number) => a + b, 0) + sum
  header.write(`${total.toString(8).padStart(6, '0')}\0 `, 148)
  return new Uint8Array(gzipSync(Buffer.concat([header, content])))
}

const texts = async (tgz: Uint8Array<ArrayBuffer>, keeps = (_path: string) => true) =>
  Object.fromEntries(
    [...(await readTarball(tgz, keeps))].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]),
  )
const refusal = (tgz: Uint8Array<ArrayBuffer>) =>
  readTarball(tgz, () => true).then(
    () => 'was not refused',
    ({ code, message }) => `${code}: ${message}`,
  )

const FILES = {
  'package.json': '{}',
  'src/index.js': 'x'.repeat(100_000),
  'empty.js': '',
  'exactly.js': 'y'.repeat(512),
  [`${'deep/'.repeat(60)}ñ.js`]: 'far down',
}

test.each([['ustar'], ['gnu'], ['pax'], ['v7']])('reads what tar writes as %s', async (format) => {
  const files =
    format === 'ustar' || format === 'v7' ? { ...FILES, [Object.keys(FILES)[4]!]: undefined } : FILES
  const known = Object.fromEntries(
    Object.entries(files).filter(([, text]) => text !== undefined),
  ) as typeof FILES
  expect(await texts(packed(format, known, [`--format=${format}`]))).toEqual(known)
})

test('keeps only what is wanted', async () => {
  const tgz = packed('some', FILES)
  expect(Object.keys(await texts(tgz, (path) => path === 'package.json'))).toEqual(['package.json'])
})

test.each([
  ['package/../../etc/passwd', {}, /leads out/],
  ['/etc/passwd', {}, /leads out/],
  ['package\\..\\x', {}, /leads out/],
  ['package/link', { type: '2' }, /a link or a device/],
  ['package/hard', { type: '1' }, /a link or a device/],
  ['package/pipe', { type: '6' }, /a link or a device/],
  ['package/cut', { size: 5_000 }, /ends in the middle/],
  ['package/broken', { sum: 1 }, /header in it is broken/],
])('refuses %s %o', async (name, options, message) => {
  expect(await refusal(archive(name, options))).toMatch(message)
})

test('refuses a link that tar wrote', async () => {
  mkdirSync(join(folder, 'linked/package'), { recursive: true })
  symlinkSync('/etc/passwd', join(folder, 'linked/package/index.js'))
  expect(await refusal(packed('linked', { 'package.json': '{}' }))).toMatch(/^PIECE_INVALID: .*link/)
})

test('refuses what is no archive', async () => {
  expect(await refusal(new Uint8Array([1, 2, 3]))).toMatch(/no gzip file/)
  expect(await refusal(new Uint8Array(gzipSync('x'.repeat(2_000))))).toMatch(/header in it is broken/)
  expect(await texts(new Uint8Array(gzipSync('')))).toEqual({})
})

test('refuses what unpacks to more than it may', async () => {
  const zeros = Buffer.alloc(70 * 2 ** 20)
  const bomb = archive('package/big.bin', { size: zeros.length, content: zeros })
  expect(bomb.length).toBeLessThan(200_000)
  expect(await refusal(bomb)).toMatch(/^PIECE_TOO_LARGE: .*24 MiB of code/)
  const passed = await readTarball(bomb, () => false).catch(({ message }) => message)
  expect(passed).toMatch(/64 MiB unpacked/)
  expect(await refusal(archive('package/claims.js', { size: 2 ** 32 }))).toMatch(/^PIECE_TOO_LARGE/)
})

test('refuses more files than any piece has', async () => {
  const one = Buffer.from(
    new Uint8Array(
      await new Response(
        new Blob([archive('package/a')]).stream().pipeThrough(new DecompressionStream('gzip')),
      ).arrayBuffer(),
    ),
  )
  const many = new Uint8Array(gzipSync(Buffer.concat(Array.from({ length: 10_001 }, () => one))))
  expect(await refusal(many)).toMatch(/more than 10000 files/)
})
