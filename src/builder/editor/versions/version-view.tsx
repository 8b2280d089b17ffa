import { useQuery } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import { useState } from 'react'
import type { Version, VersionSummary } from '../../../client/api.d.ts'
import { answerOf, api } from '../../api/client.ts'
import { useT } from '../../i18n/texts.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { workflowKeys } from '../api.ts'
import { BenchProvider, readOnlyBench, useBench } from '../bench.ts'
import { Canvas } from '../canvas/canvas.tsx'
import { definitionOf } from '../state/draft.ts'
import { versionTexts } from './texts.ts'

/** A version on a canvas of its own, to look at. */
export function VersionView({ version, onClose }: { version: VersionSummary; onClose: () => void }) {
  const t = useT(versionTexts)
  const { workflowId } = useBench()
  const { data } = useQuery({
    queryKey: workflowKeys.version(workflowId, version.id),
    queryFn: () => {
      const path = { flow_id: workflowId, version_id: version.id }
      return answerOf(api.GET('/v1/workflow/{flow_id}/versions/{version_id}', { params: { path } }))
    },
  })
  return (
    <Dialog open onClose={onClose} width="lg" title={t('version', { number: version.number ?? 0 })}>
      <div className="relative h-[68vh] overflow-hidden rounded-lg border bg-ground">
        {data ? <VersionCanvas version={data} /> : <SkeletonRows />}
      </div>
    </Dialog>
  )
}

function VersionCanvas({ version }: { version: Version }) {
  const { workflowId, pieces } = useBench()
  const [bench] = useState(() => readOnlyBench(workflowId, pieces, definitionOf(version)))
  return (
    <BenchProvider value={bench}>
      <ReactFlowProvider>
        <Canvas />
      </ReactFlowProvider>
    </BenchProvider>
  )
}
