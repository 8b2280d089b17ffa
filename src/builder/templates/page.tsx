import { Route, Switch } from 'wouter'
import { TemplateGallery } from './gallery.tsx'
import { TemplatePage } from './template.tsx'

/** The templates, and one template. */
export default function TemplatesPage() {
  return (
    <Switch>
      <Route path="/templates/:id">{({ id }) => <TemplatePage key={id} id={id} />}</Route>
      <Route>
        <TemplateGallery />
      </Route>
    </Switch>
  )
}
