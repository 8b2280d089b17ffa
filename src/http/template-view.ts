import * as z from 'zod'
import { CONNECTION_TYPES } from '../db/schema-connections.ts'
import type { Template } from '../template/records.ts'
import { Category } from '../workflow/schema.ts'
import { packageName } from './connection-view.ts'

/** A template in Diga's form. `slug`, `setup`, `pieces` and `variable_descriptions` are ours. */
export const TemplateView = z
  .object({
    id: z.uuid(),
    slug: z.string().meta({ description: 'The same in every language.' }),
    name: z.string(),
    language: z.string(),
    description: z.string(),
    flow_category: Category,
    setup_guide_url: z.string().nullable(),
    setup: z.array(z.string()).meta({ description: 'What is left to do after copying it.' }),
    pieces: z.array(z.string()),
    template: z.looseObject({ displayName: z.string() }).meta({ description: 'The definition.' }),
    connections: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        description: z.string(),
        piece_name: z.string(),
        auth_type: z.enum(CONNECTION_TYPES),
      }),
    ),
    variables: z.array(z.string()).meta({ description: 'The names of its `<<placeholders>>`.' }),
    variable_descriptions: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Template' })

/** A template as `TemplateView` describes it. */
export function viewTemplate(template: Template): z.input<typeof TemplateView> {
  const { id, slug, name, language, description, setup, variables } = template
  return {
    id,
    slug,
    name,
    language,
    description,
    flow_category: template.category,
    setup_guide_url: null,
    setup,
    pieces: template.pieces.map(packageName),
    template: template.definition,
    connections: template.connections.map((each) => ({
      key: each.key,
      name: each.name,
      description: each.description,
      piece_name: packageName(each.piece),
      auth_type: each.type,
    })),
    variables: [...variables.keys()],
    variable_descriptions: Object.fromEntries(variables),
  }
}
