import { Route, Switch } from 'wouter'
import { useT } from '../i18n/texts.ts'
import { useFilters } from '../ui/filters.ts'
import { Page, PageHeader } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { CampaignPage } from './campaign.tsx'
import { DoNotCallList } from './do-not-call.tsx'
import { CampaignList } from './list.tsx'
import { campaignsTexts } from './texts.ts'

/** The campaigns, one campaign, and whom none may call. */
export default function CampaignsPage() {
  return (
    <Switch>
      <Route path="/campaigns/:id">{({ id }) => <CampaignPage key={id} id={id} />}</Route>
      <Route>
        <Overview />
      </Route>
    </Switch>
  )
}

function Overview() {
  const t = useT(campaignsTexts)
  const { values, set } = useFilters(['tab'])
  return (
    <Page>
      <PageHeader title={t('title')} />
      <Tabs
        label={t('title')}
        value={values.tab === 'do-not-call' ? 'do-not-call' : 'campaigns'}
        onValue={(tab) => set({ tab: tab === 'campaigns' ? '' : tab })}
        tabs={[
          { value: 'campaigns', text: t('campaigns'), content: <CampaignList /> },
          { value: 'do-not-call', text: t('doNotCall'), content: <DoNotCallList /> },
        ]}
      />
    </Page>
  )
}
