import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { queryClient } from './api/query-client.ts'
import { ErrorBoundary } from './shell/error-boundary.tsx'
import { NotFound } from './shell/not-found.tsx'
import { PaletteHost } from './shell/palette-host.tsx'
import { SessionGate } from './shell/session-gate.tsx'
import { Shell } from './shell/shell.tsx'
import { Confirmations } from './ui/confirm.tsx'
import { Skeleton, SkeletonRows } from './ui/skeleton.tsx'
import { Toaster } from './ui/toast.tsx'
import { TooltipProvider } from './ui/tooltip.tsx'

const Workflows = lazy(() => import('./workflows/page.tsx'))
const Editor = lazy(() => import('./editor/editor.tsx'))
const Runs = lazy(() => import('./runs/page.tsx'))
const Calls = lazy(() => import('./calls/page.tsx'))
const Agents = lazy(() => import('./agents/page.tsx'))
const Connections = lazy(() => import('./connections/page.tsx'))
const Templates = lazy(() => import('./templates/page.tsx'))
const Campaigns = lazy(() => import('./campaigns/page.tsx'))
const Settings = lazy(() => import('./settings/page.tsx'))

/** The builder: one page, whose paths `BUILDER_PAGES` in `src/http/builder.ts` names too. */
export const App = () => (
  <QueryClientProvider client={queryClient}>
    <TooltipProvider>
      <SessionGate>
        <Guarded>
          <Switch>
            <Route path="/workflows/:id">{({ id }) => <Editor key={id} workflowId={id} />}</Route>
            <Route path="/workflows/:id/runs/:runId">
              {({ id, runId }) => <Editor key={id} workflowId={id} runId={runId} />}
            </Route>
            <Route path="/workflows/:id/replays/:replayId">
              {({ id, replayId }) => <Editor key={id} workflowId={id} replayId={replayId} />}
            </Route>
            <Route>
              <Shell>
                <Guarded>
                  <Pages />
                </Guarded>
              </Shell>
            </Route>
          </Switch>
        </Guarded>
        <PaletteHost />
      </SessionGate>
      <Confirmations />
      <Toaster />
    </TooltipProvider>
  </QueryClientProvider>
)

/** A page while its code is on its way, and where it breaks. */
function Guarded({ children }: { children: ReactNode }) {
  const [path] = useLocation()
  return (
    <ErrorBoundary at={path}>
      <Suspense fallback={<Waiting />}>{children}</Suspense>
    </ErrorBoundary>
  )
}

const Pages = () => (
  <Switch>
    <Route path="/">
      <Redirect to="/workflows" replace />
    </Route>
    <Route path="/workflows" component={Workflows} />
    <Route path="/runs" component={Runs} />
    <Route path="/calls/*?" component={Calls} />
    <Route path="/agents/*?" component={Agents} />
    <Route path="/connections" component={Connections} />
    <Route path="/templates/*?" component={Templates} />
    <Route path="/campaigns/*?" component={Campaigns} />
    <Route path="/settings/*?" component={Settings} />
    <Route component={NotFound} />
  </Switch>
)

const Waiting = () => (
  <div className="mx-auto w-full max-w-6xl p-6">
    <Skeleton className="mb-6 h-8 w-48" />
    <SkeletonRows />
  </div>
)
