import { Hono } from 'hono'
import * as z from 'zod'
import { communityDetail } from '../community/detail.ts'
import { CodedError } from '../errors.ts'
import { listPieces, type PieceDetail, pieceCategories, suggestionTypes } from '../piece/catalogue.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import { many } from './input.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** `/v1/workflow/piece`: what workflows can be built of. Paths and answers are Diga's, and like there it is public. */
export const pieces = new Hono<App>()

const tag = 'Pieces'

const ListQuery = z.object({
  search: z.string().max(200).optional(),
  suggestion_type: z.enum(suggestionTypes).optional(),
  categories: many(z.enum(pieceCategories)).optional(),
})

const PieceHead = z.looseObject({
  name: z.string(),
  displayName: z.string(),
  description: z.string(),
  version: z.string(),
  categories: z.array(z.enum(pieceCategories)),
  community: z
    .literal(true)
    .optional()
    .meta({ description: 'It was not written for this product. Steps name it by this `version`.' }),
})
const PieceSummary = PieceHead.extend({ actions: z.number(), triggers: z.number() }).meta({
  id: 'PieceSummary',
})
const Parts = z.record(z.string(), z.looseObject({ name: z.string(), displayName: z.string() }))
const PieceView = PieceHead.extend({ actions: Parts, triggers: Parts }).meta({ id: 'Piece' })

pieces.get(
  '/',
  operation({
    tag,
    summary: 'List pieces',
    scope: null,
    query: ListQuery,
    answer: z.array(PieceSummary),
  }),
  async (c) => {
    const all = [...(await catalogue()), ...(await communityCatalogue(c.env))]
    const { search, suggestion_type: suggestionType, categories } = c.req.valid('query')
    return c.json(listPieces(all, { search, suggestionType, categories }))
  },
)

// A package's name has a slash, which clients send encoded or plain.
pieces.get(
  '/:piece_name{.+}',
  operation({
    tag,
    summary: 'Read a piece',
    description:
      'With all its actions, triggers and their fields. A community piece is named with its version (`notion@0.7.3+community`); ' +
      'without one, ours comes first, and then the newest.',
    scope: null,
    answer: PieceView,
    errors: ['PIECE_UNKNOWN'],
  }),
  async (c) => {
    const asked = c.req.param('piece_name')
    const found = await findDetail(c.env, shortPieceName(asked))
    if (!found)
      throw new CodedError('PIECE_UNKNOWN', `There is no piece "${asked}". Choose one of the catalogue.`)
    return c.json(found)
  },
)

/** What is told of a piece by its id in the catalogue, or by its name alone. */
async function findDetail(env: Cloudflare.Env, id: string): Promise<PieceDetail | undefined> {
  const ours = (await catalogue()).find((each) => each.id === id)
  if (ours) return ours
  const [name = '', version] = id.split('@')
  const { installedPieces } = await import('../community/store.ts')
  const installed = await installedPieces(env)({ name, version })
  return installed && communityDetail(installed)
}

/** All that is told of community pieces. */
async function communityCatalogue(env: Cloudflare.Env): Promise<PieceDetail[]> {
  const { listInstalled } = await import('../community/store.ts')
  return (await listInstalled(env)).map(communityDetail)
}

/** All that is told of our own pieces, without loading any. */
async function catalogue(): Promise<PieceDetail[]> {
  const { default: pieces } = await import('../piece/generated/catalogue.json')
  return pieces as unknown as PieceDetail[]
}
