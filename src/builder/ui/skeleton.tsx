import { cx } from './classes.ts'

/** The place of something that is on its way. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden="true" className={cx('animate-pulse rounded-md bg-active', className)} />
)

/** The places of several cards. @param className of the grid they stand in */
export const SkeletonCards = ({ className }: { className: string }) => (
  <div className={className}>
    {Array.from({ length: 6 }, (_, card) => (
      <Skeleton key={String(card)} className="h-36 rounded-xl" />
    ))}
  </div>
)

/** The places of several lines. */
export const SkeletonRows = ({ rows = 6 }: { rows?: number }) => (
  <div className="flex flex-col gap-2 py-2">
    {Array.from({ length: rows }, (_, row) => (
      <Skeleton key={String(row)} className="h-9" />
    ))}
  </div>
)
