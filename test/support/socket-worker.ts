import mysql from '../../pieces/mysql/index.ts'
import postgres from '../../pieces/postgres/index.ts'
import smtp from '../../pieces/smtp/index.ts'
import { toErrorData } from '../../src/errors.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import type { Piece } from '../../src/piece/piece.ts'

const pieces: Readonly<Record<string, Piece>> = { mysql, postgres, smtp }

/** A Worker that runs one action of a piece of sockets: what it is asked stands in the request's body. */
export default {
  async fetch(request: Request): Promise<Response> {
    const { piece, action, input, connection } = await request.json<{
      piece: string
      action: string
      input: Record<string, unknown>
      connection: never
    }>()
    const found = pieces[piece]?.actions[action]
    if (!found) return new Response(null, { status: 404 })
    const context = {
      input: found.input.parse(input),
      http: createHttpClient({ allowPrivateHosts: true }),
      connection: { value: connection },
      signal: new AbortController().signal,
    }
    try {
      return Response.json({ output: await found.run(context as never) })
    } catch (error) {
      return Response.json({ error: toErrorData(error) })
    }
  },
}
