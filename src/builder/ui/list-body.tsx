import type { ReactNode } from 'react'
import { Failure } from './empty.tsx'
import { LoadMore, type Pages } from './load-more.tsx'
import { SkeletonRows } from './skeleton.tsx'

/** A list as it was read, whole or page by page. */
interface List<T> extends Partial<Pages> {
  rows: T[] | undefined
  error: unknown
  refetch: () => unknown
}

/** A list as it stands: on its way, failed, empty, or its rows with a way to more of them. */
export function ListBody<T>({
  list,
  waiting = <SkeletonRows />,
  empty = null,
  children,
}: {
  list: List<T>
  waiting?: ReactNode
  empty?: ReactNode
  children: (rows: T[]) => ReactNode
}) {
  const { rows, error, refetch } = list
  if (!rows) return error ? <Failure error={error} onRetry={() => void refetch()} /> : waiting
  if (rows.length === 0) return empty
  return (
    <>
      {children(rows)}
      <LoadMore list={list} />
    </>
  )
}
