import { Route, Switch } from 'wouter'
import { CallPage } from './call.tsx'
import { CallList } from './list.tsx'

/** The calls, and one call. */
export default function CallsPage() {
  return (
    <Switch>
      <Route path="/calls/:id">{({ id }) => <CallPage id={id} />}</Route>
      <Route>
        <CallList />
      </Route>
    </Switch>
  )
}
