import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, answerOf, api } from './client.ts'
import type { LoginStart } from './connections.ts'
import { keys } from './keys.ts'

/** What the page that a login comes back to tells us: `src/http/oauth-callback.ts`. */
interface LoginEnd {
  type: 'patchcord.connection'
  connection_id?: string
  error?: { code: string; message: string }
}

const LOOK_MS = 500
const POPUP = 'popup,width=640,height=760'

/** Logs in at a service, in a window of its own. The answer is the connection's id; none where the window was closed. */
export function useOAuthLogin() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: LoginStart): Promise<string | undefined> => {
      // Opened before anything is awaited: a browser blocks windows that no click opens.
      const popup = window.open('about:blank', 'patchcord-login', POPUP)
      if (!popup)
        throw new ApiError('POPUP_BLOCKED', 'The browser blocked the window. Allow it, and try again.', 0)
      try {
        const { authorization_url } = await answerOf(
          api.POST('/v1/workflow/connections/oauth/start', { body }),
        )
        popup.location.href = authorization_url
        return await untilLoggedIn(popup)
      } catch (error) {
        popup.close()
        throw error
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.connections }),
  })
}

/** Resolves when the window has told how it went, or was closed. @throws ApiError what the service refused */
function untilLoggedIn(popup: Window): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>()
  const listen = ({ origin, data }: MessageEvent<LoginEnd | undefined>) => {
    if (origin !== location.origin || data?.type !== 'patchcord.connection') return
    if (data.error) reject(new ApiError(data.error.code, data.error.message, 400))
    else resolve(data.connection_id)
  }
  const timer = setInterval(() => popup.closed && resolve(undefined), LOOK_MS)
  addEventListener('message', listen)
  return promise.finally(() => {
    clearInterval(timer)
    removeEventListener('message', listen)
  })
}
