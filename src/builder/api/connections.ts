import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Connection, Paths } from '../../client/api.d.ts'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'
import { usePages } from './pages.ts'

/** What the list of connections can be narrowed by. */
export type ConnectionFilter = NonNullable<Paths['/v1/workflow/connections']['get']['parameters']['query']>
/** Credentials as they are entered. */
export interface Credentials {
  type: Connection['type']
  value: Record<string, unknown>
}
/** What an OAuth login is started with. */
export type LoginStart =
  Paths['/v1/workflow/connections/oauth/start']['post']['requestBody']['content']['application/json']
/** What a client is asked for. */
export type NewRequest =
  Paths['/v1/workflow/connection-requests']['post']['requestBody']['content']['application/json']

const path = (connection_id: string) => ({ params: { path: { connection_id } } })
const requestPath = (request_id: string) => ({ params: { path: { request_id } } })

/** The connections, newest first. */
export const useConnections = (filter: ConnectionFilter = {}) =>
  useQuery({
    queryKey: [...keys.connections, 'list', filter],
    queryFn: () => answerOf(api.GET('/v1/workflow/connections', { params: { query: filter } })),
  })

/** What clients were asked for, newest first. */
export const useConnectionRequests = () =>
  usePages([...keys.connectionRequests, 'list'], (page) =>
    answerOf(api.GET('/v1/workflow/connection-requests', { params: { query: page } })),
  )

/** What can be done to connections. */
export function useConnectionActions() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: keys.connections })
  return {
    create: useMutation({
      mutationFn: (body: Credentials & { piece_name: string; display_name: string }) =>
        answerOf(api.POST('/v1/workflow/connections', { body })),
      onSettled,
    }),
    reconnect: useMutation({
      mutationFn: ({ id, ...body }: Credentials & { id: string }) =>
        answerOf(api.PUT('/v1/workflow/connections/{connection_id}/value', { ...path(id), body })),
      onSettled,
    }),
    rename: useMutation({
      mutationFn: ({ id, name }: { id: string; name: string }) =>
        answerOf(
          api.PATCH('/v1/workflow/connections/{connection_id}', {
            ...path(id),
            body: { display_name: name },
          }),
        ),
      onSettled,
    }),
    test: useMutation({
      mutationFn: (id: string) =>
        answerOf(api.POST('/v1/workflow/connections/{connection_id}/test', path(id))),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => answerOf(api.DELETE('/v1/workflow/connections/{connection_id}', path(id))),
      onSettled,
    }),
  }
}

/** What can be done to requests. */
export function useRequestActions() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: keys.connectionRequests })
  return {
    create: useMutation({
      mutationFn: (body: NewRequest) => answerOf(api.POST('/v1/workflow/connection-requests', { body })),
      onSettled,
    }),
    regenerate: useMutation({
      mutationFn: (id: string) =>
        answerOf(
          api.POST('/v1/workflow/connection-requests/{request_id}/regenerate', {
            ...requestPath(id),
            body: {},
          }),
        ),
      onSettled,
    }),
    revoke: useMutation({
      mutationFn: (id: string) =>
        answerOf(api.DELETE('/v1/workflow/connection-requests/{request_id}', requestPath(id))),
      onSettled,
    }),
  }
}
