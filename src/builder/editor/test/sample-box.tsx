import { useMutation } from '@tanstack/react-query'
import { Pencil, Pin, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { answerOf, api } from '../../api/client.ts'
import { useFormats } from '../../i18n/format.ts'
import { useT } from '../../i18n/texts.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { toastError } from '../../ui/toast.tsx'
import { useBench, useView } from '../bench.ts'
import { CodeInput } from '../fields/code-input.tsx'
import { JsonView } from './json-view.tsx'
import { refreshSamples } from './run-tests.ts'
import { testTexts } from './texts.ts'

/** What is kept of a step for others to be tested on; it can be typed in as well. */
export function SampleBox({ step, isShown = true }: { step: string; isShown?: boolean }) {
  const bench = useBench()
  const t = useT(testTexts)
  const { ago } = useFormats()
  const sample = useView((view) => view.samples.get(step))
  const isKept = useView((view) => view.samples.has(step))
  const at = useView((view) => view.tested.get(step))
  const [draft, setDraft] = useState<string | null>(null)
  const { save, forget } = useSampleActions(step)
  const value = draft === null ? undefined : parsed(draft)
  const keep = () => save.mutate({ payload: value }, { onSuccess: () => setDraft(null) })
  const isPinned = useView((view) => view.pinned.has(step))
  return (
    <section className="border-t pt-4">
      <div className="mb-2 flex items-center gap-2">
        <h3 className="font-medium text-sm">{t('sample')}</h3>
        {at && <span className="text-faint text-xs">{t('sampleFrom', { when: ago(at) })}</span>}
        <span className="flex-1" />
        {!bench.isReadOnly && draft === null && (
          <>
            {isKept && (
              <IconButton
                size="sm"
                label={t(isPinned ? 'unpin' : 'pin')}
                aria-pressed={isPinned}
                disabled={save.isPending}
                onClick={() => save.mutate({ payload: sample, pinned: !isPinned })}
              >
                <Pin size={13} className={isPinned ? 'fill-current text-accent-ink' : undefined} />
              </IconButton>
            )}
            <IconButton
              size="sm"
              label={t('edit')}
              onClick={() => setDraft(JSON.stringify(isKept ? sample : {}, null, 2))}
            >
              <Pencil size={13} />
            </IconButton>
            {isKept && (
              <IconButton size="sm" label={t('forget')} onClick={() => forget.mutate()}>
                <Trash2 size={13} />
              </IconButton>
            )}
          </>
        )}
      </div>
      {draft !== null ? (
        <>
          <CodeInput
            text={draft}
            onText={setDraft}
            language="json"
            label={t('sample')}
            roots={[]}
            isInvalid={value === undefined}
            className="max-h-96 min-h-40"
          />
          <p className="mt-1 text-muted text-xs">
            {value === undefined ? t('notJson') : t(isPinned ? 'pinned' : 'keptHint')}
          </p>
          <div className="mt-2 flex gap-2">
            <Button
              size="sm"
              look="primary"
              busy={save.isPending}
              disabled={value === undefined}
              onClick={keep}
            >
              {t('save')}
            </Button>
            <Button size="sm" onClick={() => setDraft(null)}>
              {t('cancel')}
            </Button>
          </div>
        </>
      ) : isKept ? (
        <>
          {isPinned && <p className="mb-2 text-accent-ink text-xs">{t('pinned')}</p>}
          {isShown && <JsonView value={sample} />}
        </>
      ) : (
        <p className="text-muted text-xs">{t('sampleNone')}</p>
      )}
    </section>
  )
}

function useSampleActions(step: string) {
  const bench = useBench()
  const path = { flow_id: bench.workflowId, step_name: step }
  const onSuccess = () => refreshSamples(bench)
  return {
    save: useMutation({
      mutationFn: async ({ payload, pinned }: { payload: unknown; pinned?: boolean }) => {
        await bench.editor.settled()
        // The generated type holds every field against that of any JSON.
        const body = { payload, ...(pinned !== undefined && { pinned }) } as never
        return answerOf(
          api.POST('/v1/workflow/{flow_id}/steps/{step_name}/sample-data', { params: { path }, body }),
        )
      },
      onSuccess,
      onError: toastError,
    }),
    forget: useMutation({
      mutationFn: () =>
        answerOf(api.DELETE('/v1/workflow/{flow_id}/steps/{step_name}/sample-data', { params: { path } })),
      onSuccess,
      onError: toastError,
    }),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
