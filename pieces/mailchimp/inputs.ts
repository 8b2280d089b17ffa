import { createHash } from 'node:crypto'
import * as z from 'zod'
import { choice, dropdown, type OptionsContext, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'

/** Records offered by a dropdown: Mailchimp's most in a page. */
const OFFERED = 1000

const Lists = z.object({ lists: z.array(z.object({ id: z.string(), name: z.string() })) })
const Campaigns = z.object({
  campaigns: z.array(
    z.object({
      id: z.string(),
      settings: z.object({ title: z.string().optional(), subject_line: z.string().optional() }),
    }),
  ),
})

async function listAudiences({ http }: OptionsContext) {
  const { lists } = await http.get('/lists', {
    query: { fields: 'lists.id,lists.name', count: OFFERED },
    answer: Lists,
  })
  return lists.map(({ id, name }) => ({ value: id, label: name }))
}

async function listCampaigns({ http }: OptionsContext) {
  const query = { count: OFFERED, sort_field: 'create_time', sort_dir: 'DESC' }
  const { campaigns } = await http.get('/campaigns', { query, answer: Campaigns })
  return campaigns.map(({ id, settings }) => ({
    value: id,
    label: settings.title || settings.subject_line || id,
  }))
}

/** An audience. */
export const audience = () => dropdown({ label: 'Audience', options: listAudiences })

/** A campaign, the newest first. */
export const campaign = () => dropdown({ label: 'Campaign', options: listCampaigns })

/** A member by e-mail. */
export const email = () => shortText({ label: 'E-mail' })

export const STATUSES = [
  { value: 'subscribed', label: 'Subscribed' },
  { value: 'unsubscribed', label: 'Unsubscribed' },
  { value: 'cleaned', label: 'Cleaned' },
  { value: 'pending', label: 'Asked to confirm' },
  { value: 'transactional', label: 'Transactional' },
] as const

/** The status of somebody who is new. */
export const newStatus = () =>
  choice({ label: 'Status where new', defaultValue: 'subscribed', choices: STATUSES })

/** The path of a member: https://mailchimp.com/developer/marketing/docs/methods-parameters/#path-parameters */
export const memberPath = (list: string, address: string) =>
  at`/lists/${list}/members/${createHash('md5').update(address.trim().toLowerCase()).digest('hex')}`
