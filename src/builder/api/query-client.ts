import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './client.ts'

const FRESH_MS = 5_000
const RETRIES = 2

/** Whether asking again can help: the network, or a server in trouble. */
export const canRetry = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 502

/** What the pages know of the server, and when they ask again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failures, error) => failures < RETRIES && canRetry(error),
    },
  },
})
