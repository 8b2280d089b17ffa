import { PageHeader } from '../ui/page.tsx'

/** The page of connections. */
export default function ConnectionsPage() {
  return <PageHeader title="Connections" />
}
