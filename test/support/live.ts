import { worker } from './api.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every shape
type LiveMessage = any

/** A client of a live view, as a test sees it. */
export interface LiveClient {
  /** everything received, in order */
  messages: LiveMessage[]
  send(text: string): void
  close(): void
  /** resolves when a message fits */
  until(fits: (message: LiveMessage) => boolean): Promise<LiveMessage>
  /** resolves with the code it was closed with */
  closed: Promise<number>
}

/** Opens a WebSocket on the Worker, as an administrator unless told otherwise. @throws Error with the refusal */
export async function follow(
  path: string,
  headers: Record<string, string> = { authorization: 'Bearer test-admin-token' },
): Promise<LiveClient> {
  const response = await worker.fetch(`http://patchcord.test${path}`, {
    headers: { ...headers, upgrade: 'websocket' },
  })
  const socket = response.webSocket
  if (!socket) throw new Error(`${response.status} ${await response.text()}`)
  return listenTo(socket)
}

function listenTo(socket: WebSocket): LiveClient {
  const messages: LiveMessage[] = []
  const looks = new Set<() => void>()
  const closed = Promise.withResolvers<number>()
  socket.addEventListener('message', ({ data }) => {
    messages.push(data === 'pong' ? 'pong' : JSON.parse(String(data)))
    for (const look of looks) look()
  })
  socket.addEventListener('close', ({ code }) => closed.resolve(code))
  socket.accept()
  return {
    messages,
    send: (text) => socket.send(text),
    close: () => socket.close(1000, 'done'),
    closed: closed.promise,
    until: (fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = messages.find(fits)
          if (found === undefined) return
          looks.delete(look)
          resolve(found)
        }
        looks.add(look)
        look()
        void closed.promise.then((code) => reject(new Error(`closed with ${code}`)))
      }),
  }
}

/** True for messages of this type. */
export const ofType = (type: string) => (message: LiveMessage) => message.type === type
