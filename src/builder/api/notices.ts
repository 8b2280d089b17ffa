import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'

/** Workflows whose trigger was given up: nothing starts them. */
export const useNotices = () =>
  useQuery({
    queryKey: [...keys.workflows, 'notices'],
    queryFn: () => answerOf(api.GET('/v1/workflow/notices')),
  })
