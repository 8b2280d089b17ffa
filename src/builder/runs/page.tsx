import { PageHeader } from '../ui/page.tsx'

/** The page of runs. */
export default function RunsPage() {
  return <PageHeader title="Runs" />
}
