import { cx } from './classes.ts'

/** A piece's own icon. Decoration: its name stands beside it, or is the title. */
export const PieceIcon = ({
  piece,
  size = 20,
  title,
  className,
}: {
  /** `slack`, or as Activepieces writes it: `@activepieces/piece-slack` */
  piece: string
  size?: number
  title?: string
  className?: string
}) => (
  <span
    className={cx('inline-flex shrink-0 items-center justify-center rounded-md bg-white', className)}
    style={{ width: size, height: size, padding: Math.round(size / 8) }}
    title={title}
  >
    <img
      src={`/pieces/${piece.replace('@activepieces/piece-', '')}.svg`}
      alt={title ?? ''}
      loading="lazy"
      decoding="async"
      className="size-full object-contain"
    />
  </span>
)
