import type { NewAgent, ToolFormat } from '../api/agents.ts'

/** What a voice platform is, to a page. */
interface Platform {
  /** whose connections place its calls; null where it is reached without one */
  piece: string | null
  /** how its functions are written */
  format: ToolFormat
}

const plain: Platform = { piece: null, format: 'openai' }

/** The platforms, by the API's names. The types ask for each that the API learns. */
export const PLATFORMS: Record<NewAgent['provider'], Platform> = {
  generic: plain,
  simulator: plain,
  vapi: { piece: 'vapi', format: 'vapi' },
  retell: { piece: 'retell', format: 'retell' },
  elevenlabs: { piece: 'elevenlabs', format: 'elevenlabs' },
  twilio: { piece: 'twilio', format: 'openai' },
  ultravox: { piece: 'ultravox', format: 'ultravox' },
  bland: { piece: 'bland', format: 'bland' },
  telnyx: { piece: 'telnyx', format: 'telnyx' },
  diga: { piece: 'diga-api', format: 'openai' },
}

/** What is known of an agent's platform. */
export const platformOf = (provider: string): Platform =>
  (PLATFORMS as Partial<Record<string, Platform>>)[provider] ?? plain

/** Whether functions can be put into the platform: where it has a form of its own for them. */
export const canSync = (provider: string): boolean => provider === platformOf(provider).format
