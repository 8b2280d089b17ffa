import { isObject } from '../json.ts'
import type { Files } from '../piece/services.ts'
import type { PropertiesData } from './piece.ts'

/** A file as it crosses to the guest, which makes a Buffer of it. */
interface FileData {
  filename: string
  extension: string | undefined
  bytes: Uint8Array<ArrayBuffer>
}

/**
 * Input with the files of its FILE fields read, those in rows and in dynamic fields too.
 * @throws CodedError FILE_UNREADABLE, FILE_TOO_LARGE
 */
export async function filesIn(
  input: Readonly<Record<string, unknown>>,
  props: PropertiesData,
  files: Files,
): Promise<Record<string, unknown>> {
  const read = Object.entries(input).map(async ([name, value]) => {
    const { type, properties } = props[name] ?? {}
    if (type === 'FILE' && typeof value === 'string') return [name, await fileOf(value, files)] as const
    if (!properties) return [name, value] as const
    if (type === 'DYNAMIC' && isObject(value)) return [name, await filesIn(value, properties, files)] as const
    if (type !== 'ARRAY' || !Array.isArray(value)) return [name, value] as const
    const rows = value.map((row) => (isObject(row) ? filesIn(row, properties, files) : row))
    return [name, await Promise.all(rows)] as const
  })
  return Object.fromEntries(await Promise.all(read))
}

async function fileOf(source: string, files: Files): Promise<FileData> {
  const { name, bytes } = await files.read(source)
  return { filename: name, extension: /\.([^.]+)$/.exec(name)?.[1], bytes }
}
