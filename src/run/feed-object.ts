import { DurableObject } from 'cloudflare:workers'
import { openDb } from '../db/client.ts'
import { latestChange, runsChangedAfter, setFollowed } from '../db/run-changes.ts'
import { coalesce } from './coalesce.ts'
import { acceptFollower, answerUpgrade, bringUpToDate, followers } from './followers.ts'
import { viewRun } from './run-view.ts'

/**
 * Shows the runs of one workflow, whose id is its name, to those who follow them. It holds nothing but sockets: run
 * objects write their runs into the index and knock here while the index says that somebody follows, and what is
 * new is read there.
 */
export class FeedObject extends DurableObject<Cloudflare.Env> {
  /** says in the index whether anybody follows */
  private readonly sign = coalesce(() =>
    setFollowed(openDb(this.env.DB), this.workflowId, followers(this.ctx).length > 0),
  )
  private readonly tell = coalesce(async () => {
    await bringUpToDate(
      () => followers(this.ctx),
      async (after, limit) => {
        const rows = await runsChangedAfter(openDb(this.env.DB), this.workflowId, after, limit)
        return rows.map((row) => ({ seq: row.change, type: 'run', run: viewRun(row) }))
      },
    )
  })

  /** Opens a WebSocket on `?after=…`; from now on without. Refuses with TOO_MANY_FOLLOWERS, DATABASE_ERROR. */
  override fetch(request: Request): Promise<Response> {
    return answerUpgrade(() => this.open(request))
  }

  private async open(request: Request): Promise<Response> {
    const after = new URL(request.url).searchParams.get('after')
    const from = after === null ? await latestChange(openDb(this.env.DB), this.workflowId) : Number(after)
    const response = acceptFollower(this.ctx, this.workflowId, from)
    try {
      // In this order nothing falls between: what is written before the sign is read now, later writers see it and knock.
      await this.sign()
      await this.tell()
    } catch (error) {
      response.webSocket?.accept()
      response.webSocket?.close()
      throw error
    }
    return response
  }

  /** Rows of the workflow's runs changed. Resolves when whoever follows was told. @throws CodedError DATABASE_ERROR */
  async changed(): Promise<void> {
    // Those who followed may be gone without a word, with a process that died.
    if (followers(this.ctx).length === 0) await this.sign()
    else await this.tell()
  }

  /** Clients have nothing to say but pings, which the platform answers. */
  override webSocketMessage(): void {}

  override async webSocketClose(socket: WebSocket): Promise<void> {
    socket.close()
    if (followers(this.ctx).length === 0) await this.sign()
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.webSocketClose(socket)
  }

  private get workflowId(): string {
    return this.ctx.id.name ?? ''
  }
}
