import { CodedError } from '../../src/errors.ts'
import { sameText } from '../../src/piece/same-text.ts'
import type { Delivery, WebhookRequest } from '../../src/piece/trigger.ts'

/** The query parameter that proves where a request comes from, for services that sign nothing. */
const TOKEN = 'token'

/** Refuses a signature that is missing or wrong. @throws CodedError WEBHOOK_UNAUTHORIZED */
export function requireSignature(service: string, given: string | undefined, expected: string): void {
  if (sameText(given, expected)) return
  throw new CodedError('WEBHOOK_UNAUTHORIZED', `${service}'s signature is missing or wrong.`)
}

/** The secret a webhook was registered with: nothing is proved with an empty one. @throws CodedError WEBHOOK_UNAUTHORIZED */
export function secretOf(service: string, delivery: Pick<Delivery<unknown>, 'secret'> | undefined): string {
  if (delivery?.secret) return delivery.secret
  throw new CodedError('WEBHOOK_UNAUTHORIZED', `There is no secret to check what ${service} sends with.`)
}

/** A webhook's address with the trigger's secret in it, for services that sign nothing. */
export function withToken(webhookUrl: string, secret: string): string {
  const url = new URL(webhookUrl)
  url.searchParams.set(TOKEN, secret)
  return url.href
}

/** Refuses a request to an address without the trigger's secret. @throws CodedError WEBHOOK_UNAUTHORIZED */
export function requireToken(
  service: string,
  { queryParams }: WebhookRequest,
  delivery: Pick<Delivery<unknown>, 'secret'> | undefined,
): void {
  const given = queryParams[TOKEN]
  if (!delivery?.secret || !given) {
    throw new CodedError('WEBHOOK_UNAUTHORIZED', `${service} was given another address for this webhook.`)
  }
  requireSignature(service, given, delivery.secret)
}
