import { expect, test } from 'vitest'
import { signWait } from '../call/wait-token.ts'
import { signTicket, TICKET_SECONDS, ticketFits } from './live-ticket.ts'

const KEY = Buffer.alloc(32, 1).toString('base64')
const NOW = 1_796_774_400_000

test('a ticket is good for its topic until it expires', () => {
  const ticket = signTicket(KEY, 'run:a', NOW)
  expect(ticketFits(KEY, 'run:a', ticket, NOW)).toBe(true)
  expect(ticketFits(KEY, 'run:a', ticket, NOW + TICKET_SECONDS * 1000 - 1)).toBe(true)
  expect(ticketFits(KEY, 'run:a', ticket, NOW + TICKET_SECONDS * 1000)).toBe(false)
  for (const other of ['run:b', 'run:', 'run:a.', 'workflow:a', '']) {
    expect(ticketFits(KEY, other, ticket, NOW), other).toBe(false)
  }
})

test('a topic that looks like a longer ticket gives no more time', () => {
  const ticket = signTicket(KEY, `run:a.${NOW + 9e9}`, NOW)
  expect(ticketFits(KEY, 'run:a', ticket, NOW)).toBe(false)
})

test('what is no ticket of ours does not fit', () => {
  const ticket = signTicket(KEY, 'run:a', NOW)
  const later = ticket.replace(String(NOW + TICKET_SECONDS * 1000), String(NOW + 9e9))
  const otherKey = signTicket(Buffer.alloc(32, 2).toString('base64'), 'run:a', NOW)
  for (const wrong of ['', '.', 'run:a', later, otherKey, signWait(KEY, 'run:a', 'k')]) {
    expect(ticketFits(KEY, 'run:a', wrong, NOW), wrong).toBe(false)
  }
})
