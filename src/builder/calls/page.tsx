import { PageHeader } from '../ui/page.tsx'

/** The page of calls. */
export default function CallsPage() {
  return <PageHeader title="Calls" />
}
