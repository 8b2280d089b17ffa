import { CodedError } from '../errors.ts'
import { noParts } from './host.ts'
import { perform } from './loader.ts'
import { Metadata } from './piece.ts'

/** How long a piece may take to say what it is, in milliseconds. */
const DESCRIBE_MS = 20_000

/**
 * What a piece says of itself, from its code run in a Dynamic Worker without any way out.
 * @param piece.name for messages
 * @throws CodedError PIECE_UNLOADABLE, PIECE_FAILED, PIECE_TIMEOUT, PIECE_INVALID for what is no metadata
 */
export async function describePiece(
  loader: WorkerLoader | undefined,
  piece: { name: string; hash: string; code: () => Promise<string> },
): Promise<Metadata> {
  const late = new CodedError('PIECE_TIMEOUT', `${piece.name} did not say what it is in time.`)
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(late), DESCRIBE_MS)
  try {
    const { output } = await perform(loader, piece, {
      task: 'describe',
      asked: {},
      host: noParts,
      signal: controller.signal,
    })
    const metadata = Metadata.safeParse(output)
    if (metadata.success) return metadata.data
    const [issue] = metadata.error.issues
    const message = `${piece.name} says of itself what is no piece: ${issue?.path.join('.')}: ${issue?.message}`
    throw new CodedError('PIECE_INVALID', message)
  } finally {
    clearTimeout(timer)
  }
}
