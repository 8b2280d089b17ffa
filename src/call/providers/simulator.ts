import { generic, signedOutbound } from './generic.ts'
import type { Provider } from './provider.ts'

/** Our own voice platform: speaks as `generic`, and its calls are played by a route of this Worker. */
export const simulator: Provider = {
  ...generic,
  name: 'simulator',
  buildOutbound: async (call, agent, now) => ({
    ...(await signedOutbound('/simulator/calls', call, agent, now)),
    isOwnRoute: true,
  }),
  // Its calls live in a process: what was lost with one is lost.
  findCall: undefined,
}
