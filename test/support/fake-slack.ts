import { vi } from 'vitest'

/** A form as it reached the token endpoint. */
export type TokenForm = Record<string, string>

/** Slack's API as far as connections need it, in place of the network. */
export interface FakeSlack {
  /** tokens it takes */
  tokens: Set<string>
  /** what its token endpoint was asked */
  asked: TokenForm[]
  /** what its token endpoint answers */
  answer(form: TokenForm): Response | Promise<Response>
  /** addresses that were asked for anything */
  urls: string[]
}

/** Puts the fake in place of `fetch` until the test's mocks are restored. Any other address echoes the request. */
export function fakeSlack(): FakeSlack {
  const fake: FakeSlack = { tokens: new Set(), asked: [], urls: [], answer: () => Response.json({}) }
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init)
    const { hostname, pathname } = new URL(request.url)
    fake.urls.push(request.url)
    if (hostname !== 'slack.com') return echo(request)
    if (pathname === '/api/oauth.v2.access') {
      const form = Object.fromEntries(new URLSearchParams(await textOf(request)))
      fake.asked.push(form)
      return fake.answer(form)
    }
    const token = request.headers.get('authorization')?.slice('Bearer '.length) ?? ''
    const isKnown = fake.tokens.has(token)
    // With the token in it, as a careless service would.
    return Response.json(isKnown ? { ok: true, token } : { ok: false, error: 'invalid_auth', token })
  })
  return fake
}

/** A service that tells everything it was sent; with a status where the path names one. */
async function echo(request: Request): Promise<Response> {
  const status = Number(/\/status\/(\d+)/.exec(request.url)?.[1] ?? 200)
  const headers = Object.fromEntries(request.headers)
  return Response.json({ url: request.url, headers, body: await textOf(request) }, { status })
}

// `text()` warns of bodies that are forms.
const textOf = async (request: Request) => new TextDecoder().decode(await request.arrayBuffer())
