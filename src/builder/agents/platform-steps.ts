import type { Text } from '../i18n/texts.ts'

/** One thing to do at a platform. */
export interface PlatformStep {
  text: Text
  /** what stands behind the agent's hook URL in the address to paste; nothing is pasted where left out */
  path?: string
}

/** What is special about a platform: where it sends events, what proves them, and how it asks before a call. */
interface Place {
  events: Text
  proof: Text
  before: PlatformStep
  functions: Text
}

const synced: Text = {
  en: 'In the Tools tab, put the functions into {platform}. Do so again when workflows come or go, and after the secrets were replaced.',
  es: 'En la pestaña Herramientas, lleva las funciones a {platform}. Repítelo cuando añadas o quites flujos y al sustituir los secretos.',
}

const keptSecret: Text = {
  en: 'Copy the secret that {platform} shows for this webhook into Settings here, at “What the platform signs with”.',
  es: 'Copia el secreto que {platform} muestra para este webhook en Ajustes, en «Con qué firma la plataforma».',
}

/** By the API's names of the platforms. */
const PLACES: Partial<Record<string, Place>> = {
  vapi: {
    events: {
      en: 'Paste this as Server URL of the assistant or of its number, with the messages end-of-call-report, status-update and tool-calls.',
      es: 'Pega esto como Server URL del asistente o de su número, con los mensajes end-of-call-report, status-update y tool-calls.',
    },
    proof: {
      en: 'Have the server send the bearer secret as Authorization; or use an HMAC credential, its key kept in Settings here.',
      es: 'Haz que envíe el secreto bearer en Authorization; o usa una credencial HMAC y guarda su clave en Ajustes.',
    },
    before: {
      text: {
        en: 'For a look-up before each call, give the number this Server URL and no assistant: Vapi then asks which one answers. Write {{prompt_addition}} into its prompt.',
        es: 'Para consultar antes de cada llamada, da al número esta Server URL y ningún asistente: Vapi preguntará cuál atiende. Escribe {{prompt_addition}} en su prompt.',
      },
    },
    functions: synced,
  },
  retell: {
    events: {
      en: 'Paste this as Webhook URL of the agent.',
      es: 'Pega esto como Webhook URL del agente.',
    },
    proof: {
      en: 'Retell signs with the API key that has the webhook badge: keep that key in Settings here.',
      es: 'Retell firma con la clave de API que lleva la marca de webhook: guárdala en Ajustes.',
    },
    before: {
      text: {
        en: 'For a look-up before each call, paste it as Inbound Webhook URL of the number too. Write {{prompt_addition}} into the prompt.',
        es: 'Para consultar antes de cada llamada, pégala también como Inbound Webhook URL del número. Escribe {{prompt_addition}} en el prompt.',
      },
    },
    functions: synced,
  },
  elevenlabs: {
    events: {
      en: 'Make a post-call webhook with this address, for transcripts and without audio.',
      es: 'Crea un webhook posterior a la llamada con esta dirección, con transcripción y sin audio.',
    },
    proof: keptSecret,
    before: {
      text: {
        en: 'For a look-up before each call, paste this as conversation initiation webhook, with the bearer secret as Authorization. Write {{prompt_addition}} into the prompt.',
        es: 'Para consultar antes de cada llamada, pega esto como webhook de inicio de conversación, con el secreto bearer en Authorization. Escribe {{prompt_addition}} en el prompt.',
      },
      path: '/pre-call',
    },
    functions: synced,
  },
  twilio: {
    events: {
      en: 'Paste this as status callback of the number or of the calls.',
      es: 'Pega esto como status callback del número o de las llamadas.',
    },
    proof: {
      en: 'Twilio signs with the account’s auth token: keep it in Settings here.',
      es: 'Twilio firma con el auth token de la cuenta: guárdalo en Ajustes.',
    },
    before: {
      text: {
        en: 'To decide how a call is answered, paste this as voice URL of the number: a workflow before the call returns the variable twiml.',
        es: 'Para decidir cómo se atiende, pega esto como voice URL del número: un flujo previo devuelve la variable twiml.',
      },
      path: '/pre-call',
    },
    functions: {
      en: 'Twilio has no functions: what does the talking calls them itself, as the Tools tab describes them.',
      es: 'Twilio no tiene funciones: quien habla las llama por sí mismo, como se describe en Herramientas.',
    },
  },
  ultravox: {
    events: {
      en: 'Make a webhook with this address for the event call.ended.',
      es: 'Crea un webhook con esta dirección para el evento call.ended.',
    },
    proof: keptSecret,
    before: {
      text: {
        en: 'For a look-up before incoming calls, paste this as fallback handler of the SIP settings, with the bearer secret. Write {{prompt_addition}} into the prompt.',
        es: 'Para consultar antes de las llamadas entrantes, pega esto como fallback handler en los ajustes SIP, con el secreto bearer. Escribe {{prompt_addition}} en el prompt.',
      },
      path: '/pre-call',
    },
    functions: synced,
  },
  bland: {
    events: {
      en: 'Paste this as post-call webhook of the persona, pathway or number.',
      es: 'Pega esto como webhook posterior a la llamada de la persona, el pathway o el número.',
    },
    proof: {
      en: 'Keep the account’s webhook signing secret in Settings here.',
      es: 'Guarda en Ajustes el secreto con que la cuenta firma los webhooks.',
    },
    before: {
      text: {
        en: 'For a look-up before each call, add this as a dynamic data request that sends call_id and phone_number, with the bearer secret. Write {{prompt_addition}} into the prompt.',
        es: 'Para consultar antes de cada llamada, añade esto como dynamic data request que envíe call_id y phone_number, con el secreto bearer. Escribe {{prompt_addition}} en el prompt.',
      },
      path: '/pre-call',
    },
    functions: {
      en: 'In the Tools tab, put the functions into Bland, then choose them in the persona or pathway.',
      es: 'En la pestaña Herramientas, lleva las funciones a Bland y luego elígelas en la persona o el pathway.',
    },
  },
  telnyx: {
    events: {
      en: 'Paste this as conversation callback of the assistant.',
      es: 'Pega esto como conversation callback del asistente.',
    },
    proof: {
      en: 'Keep the account’s public key (Keys & Credentials) in Settings here.',
      es: 'Guarda en Ajustes la clave pública de la cuenta (Keys & Credentials).',
    },
    before: {
      text: {
        en: 'For a look-up before each call, paste it as dynamic variables webhook too. Write {{prompt_addition}} into the instructions.',
        es: 'Para consultar antes de cada llamada, pégala también como dynamic variables webhook. Escribe {{prompt_addition}} en las instrucciones.',
      },
    },
    functions: synced,
  },
  diga: {
    events: {
      en: 'Make a webhook with this address for the event status_changed.',
      es: 'Crea un webhook con esta dirección para el evento status_changed.',
    },
    proof: keptSecret,
    before: {
      text: {
        en: 'For a look-up before each call, have a flow send the call to this address, with the bearer secret as Authorization.',
        es: 'Para consultar antes de cada llamada, haz que un flujo envíe la llamada a esta dirección, con el secreto bearer en Authorization.',
      },
      path: '/pre-call',
    },
    functions: {
      en: 'For each function make an HTTP tool that calls its address in the Tools tab, with the bearer secret.',
      es: 'Por cada función crea una herramienta HTTP que llame a su dirección de la pestaña Herramientas, con el secreto bearer.',
    },
  },
}

const CONNECT: Text = {
  en: 'Under Connections, connect {platform} with its API key; then choose it in Settings here, with the agent and the number there.',
  es: 'En Conexiones, conecta {platform} con su clave de API; después elígela en Ajustes, con el agente y el número de allí.',
}

/** The five things to do at a platform, in order. Empty for one that speaks our own form. */
export function platformSteps(provider: string): PlatformStep[] {
  const place = PLACES[provider]
  if (!place) return []
  return [
    { text: CONNECT },
    { text: place.events, path: '' },
    { text: place.proof },
    place.before,
    { text: place.functions },
  ]
}
