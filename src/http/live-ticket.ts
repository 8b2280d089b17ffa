import { createMiddleware } from 'hono/factory'
import { readToken, signToken } from '../call/signed-token.ts'
import { CodedError } from '../errors.ts'
import type { Actor } from './actor.ts'
import type { App } from './types.ts'

/**
 * Tickets let a browser in where it can send no header: it asks for one with its credential, and opens the WebSocket
 * with it. A ticket names what may be followed and when it expires: `<topic>.<epoch milliseconds>.<signature>`.
 */

const PURPOSE = 'patchcord live ticket v1'
/** How long a ticket opens a connection, in seconds. What was opened stays open. */
export const TICKET_SECONDS = 60

/** A ticket is a key that can do one thing. */
const holder: Actor = { type: 'api_key', id: 'ticket', name: 'Ticket', scopes: new Set(['runs.view']) }

/** A ticket for one topic. @throws CodedError CONFIG_MISSING */
export function signTicket(keyText: string, topic: string, now: number): string {
  return signToken(keyText, PURPOSE, `${topic}.${now + TICKET_SECONDS * 1000}`)
}

/** True for a ticket of ours, for this topic and still good. @throws CodedError CONFIG_MISSING */
export function ticketFits(keyText: string, topic: string, ticket: string, now: number): boolean {
  const subject = readToken(keyText, PURPOSE, ticket)
  if (subject === undefined) return false
  const end = subject.lastIndexOf('.')
  return subject.slice(0, end) === topic && now < Number(subject.slice(end + 1))
}

/**
 * Takes a `?ticket=` in place of a credential.
 * @param topicOf what the path parameter `name` stands for
 * @throws CodedError UNAUTHORIZED
 */
export const takeTicket = (name: string, topicOf: (id: string) => string) =>
  createMiddleware<App>(async (c, next) => {
    const ticket = c.req.query('ticket')
    if (ticket !== undefined) {
      const topic = topicOf(c.req.param(name) ?? '')
      if (!ticketFits(c.env.PATCHCORD_ENCRYPTION_KEY, topic, ticket, Date.now())) {
        throw new CodedError(
          'UNAUTHORIZED',
          'This ticket has expired or is for something else: get a new one.',
        )
      }
      c.set('actor', holder)
    }
    await next()
  })
