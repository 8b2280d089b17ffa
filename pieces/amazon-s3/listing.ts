import { send } from './service.ts'

/** The most S3 gives at once. */
const PAGE = 1000

/** A file of the bucket. */
export interface Listed {
  key: string
  size: number
  lastModified: string
  etag: string
}

/** Files whose keys begin with `prefix`, in the order of their keys, and whether there are more. */
export async function list(
  context: Parameters<typeof send>[0],
  { prefix, limit }: { prefix?: string | undefined; limit: number },
): Promise<{ files: Listed[]; isTruncated: boolean }> {
  const files: Listed[] = []
  let token: string | undefined
  do {
    const { body } = await send(context, 'GET', '', {
      query: {
        'list-type': 2,
        'max-keys': Math.min(PAGE, limit - files.length),
        // Keys may hold what XML can't.
        'encoding-type': 'url',
        prefix,
        'continuation-token': token,
      },
      as: 'text',
    })
    const text = String(body)
    const isEncoded = text.includes('<EncodingType>url')
    files.push(...elements(text, 'Contents').map((each) => listed(each, isEncoded)))
    token = element(text, 'NextContinuationToken')
  } while (token && files.length < limit)
  return { files, isTruncated: token !== undefined }
}

function listed(text: string, isEncoded: boolean): Listed {
  const key = element(text, 'Key') ?? ''
  return {
    key: isEncoded ? decodeURIComponent(key.replaceAll('+', ' ')) : key,
    size: Number(element(text, 'Size')),
    lastModified: element(text, 'LastModified') ?? '',
    etag: (element(text, 'ETag') ?? '').replaceAll('"', ''),
  }
}

const elements = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map((match) => match[1] ?? '')

function element(xml: string, name: string): string | undefined {
  const inner = elements(xml, name)[0]
  return inner?.replace(/&(quot|apos|lt|gt|amp|#34);/g, (_, entity: string) => ENTITIES[entity] ?? '')
}

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  '#34': '"',
  apos: "'",
  lt: '<',
  gt: '>',
  amp: '&',
}
