import { useMutation, useQuery } from '@tanstack/react-query'
import { Antenna, Download, Sparkles } from 'lucide-react'
import { useEffect } from 'react'
import { answerOf, api } from '../../api/client.ts'
import { useFormats } from '../../i18n/format.ts'
import { useT } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { messageOf } from '../../ui/empty.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { toast } from '../../ui/toast.tsx'
import { ofWorkflow } from '../api.ts'
import { useBench } from '../bench.ts'
import { useForm } from '../fields/form.ts'
import { JsonView } from './json-view.tsx'
import { refreshSamples, sampleEvent } from './run-tests.ts'
import { SampleBox } from './sample-box.tsx'
import { testTexts } from './texts.ts'

/** Gets an event to build and test on: a recent one, a real one, an example, or one that is typed. */
export function TriggerTest() {
  const bench = useBench()
  const t = useT(testTexts)
  const { step, part } = useForm()
  const ask = useMutation({ mutationFn: (payload?: Record<string, never>) => sampleEvent(bench, payload) })
  const asksService = part?.type === 'POLLING'
  const events = ask.data ?? []
  return (
    <div className="flex flex-col gap-4 p-5">
      <p className="text-pretty text-muted text-sm">{t('triggerHint')}</p>
      {!bench.isReadOnly && (
        <div className="flex flex-wrap gap-2">
          <Button look="primary" busy={ask.isPending} onClick={() => ask.mutate(undefined)}>
            {asksService ? (
              <Download size={14} aria-hidden="true" />
            ) : (
              <Sparkles size={14} aria-hidden="true" />
            )}
            {t(asksService ? 'ask' : 'example')}
          </Button>
          {part?.type === 'WEBHOOK' && <Listener />}
        </div>
      )}
      {ask.error && (
        <p role="alert" className="rounded-lg bg-danger-soft p-3 text-danger-ink text-sm">
          {messageOf(ask.error)}
        </p>
      )}
      {ask.isSuccess && events.length === 0 && <p className="text-muted text-sm">{t('noEvents')}</p>}
      {events.length > 1 && (
        <section className="flex flex-col gap-2">
          <h3 className="font-medium text-sm">{t('recent')}</h3>
          {events.map((event, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: events have no other name here
            <div key={index} className="flex flex-col gap-1">
              <JsonView value={event} className="[&_div]:max-h-32" />
              <Button
                size="sm"
                className="self-start"
                onClick={() => ask.mutate(event as Record<string, never>)}
              >
                {t('use')}
              </Button>
            </div>
          ))}
        </section>
      )}
      <SampleBox step={step.name} />
    </div>
  )
}

const LOOK_MS = 1_500

/** Opens the test address, and waits for what comes. */
function Listener() {
  const bench = useBench()
  const t = useT(testTexts)
  const { clock } = useFormats()
  const asked = ofWorkflow(bench.workflowId)
  const start = useMutation({
    mutationFn: async () => {
      await bench.editor.settled()
      return answerOf(api.POST('/v1/workflow/{flow_id}/trigger/test/listen', asked))
    },
  })
  const { data } = useQuery({
    queryKey: ['listener', bench.workflowId],
    queryFn: () => answerOf(api.GET('/v1/workflow/{flow_id}/trigger/test/listen', asked)),
    enabled: start.isSuccess,
    refetchInterval: ({ state }) => (state.data?.caught ? false : LOOK_MS),
  })
  const isCaught = start.isSuccess && data?.caught === true
  useEffect(() => {
    if (!isCaught) return
    toast(t('caught'))
    void refreshSamples(bench)
    start.reset()
  }, [isCaught, bench, t, start.reset])
  const address = `${location.origin}/webhooks/${bench.workflowId}/test`
  if (!start.isSuccess || data?.listening === false) {
    return (
      <Button busy={start.isPending} onClick={() => start.mutate()}>
        <Antenna size={14} aria-hidden="true" />
        {t('listen')}
      </Button>
    )
  }
  return (
    <div className="w-full rounded-lg border border-accent/40 bg-accent-soft p-3">
      <p className="flex items-center gap-2 text-sm">
        <Spinner />
        {t('listening')}
        {data?.expires_at && (
          <span className="text-muted text-xs">{t('listenUntil', { when: clock(data.expires_at) })}</span>
        )}
      </p>
      <p className="mt-1.5 flex items-center gap-1">
        <code className="min-w-0 flex-1 truncate text-xs">{address}</code>
        <CopyButton text={address} />
      </p>
    </div>
  )
}
