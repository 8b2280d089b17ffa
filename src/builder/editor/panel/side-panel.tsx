import { Maximize2, Minimize2, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { findStep } from '../../../workflow/walk.ts'
import { useT } from '../../i18n/texts.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/classes.ts'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { useBench, useDefinition, useView } from '../bench.ts'
import { DataPicker } from '../data/picker.tsx'
import { editorTexts } from '../texts.ts'
import { IssuesPanel } from './issues-panel.tsx'
import { StepPanel } from './step-panel.tsx'
import { WorkflowSettingsPanel } from './workflow-settings.tsx'

const Versions = lazy(() => import('../versions/versions-panel.tsx'))
const FlowTest = lazy(() => import('../test/flow-test.tsx'))
const Simulator = lazy(() => import('../simulator/simulator.tsx'))

/** What stands at the right of the canvas. */
export default function SidePanel() {
  const side = useView((view) => view.side)
  const active = useView((view) => view.active)
  const definition = useDefinition()
  const [isWide, setWide] = useState(false)
  const step = active === null ? undefined : findStep(definition, active)?.step
  if (side === 'step' && !step) return null
  return (
    <>
      <aside
        data-panel=""
        className={cx(
          'absolute inset-y-0 top-14 right-0 z-10 flex w-full animate-appear flex-col border-l bg-surface shadow-lg',
          isWide ? 'md:w-[720px]' : 'md:w-[440px]',
        )}
      >
        <PanelButtons isWide={isWide} onWide={() => setWide(!isWide)} />
        <Suspense fallback={<Rows />}>
          {side === 'step' && step && <StepPanel key={step.name} step={step} />}
          {side === 'versions' && <Versions />}
          {side === 'test' && <FlowTest />}
          {side === 'simulator' && <Simulator />}
          {side === 'issues' && <IssuesPanel />}
          {side === 'settings' && <WorkflowSettingsPanel />}
        </Suspense>
      </aside>
      {side === 'step' && step && <DataPicker step={step} isWide={isWide} />}
    </>
  )
}

const Rows = () => (
  <div className="p-5">
    <SkeletonRows />
  </div>
)

function PanelButtons({ isWide, onWide }: { isWide: boolean; onWide: () => void }) {
  const t = useT(editorTexts)
  const { view } = useBench()
  return (
    <span className="absolute top-3 right-3 z-10 flex">
      <IconButton
        size="sm"
        label={t(isWide ? 'narrow' : 'widen')}
        onClick={onWide}
        className="hidden md:inline-flex"
      >
        {isWide ? <Minimize2 size={14} /> : <Maximize2 size={14} />}
      </IconButton>
      <IconButton
        size="sm"
        label={t('closePanel')}
        onClick={() => view.set({ side: null, isPicking: false })}
      >
        <X size={16} />
      </IconButton>
    </span>
  )
}
