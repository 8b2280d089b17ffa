import { graphService } from '../_microsoft/graph.ts'

/** Teams, channels and chats. They need an account of work or school. */
export const teams = graphService({
  name: 'microsoft-teams',
  displayName: 'Microsoft Teams',
  description: 'Messages, channels and chats of Microsoft Teams.',
  categories: ['COMMUNICATION'],
  scopes: [
    'Team.ReadBasic.All',
    'TeamMember.Read.All',
    'Channel.ReadBasic.All',
    'Channel.Create',
    'ChannelMessage.Send',
    'ChannelMessage.Read.All',
    'Chat.ReadWrite',
    'Chat.Create',
  ],
})
