import { Plus, Send } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '../api/who.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { useFilters } from '../ui/filters.ts'
import { Page, PageHeader } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { ConnectionDialog } from './connection-dialog.tsx'
import { ConnectionList } from './list.tsx'
import { RequestDialog } from './request-dialog.tsx'
import { RequestList } from './request-list.tsx'
import { connectionsTexts } from './texts.ts'

/** The connections, and what clients were asked for. */
export default function ConnectionsPage() {
  const t = useT(connectionsTexts)
  const canCreate = useMay()('connections.create')
  const { values, set } = useFilters(['tab'])
  const [open, setOpen] = useState<'new' | 'request'>()
  const close = () => setOpen(undefined)
  return (
    <Page>
      <PageHeader title={t('title')}>
        {canCreate && (
          <>
            <Button onClick={() => setOpen('request')}>
              <Send size={14} aria-hidden="true" />
              {t('request')}
            </Button>
            <Button look="primary" onClick={() => setOpen('new')}>
              <Plus size={15} aria-hidden="true" />
              {t('new')}
            </Button>
          </>
        )}
      </PageHeader>
      <Tabs
        label={t('title')}
        value={values.tab === 'requests' ? 'requests' : 'connections'}
        onValue={(tab) => set({ tab: tab === 'connections' ? '' : tab })}
        tabs={[
          { value: 'connections', text: t('connections'), content: <ConnectionList /> },
          { value: 'requests', text: t('requests'), content: <RequestList /> },
        ]}
      />
      {open === 'new' && <ConnectionDialog onClose={close} />}
      {open === 'request' && <RequestDialog onClose={close} />}
    </Page>
  )
}
