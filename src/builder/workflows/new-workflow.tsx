import { useQuery } from '@tanstack/react-query'
import { LayoutTemplate, PhoneCall, PhoneForwarded, PhoneIncoming, PhoneOff, Play, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import type { WorkflowFileInput } from '../../client/api.d.ts'
import { answerOf, api } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { useWorkflowActions } from '../api/workflows.ts'
import { language } from '../i18n/language.ts'
import { useT } from '../i18n/texts.ts'
import { usePreference } from '../preference.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { cx } from '../ui/classes.ts'
import { Dialog } from '../ui/dialog.tsx'
import { messageOf } from '../ui/empty.tsx'
import { FileButton } from '../ui/file-button.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { DOORS, type Door, doorTexts, startingFile } from './doors.ts'
import { newWorkflowTexts } from './new-texts.ts'
import type { SampleDoor } from './samples.ts'

const DOOR_LOOKS: Record<Door, { icon: ReactNode; tone: string }> = {
  pre_call: { icon: <PhoneIncoming />, tone: 'bg-info-soft text-info-ink' },
  during_call: { icon: <PhoneCall />, tone: 'bg-violet-soft text-violet-ink' },
  post_call: { icon: <PhoneOff />, tone: 'bg-success-soft text-success-ink' },
  call_launcher: { icon: <PhoneForwarded />, tone: 'bg-warning-soft text-warning-ink' },
}

const SHOWN_TEMPLATES = 3

/** Where a workflow begins: behind a door, from a template, from a file, or empty. */
export function NewWorkflowDialog({ onClose }: { onClose: () => void }) {
  const t = useT(newWorkflowTexts)
  return (
    <Dialog open onClose={onClose} title={t('title')} width="lg">
      <Beginnings />
    </Dialog>
  )
}

/** The doors, and the other ways to begin. */
export function Beginnings() {
  const t = useT(newWorkflowTexts)
  const begin = useBegin()
  return (
    <div className="flex flex-col gap-4 pb-2">
      <div className="grid gap-3 sm:grid-cols-2">
        {DOORS.map((door) => (
          <DoorCard
            key={door}
            door={door}
            isBusy={begin.isBusy}
            onOpen={() => begin.behind(door)}
            onSample={begin.sample}
          />
        ))}
      </div>
      <div className="flex flex-wrap gap-2">
        <Link href="/templates" className={buttonClass()}>
          <LayoutTemplate size={14} aria-hidden="true" />
          {t('fromTemplate')}
        </Link>
        <ImportButton />
        <Button look="quiet" disabled={begin.isBusy} onClick={begin.empty}>
          <Plus size={14} aria-hidden="true" />
          {t('blank')}
        </Button>
      </div>
    </div>
  )
}

function DoorCard({
  door,
  isBusy,
  onOpen,
  onSample,
}: {
  door: Door
  isBusy: boolean
  onOpen: () => void
  onSample: (door: SampleDoor) => void
}) {
  const t = useT(newWorkflowTexts)
  const { icon, tone } = DOOR_LOOKS[door]
  const templates = useTemplatesOf(door)
  return (
    <section className="card flex flex-col text-left transition-shadow hover:border-line-strong hover:shadow-md">
      <button
        type="button"
        disabled={isBusy}
        onClick={onOpen}
        className="flex flex-1 items-start gap-3 rounded-xl p-4 text-left disabled:opacity-60"
      >
        <span
          className={cx(
            'flex size-9 shrink-0 items-center justify-center rounded-lg [&>svg]:size-[18px]',
            tone,
          )}
        >
          {icon}
        </span>
        <span>
          <span className="block font-medium text-base">{t(door)}</span>
          <span className="mt-0.5 block text-pretty text-muted text-sm">{t(doorTexts(door).text)}</span>
        </span>
      </button>
      {templates.length > 0 && (
        <ul aria-label={t('templates')} className="flex flex-col border-t px-2 py-1.5">
          {templates.map(({ id, name }) => (
            <li key={id}>
              <Link
                href={`/templates/${id}`}
                className="block truncate rounded-md px-2 py-1 text-muted text-sm hover:bg-hover hover:text-ink"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {door !== 'call_launcher' && (
        <p className="border-t px-2 py-1.5">
          <Button size="sm" look="quiet" busy={isBusy} onClick={() => onSample(door)}>
            <Play size={13} aria-hidden="true" />
            {t('sampleCall')}
          </Button>
        </p>
      )}
    </section>
  )
}

function useTemplatesOf(door: Door) {
  const [current] = usePreference(language)
  const { data } = useQuery({
    queryKey: [...keys.templates, 'door', door, current],
    queryFn: () =>
      answerOf(
        api.GET('/v1/workflow/template', {
          params: { query: { flow_category: door, language: current, limit: SHOWN_TEMPLATES } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data?.data ?? []
}

function useBegin() {
  const t = useT(newWorkflowTexts)
  const [, go] = useLocation()
  const { create, importFile, playSample } = useWorkflowActions()
  const [current] = usePreference(language)
  return {
    isBusy: create.isPending || importFile.isPending || playSample.isPending,
    sample: async (door: SampleDoor) => {
      // What the samples say is no part of the first load.
      const { sampleCall } = await import('./samples.ts')
      playSample.mutate(sampleCall(door, current, Date.now()), {
        onSuccess: ({ flow_id, runId }) => {
          toast(t('samplePlayed'))
          go(`/workflows/${flow_id}/runs/${runId}`)
        },
        onError: toastError,
      })
    },
    behind: (door: Door) =>
      importFile.mutate(startingFile(t(doorTexts(door).name), door), {
        onSuccess: ({ data }) => go(`/workflows/${data[0]?.flow_id ?? ''}`),
        onError: toastError,
      }),
    empty: () =>
      create.mutate(t('blankName'), {
        onSuccess: ({ id }) => go(`/workflows/${id}`),
        onError: toastError,
      }),
  }
}

/** Imports the workflows of a file: ours, Activepieces' or Diga's. One opens, several are listed. */
function ImportButton() {
  const t = useT(newWorkflowTexts)
  const [, go] = useLocation()
  const { importFile } = useWorkflowActions()
  const take = async (file: File) => {
    let content: WorkflowFileInput
    try {
      content = JSON.parse(await file.text()) as WorkflowFileInput
    } catch (error) {
      toast(t('importFailed', { file: file.name, message: messageOf(error) }), { kind: 'failed' })
      return
    }
    importFile.mutate(content, {
      onSuccess: ({ data }) => {
        toast(t('imported', { count: data.length }))
        go(data.length === 1 ? `/workflows/${data[0]?.flow_id}` : '/workflows')
      },
      onError: toastError,
    })
  }
  return (
    <FileButton accept=".json,application/json" busy={importFile.isPending} onFile={take}>
      {t('importFile')}
    </FileButton>
  )
}
