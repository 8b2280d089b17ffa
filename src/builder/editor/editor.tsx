import './editor.css'
import { useQueryClient } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react'
import type { Workflow } from '../../client/api.d.ts'
import { keys } from '../api/keys.ts'
import { useMay } from '../api/who.ts'
import { Failure } from '../ui/empty.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { draftOf, portsFor, usePieces, useWorkflow } from './api.ts'
import { TopBar } from './bar/top-bar.tsx'
import { type Bench, BenchProvider, useView } from './bench.ts'
import { Canvas, useReveal } from './canvas/canvas.tsx'
import { useFacts } from './facts.ts'
import { createEditor } from './state/editor.ts'
import { keptEdits } from './state/kept.ts'
import type { Pieces } from './state/pieces.ts'
import { createStore } from './state/store.ts'
import { START, type View } from './state/view.ts'

// What opens on the canvas comes on its own, so that the canvas is there at once.
const SidePanel = lazy(() => import('./panel/side-panel.tsx'))
const StepPicker = lazy(() => import('./picker/step-picker.tsx'))
const RunPage = lazy(() => import('./run/run-page.tsx'))
const ReplayPage = lazy(() => import('./replay/replay-page.tsx'))

interface EditorProps {
  workflowId: string
  runId?: string
  replayId?: string
}

/** The builder of one workflow; with a run or a replay, what that did on the same canvas. */
export default function EditorPage({ workflowId, runId, replayId }: EditorProps) {
  const workflow = useWorkflow(workflowId)
  const pieces = usePieces()
  const error = workflow.error ?? pieces.error
  if (error && !workflow.data) {
    const again = () => void Promise.all([workflow.refetch(), pieces.refetch()])
    return <Failure error={error} onRetry={again} />
  }
  if (!workflow.data || !pieces.data) return <Waiting />
  if (runId !== undefined) {
    return (
      <Suspense fallback={<Waiting />}>
        <RunPage key={runId} workflow={workflow.data} runId={runId} pieces={pieces.data} />
      </Suspense>
    )
  }
  if (replayId !== undefined) {
    return (
      <Suspense fallback={<Waiting />}>
        <ReplayPage key={replayId} workflow={workflow.data} replayId={replayId} pieces={pieces.data} />
      </Suspense>
    )
  }
  return <Workbench workflow={workflow.data} pieces={pieces.data} />
}

function Workbench({ workflow, pieces }: { workflow: Workflow; pieces: Pieces }) {
  const bench = useBenchOf(workflow, pieces)
  return (
    <BenchProvider value={bench}>
      <ReactFlowProvider>
        <Facts />
        <main className="relative h-dvh overflow-hidden bg-ground">
          <Canvas />
          <TopBar />
          <Suspense fallback={null}>
            <Panels />
          </Suspense>
        </main>
      </ReactFlowProvider>
    </BenchProvider>
  )
}

/** The editor of the draft as it was when the page was opened. Later answers reach it through its own requests. */
function useBenchOf(workflow: Workflow, pieces: Pieces): Bench {
  const client = useQueryClient()
  const may = useMay()('workflows.update')
  const first = useRef(workflow)
  const bench = useMemo((): Bench => {
    const { id } = first.current
    const ports = portsFor(id, (told) => client.setQueryData(keys.workflow(id), told))
    return {
      workflowId: id,
      editor: createEditor(draftOf(first.current), ports, keptEdits.read(id)),
      view: createStore<View>(START),
      pieces,
      canvas: { current: null },
      insertion: { current: null },
      isReadOnly: !may,
    }
  }, [client, pieces, may])
  useEffect(() => {
    const wake = () => bench.editor.wake()
    const warn = (event: BeforeUnloadEvent) => {
      if (bench.editor.get().sync.state !== 'saved') event.preventDefault()
    }
    addEventListener('online', wake)
    addEventListener('beforeunload', warn)
    return () => {
      removeEventListener('online', wake)
      removeEventListener('beforeunload', warn)
      // What was typed last must not wait for a page that nobody looks at.
      bench.editor.wake()
    }
  }, [bench])
  return bench
}

/** Keeps what is known about the steps up to date. */
function Facts() {
  useFacts()
  useReveal()
  return null
}

function Panels() {
  const side = useView((view) => view.side)
  const picker = useView((view) => view.picker)
  return (
    <>
      {side && <SidePanel />}
      {picker && <StepPicker request={picker} />}
    </>
  )
}

const Waiting = () => (
  <div className="flex h-dvh flex-col items-center gap-14 bg-ground pt-24">
    {[0, 1, 2].map((row) => (
      <Skeleton key={row} className="h-15 w-68 rounded-xl" />
    ))}
  </div>
)
