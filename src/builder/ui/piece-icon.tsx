import {
  Braces,
  Calculator,
  CalendarClock,
  CalendarDays,
  Database,
  Globe,
  type LucideIcon,
  Phone,
  PhoneCall,
  Sparkles,
  Timer,
  Type,
  UserCheck,
  Webhook,
  Workflow,
} from 'lucide-react'
import { shortPieceName } from '../../workflow/piece-name.ts'
import { cx } from './classes.ts'

/** Our own pieces have no maker's mark. These say what they do. */
const OWN: Record<string, { icon: LucideIcon; tone: string }> = {
  ai: { icon: Sparkles, tone: 'bg-violet-soft text-violet-ink' },
  approval: { icon: UserCheck, tone: 'bg-success-soft text-success-ink' },
  calling: { icon: Phone, tone: 'bg-accent-soft text-accent-ink' },
  'data-mapper': { icon: Braces, tone: 'bg-info-soft text-info-ink' },
  'date-helper': { icon: CalendarDays, tone: 'bg-danger-soft text-danger-ink' },
  delay: { icon: Timer, tone: 'bg-warning-soft text-warning-ink' },
  diga: { icon: PhoneCall, tone: 'bg-accent-soft text-accent-ink' },
  http: { icon: Globe, tone: 'bg-info-soft text-info-ink' },
  'math-helper': { icon: Calculator, tone: 'bg-info-soft text-info-ink' },
  schedule: { icon: CalendarClock, tone: 'bg-warning-soft text-warning-ink' },
  store: { icon: Database, tone: 'bg-success-soft text-success-ink' },
  subflows: { icon: Workflow, tone: 'bg-accent-soft text-accent-ink' },
  'text-helper': { icon: Type, tone: 'bg-info-soft text-info-ink' },
  webhook: { icon: Webhook, tone: 'bg-violet-soft text-violet-ink' },
}

/** A piece's icon. Decoration, unless a `title` says that its name stands nowhere else. */
export function PieceIcon({
  piece,
  size = 20,
  title,
  className,
}: {
  piece: string
  /** in pixels */
  size?: number
  title?: string
  className?: string
}) {
  // A community piece may be named with its version.
  const name = shortPieceName(piece).replace(/@.*$/, '')
  const own = OWN[name]
  const Icon = own?.icon
  return (
    <span
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-md',
        own ? own.tone : 'bg-white',
        className,
      )}
      style={{ width: size, height: size, padding: Math.round(size / 7) }}
      title={title}
      {...(title && { role: 'img', 'aria-label': title })}
    >
      {Icon ? (
        <Icon className="size-full" aria-hidden="true" />
      ) : (
        <img
          src={`/pieces/${name}.svg`}
          alt=""
          loading="lazy"
          decoding="async"
          className="size-full object-contain"
        />
      )}
    </span>
  )
}
