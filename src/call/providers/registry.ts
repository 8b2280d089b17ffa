import { bland } from './bland/index.ts'
import { diga } from './diga/index.ts'
import { elevenlabs } from './elevenlabs/index.ts'
import { generic } from './generic.ts'
import type { Provider } from './provider.ts'
import { retell } from './retell/index.ts'
import { simulator } from './simulator.ts'
import { telnyx } from './telnyx/index.ts'
import { twilio } from './twilio/index.ts'
import { ultravox } from './ultravox/index.ts'
import { vapi } from './vapi/index.ts'

const PROVIDERS = {
  generic,
  simulator,
  vapi,
  retell,
  elevenlabs,
  twilio,
  ultravox,
  bland,
  telnyx,
  diga,
} satisfies Record<string, Provider>

/** The voice platforms an agent may be on, by name. */
export const providers: Readonly<Record<string, Provider>> = PROVIDERS

/** Their names, for `provider` of an agent. */
export const providerNames = Object.keys(PROVIDERS) as (keyof typeof PROVIDERS)[]

/** The platform of that name, or undefined. */
export function providerNamed(name: string): Provider | undefined {
  return Object.hasOwn(providers, name) ? providers[name] : undefined
}
