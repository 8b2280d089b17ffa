import { CodedError } from '../errors.ts'

/** What an archive may come to, so that a small one that says it is huge can't fill the memory. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024
/** Of the files that are kept together. */
const MAX_KEPT_BYTES = 24 * 1024 * 1024
const MAX_ENTRIES = 10_000

const BLOCK = 512

/**
 * The files of an npm package from its tarball, by their paths inside it.
 * @param keeps says of which paths the content is wanted; the rest is passed over
 * @throws CodedError PIECE_INVALID where it is no such archive, or holds links or paths that lead out of it;
 * PIECE_TOO_LARGE
 */
export async function readTarball(
  tgz: Uint8Array<ArrayBuffer>,
  keeps: (path: string) => boolean,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  const reader = blocksOf(tgz)
  let keptBytes = 0
  let longName: string | undefined
  for (let entries = 0; ; entries++) {
    const header = await reader.take(BLOCK)
    // The end is a block of zeros; some writers leave it out.
    if (!header || header.every((byte) => byte === 0)) return files
    if (entries === MAX_ENTRIES) throw tooLarge(`more than ${MAX_ENTRIES} files`)
    const { type, size, name } = headerOf(header)
    const isMeta = META_TYPES.includes(type)
    const path = isMeta ? undefined : pathOf(longName ?? name, type)
    const isKept = path !== undefined && type !== DIRECTORY && keeps(path)
    if (isKept || isMeta) keptBytes += size
    if (keptBytes > MAX_KEPT_BYTES) throw tooLarge(`more than ${MAX_KEPT_BYTES / 1024 / 1024} MiB of code`)
    const content = isKept || isMeta ? await reader.take(size) : await reader.skip(size)
    if (content === undefined) throw invalid('it ends in the middle of a file')
    await reader.skip((BLOCK - (size % BLOCK)) % BLOCK)
    if (isMeta) longName = longNameIn(type, content as Uint8Array) ?? longName
    else longName = undefined
    if (isKept) files.set(path, content as Uint8Array)
  }
}

const DIRECTORY = '5'
/** Names that are too long for a header: POSIX's way (pax) and GNU's. A global one (g) names no file. */
const META_TYPES = ['x', 'g', 'L']
const FILE_TYPES = ['0', '\0', '7']

interface Header {
  type: string
  size: number
  name: string
}

/** A header as POSIX lays it out (ustar). */
function headerOf(header: Uint8Array): Header {
  const text = (start: number, length: number) =>
    decode(header.subarray(start, start + length)).replace(/\0[\s\S]*$/, '')
  const octal = (start: number, length: number) => Number.parseInt(text(start, length).trim() || '0', 8)
  const claimed = octal(148, 8)
  // The sum counts its own field as spaces.
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0)
  if (claimed !== sum) throw invalid('a header in it is broken')
  const size = octal(124, 12)
  if (!Number.isSafeInteger(size) || size < 0) throw invalid('a file in it has no size')
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : ''
  const name = text(0, 100)
  return { type: String.fromCharCode(header[156] ?? 0), size, name: prefix ? `${prefix}/${name}` : name }
}

/** The path inside the package: npm has all of it in one folder, mostly `package/`. */
function pathOf(name: string, type: string): string {
  if (type !== DIRECTORY && !FILE_TYPES.includes(type)) throw invalid(`"${name}" in it is a link or a device`)
  const parts = name.replace(/\/+$/, '').split('/')
  const isOutside = parts.some((part) => part === '..' || part === '') || /[\\\0]|^[a-z]:/i.test(name)
  if (isOutside) throw invalid(`"${name}" in it leads out of the package`)
  return parts
    .filter((part) => part !== '.')
    .slice(1)
    .join('/')
}

/** The name that the next file has, where it stands in an entry of its own. */
function longNameIn(type: string, content: Uint8Array): string | undefined {
  if (type === 'L') return decode(content).replace(/\0+$/, '')
  if (type === 'g') return undefined
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(decode(content))?.[1]
}

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** The unpacked bytes, taken piece by piece: what is passed over is never held together. */
function blocksOf(tgz: Uint8Array<ArrayBuffer>) {
  const unzipped = new Blob([tgz]).stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  let chunk: Uint8Array = new Uint8Array()
  let total = 0
  /** false at the end */
  const more = async (): Promise<boolean> => {
    const { done, value } = await unzipped.read().catch(() => {
      throw invalid('it is no gzip file')
    })
    if (done) return false
    total += value.length
    if (total > MAX_UNPACKED_BYTES) {
      await unzipped.cancel()
      throw tooLarge(`more than ${MAX_UNPACKED_BYTES / 1024 / 1024} MiB unpacked`)
    }
    chunk = value
    return true
  }
  const pass = async (length: number, use: (part: Uint8Array) => void): Promise<boolean> => {
    for (let left = length; left > 0; ) {
      if (chunk.length === 0 && !(await more())) return false
      const part = chunk.subarray(0, left)
      use(part)
      chunk = chunk.subarray(part.length)
      left -= part.length
    }
    return true
  }
  return {
    /** the next bytes, or undefined where there are not as many */
    async take(length: number): Promise<Uint8Array | undefined> {
      const parts: Uint8Array[] = []
      if (!(await pass(length, (part) => parts.push(part.slice())))) return undefined
      return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer())
    },
    /** undefined where there are not as many */
    skip: async (length: number) => ((await pass(length, () => undefined)) ? length : undefined),
  }
}

const invalid = (why: string) =>
  new CodedError('PIECE_INVALID', `This is no npm package: ${why}. Send what "npm pack" makes.`)
const tooLarge = (what: string) => new CodedError('PIECE_TOO_LARGE', `The package has ${what}.`)
