import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Actor } from '../../client/api.d.ts'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'
import { resumeRequests } from './session.ts'

/** What somebody may do, by the API's names. */
export type Scope = Actor['scopes'][number]

/** Who is logged in, and whether the store still lacks its first administrator. */
export function useWho() {
  return useQuery({
    queryKey: keys.session,
    queryFn: () => answerOf(api.GET('/v1/session')),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Whether who is logged in may do something. */
export function useMay(): (scope: Scope) => boolean {
  const { data } = useWho()
  return (scope) => data?.member?.scopes.includes(scope) ?? false
}

/** Logs in: at the start, or again after the session ended. */
export function useLogin() {
  const welcome = useWelcome()
  return useMutation({
    mutationFn: (body: { email: string; password: string }) => answerOf(api.POST('/v1/session', { body })),
    onSuccess: ({ member }) => welcome(member),
  })
}

/** Makes the first administrator, with the admin token that `npm start` prints. */
export function useSetup() {
  const welcome = useWelcome()
  return useMutation({
    mutationFn: ({ token, ...body }: { token: string; email: string; name: string; password: string }) =>
      answerOf(api.POST('/v1/session/setup', { body, headers: { authorization: `Bearer ${token}` } })),
    onSuccess: ({ member }) => welcome(member),
  })
}

/** Uses an invitation up. */
export function useJoin() {
  const welcome = useWelcome()
  return useMutation({
    mutationFn: (body: { token: string; password: string }) =>
      answerOf(api.POST('/v1/session/password', { body })),
    onSuccess: ({ member }) => welcome(member),
  })
}

/** Logs out, and forgets what the pages knew. */
export function useLogout() {
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/session')),
    onSuccess: () => location.assign('/'),
  })
}

function useWelcome() {
  const client = useQueryClient()
  return (member: Actor) => {
    const before = client.getQueryData<{ member: Actor | null }>(keys.session)?.member
    // Somebody else must not go on with what the one before them had typed.
    if (before && before.id !== member.id) return location.reload()
    client.setQueryData(keys.session, { member, setup_required: false })
    resumeRequests()
  }
}
