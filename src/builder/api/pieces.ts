import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'

/** All pieces, each once: ours before the community's, and of those the newest version. They hardly ever change. */
export const usePieces = () =>
  useQuery({
    queryKey: [...keys.pieces, 'all'],
    queryFn: async () => {
      const all = await answerOf(api.GET('/v1/workflow/piece'))
      return all.filter(({ name }, at) => all.findIndex((each) => each.name === name) === at)
    },
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
