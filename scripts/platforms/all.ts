import { blandFixture } from './bland.ts'
import { digaFixture } from './diga.ts'
import { elevenlabsFixture } from './elevenlabs.ts'
import type { PlatformFixture } from './fixture.ts'
import { retellFixture } from './retell.ts'
import { telnyxFixture } from './telnyx.ts'
import { twilioFixture } from './twilio.ts'
import { ultravoxFixture } from './ultravox.ts'
import { vapiFixture } from './vapi.ts'

/** Every platform that has an adapter of its own. */
export const PLATFORMS: PlatformFixture[] = [
  vapiFixture,
  retellFixture,
  elevenlabsFixture,
  twilioFixture,
  ultravoxFixture,
  blandFixture,
  telnyxFixture,
  digaFixture,
]
