import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'

const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 30_000

/** A message of a live view. What it holds beside follows from its type. */
export interface LiveMessage {
  type: string
  seq?: number
}

interface Follow<T extends LiveMessage> {
  /** of the WebSocket: `/v1/workflow/…/live` */
  path: string
  /** asks for what lets the browser in */
  ticket: () => Promise<{ ticket: string }>
  /** the `seq` that is known already */
  after?: number
  onMessage: (message: T) => void
  /** whether messages come in, now that this has changed */
  onLive?: (isLive: boolean) => void
}

/**
 * Follows a live view until it ends or the answer is called. A connection that breaks is opened anew, later each time,
 * after the last message that came.
 */
export function follow<T extends LiveMessage>({
  path,
  ticket,
  after,
  onMessage,
  onLive,
}: Follow<T>): () => void {
  let socket: WebSocket | undefined
  let last = after
  let pause = FIRST_RETRY_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const later = () => {
    onLive?.(false)
    if (isOver) return
    timer = setTimeout(open, pause)
    pause = Math.min(pause * 2, LAST_RETRY_MS)
  }
  const listen = ({ data }: MessageEvent) => {
    const message = JSON.parse(String(data)) as T
    pause = FIRST_RETRY_MS
    if (message.seq !== undefined) last = message.seq
    if (message.type === 'end') isOver = true
    onLive?.(!isOver)
    onMessage(message)
  }
  async function open() {
    try {
      const query = new URLSearchParams({ ticket: (await ticket()).ticket })
      if (last !== undefined) query.set('after', String(last))
      if (isOver) return
      socket = new WebSocket(`${path}?${query}`)
      socket.onmessage = listen
      socket.onclose = later
    } catch {
      later()
    }
  }
  void open()
  return () => {
    isOver = true
    clearTimeout(timer)
    socket?.close()
  }
}

/** Reads lists of runs anew as the runs of a workflow change. @returns whether it follows them now */
export function useLiveRuns(flow_id: string | undefined): boolean {
  const client = useQueryClient()
  const [isLive, setLive] = useState(false)
  useEffect(() => {
    if (!flow_id) return setLive(false)
    const stop = follow({
      path: `/v1/workflow/${flow_id}/executions/live`,
      ticket: () =>
        answerOf(
          api.POST('/v1/workflow/{flow_id}/executions/live-ticket', { params: { path: { flow_id } } }),
        ),
      onMessage: ({ type }) => {
        if (type === 'run') void client.invalidateQueries({ queryKey: keys.runs })
      },
      onLive: setLive,
    })
    return () => {
      stop()
      setLive(false)
    }
  }, [flow_id, client])
  return isLive
}
