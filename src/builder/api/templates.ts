import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Paths, Template } from '../../client/api.d.ts'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'
import { usePages } from './pages.ts'

/** What the list of templates can be narrowed by. */
export type TemplateFilter = Pick<
  NonNullable<Paths['/v1/workflow/template']['get']['parameters']['query']>,
  'flow_category' | 'language' | 'search' | 'piece'
>

/** What a copy is given. */
export type TemplateCopy = NonNullable<
  NonNullable<
    Paths['/v1/workflow/template/{template_id}/copy']['post']['requestBody']
  >['content']['application/json']
>

const path = (template_id: string) => ({ params: { path: { template_id } } })

/** The templates, in the catalogue's order. */
export const useTemplates = (filter: TemplateFilter) =>
  usePages<Template>([...keys.templates, 'list', filter], (page) =>
    answerOf(api.GET('/v1/workflow/template', { params: { query: { ...filter, ...page } } })),
  )

/** One template. */
export const useTemplate = (id: string) =>
  useQuery({
    queryKey: keys.template(id),
    queryFn: () => answerOf(api.GET('/v1/workflow/template/{template_id}', path(id))),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Makes a workflow of a template. */
export function useCopyTemplate(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: TemplateCopy) =>
      answerOf(api.POST('/v1/workflow/template/{template_id}/copy', { ...path(id), body })),
    onSettled: () =>
      Promise.all(
        [keys.workflows, keys.connections].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  })
}
