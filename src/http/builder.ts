import type { Context } from 'hono'
import { CodedError } from '../errors.ts'
import type { App } from './types.ts'

/** The first parts of the paths that are the builder's. What lies below them its own router decides. */
export const BUILDER_PAGES = [
  'workflows',
  'runs',
  'calls',
  'agents',
  'connections',
  'templates',
  'campaigns',
  'settings',
  'join',
] as const

/**
 * The one page of the builder, whatever of its paths was asked for. Its headers stand in `public/_headers`.
 * @throws CodedError BUILDER_NOT_BUILT
 */
export async function builderPage(c: Context<App>): Promise<Response> {
  const page = await c.env.ASSETS.fetch(new URL('/app/index.html', c.req.url))
  if (page.ok) return page
  throw new CodedError('BUILDER_NOT_BUILT', 'The builder is not built yet: run "npm run build".')
}
