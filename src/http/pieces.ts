import { Hono } from 'hono'
import * as z from 'zod'
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
    const all = await catalogue()
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
    description: 'With all its actions, triggers and their fields.',
    scope: null,
    answer: PieceView,
    errors: ['PIECE_UNKNOWN'],
  }),
  async (c) => {
    const asked = c.req.param('piece_name')
    const found = (await catalogue()).find(({ id }) => id === shortPieceName(asked))
    if (!found)
      throw new CodedError('PIECE_UNKNOWN', `There is no piece "${asked}". Choose one of the catalogue.`)
    return c.json(found)
  },
)

/** All that is told of the pieces, without loading any. */
async function catalogue(): Promise<PieceDetail[]> {
  const { default: pieces } = await import('../piece/generated/catalogue.json')
  return pieces as unknown as PieceDetail[]
}
