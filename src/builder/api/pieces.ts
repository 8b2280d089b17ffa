import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'

/** All pieces, in the order of their names. They change only with a new version of the product. */
export const usePieces = () =>
  useQuery({
    queryKey: [...keys.pieces, 'all'],
    queryFn: () => answerOf(api.GET('/v1/workflow/piece')),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** One piece, with its actions, triggers and kinds of credentials. @param name '' where there is none to ask for */
export const usePiece = (name: string) =>
  useQuery({
    queryKey: keys.piece(name),
    queryFn: () =>
      answerOf(api.GET('/v1/workflow/piece/{piece_name}', { params: { path: { piece_name: name } } })),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: name !== '',
  })
