import { CodedError, isCoded, toErrorData } from '../errors.ts'

/**
 * WebSockets that follow a growing list of numbered messages. All that is known of a client is kept with its socket,
 * so the object may hibernate: where it stands in the list, and how much it was sent. Sends wait for the writes before
 * them (the output gate), so a client never hears of what a crash takes back.
 */

/** One message of the list. `seq` grows. */
export interface Message {
  seq: number
  type: string
}

interface Position {
  /** of the last message sent; at first what the client asked to begin after */
  seq: number
  /** characters sent */
  sent: number
  caughtUp: boolean
}

const MAX_FOLLOWERS = 20
/**
 * Characters sent to a socket before it must be opened anew. What a slow client doesn't take piles up in memory, and
 * the platform doesn't say how much that is; so this bounds it.
 */
const MAX_SENT = 2 * 1024 * 1024
const PAGE = 200

const TRY_AGAIN_LATER = 1013

/** The open sockets on a topic, or all of the object. */
export function followers(ctx: DurableObjectState, topic?: string): WebSocket[] {
  return ctx.getWebSockets(topic).filter(isOpen)
}

/**
 * Takes a client in, to begin after `after`. `bringUpToDate` sends it the rest.
 * @throws CodedError TOO_MANY_FOLLOWERS
 */
export function acceptFollower(ctx: DurableObjectState, topic: string, after: number): Response {
  if (followers(ctx, topic).length >= MAX_FOLLOWERS) {
    const message = `${MAX_FOLLOWERS} clients follow this already: close one of them, or try again later.`
    throw new CodedError('TOO_MANY_FOLLOWERS', message, { retryable: true })
  }
  const { 0: client, 1: server } = new WebSocketPair()
  ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  ctx.acceptWebSocket(server, [topic])
  save(server, { seq: after, sent: 0, caughtUp: false })
  return new Response(null, { status: 101, webSocket: client })
}

/**
 * What an object answers to a client that wants in: the opened socket, or the error as JSON for the Worker to answer
 * with. Thrown out of `fetch`, an error would count as the object's own failure.
 */
export async function answerUpgrade(open: () => Response | Promise<Response>): Promise<Response> {
  try {
    return await open()
  } catch (error) {
    if (!isCoded(error)) throw error
    return Response.json(toErrorData(error), { status: 400 })
  }
}

/**
 * Sends each client what it has not got yet, in order, and `caught_up` once. Lets others in between pages.
 * @param read the messages after a number, at most `limit`, in order
 * @returns those who have all that the last `read` gave
 */
export async function bringUpToDate(
  clients: () => WebSocket[],
  read: (after: number, limit: number) => Message[] | Promise<Message[]>,
): Promise<WebSocket[]> {
  for (;;) {
    // Taken before the messages are read: who comes in meanwhile is not told that this was all.
    const open = clients()
    if (open.length === 0) return []
    const page = await read(Math.min(...open.map((socket) => positionOf(socket).seq)), PAGE)
    const texts = page.map((message) => ({ seq: message.seq, text: JSON.stringify(message) }))
    for (const socket of open) sendPage(socket, texts)
    if (page.length < PAGE) {
      for (const socket of open) sayCaughtUp(socket)
      return open
    }
    await scheduler.wait(0)
  }
}

/** Sends a last message and closes, as a matter of course. */
export function sayGoodbye(socket: WebSocket, message: object): void {
  if (!isOpen(socket)) return
  socket.send(JSON.stringify(message))
  socket.close(1000, 'The run has ended.')
}

function sendPage(socket: WebSocket, page: { seq: number; text: string }[]): void {
  const position = positionOf(socket)
  for (const { seq, text } of page) {
    if (seq <= position.seq || !isOpen(socket)) continue
    socket.send(text)
    position.seq = seq
    position.sent += text.length
    if (position.sent > MAX_SENT)
      socket.close(TRY_AGAIN_LATER, 'Connect again, with the last seq as "after".')
  }
  save(socket, position)
}

function sayCaughtUp(socket: WebSocket): void {
  const position = positionOf(socket)
  if (position.caughtUp || !isOpen(socket)) return
  socket.send(JSON.stringify({ type: 'caught_up', seq: position.seq }))
  save(socket, { ...position, caughtUp: true })
}

const isOpen = (socket: WebSocket) => socket.readyState === WebSocket.READY_STATE_OPEN
const positionOf = (socket: WebSocket) => socket.deserializeAttachment() as Position
const save = (socket: WebSocket, position: Position) => socket.serializeAttachment(position)
