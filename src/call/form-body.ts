import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import type { FileContent } from '../piece/services.ts'

/** Parts of a form, at most. */
const MAX_PARTS = 1_000
/** Files in a form, at most: each is kept by a request of its own. */
const MAX_FILES = 20
/** Characters that the names and texts of a form may have together. */
const MAX_TEXT = 1024 * 1024

/** A file in a request, and the place in the body that its link takes. */
export interface Upload {
  file: FileContent
  /** null where the file is the whole body */
  field: string | null
  /** among the field's values */
  at: number
}

/** The fields of a form. A name that is there several times has a list. */
export interface FormBody {
  body: { [name: string]: Json }
  uploads: Upload[]
}

/**
 * Reads an encoded or a multipart form. Where a file was, the body only describes it; one that was not chosen is empty text.
 * @param type the content type, with its boundary
 * @throws CodedError BODY_INVALID, PAYLOAD_TOO_LARGE
 */
export async function parseForm(type: string, bytes: Uint8Array<ArrayBuffer>): Promise<FormBody> {
  const parts = await partsOf(type, bytes)
  const fields = new Map<string, Json[]>()
  const uploads: Upload[] = []
  for (const [name, value] of parts) {
    // Objects can't hold it as a name like any other.
    if (name === '__proto__') throw invalid('it has a field __proto__, which is not allowed')
    const values = fields.get(name) ?? []
    fields.set(name, values)
    if (typeof value === 'string') {
      values.push(value)
    } else if (value.name === '' && value.size === 0) {
      values.push('')
    } else {
      uploads.push({ file: await contentOf(value), field: name, at: values.length })
      values.push(described(value))
    }
  }
  if (uploads.length > MAX_FILES) throw invalid(`it has more than ${MAX_FILES} files`)
  const single = ([name, values]: [string, Json[]]) => [
    name,
    values.length > 1 ? values : (values[0] ?? null),
  ]
  return { body: Object.fromEntries(Array.from(fields, single)), uploads }
}

type Part = [name: string, value: string | File]

async function partsOf(type: string, bytes: Uint8Array<ArrayBuffer>): Promise<Part[]> {
  const parts: Part[] = []
  let length = 0
  try {
    const data = await new Response(bytes, { headers: { 'content-type': type } }).formData()
    data.forEach((value: string | File, name: string) => {
      parts.push([name, value])
      length += name.length + (typeof value === 'string' ? value.length : value.name.length)
    })
  } catch (error) {
    throw invalid((error as Error).message)
  }
  if (parts.length > MAX_PARTS) throw invalid(`it has more than ${MAX_PARTS} parts`)
  if (length <= MAX_TEXT) return parts
  throw new CodedError('PAYLOAD_TOO_LARGE', `The texts of a form may have ${MAX_TEXT} characters at most.`)
}

/** What stands for a file that is not kept. */
export const described = ({ name, type, size }: Pick<File, 'name' | 'type' | 'size'>): Json => ({
  filename: name,
  type,
  size,
})

async function contentOf(file: File): Promise<FileContent> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  return { name: file.name, contentType: file.type || 'application/octet-stream', bytes }
}

const invalid = (reason: string) => new CodedError('BODY_INVALID', `The body is not a valid form: ${reason}.`)
