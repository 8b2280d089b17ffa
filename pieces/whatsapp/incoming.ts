import * as z from 'zod'
import { type JsonObject, toJson } from '../../src/json.ts'

const text = z.string().optional()
const Media = z
  .looseObject({ id: text, mime_type: text, sha256: text, caption: text, filename: text })
  .optional()
const Reply = z.looseObject({ id: text, title: text, description: text }).optional()

const Message = z.looseObject({
  id: z.string(),
  from: z.string(),
  timestamp: z.string(),
  type: z.string(),
  text: z.object({ body: z.string() }).optional(),
  image: Media,
  video: Media,
  audio: Media,
  document: Media,
  sticker: Media,
  location: z
    .looseObject({ latitude: z.number(), longitude: z.number(), name: text, address: text })
    .optional(),
  interactive: z.looseObject({ type: z.string(), button_reply: Reply, list_reply: Reply }).optional(),
  button: z.looseObject({ payload: text, text }).optional(),
  context: z.looseObject({ id: text, from: text, forwarded: z.boolean().optional() }).optional(),
})

const Value = z.looseObject({
  metadata: z.looseObject({ phone_number_id: text, display_phone_number: text }).optional(),
  contacts: z
    .array(z.looseObject({ wa_id: text, profile: z.looseObject({ name: text }).optional() }))
    .default([]),
  messages: z.array(Message).default([]),
})

const Delivery = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.object({ changes: z.array(z.object({ field: z.string(), value: z.unknown() })) })),
})

/** The messages of a delivery, flat, by Activepieces' names; reactions are none. */
export function messagesIn(body: unknown): JsonObject[] {
  const delivery = Delivery.safeParse(body)
  if (!delivery.success) return []
  const changes = delivery.data.entry.flatMap(({ changes }) => changes)
  return changes.flatMap(({ field, value }) => {
    const parsed = field === 'messages' ? Value.safeParse(value) : undefined
    if (!parsed?.success) return []
    const real = parsed.data.messages.filter(({ type }) => type !== 'reaction')
    return real.map((message) => flat(message, parsed.data))
  })
}

function flat(message: z.output<typeof Message>, { contacts, metadata }: z.output<typeof Value>): JsonObject {
  const { interactive, location, button, context } = message
  const contact = contacts.find(({ wa_id }) => wa_id === message.from) ?? contacts[0]
  const media = message.image ?? message.video ?? message.audio ?? message.document ?? message.sticker
  const reply = interactive?.button_reply ?? interactive?.list_reply
  return {
    message_id: message.id,
    from: message.from,
    contact_name: contact?.profile?.name ?? null,
    timestamp: message.timestamp,
    received_at: new Date(Number(message.timestamp) * 1000).toISOString(),
    type: message.type,
    phone_number_id: metadata?.phone_number_id ?? null,
    display_phone_number: metadata?.display_phone_number ?? null,
    text: message.text?.body ?? null,
    caption: media?.caption ?? null,
    media_id: media?.id ?? null,
    mime_type: media?.mime_type ?? null,
    sha256: media?.sha256 ?? null,
    filename: media?.filename ?? null,
    latitude: location?.latitude ?? null,
    longitude: location?.longitude ?? null,
    location_name: location?.name ?? null,
    location_address: location?.address ?? null,
    interactive_type: interactive?.type ?? null,
    interactive_reply_id: reply?.id ?? null,
    interactive_reply_title: reply?.title ?? null,
    interactive_reply_description: reply?.description ?? null,
    button_payload: button?.payload ?? null,
    button_text: button?.text ?? null,
    context_message_id: context?.id ?? null,
    context_from: context?.from ?? null,
    forwarded: context?.forwarded ?? false,
    raw: toJson(message),
  }
}
