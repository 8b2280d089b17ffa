import { PageHeader } from '../ui/page.tsx'

/** The page of agents. */
export default function AgentsPage() {
  return <PageHeader title="Agents" />
}
