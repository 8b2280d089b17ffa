import { Route, Switch } from 'wouter'
import { AgentPage } from './agent.tsx'
import { AgentList } from './list.tsx'

/** The agents, and one agent. */
export default function AgentsPage() {
  return (
    <Switch>
      <Route path="/agents/:id">{({ id }) => <AgentPage key={id} id={id} />}</Route>
      <Route>
        <AgentList />
      </Route>
    </Switch>
  )
}
