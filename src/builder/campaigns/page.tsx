import { PageHeader } from '../ui/page.tsx'

/** The page of campaigns. */
export default function CampaignsPage() {
  return <PageHeader title="Campaigns" />
}
