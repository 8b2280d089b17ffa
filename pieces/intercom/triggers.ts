import * as z from 'zod'
import type { Trigger } from '../../src/piece/trigger.ts'
import { intercom } from './service.ts'

const Me = z.object({ app: z.object({ id_code: z.string() }) })

/** A trigger for one topic of Intercom's: https://developers.intercom.com/docs/references/webhooks/webhook-models */
function onTopic(name: string, displayName: string, description: string, topic: string): Trigger {
  return intercom.trigger({
    name,
    displayName,
    description,
    type: 'APP_WEBHOOK',
    input: z.object({}),
    sampleData: {
      type: 'notification_event',
      app_id: 'a1b2c3d4',
      id: 'notif_5a1b',
      topic,
      data: { type: 'notification_event_data', item: { type: topic.split('.')[0] ?? '', id: '123' } },
      created_at: 1777885951,
    },
    async listen({ http }) {
      const { app } = await http.get('/me', { answer: Me })
      return { events: [topic], identifier: app.id_code }
    },
  })
}

/** The triggers of Intercom. */
export const triggers = [
  onTopic(
    'newConversationFromUser',
    'New conversation',
    'Starts where a contact begins a conversation.',
    'conversation.user.created',
  ),
  onTopic(
    'replyFromUser',
    'Reply of a contact',
    'Starts where a contact answers in a conversation.',
    'conversation.user.replied',
  ),
  onTopic(
    'replyFromAdmin',
    'Reply of a teammate',
    'Starts where a teammate answers in a conversation.',
    'conversation.admin.replied',
  ),
  onTopic(
    'conversationClosed',
    'Conversation closed',
    'Starts where a teammate closes a conversation.',
    'conversation.admin.closed',
  ),
  onTopic('new-user', 'New user', 'Starts for every new user.', 'contact.user.created'),
  onTopic('new-lead', 'New lead', 'Starts for every new lead.', 'contact.lead.created'),
  onTopic('new-ticket', 'New ticket', 'Starts for every new ticket.', 'ticket.created'),
]
