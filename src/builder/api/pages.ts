import { keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query'

/** A page of a list, as the API answers it. */
interface ListPage<T> {
  data: T[]
  last_id: string | null
  has_more: boolean
}

/** How many rows a page holds: the most the API gives. */
export const PAGE_ROWS = 30

/** A list of the API, read page by page. `rows` holds all that were read. */
export function usePages<T>(
  key: QueryKey,
  read: (page: { after?: string; limit: number }) => Promise<ListPage<T>>,
  options: { refetchInterval?: number | false; enabled?: boolean } = {},
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read({ ...(pageParam && { after: pageParam }), limit: PAGE_ROWS }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? (page.last_id ?? undefined) : undefined),
    placeholderData: keepPreviousData,
    ...options,
  })
  return { ...query, rows: query.data?.pages.flatMap(({ data }) => data) }
}
