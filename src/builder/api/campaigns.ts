import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Campaign, CampaignRow, CampaignSummary, DoNotCallEntry, Paths } from '../../client/api.d.ts'
import { answerOf, api } from './client.ts'
import { keys } from './keys.ts'
import { usePages } from './pages.ts'

/** What a new campaign is made of. */
export type NewCampaign = Paths['/v1/campaigns']['post']['requestBody']['content']['application/json']
/** What a campaign was told, defaults included. */
export type CampaignSettings = Campaign['settings']
/** What can be changed on one. */
export type CampaignChange =
  Paths['/v1/campaigns/{campaign_id}']['patch']['requestBody']['content']['application/json']
/** What a campaign is told to do. */
export type CampaignCommand = 'start' | 'pause' | 'resume' | 'stop'

const POLL_MS = 3_000

const path = (campaign_id: string) => ({ params: { path: { campaign_id } } })

/** A CSV file goes as it is. */
const asCsv = (body: string) => ({
  body,
  bodySerializer: (text: string) => text,
  headers: { 'content-type': 'text/csv' },
})

/** The campaigns, newest first. */
export const useCampaigns = (filter: { search?: string; status?: CampaignSummary['status'] }) =>
  usePages<CampaignSummary>(
    [...keys.campaigns, 'list', filter],
    (page) => answerOf(api.GET('/v1/campaigns', { params: { query: { ...filter, ...page } } })),
    { refetchInterval: POLL_MS },
  )

/** One campaign, with how far it is at this moment. */
export const useCampaign = (id: string) =>
  useQuery({
    queryKey: keys.campaign(id),
    queryFn: () => answerOf(api.GET('/v1/campaigns/{campaign_id}', path(id))),
    refetchInterval: POLL_MS,
  })

/** The rows of a campaign, in the order they were added. */
export const useCampaignRows = (id: string, state: CampaignRow['state'] | undefined) =>
  usePages<CampaignRow>(
    [...keys.campaign(id), 'rows', state],
    ({ after, limit }) =>
      answerOf(
        api.GET('/v1/campaigns/{campaign_id}/rows', {
          params: {
            path: { campaign_id: id },
            query: { limit, ...(state && { state }), ...(after && { after: Number(after) }) },
          },
        }),
      ),
    { refetchInterval: POLL_MS },
  )

/** What can be done to campaigns. */
export function useCampaignActions() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: keys.campaigns })
  return {
    create: useMutation({
      mutationFn: (body: NewCampaign) => answerOf(api.POST('/v1/campaigns', { body })),
      onSettled,
    }),
    change: useMutation({
      mutationFn: ({ id, ...body }: CampaignChange & { id: string }) =>
        answerOf(api.PATCH('/v1/campaigns/{campaign_id}', { ...path(id), body })),
      onSettled,
    }),
    tell: useMutation({
      mutationFn: ({ id, command }: { id: string; command: CampaignCommand }) =>
        answerOf(api.POST(`/v1/campaigns/{campaign_id}/${command}`, path(id))),
      onSettled,
    }),
    importRows: useMutation({
      mutationFn: ({ id, csv }: { id: string; csv: string }) =>
        answerOf(api.POST('/v1/campaigns/{campaign_id}/rows/import', { ...path(id), ...asCsv(csv) })),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => answerOf(api.DELETE('/v1/campaigns/{campaign_id}', path(id))),
      onSettled,
    }),
  }
}

/** The numbers that nobody may call. */
export const useDoNotCall = (search: string) =>
  usePages<DoNotCallEntry>([...keys.doNotCall, 'list', search], (page) =>
    answerOf(api.GET('/v1/do-not-call', { params: { query: { ...(search && { search }), ...page } } })),
  )

/** What can be done to the numbers that nobody may call. */
export function useDoNotCallActions() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: keys.doNotCall })
  return {
    add: useMutation({
      mutationFn: (body: { numbers: string[]; reason: string | null }) =>
        answerOf(api.POST('/v1/do-not-call', { body })),
      onSettled,
    }),
    importFile: useMutation({
      mutationFn: (csv: string) => answerOf(api.POST('/v1/do-not-call/import', asCsv(csv))),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (number: string) =>
        answerOf(api.DELETE('/v1/do-not-call/{number}', { params: { path: { number } } })),
      onSettled,
    }),
  }
}
