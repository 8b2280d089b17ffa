import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import { Redirect } from 'wouter'
import type { RunDetail, Workflow } from '../../../client/api.d.ts'
import { answerOf, api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { Failure } from '../../ui/empty.tsx'
import { useRanVersion } from '../api.ts'
import { type Bench, BenchProvider, readOnlyBench, useView } from '../bench.ts'
import { Canvas, useReveal } from '../canvas/canvas.tsx'
import { definitionOf } from '../state/draft.ts'
import type { Pieces } from '../state/pieces.ts'
import { followRun } from '../test/run-tests.ts'
import { type Chosen, overlayOf } from './overlay.ts'
import { RunBar } from './run-bar.tsx'
import { RunPanel } from './run-panel.tsx'

/** What a run did, on the canvas of the version it ran. */
export default function RunPage({
  workflow,
  runId,
  pieces,
}: {
  workflow: Workflow
  runId: string
  pieces: Pieces
}) {
  const run = useQuery({
    queryKey: keys.run(runId),
    queryFn: () =>
      answerOf(api.GET('/v1/workflow/executions/{run_id}', { params: { path: { run_id: runId } } })),
  })
  const version = useRanVersion(workflow.id, run.data?.versionId)
  if (run.error) return <Failure error={run.error} onRetry={() => void run.refetch()} />
  if (!run.data || version.isLoading) return null
  if (run.data.flowId !== workflow.id) {
    return <Redirect to={`/workflows/${run.data.flowId}/runs/${runId}`} replace />
  }
  return (
    <RunCanvas
      key={version.data?.id ?? 'draft'}
      run={run.data}
      workflow={workflow}
      definition={definitionOf(version.data ?? workflow)}
      isOther={!version.data}
      pieces={pieces}
    />
  )
}

interface Shown {
  run: RunDetail
  workflow: Workflow
  definition: ReturnType<typeof definitionOf>
  isOther: boolean
  pieces: Pieces
}

function RunCanvas({ run, workflow, definition, isOther, pieces }: Shown) {
  const [chosen, setChosen] = useState<Chosen>({})
  const [bench] = useState((): Bench => {
    const failed = run.failedStep?.name ?? null
    return readOnlyBench(workflow.id, pieces, definition, {
      side: 'step',
      active: failed,
      selection: failed ? [failed] : [],
    })
  })
  const overlay = useMemo(() => overlayOf(run, definition, chosen), [run, definition, chosen])
  useEffect(() => bench.view.set({ overlay }), [bench, overlay])
  useLive(bench, run)
  return (
    <BenchProvider value={bench}>
      <ReactFlowProvider>
        <Reveal />
        <main className="relative h-dvh overflow-hidden bg-ground">
          <Canvas />
          <RunBar run={run} workflow={workflow} isOther={isOther} />
          <RunSide run={run} definition={definition} chosen={chosen} onChosen={setChosen} />
        </main>
      </ReactFlowProvider>
    </BenchProvider>
  )
}

function RunSide(props: Parameters<typeof RunPanel>[0]) {
  const side = useView((view) => view.side)
  return side === null ? null : <RunPanel {...props} />
}

function Reveal() {
  useReveal()
  return null
}

/** While a run goes on: each step as it is done, and now and then the whole. */
function useLive(bench: Bench, run: RunDetail): void {
  const client = useQueryClient()
  const isOpen = ['QUEUED', 'RUNNING', 'PAUSED'].includes(run.status)
  useEffect(() => {
    if (!isOpen) return
    const read = () => void client.invalidateQueries({ queryKey: keys.run(run.id) })
    const stop = followRun(bench, run.id, read)
    const timer = setInterval(read, READ_MS)
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [bench, client, run.id, isOpen])
}

const READ_MS = 3_000
