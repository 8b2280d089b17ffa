import type { Run } from '../../../client/api.d.ts'

const COLOURS: Partial<Record<Run['status'], string>> = {
  QUEUED: 'bg-info',
  RUNNING: 'bg-info animate-pulse',
  PAUSED: 'bg-warning',
  SUCCEEDED: 'bg-success',
  CANCELED: 'bg-control',
}

/** A run's status as a dot; what it means stands beside it or is read out. */
export const RunDot = ({ status }: { status: Run['status'] }) => (
  <span
    role="img"
    aria-label={status}
    className={`size-2 shrink-0 rounded-full ${COLOURS[status] ?? 'bg-danger'}`}
  />
)
