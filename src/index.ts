import { app } from './http/app.ts'

export { RunObject } from './run/run-object.ts'
export { StoreObject } from './run/store-object.ts'

export default {
  fetch: app.fetch,
} satisfies ExportedHandler<Cloudflare.Env>
