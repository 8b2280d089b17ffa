import { useEffect, useMemo } from 'react'
import type { Issue } from '../../workflow/issue.ts'
import { validateDefinition } from '../../workflow/validate.ts'
import { useConnections } from '../api/connections.ts'
import { useSamples } from './api.ts'
import { useBench, useEdited } from './bench.ts'
import { rulesFrom } from './state/pieces.ts'

/** Judges the workflow whenever it changes, as the server does, and brings its samples. */
export function useFacts(): void {
  const { workflowId, pieces, view } = useBench()
  const definition = useEdited((state) => state.definition)
  const { data: connections } = useConnections()
  const { data: samples } = useSamples(workflowId)
  const rules = useMemo(() => rulesFrom(pieces, connections), [pieces, connections])
  useEffect(() => {
    view.set({ issues: byStep(validateDefinition(definition, rules)) })
  }, [definition, rules, view])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a test did says nothing of what was edited since
  useEffect(() => {
    if (view.get().overlay?.isOver) view.set({ overlay: null })
  }, [definition, view])
  useEffect(() => {
    if (!samples) return
    view.set({
      samples: new Map(samples.map(({ step, data }) => [step, data])),
      tested: new Map(samples.map(({ step, updated }) => [step, updated])),
      pinned: new Set(samples.filter(({ pinned }) => pinned).map(({ step }) => step)),
    })
  }, [samples, view])
}

/** Issues by the step they are about; those of the workflow itself under ''. */
function byStep(issues: readonly Issue[]): Map<string, Issue[]> {
  return Map.groupBy(issues, ({ step }) => step ?? '')
}
