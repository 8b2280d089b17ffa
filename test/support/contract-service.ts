import { type Request, Response } from 'miniflare'
import { complaintsAbout, complaintsAboutAnswer, loadContract } from './contract.ts'

/** A request as tests inside workerd hand it out, where files of this machine can be read. */
export interface ContractQuestion {
  service: string
  request: { method: string; url: string; headers: Record<string, string>; body?: unknown }
  /** made up by the test */
  answer?: unknown
}

/**
 * Answers with what is wrong with a request and its answer by the vendor's description, or with null where that is not
 * on this machine.
 */
export async function contractService(asked: Request): Promise<Response> {
  const { service, request, answer } = (await asked.json()) as ContractQuestion
  const contract = loadContract(service)
  if (!contract) return Response.json(null)
  const sent = {
    ...request,
    url: new URL(request.url),
    headers: new Headers(request.headers),
    body: request.body,
  }
  return Response.json([
    ...complaintsAbout(contract, sent),
    ...(answer === undefined ? [] : complaintsAboutAnswer(contract, sent, answer)),
  ])
}
