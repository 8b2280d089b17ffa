import { PageHeader } from '../ui/page.tsx'

/** The page of settings. */
export default function SettingsPage() {
  return <PageHeader title="Settings" />
}
