import { bland } from './bland/console.ts'
import type { Console } from './console.ts'
import { elevenlabs } from './elevenlabs/console.ts'
import { retell } from './retell/console.ts'
import { telnyx } from './telnyx/console.ts'
import { twilio } from './twilio/console.ts'
import { ultravox } from './ultravox/console.ts'
import { vapi } from './vapi/console.ts'

/** The consoles of platforms, by the platform's name. */
export const consoles: Readonly<Record<string, Console>> = {
  vapi,
  retell,
  elevenlabs,
  twilio,
  ultravox,
  bland,
  telnyx,
}

/** The platform's console, or undefined where it has none that we know. */
export function consoleOf(provider: string): Console | undefined {
  return Object.hasOwn(consoles, provider) ? consoles[provider] : undefined
}
