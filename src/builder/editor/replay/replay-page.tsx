import { ReactFlowProvider } from '@xyflow/react'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'wouter'
import type { Replay, Workflow } from '../../../client/api.d.ts'
import { useRun } from '../../api/calls.ts'
import { useReplay } from '../../api/replays.ts'
import { useFormats } from '../../i18n/format.ts'
import { useT } from '../../i18n/texts.ts'
import { Failure } from '../../ui/empty.tsx'
import { useRanVersion } from '../api.ts'
import { BackBar } from '../bar/back-bar.tsx'
import { BenchProvider, readOnlyBench, useBench, useDefinition, useView } from '../bench.ts'
import { Canvas, useReveal } from '../canvas/canvas.tsx'
import { overlayOf } from '../run/overlay.ts'
import { definitionOf } from '../state/draft.ts'
import type { Pieces } from '../state/pieces.ts'
import { type ReplayedRun, withDifferences } from './differing.ts'
import { RunDifferences } from './run-differences.tsx'
import { RunList } from './run-list.tsx'
import { StepDifferences } from './step-differences.tsx'
import { replayTexts } from './texts.ts'

interface Props {
  workflow: Workflow
  replayId: string
  pieces: Pieces
}

/** A replay of past runs: all of them as a list, one of them on the canvas of the draft as it was replayed. */
export default function ReplayPage({ workflow, replayId, pieces }: Props) {
  const { data, error, refetch } = useReplay(workflow.id, replayId)
  const version = useRanVersion(workflow.id, data?.version_id)
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data || version.isLoading) return null
  return (
    <ReplayCanvas
      replay={data}
      workflow={workflow}
      definition={definitionOf(version.data ?? workflow)}
      isOther={!version.data}
      pieces={pieces}
    />
  )
}

interface Shown {
  replay: Replay
  workflow: Workflow
  definition: ReturnType<typeof definitionOf>
  /** the canvas shows the draft of today, since that of then is gone */
  isOther: boolean
  pieces: Pieces
}

function ReplayCanvas({ replay, workflow, definition, isOther, pieces }: Shown) {
  const [bench] = useState(() => readOnlyBench(workflow.id, pieces, definition, { side: 'test' }))
  return (
    <BenchProvider value={bench}>
      <ReactFlowProvider>
        <Reveal />
        <main className="relative h-dvh overflow-hidden bg-ground">
          <Canvas />
          <Bar workflow={workflow} replay={replay} isOther={isOther} />
          <Side replay={replay} />
        </main>
      </ReactFlowProvider>
    </BenchProvider>
  )
}

function Reveal() {
  useReveal()
  return null
}

function Bar({ workflow, replay, isOther }: Pick<Shown, 'workflow' | 'replay' | 'isOther'>) {
  const t = useT(replayTexts)
  const { dateTime } = useFormats()
  return (
    <BackBar
      workflow={workflow}
      back={t('back')}
      shows={
        <>
          {t('of', { when: dateTime(replay.created_at) })}
          {isOther && ` · ${t('older')}`}
        </>
      }
    />
  )
}

/** The run that is looked at stands in the address; a replay of one run needs no choice. */
function Side({ replay }: { replay: Replay }) {
  const bench = useBench()
  const [params, setParams] = useSearchParams()
  const active = useView((view) => view.active)
  const asked = replay.runs.find(({ run_id }) => run_id === params.get('run'))
  const run = asked ?? (replay.runs.length === 1 ? replay.runs[0] : undefined)
  useOverlay(run)
  const choose = (id: string | null) => {
    bench.view.set({ active: null, selection: [] })
    setParams(id === null ? {} : { run: id })
  }
  return (
    <aside
      data-panel=""
      className="absolute inset-y-0 top-14 right-0 z-10 flex w-full animate-appear flex-col border-l bg-surface shadow-lg md:w-[560px]"
    >
      {!run && <RunList replay={replay} onRun={choose} />}
      {run && active === null && (
        <RunDifferences run={run} onBack={replay.runs.length > 1 ? () => choose(null) : undefined} />
      )}
      {run && active !== null && <StepDifferences run={run} name={active} />}
    </aside>
  )
}

/** Lays what the replay of a run did over the canvas. */
function useOverlay(run: ReplayedRun | undefined): void {
  const bench = useBench()
  const definition = useDefinition()
  const { data } = useRun(run?.replay_run_id ?? undefined)
  const comparison = run?.comparison
  useEffect(() => {
    const overlay = data && comparison && withDifferences(overlayOf(data, definition, {}), comparison)
    bench.view.set({ overlay: overlay ?? null })
  }, [bench, data, comparison, definition])
}
