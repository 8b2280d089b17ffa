import { Hono } from 'hono'
import * as z from 'zod'
import { readBytes } from '../call/body.ts'
import type { Listed } from '../community/store.ts'
import { isoTime } from '../run/run-view.ts'
import { communityPin, pinOf, shortPieceName } from '../workflow/piece-name.ts'
import { actorRef } from './actor.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** `/v1/workflow/community-pieces`: community pieces that are there, and those an administrator puts in and takes out. */
export const communityPieces = new Hono<App>()

/** `/v1/workflow/piece`: putting in and taking out, where pieces are read. */
export const pieceUploads = new Hono<App>()

const tag = 'Pieces'
const MAX_PACKAGE_BYTES = 20 * 1024 * 1024

const InstalledView = z
  .object({
    id: z.string().meta({ description: 'As in the catalogue: `notion@0.7.3+community`.' }),
    piece_name: z.string().meta({ description: 'What steps call it: `@activepieces/piece-notion`.' }),
    piece_version: z.string().meta({ description: 'What steps pin: `0.7.3+community`.' }),
    display_name: z.string(),
    hash: z.string().meta({ description: 'SHA-256 of its code.' }),
    source: z.enum(['build', 'upload']),
    added_by: z
      .object({ type: z.enum(['admin', 'api_key', 'member']), id: z.string(), name: z.string() })
      .nullable(),
    created: z.iso.datetime().nullable(),
  })
  .meta({ id: 'CommunityPiece' })

communityPieces.get(
  '/',
  operation({
    tag,
    summary: 'List community pieces',
    description: 'By name, the newest version first. What they offer is in the catalogue.',
    scope: 'workflows.view',
    answer: z.object({ data: z.array(InstalledView) }),
  }),
  async (c) => {
    const { listInstalled } = await import('../community/store.ts')
    return c.json({ data: (await listInstalled(c.env)).map(viewInstalled) })
  },
)

pieceUploads.post(
  '/',
  operation({
    tag,
    summary: 'Upload a community piece',
    description:
      'The tarball that `npm pack` makes of a piece for Activepieces, up to 20 MiB. It must be one CommonJS file, as those of ' +
      'Activepieces have been since 0.86; others are added with `npm run pieces:add`. What it says of itself is read in a ' +
      'Worker without network. The same again changes nothing.',
    scope: 'pieces.manage',
    upload: 'application/gzip',
    maxBodyBytes: MAX_PACKAGE_BYTES,
    status: 201,
    answer: InstalledView,
    errors: [
      'PIECE_INVALID',
      'PIECE_NOT_BUNDLED',
      'PIECE_UNSUPPORTED',
      'PIECE_TOO_LARGE',
      'PIECE_TAKEN',
      'FILES_UNAVAILABLE',
      'PIECE_SANDBOX_UNAVAILABLE',
    ],
  }),
  async (c) => {
    const { uploadPiece } = await import('../community/upload.ts')
    const row = await uploadPiece(c.env, await readBytes(c.req.raw), actorRef(c.var.actor), Date.now())
    return c.json(viewInstalled({ ...row, upload: row }), 201)
  },
)

pieceUploads.delete(
  '/:piece_id{.+}',
  operation({
    tag,
    summary: 'Remove an uploaded community piece',
    description:
      'By its id, such as `notion@0.7.3+community`. Refused while the draft or the published version of a workflow names it.',
    scope: 'pieces.manage',
    status: 204,
    errors: ['PIECE_NOT_INSTALLED', 'PIECE_BUILT_IN', 'PIECE_IN_USE'],
  }),
  async (c) => {
    const { removeUpload } = await import('../community/upload.ts')
    const [name = '', pinned] = shortPieceName(c.req.param('piece_id')).split('@')
    await removeUpload(c.env, { name, version: pinOf(pinned).version ?? '' })
    return c.body(null, 204)
  },
)

function viewInstalled(piece: Listed): z.input<typeof InstalledView> {
  const { name, package: packageName, version, hash, metadata, upload } = piece
  return {
    id: `${name}@${communityPin(version)}`,
    piece_name: packageName,
    piece_version: communityPin(version),
    display_name: metadata.displayName,
    hash,
    source: upload ? 'upload' : 'build',
    added_by: upload?.addedBy ?? null,
    created: upload ? isoTime(upload.createdAt) : null,
  }
}
