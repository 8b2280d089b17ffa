import type { TriggerSettings } from '../db/directory.ts'
import type { Json } from '../json.ts'
import type { Bound } from '../piece/bind-trigger.ts'
import type { HandshakeAnswer, WebhookRequest } from '../piece/trigger.ts'
import type { Sealed } from './sealed.ts'
import { checkPayload, eventIdOf, type TriggerEvent } from './start.ts'

/** How long a piece may take to read one request, in milliseconds: the service waits for our answer. */
const READ_MS = 20_000

/** A request to a trigger's address, with what is kept for it. */
interface Arrival {
  request: WebhookRequest
  /** what the workflow sees where the trigger doesn't say what its events are */
  payload: Json
  /** how the sender names this delivery, if it does */
  deliveryId: string | undefined
  sealed: Pick<Sealed, 'secret' | 'state'>
}

/** The answer to a service that tries out the address; undefined for an event. */
export async function handshakeOf(
  { trigger, input, ask }: Bound,
  { request, sealed }: Arrival,
): Promise<HandshakeAnswer | undefined> {
  const { handshake } = trigger
  if (!handshake) return undefined
  const { secret, state } = sealed
  const delivery = { request, input: input as never, secret, state }
  return ask(READ_MS, (context) => handshake({ ...context, ...delivery }))
}

/**
 * The events of a request that proves where it comes from. One that the service names has an id for good; another is
 * told from a repeat only by what the sender calls the delivery.
 * @throws CodedError WEBHOOK_UNAUTHORIZED, PAYLOAD_TOO_LARGE, TRIGGER_TIMEOUT
 */
export async function eventsOf(
  { trigger, input, ask, clean }: Bound,
  settings: TriggerSettings,
  { request, payload, deliveryId = crypto.randomUUID(), sealed }: Arrival,
): Promise<TriggerEvent[]> {
  const delivery = { request, input: input as never, state: sealed.state, secret: sealed.secret }
  const { verify, events } = trigger
  if (verify) await ask(READ_MS, () => verify(request, input as never, delivery))
  const found = events ? await ask(READ_MS, (context) => events({ ...context, ...delivery })) : [payload]
  return namedEvents(trigger.eventId, settings, found.map(clean), deliveryId)
}

/** Events with the ids that runs are found again by. @throws CodedError PAYLOAD_TOO_LARGE */
export function namedEvents(
  eventId: Bound['trigger']['eventId'],
  settings: TriggerSettings,
  events: readonly Json[],
  deliveryId: string,
): TriggerEvent[] {
  return events.map((payload, at) => {
    checkPayload(payload)
    const name = eventId?.(payload) ?? (at === 0 ? deliveryId : `${deliveryId}#${at}`)
    return { id: eventIdOf(settings, name), payload }
  })
}
