import { googleService } from '../_google/service.ts'

/** Gmail's API, v1. `me` is the account of the connection. */
export const gmail = googleService({
  name: 'gmail',
  displayName: 'Gmail',
  description: 'E-mails, drafts and labels of a Gmail account.',
  categories: ['COMMUNICATION'],
  // It holds what sending, drafts and labels would need by themselves.
  scopes: ['gmail.modify'],
  baseUrl: 'https://gmail.googleapis.com/gmail/v1',
  validate: ({ http }) => http.get('/users/me/profile'),
})
