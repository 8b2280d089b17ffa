import { ArrowLeft, Download, Pause, Play, SlidersHorizontal, Square, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Campaign } from '../../client/api.d.ts'
import { type CampaignCommand, useCampaign, useCampaignActions } from '../api/campaigns.ts'
import { useMay } from '../api/who.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Button, buttonClass, IconButton } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Failure } from '../ui/empty.tsx'
import { FileButton } from '../ui/file-button.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toastError } from '../ui/toast.tsx'
import { CampaignRows } from './campaign-rows.tsx'
import { EditCampaignDialog } from './edit-campaign.tsx'
import { CampaignStatus } from './list.tsx'
import { Progress } from './progress.tsx'
import { useSayImported } from './say-imported.ts'
import { campaignsTexts } from './texts.ts'

/** One campaign: how far it is, what became of each number, and what it is told to do. */
export function CampaignPage({ id }: { id: string }) {
  const { data, error, refetch } = useCampaign(id)
  return (
    <Page wide>
      {data && <CampaignView campaign={data} />}
      {!data && (error ? <Failure error={error} onRetry={() => void refetch()} /> : <SkeletonRows />)}
    </Page>
  )
}

function CampaignView({ campaign }: { campaign: Campaign }) {
  const t = useT(campaignsTexts)
  return (
    <>
      <PageHeader
        title={campaign.settings.name}
        above={
          <Link href="/campaigns" className="inline-flex items-center gap-1 hover:text-ink">
            <ArrowLeft size={14} aria-hidden="true" />
            {t('title')}
          </Link>
        }
        text={<CampaignStatus status={campaign.progress.status} />}
      >
        <Commands campaign={campaign} />
      </PageHeader>
      <Progress progress={campaign.progress} />
      <CampaignRows campaign={campaign} actions={<RowActions campaign={campaign} />} />
    </>
  )
}

const COMMANDS: Record<Campaign['progress']['status'], readonly CampaignCommand[]> = {
  DRAFT: ['start'],
  RUNNING: ['pause', 'stop'],
  PAUSED: ['resume', 'stop'],
  STOPPED: [],
  DONE: [],
}

const ICONS = { start: Play, pause: Pause, resume: Play, stop: Square } as const

function Commands({ campaign }: { campaign: Campaign }) {
  const { id, settings, progress } = campaign
  const t = useT(campaignsTexts)
  const common = useT(commonTexts)
  const [, go] = useLocation()
  const { tell, remove } = useCampaignActions()
  const [isEditing, setEditing] = useState(false)
  const isOver = COMMANDS[progress.status].length === 0
  if (!useMay()('campaigns.control')) return null
  const ask: Partial<Record<CampaignCommand, Parameters<typeof confirm>[0]>> = {
    start: { title: t('startTitle'), text: t('startText', { count: progress.queued }), action: t('start') },
    stop: { title: t('stopTitle'), text: t('stopText'), action: t('stop'), danger: true },
  }
  const run = async (command: CampaignCommand) => {
    const question = ask[command]
    if (!question || (await confirm(question))) tell.mutate({ id, command }, { onError: toastError })
  }
  const askAndRemove = async () => {
    const question = { title: t('deleteTitle', { name: settings.name }), text: t('deleteText') }
    if (!(await confirm({ ...question, action: common('delete'), danger: true }))) return
    remove.mutate(id, { onSuccess: () => go('/campaigns'), onError: toastError })
  }
  return (
    <>
      {COMMANDS[progress.status].map((command) => {
        const Icon = ICONS[command]
        return (
          <Button
            key={command}
            look={command === 'start' || command === 'resume' ? 'primary' : 'plain'}
            busy={tell.isPending && tell.variables.command === command}
            onClick={() => run(command)}
          >
            <Icon size={14} aria-hidden="true" />
            {t(command)}
          </Button>
        )
      })}
      {!isOver && (
        <Button onClick={() => setEditing(true)}>
          <SlidersHorizontal size={14} aria-hidden="true" />
          {t('settings')}
        </Button>
      )}
      {isEditing && <EditCampaignDialog campaign={campaign} onClose={() => setEditing(false)} />}
      {progress.status !== 'RUNNING' && (
        <IconButton label={common('delete')} onClick={askAndRemove}>
          <Trash2 size={15} />
        </IconButton>
      )}
    </>
  )
}

function RowActions({ campaign: { id, progress } }: { campaign: Campaign }) {
  const t = useT(campaignsTexts)
  const may = useMay()
  const { importRows } = useCampaignActions()
  const say = useSayImported()
  const isOver = progress.status === 'STOPPED' || progress.status === 'DONE'
  const take = async (file: File) =>
    importRows.mutate({ id, csv: await file.text() }, { onSuccess: say, onError: toastError })
  return (
    <>
      {may('campaigns.control') && !isOver && (
        <FileButton accept=".csv,text/csv" busy={importRows.isPending} onFile={take}>
          {t('upload')}
        </FileButton>
      )}
      <a href={`/v1/campaigns/${id}/rows.csv`} download className={buttonClass()}>
        <Download size={14} aria-hidden="true" />
        {t('export')}
      </a>
    </>
  )
}
