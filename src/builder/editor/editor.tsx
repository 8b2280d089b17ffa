/** The builder of one workflow; with a run, what that run did on the same canvas. */
export default function Editor({ workflowId, runId }: { workflowId: string; runId?: string }) {
  return (
    <main className="p-6">
      {workflowId} {runId}
    </main>
  )
}
