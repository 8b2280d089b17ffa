import { graphService } from '../_microsoft/graph.ts'

/** Mail of Microsoft 365 and Outlook.com. */
export const outlook = graphService({
  name: 'microsoft-outlook',
  displayName: 'Microsoft Outlook',
  description: 'E-mails and folders of an Outlook mailbox.',
  categories: ['PRODUCTIVITY', 'COMMUNICATION'],
  scopes: ['Mail.ReadWrite', 'Mail.Send'],
})
