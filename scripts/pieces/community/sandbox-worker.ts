import { describePiece } from '../../../src/community/describe.ts'
import { toErrorData } from '../../../src/errors.ts'

/** What runs in the sandbox of `sandbox.ts`: the same reading of pieces as in the product. */
export default {
  async fetch(request: Request, { LOADER }: { LOADER: WorkerLoader }): Promise<Response> {
    try {
      const body = await request.json()
      const ok =
        new URL(request.url).pathname === '/missing'
          ? missing(body as string[])
          : await describe(LOADER, body)
      return Response.json({ ok })
    } catch (error) {
      return Response.json({ error: toErrorData(error) })
    }
  },
}

const describe = (loader: WorkerLoader, body: unknown) => {
  const { name, code } = body as { name: string; code: string }
  return describePiece(loader, name, code)
}

const missing = (modules: readonly string[]) =>
  modules.filter((name) => process.getBuiltinModule(name) === undefined)
