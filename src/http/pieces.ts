import { Hono } from 'hono'
import * as z from 'zod'
import { listPieces, pieceCategories, pieceDetail, suggestionTypes } from '../piece/catalogue.ts'
import { loadPiece, pieceNames } from '../piece/registry.ts'
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
const PieceDetail = PieceHead.extend({ actions: Parts, triggers: Parts }).meta({ id: 'Piece' })

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
    const all = await Promise.all(pieceNames.map(loadPiece))
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
    answer: PieceDetail,
    errors: ['PIECE_UNKNOWN'],
  }),
  async (c) => c.json(pieceDetail(await loadPiece(c.req.param('piece_name')))),
)
