import { useLocation } from 'wouter'
import { useMay } from '../api/who.ts'
import { useT } from '../i18n/texts.ts'
import { Page, PageHeader } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { AppSecretSettings } from './app-secrets.tsx'
import { KeySettings } from './keys.tsx'
import { MemberSettings } from './members.tsx'
import { OAuthAppSettings } from './oauth-apps.tsx'
import { RetentionSettings } from './retention.tsx'
import { settingsTexts } from './texts.ts'

const TABS = ['members', 'keys', 'apps', 'secrets', 'retention'] as const

/** Who gets in, what programs use, and what holds for everybody. */
export default function SettingsPage() {
  const t = useT(settingsTexts)
  const may = useMay()
  const [path, go] = useLocation()
  const tab = TABS.find((each) => path === `/settings/${each}`) ?? 'members'
  const forbidden = <p className="text-muted text-sm">{t('forbidden')}</p>
  const contents = {
    members: may('members.manage') ? <MemberSettings /> : forbidden,
    keys: may('keys.manage') ? <KeySettings /> : forbidden,
    apps: may('members.manage') ? <OAuthAppSettings /> : forbidden,
    secrets: may('members.manage') ? <AppSecretSettings /> : forbidden,
    retention: <RetentionSettings />,
  }
  return (
    <Page>
      <PageHeader title={t('title')} />
      <Tabs
        label={t('title')}
        value={tab}
        onValue={(next) => go(`/settings/${next}`, { replace: true })}
        tabs={TABS.map((value) => ({ value, text: t(value), content: contents[value] }))}
      />
    </Page>
  )
}
