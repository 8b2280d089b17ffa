import type { NewAgent } from '../api/agents.ts'
import type { Text, Texts } from '../i18n/texts.ts'

export const agentsTexts = {
  title: { en: 'Agents', es: 'Agentes' },
  text: {
    en: 'A voice agent on your platform. Its workflows run before, during and after each of its calls.',
    es: 'Un agente de voz en tu plataforma. Sus flujos se ejecutan antes, durante y después de cada llamada.',
  },
  new: { en: 'New agent', es: 'Nuevo agente' },
  search: { en: 'Search agents', es: 'Buscar agentes' },
  noneTitle: { en: 'No agents yet', es: 'Aún no hay agentes' },
  noneText: {
    en: 'Add the agent that answers your calls. You get a URL and a secret for its platform, and assign it workflows.',
    es: 'Añade el agente que atiende tus llamadas. Recibirás una URL y un secreto para su plataforma, y le asignarás flujos.',
  },
  noMatch: { en: 'No agent has this name', es: 'Ningún agente se llama así' },
  name: { en: 'Name', es: 'Nombre' },
  provider: { en: 'Platform', es: 'Plataforma' },
  providerHint: {
    en: 'The simulator plays calls without a phone.',
    es: 'El simulador reproduce llamadas sin teléfono.',
  },
  phone: { en: 'Phone number', es: 'Número de teléfono' },
  phoneHint: { en: 'In international form: +34910000000.', es: 'En formato internacional: +34910000000.' },
  outbound: { en: 'URL to place calls with', es: 'URL para iniciar llamadas' },
  outboundHint: {
    en: 'Your platform’s. Without it, this agent calls nobody.',
    es: 'La de tu plataforma. Sin ella, este agente no llama a nadie.',
  },
  connection: { en: 'Connection to the platform', es: 'Conexión con la plataforma' },
  connectionHint: {
    en: 'It places calls, and puts the tools into the platform.',
    es: 'Inicia llamadas y lleva las herramientas a la plataforma.',
  },
  noConnection: { en: 'None yet', es: 'Ninguna aún' },
  platformAgent: { en: 'The agent there', es: 'El agente allí' },
  platformNumber: { en: 'Its number there', es: 'Su número allí' },
  noneChosen: { en: 'None', es: 'Ninguno' },
  typeId: { en: 'Another: type its id …', es: 'Otro: escribir su id …' },
  listing: { en: 'Asking the platform …', es: 'Preguntando a la plataforma …' },
  listFailed: {
    en: 'The platform did not list its agents: {message} Type the ids instead.',
    es: 'La plataforma no ha dado su lista: {message} Escribe los ids.',
  },
  platformSecret: { en: 'What the platform signs with', es: 'Con qué firma la plataforma' },
  platformSecretHint: {
    en: 'Its own secret, where it has one. Kept encrypted; empty leaves it as it is.',
    es: 'Su propio secreto, si lo tiene. Se guarda cifrado; vacío lo deja como está.',
  },
  unknownEvents: {
    en: 'Events from the platform that are not known here, and started nothing: {types}.',
    es: 'Eventos de la plataforma que aquí no se conocen y no han iniciado nada: {types}.',
  },
  otherTypes: { en: 'other types', es: 'otros tipos' },
  noType: { en: 'without a type', es: 'sin tipo' },
  mostCalls: { en: 'Calls at the same time', es: 'Llamadas al mismo tiempo' },
  mostCallsHint: {
    en: 'How many your platform takes; empty for any.',
    es: 'Cuántas admite tu plataforma; vacío: sin límite.',
  },
  deadline: { en: 'Answer within (seconds)', es: 'Responder en (segundos)' },
  deadlineHint: {
    en: 'How long a function may take before the agent is told something else.',
    es: 'Cuánto puede tardar una función antes de que se diga otra cosa al agente.',
  },
  workflowCount: {
    en: { one: '{count} workflow', other: '{count} workflows' },
    es: { one: '{count} flujo', other: '{count} flujos' },
  },
  workflows: { en: 'Workflows', es: 'Flujos' },
  setup: { en: 'Set-up', es: 'Configuración' },
  tools: { en: 'Tools', es: 'Herramientas' },
  versions: { en: 'Versions', es: 'Versiones' },
  settings: { en: 'Settings', es: 'Ajustes' },
  calls: { en: 'Its calls', es: 'Sus llamadas' },
} satisfies Texts

/** What platforms are called. The types ask for a name for each that the API learns. */
export const providerTexts = {
  generic: { en: 'Any platform (HTTP)', es: 'Cualquier plataforma (HTTP)' },
  simulator: { en: 'Simulator', es: 'Simulador' },
  vapi: { en: 'Vapi', es: 'Vapi' },
  retell: { en: 'Retell', es: 'Retell' },
  elevenlabs: { en: 'ElevenLabs', es: 'ElevenLabs' },
  twilio: { en: 'Twilio', es: 'Twilio' },
  ultravox: { en: 'Ultravox', es: 'Ultravox' },
  bland: { en: 'Bland', es: 'Bland' },
  telnyx: { en: 'Telnyx', es: 'Telnyx' },
  diga: { en: 'Diga', es: 'Diga' },
} satisfies Record<NewAgent['provider'], Text>

export const agentWorkflowTexts = {
  add: { en: 'Add a workflow', es: 'Añadir un flujo' },
  order: {
    en: 'They run in this order; where two set the same variable, the later one wins.',
    es: 'Se ejecutan en este orden; si dos fijan la misma variable, gana el último.',
  },
  none: {
    en: 'No workflow yet. Add the ones that run for this agent’s calls.',
    es: 'Aún no hay flujos. Añade los que se ejecutan en las llamadas de este agente.',
  },
  move: {
    en: 'Move {name}: drag it, or use the arrow keys',
    es: 'Mover {name}: arrástralo o usa las flechas',
  },
  moved: {
    en: '{name} is now number {place} of {count}.',
    es: '{name} es ahora el número {place} de {count}.',
  },
  take: { en: 'Take {name} from the agent', es: 'Quitar {name} del agente' },
  off: { en: 'Disabled: it does not run', es: 'Desactivado: no se ejecuta' },
  needsSetup: { en: 'Needs set-up', es: 'Falta configurar' },
  draftTitle: { en: 'You are looking at a draft', es: 'Estás viendo un borrador' },
  draftText: {
    en: 'Calls still run on version {number}. Publish the draft to make it live.',
    es: 'Las llamadas siguen con la versión {number}. Publica el borrador para activarlo.',
  },
  publish: { en: 'Publish', es: 'Publicar' },
  discard: { en: 'Discard', es: 'Descartar' },
  published: { en: 'Version {number} is live.', es: 'La versión {number} está activa.' },
  produced: { en: 'Variables they set', es: 'Variables que fijan' },
  consumed: { en: 'Variables they read', es: 'Variables que leen' },
  noVariables: { en: 'None', es: 'Ninguna' },
  fromCall: { en: 'from the call', es: 'de la llamada' },
  fromCallHint: {
    en: 'No workflow sets it: your platform must send it with the call.',
    es: 'Ningún flujo la fija: tu plataforma debe enviarla con la llamada.',
  },
  number: { en: 'Version {number}', es: 'Versión {number}' },
  DRAFT: { en: 'Draft', es: 'Borrador' },
  PUBLISHED: { en: 'Live', es: 'Activa' },
  ARCHIVED: { en: 'Archived', es: 'Archivada' },
  makeLive: { en: 'Make it live', es: 'Activarla' },
  discardTitle: { en: 'Discard the draft?', es: '¿Descartar el borrador?' },
} satisfies Texts

export const agentSetupTexts = {
  hookUrl: { en: 'Hook URL', es: 'URL del agente' },
  hookText: {
    en: 'Your platform sends here what happens in this agent’s calls.',
    es: 'Tu plataforma envía aquí lo que pasa en las llamadas de este agente.',
  },
  mcpUrl: { en: 'MCP URL', es: 'URL de MCP' },
  mcpText: {
    en: 'MCP clients find this agent’s functions here. They send its bearer secret.',
    es: 'Los clientes de MCP encuentran aquí las funciones de este agente. Envían su secreto bearer.',
  },
  secrets: { en: 'Secrets', es: 'Secretos' },
  secretsText: {
    en: 'They were shown once, when the agent was made. New ones replace the old at once: your platform must have them before its next call.',
    es: 'Se mostraron una vez, al crear el agente. Los nuevos sustituyen a los anteriores al instante: tu plataforma debe tenerlos antes de la próxima llamada.',
  },
  rotate: { en: 'Replace the secrets', es: 'Sustituir los secretos' },
  rotateTitle: { en: 'Replace the secrets?', es: '¿Sustituir los secretos?' },
  rotateText: {
    en: 'The old ones stop working at once.',
    es: 'Los anteriores dejan de funcionar al instante.',
  },
  shownOnce: { en: 'Keep these now', es: 'Guárdalos ahora' },
  shownOnceText: {
    en: 'They are shown this once. Either one proves that a request is your platform’s.',
    es: 'Solo se muestran esta vez. Cualquiera de los dos prueba que una petición es de tu plataforma.',
  },
  bearer: { en: 'Bearer secret', es: 'Secreto bearer' },
  signing: { en: 'Signing secret', es: 'Secreto de firma' },
  kept: { en: 'I have kept them', es: 'Ya los he guardado' },
  steps: { en: 'Steps', es: 'Pasos' },
  step1: {
    en: 'Send the bearer secret with each request, as “Authorization: Bearer …”; or sign requests with the signing secret (Standard Webhooks).',
    es: 'Envía el secreto bearer en cada petición, como «Authorization: Bearer …»; o firma las peticiones con el secreto de firma (Standard Webhooks).',
  },
  step2: {
    en: 'Before a call, ask what the agent should know:',
    es: 'Antes de una llamada, pregunta qué debe saber el agente:',
  },
  step3: {
    en: 'During it, have each tool call its own address. The Tools tab has their definitions:',
    es: 'Durante la llamada, cada herramienta llama a su dirección. Sus definiciones están en Herramientas:',
  },
  step4: {
    en: 'After it, send the call with its messages:',
    es: 'Después, envía la llamada con sus mensajes:',
  },
  sync: { en: 'Put them into {platform}', es: 'Llevarlas a {platform}' },
  synced: {
    en: '{created} created, {updated} updated, {removed} removed.',
    es: '{created} creadas, {updated} actualizadas, {removed} quitadas.',
  },
  simulatorText: {
    en: 'The simulator plays this agent’s platform: “npm run simulate” plays a whole call, and the simulator in the builder plays one against a draft.',
    es: 'El simulador hace de plataforma: «npm run simulate» reproduce una llamada entera, y el simulador del editor la reproduce contra un borrador.',
  },
  toolsText: {
    en: 'What this agent may call during a call, from its live version. Copy it to your platform.',
    es: 'Lo que este agente puede llamar durante una llamada, según su versión activa. Cópialo a tu plataforma.',
  },
  noTools: {
    en: 'No published and enabled workflow with a function call is assigned yet.',
    es: 'Aún no hay asignado ningún flujo publicado y activado con llamada a función.',
  },
  format: { en: 'Format', es: 'Formato' },
  openai: { en: 'OpenAI functions', es: 'Funciones de OpenAI' },
  saved: { en: 'Saved.', es: 'Guardado.' },
  deleteAgent: { en: 'Delete the agent', es: 'Eliminar el agente' },
  deleteTitle: { en: 'Delete “{name}”?', es: '¿Eliminar «{name}»?' },
  deleteText: {
    en: 'Its hooks answer 404 from then on. Its calls and runs stay.',
    es: 'Sus direcciones responderán 404. Sus llamadas y ejecuciones se conservan.',
  },
} satisfies Texts
