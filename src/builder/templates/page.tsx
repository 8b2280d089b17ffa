import { PageHeader } from '../ui/page.tsx'

/** The page of templates. */
export default function TemplatesPage() {
  return <PageHeader title="Templates" />
}
