import { PageHeader } from '../ui/page.tsx'

/** The page of workflows. */
export default function WorkflowsPage() {
  return <PageHeader title="Workflows" />
}
