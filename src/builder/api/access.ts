import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Member, Paths } from '../../client/api.d.ts'
import { ApiError, answerOf, api } from './client.ts'
import { keys } from './keys.ts'
import { usePages } from './pages.ts'

/** What a new key is made of. */
export type NewKey = Paths['/v1/api-keys']['post']['requestBody']['content']['application/json']
/** What a new member is made of. */
export type NewMember = Paths['/v1/members']['post']['requestBody']['content']['application/json']

/** What a member may be, the usual first. */
export const ROLES: readonly Member['role'][] = ['MEMBER', 'READER', 'ADMINISTRATOR']

const memberPath = (member_id: string) => ({ params: { path: { member_id } } })
const piecePath = (piece_name: string) => ({ params: { path: { piece_name } } })

/** The keys that programs use. */
export const useApiKeys = () =>
  usePages([...keys.apiKeys, 'list'], (page) =>
    answerOf(api.GET('/v1/api-keys', { params: { query: page } })),
  )

/** The people who log in. */
export const useMembers = () =>
  usePages([...keys.members, 'list'], (page) => answerOf(api.GET('/v1/members', { params: { query: page } })))

/** The OAuth app of a piece; null where none is kept. */
export const useOAuthApp = (piece: string) =>
  useQuery({
    queryKey: [...keys.oauthApps, piece],
    queryFn: () =>
      answerOf(api.GET('/v1/workflow/oauth-apps/{piece_name}', piecePath(piece))).catch((error: unknown) => {
        if (error instanceof ApiError && error.code === 'OAUTH_APP_NOT_FOUND') return null
        throw error
      }),
    enabled: piece !== '',
  })

/** The pieces whose apps' events are taken. */
export const useAppSecrets = () =>
  useQuery({
    queryKey: keys.appSecrets,
    queryFn: () => answerOf(api.GET('/v1/workflow/app-secrets')),
  })

/** What can be done to keys. */
export function useKeyActions() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: keys.apiKeys })
  return {
    create: useMutation({
      mutationFn: (body: NewKey) => answerOf(api.POST('/v1/api-keys', { body })),
      onSettled,
    }),
    revoke: useMutation({
      mutationFn: (key_id: string) =>
        answerOf(api.DELETE('/v1/api-keys/{key_id}', { params: { path: { key_id } } })),
      onSettled,
    }),
  }
}

/** What can be done to members. */
export function useMemberActions() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: keys.members })
  return {
    add: useMutation({
      mutationFn: (body: NewMember) => answerOf(api.POST('/v1/members', { body })),
      onSettled,
    }),
    change: useMutation({
      mutationFn: ({ id, role }: { id: string; role: Member['role'] }) =>
        answerOf(api.PATCH('/v1/members/{member_id}', { ...memberPath(id), body: { role } })),
      onSettled,
    }),
    invite: useMutation({
      mutationFn: (id: string) => answerOf(api.POST('/v1/members/{member_id}/invite', memberPath(id))),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => answerOf(api.DELETE('/v1/members/{member_id}', memberPath(id))),
      onSettled,
    }),
  }
}

/** What can be done to the apps that pieces log in and send events with. */
export function useAppActions() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: keys.oauthApps })
  return {
    keepOAuthApp: useMutation({
      mutationFn: ({ piece, ...body }: { piece: string; client_id: string; client_secret: string }) =>
        answerOf(api.PUT('/v1/workflow/oauth-apps/{piece_name}', { ...piecePath(piece), body })),
      onSettled,
    }),
    forgetOAuthApp: useMutation({
      mutationFn: (piece: string) =>
        answerOf(api.DELETE('/v1/workflow/oauth-apps/{piece_name}', piecePath(piece))),
      onSettled,
    }),
    keepSecret: useMutation({
      mutationFn: ({ piece, secret }: { piece: string; secret: string }) =>
        answerOf(api.PUT('/v1/workflow/app-secrets/{piece_name}', { ...piecePath(piece), body: { secret } })),
      onSettled: () => client.invalidateQueries({ queryKey: keys.appSecrets }),
    }),
    forgetSecret: useMutation({
      mutationFn: (piece: string) =>
        answerOf(api.DELETE('/v1/workflow/app-secrets/{piece_name}', piecePath(piece))),
      onSettled: () => client.invalidateQueries({ queryKey: keys.appSecrets }),
    }),
  }
}
