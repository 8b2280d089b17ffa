import { LoaderCircle } from 'lucide-react'

/** Something is under way. */
export const Spinner = ({ size = 14 }: { size?: number }) => (
  <LoaderCircle size={size} aria-hidden="true" className="animate-spin" />
)
