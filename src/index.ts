import { env } from 'cloudflare:workers'
import { lookAmongInstalled } from './community/installed.ts'
import { app } from './http/app.ts'
import { tick } from './schedule/tick.ts'

export { CampaignObject } from './campaign/campaign-object.ts'
export { ConnectionObject } from './connection/connection-object.ts'
export { FeedObject } from './run/feed-object.ts'
export { RunObject } from './run/run-object.ts'
export { StoreObject } from './run/store-object.ts'

lookAmongInstalled(env)

export default {
  fetch: app.fetch,
  async scheduled(controller, env) {
    await tick(env, controller.scheduledTime)
  },
} satisfies ExportedHandler<Cloudflare.Env>
