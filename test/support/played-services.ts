import { env } from 'cloudflare:workers'
import { expect, vi } from 'vitest'
import type { SentRequest } from './contract.ts'
import type { ContractQuestion } from './contract-service.ts'
import type { Answer } from './piece-kit.ts'
import { response, sentRequest } from './sent-request.ts'

/** Services by their addresses, with the names of the vendors' descriptions. */
const SERVICES: Readonly<Record<string, string>> = {
  'https://api.cal.com/': 'cal-com',
  'https://www.googleapis.com/calendar/': 'google-calendar',
  'https://sheets.googleapis.com/': 'google-sheets',
  'https://gmail.googleapis.com/': 'gmail',
  'https://api.hubapi.com/': 'hubspot',
  'https://slack.com/': 'slack',
  'https://api.twilio.com/': 'twilio',
  'https://graph.facebook.com/': 'whatsapp-cloud',
  'https://api.openai.com/': 'openai',
  'https://acme.zendesk.com/': 'zendesk',
  'https://acme.myshopify.com/': 'shopify',
  'https://api.vapi.ai/': 'vapi',
  'https://api.retellai.com/': 'retell',
  'https://api.elevenlabs.io/': 'elevenlabs',
  'https://api.ultravox.ai/': 'ultravox',
  'https://api.bland.ai/': 'bland',
}

/** What services answer, by the beginning of `METHOD host/path`. A list answers in turn. */
export type Routes = Record<string, Answer | Answer[] | ((request: SentRequest) => Answer)>

/** Services in place of the network, until the test's mocks are restored. */
export interface PlayedServices {
  /** everything they were sent */
  sent: SentRequest[]
  /** what was sent to a route */
  to(route: string): SentRequest[]
  /** expects every request to be known here, and to fit its vendor's description where that is on this machine */
  expectFitting(): void
}

const lineOf = ({ method, url }: SentRequest) => `${method} ${url.host}${decodeURIComponent(url.pathname)}`

/** Puts played services in the place of `fetch`. */
export function playServices(routes: Routes): PlayedServices {
  const sent: SentRequest[] = []
  const complaints: string[] = []
  const answerTo = (request: SentRequest): Answer | undefined => {
    const line = lineOf(request)
    const route = Object.keys(routes).find((each) => line.startsWith(each))
    const made = route === undefined ? undefined : routes[route]
    if (typeof made === 'function') return made(request)
    return Array.isArray(made) ? (made.length > 1 ? made.shift() : made[0]) : made
  }
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = await sentRequest(new Request(input, init))
    sent.push(request)
    const answer = answerTo(request)
    if (!answer) {
      complaints.push(`nobody plays ${lineOf(request)}`)
      return new Response('not played', { status: 500 })
    }
    complaints.push(...(await complaintsOf(request, answer)))
    const { status = 200, headers = {}, body } = answer
    return response(status, headers, body)
  })
  return {
    sent,
    to: (route) => sent.filter((request) => lineOf(request).startsWith(route)),
    expectFitting: () => expect(complaints).toEqual([]),
  }
}

async function complaintsOf(request: SentRequest, { status = 200, body }: Answer): Promise<string[]> {
  const service = Object.entries(SERVICES).find(([address]) => request.url.href.startsWith(address))?.[1]
  if (service === undefined) return []
  const question: ContractQuestion = {
    service,
    request: {
      method: request.method,
      url: request.url.href,
      headers: Object.fromEntries(request.headers),
      body: request.body,
    },
    ...(status < 300 && { answer: body }),
  }
  const answered = await env.CONTRACTS.fetch('http://contracts/', {
    method: 'POST',
    body: JSON.stringify(question),
  })
  return ((await answered.json()) as string[] | null) ?? []
}
