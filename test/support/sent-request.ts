import type { SentRequest } from './contract.ts'

/** A request as its service reads it. */
export async function sentRequest(request: Request): Promise<SentRequest> {
  const type = request.headers.get('content-type') ?? ''
  const { method, headers } = request
  const url = new URL(request.url)
  if (!request.body) return { method, url, headers, body: undefined }
  if (type.includes('multipart/form-data')) {
    const form = await request.formData()
    return { method, url, headers, body: Object.fromEntries(form) }
  }
  // `text()` of workerd warns of bodies that are forms.
  const text = new TextDecoder().decode(await request.arrayBuffer())
  if (type.includes('json')) return { method, url, headers, body: JSON.parse(text) }
  const isForm = type.includes('x-www-form-urlencoded')
  return { method, url, headers, body: isForm ? Object.fromEntries(new URLSearchParams(text)) : text }
}

/** The answer a test makes up. */
export function response(status: number, headers: Record<string, string>, body: unknown): Response {
  if (body === undefined) return new Response(null, { status: status === 200 ? 204 : status, headers })
  if (typeof body === 'string') return new Response(body, { status, headers })
  return Response.json(body, { status, headers })
}
