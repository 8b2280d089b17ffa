import { Hono } from 'hono'
import * as z from 'zod'
import { checkBody } from '../call/body.ts'
import { listPieces, pieceCategories, pieceDetail, suggestionTypes } from '../piece/catalogue.ts'
import { loadPiece, pieceNames } from '../piece/registry.ts'
import type { App } from './types.ts'

/** `/v1/workflow/piece`: what workflows can be built of. Paths and answers are Diga's. */
export const pieces = new Hono<App>()

const ListQuery = z.object({
  search: z.string().max(200).optional(),
  suggestion_type: z.enum(suggestionTypes).optional(),
  categories: z.array(z.enum(pieceCategories)).optional(),
})

pieces.get('/', async (c) => {
  const query = checkBody(ListQuery, { ...c.req.query(), categories: c.req.queries('categories') })
  const all = await Promise.all(pieceNames.map(loadPiece))
  const { search, suggestion_type: suggestionType, categories } = query
  return c.json(listPieces(all, { search, suggestionType, categories }))
})

// A package's name has a slash, which clients send encoded or plain.
pieces.get('/:name{.+}', async (c) => c.json(pieceDetail(await loadPiece(c.req.param('name')))))
